"""Background work: load by reference, call one action."""

from participation.actions import assistant, notifications, privacy, search, summaries


def deliver_notification(reference: str) -> None:
    """Hand one message over."""
    notifications.deliver_notification(reference)


def tell_followers(reference: str) -> None:
    """Tell those who left an address that there is an answer."""
    notifications.tell_followers(reference)


def compile_summary(reference: str) -> None:
    """Compile the summary that was ordered."""
    summaries.compile_ordered_summary(reference)


def draft_section(reference: str) -> None:
    """Ask the assistant for the drafts that were ordered."""
    assistant.draft_ordered_section(reference)


def purge_expired(_day: str) -> None:
    """Erase what has been kept long enough."""
    privacy.purge_expired()


def index_words(_what: str) -> None:
    """Keep the words by which new contributions are found."""
    search.index_words()
