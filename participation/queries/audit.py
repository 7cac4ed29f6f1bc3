"""Who did what, and whether everything is running: audit entries, jobs, kept mail."""

import datetime
import email
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils import timezone

from participation.models.audit import AuditEntry
from participation.models.jobs import Job


def audit_entries(*, verb: str = "", subject: str = "") -> QuerySet[AuditEntry]:
    """Return audit entries, newest first, of one verb or about one thing if asked."""
    entries = AuditEntry.objects.select_related("by").order_by("-pk")
    if verb:
        entries = entries.filter(verb=verb)
    return entries.filter(subject_id=subject) if subject else entries


def audit_verbs() -> list[str]:
    """Return the verbs that were ever noted."""
    return list(AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct())


@dataclass(frozen=True)
class Operations:
    """The state of the background work."""

    pending: int
    late: int
    dead: int
    oldest_minutes: int | None
    jobs: Sequence[Job]


def operations() -> Operations:
    """Return how much work waits, how long the oldest due job has waited, and the jobs to look at."""
    now = timezone.now()
    due = Job.objects.pending().filter(available_at__lte=now)
    oldest = due.aggregate(since=Min("available_at"))["since"]
    dead = Job.objects.dead()
    return Operations(
        pending=Job.objects.pending().count(),
        late=due.filter(available_at__lte=now - datetime.timedelta(minutes=5)).count(),
        dead=dead.count(),
        oldest_minutes=int((now - oldest).total_seconds() // 60) if oldest else None,
        jobs=[*dead.order_by("-buried_at")[:50], *Job.objects.pending().order_by("available_at", "pk")[:50]],
    )


@dataclass(frozen=True)
class KeptMail:
    """A message that a demo keeps instead of sending."""

    key: str
    to: str
    subject: str
    date: str
    text: str


def kept_mails(limit: int = 100) -> list[KeptMail]:
    """Return the kept messages, newest first; none where mail is really sent."""
    folder = Path(settings.KEPT_MAIL_DIR)
    if settings.EMAIL_URL or not folder.is_dir():
        return []
    files = sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime, path.name), reverse=True)[:limit]
    return [message for path in files for message in reversed(messages_in(path))]


def messages_in(path: Path) -> list[KeptMail]:
    """Return the messages of one file of the mail folder."""
    found = []
    for place, raw in enumerate(path.read_text(encoding="utf-8", errors="replace").split("-" * 79 + "\n")):
        if not raw.strip():
            continue
        message = email.message_from_string(raw, policy=email.policy.default)
        body = message.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        key = f"{path.stem}-{place}"
        found.append(KeptMail(key, str(message["To"]), str(message["Subject"]), str(message["Date"]), text))
    return found
