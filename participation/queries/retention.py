"""What is kept of each kind in a process, until when, and what was erased."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.extension_points import Wording, retention_kinds
from participation.logic.retention import Kept, RetentionKind, after
from participation.logic.text import pick
from participation.models.people import Person
from participation.models.privacy import DeletionRecord, RetentionRule
from participation.models.processes import Process


@dataclass(frozen=True)
class RetentionLine:
    """One kind in one place: what is kept, for how long, when it goes."""

    kind: RetentionKind
    kept: Kept
    amount: int
    rule: RetentionRule | None

    @property
    def name(self) -> str:
        """What the field is called in a form."""
        return f"{self.kind.key}|{self.kept.scope}"

    @property
    def ends_on(self) -> datetime.date | None:
        """When the first of it goes; nothing while its time has not begun."""
        since = self.kept.since
        return after(since, self.amount, in_days=self.kind.in_days) if since else None

    @property
    def is_due(self) -> bool:
        """Whether something goes with the next daily run."""
        return self.ends_on is not None and self.ends_on <= timezone.localdate()

    @property
    def label(self) -> str:
        """What it is called."""
        return self.kind.label()

    @property
    def counted(self) -> str:
        """From when its time is counted."""
        return self.kind.counted_from()

    @property
    def period(self) -> str:
        """How long it is kept, in words."""
        return period_words(self.amount, in_days=self.kind.in_days)


def period_words(amount: int, *, in_days: bool) -> str:
    """Return a number of days or months in words."""
    words = ngettext("%(n)s day", "%(n)s days", amount) if in_days else ngettext("%(n)s month", "%(n)s months", amount)
    return words % {"n": amount}


def retention_lines(processes: Sequence[Process], kind: str = "", scope: str | None = None) -> Iterator[RetentionLine]:
    """Yield every kind in every place of these processes, in the order of kinds; of one kind or place if asked."""
    rules = RetentionRule.objects.filter(process__in=[one.pk for one in processes])
    chosen = {(rule.process_id, rule.kind, rule.scope): rule for rule in rules}
    for one in retention_kinds:
        if kind and one.key != kind:
            continue
        for kept in one.kept(processes):
            rule = chosen.get((kept.process.pk, one.key, kept.scope))
            amount = rule.amount if rule and rule.amount is not None else one.usual(kept.process)
            if scope is None or kept.scope == scope:
                yield RetentionLine(one, kept, amount, rule)


def chosen_amount(process: Process, kind: str, scope: str) -> int:
    """Return how long one kind is kept in one place, in its own unit; one query."""
    rows = RetentionRule.objects.filter(process=process, kind=kind, scope=scope, amount__isnull=False)
    amount = rows.values_list("amount", flat=True).first()
    known = retention_kinds.get(kind)
    return amount if amount is not None else known.usual(process) if known else 0


def retention_wording(context: Mapping[str, object]) -> Wording | None:
    """Warn the coordinator that something is erased soon; nothing when it is gone or its end was moved."""
    process = Process.objects.filter(pk=int(str(context.get("process") or 0))).first()
    if process is None:
        return None
    kind, scope = str(context.get("kind") or ""), str(context.get("scope") or "")
    line = next(iter(retention_lines([process], kind, scope)), None)
    if line is None or line.ends_on is None:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    name, where = pick(process.name, language)[0], pick(line.kept.name, language)[0]
    return retention_words(
        name, line.label, where, line.ends_on, reverse("participation:process_privacy", args=[process.slug])
    )


def retention_words(process: str, what: str, where: str, day: datetime.date, address: str) -> Wording:
    """Return the words of that warning."""
    values = {"process": process, "what": f"{what} ({where})" if where else what, "day": date_format(day, "j.n.Y")}
    return Wording(
        subject=_("Erased from %(day)s: %(process)s") % values,
        paragraphs=[
            _("In %(process)s this has been kept as long as was promised: %(what)s.") % values,
            _("From %(day)s it is erased by itself, and nobody can bring it back.") % values,
            _(
                "If the town still needs it, take a copy to the archive or choose a longer time. Tell why in the notice."
            ),
        ],
        address=address,
        button=_("Open the privacy page"),
        item=process,
    )


def deletions_of(process: Process) -> QuerySet[DeletionRecord]:
    """Return what was erased in a process, the newest first."""
    return DeletionRecord.objects.filter(process=process)


def deletions_seen_by(person: Person) -> QuerySet[DeletionRecord]:
    """Return what was erased in the processes of a coordinator; administrators see everything."""
    rows = DeletionRecord.objects.select_related("process")
    if ("admin", None) in person.roles_now():
        return rows
    return rows.filter(process__in=Process.objects.coordinated_by(person))


@dataclass(frozen=True)
class DeletionLine:
    """One record as it is read."""

    record: DeletionRecord
    what: str
    rule: str


def deletion_lines(records: Sequence[DeletionRecord]) -> list[DeletionLine]:
    """Return records with their words in the language in use."""
    return [DeletionLine(one, what_of(one.kind), rule_of(one)) for one in records]


def what_of(kind: str) -> str:
    """Return what a record is about."""
    known = retention_kinds.get(kind)
    if known:
        return known.label()
    return _("On request of the person") if kind.endswith(".request") else _("Technical traces of the whole service")


def rule_of(record: DeletionRecord) -> str:
    """Return by which rule it was erased."""
    if record.reason == DeletionRecord.Reason.REQUEST:
        return _("asked for by the person")
    if record.amount is None:
        return _("fixed times of the service")
    return period_words(record.amount, in_days=record.in_days)
