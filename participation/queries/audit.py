"""Who did what, and whether everything is running: audit entries, jobs, kept mail."""

import datetime
import email
import email.policy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils import timezone

from participation.extension_points import audit_verb_words
from participation.logic.audit_chain import Chain, Link, check_chain
from participation.models.audit import AuditEntry
from participation.models.jobs import Job


def audit_entries(*, verb: str = "", subject: str = "") -> QuerySet[AuditEntry]:
    """Return audit entries, newest first, of one verb or about one thing if asked."""
    entries = AuditEntry.objects.select_related("by").order_by("-pk")
    if verb:
        entries = entries.filter(verb=verb)
    return entries.filter(subject_id=subject) if subject else entries


def audit_verbs() -> list[tuple[str, str]]:
    """Return the verbs that were ever noted with their words, in the order of the words."""
    verbs = AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct()
    return sorted(((verb, words_of_verb(verb)) for verb in verbs), key=lambda pair: pair[1].casefold())


def words_of_verb(verb: str) -> str:
    """Return what was done, in the language in use; the verb itself where no app has words for it."""
    known = audit_verb_words.get(verb)
    return str(known.label) if known else verb.replace("_", " ")


@dataclass(frozen=True)
class AuditLine:
    """One entry as it is read: what was done and to what kind of thing in words."""

    entry: AuditEntry
    done: str
    thing: str


def audit_lines(entries: Iterable[AuditEntry]) -> list[AuditLine]:
    """Return entries with their words in the language in use."""
    return [AuditLine(entry, words_of_verb(entry.verb), words_of_thing(entry.subject_type)) for entry in entries]


def words_of_thing(kind: str) -> str:
    """Return what kind of thing an entry is about, such as "survey"; the kind itself if no model has that name."""
    names = {model._meta.label_lower: model._meta.verbose_name for model in apps.get_models()}  # noqa: SLF001 -- public by its documentation
    return str(names.get(kind, kind))


def checked_chain(noted: str = "") -> Chain:
    """Return what a walk over the whole sealed log finds; noted is a place and its seal of earlier, "12:ab34…".

    Raises ValueError when what was noted is not of that form.
    """
    place, _colon, seal = noted.partition(":")
    return check_chain(sealed_links(), (int(place), seal) if noted else None)


def sealed_links() -> Iterator[Link]:
    """Return the sealed entries in the order of the chain, a portion at a time."""
    sealed = AuditEntry.objects.filter(position__isnull=False).order_by("position")
    return (link_of(entry) for entry in sealed.iterator(chunk_size=2000))


def link_of(entry: AuditEntry) -> Link:
    """Return the form of an entry that is sealed."""
    return Link(
        entry.pk,
        entry.at,
        entry.actor,
        entry.verb,
        entry.subject_type,
        entry.subject_id,
        entry.data,
        entry.position,
        entry.seal,
    )


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
