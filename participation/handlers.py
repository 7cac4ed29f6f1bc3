"""Background work: load by reference, call one action."""

from participation.actions import notifications, privacy, summaries


def deliver_notification(reference: str) -> None:
    """Hand one message over."""
    notifications.deliver_notification(reference)


def tell_followers(reference: str) -> None:
    """Tell those who left an address that there is an answer."""
    notifications.tell_followers(reference)


def compile_summary(reference: str) -> None:
    """Compile the summary that was ordered."""
    summaries.compile_ordered_summary(reference)


def purge_expired(_day: str) -> None:
    """Erase what has been kept long enough."""
    privacy.purge_expired()
