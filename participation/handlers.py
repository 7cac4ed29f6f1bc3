"""Background work: load by reference, call one action."""

import datetime

from participation.actions import (
    assistant,
    deliveries,
    indicators,
    invitations,
    moderation,
    notifications,
    retention,
    search,
    silence,
    summaries,
    webhook_news,
    webhook_sending,
    workshops,
)
from participation.models.workshops import Workshop


def deliver_notification(reference: str) -> None:
    """Hand one message over."""
    deliveries.deliver_notification(reference)


def mail_invitation(reference: str) -> None:
    """Send the code of one invitation."""
    invitations.mail_invitation(reference)


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
    """Warn of what ends soon, and erase what has been kept long enough."""
    retention.purge_all()


def remind_to_publish(day: str) -> None:
    """Remind coordinators of phases that ended without news."""
    silence.remind_to_publish(datetime.date.fromisoformat(day))


def look_after_ideas(day: str) -> None:
    """Remind coordinators of what waits to be looked at; cut the way from codes to support where a process has ended."""
    moderation.look_after(datetime.date.fromisoformat(day))


def tell_of_old_values(day: str) -> None:
    """Tell coordinators of indicators whose last value has become old."""
    indicators.tell_of_old_values(datetime.date.fromisoformat(day))


def index_words(_what: str) -> None:
    """Keep the words by which new contributions are found."""
    search.index_words()


def report_workshop(reference: str) -> None:
    """Compile the short report of a workshop that closed."""
    workshop = Workshop.objects.select_related("process").get(pk=reference)
    summaries.compile_new_summary(workshop.process, f"workshop:{workshop.code}", by=None)


def close_workshops(_day: str) -> None:
    """Close workshops that were left open."""
    workshops.close_forgotten_workshops()


def send_webhook(reference: str) -> None:
    """Send what is due of one webhook."""
    webhook_sending.send_webhook(reference)


def announce_summary(reference: str) -> None:
    """Tell programs of a summary whose embargo has ended."""
    webhook_news.announce_summary(reference)
