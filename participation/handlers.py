"""Background work: load by reference, call one action."""

from participation.actions import notifications


def deliver_notification(reference: str) -> None:
    """Hand one message over."""
    notifications.deliver_notification(reference)


def tell_followers(reference: str) -> None:
    """Tell those who left an address that there is an answer."""
    notifications.tell_followers(reference)
