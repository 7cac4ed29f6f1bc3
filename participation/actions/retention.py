"""Retention: choosing how long things are kept, warning before the end, erasing, and keeping the record of it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import events
from participation.actions.audit import add_audit_entry
from participation.actions.notifications import notify
from participation.actions.privacy import purge_expired
from participation.actions.retention_kinds import CONTRIBUTIONS
from participation.errors import ParticipationError
from participation.logic.retention import WAIT_DAYS, WARNING_DAYS, before
from participation.models.people import Person
from participation.models.privacy import DeletionRecord, RetentionRule
from participation.models.processes import Basis, Process
from participation.queries.people import coordinators_of
from participation.queries.retention import RetentionLine, retention_lines

RETENTION_ENDS = "participation.retention_ends"


@transaction.atomic
def set_period(line: RetentionLine, amount: int, *, by: Person | None) -> None:
    """Choose how long one kind is kept in one place; a warning that was given for another end is given anew.

    Announces retention_changed. Raises ParticipationError for a period outside what the kind allows.
    """
    if not 1 <= amount <= line.kind.most:
        words = _("Choose between 1 and %(most)s.") % {"most": line.kind.most}
        raise ParticipationError(words, fields={line.name: [{"code": "invalid", "message": words}]})
    if amount == line.amount:
        return
    process = line.kept.process
    if line.kind.key == CONTRIBUTIONS:
        Process.objects.filter(pk=process.pk).update(retention_months=amount)
        process.retention_months = amount
    values = {"amount": None if line.kind.key == CONTRIBUTIONS else amount, "warned_on": None, "warned_for": None}
    RetentionRule.objects.update_or_create(process=process, kind=line.kind.key, scope=line.kept.scope, defaults=values)
    told = {"kind": line.kind.key, "scope": line.kept.scope, "before": line.amount, "amount": amount}
    add_audit_entry("set_retention", process, by=by, **told)
    events.retention_changed.send(sender=Process, process=process)


@transaction.atomic
def set_basis(process: Process, basis: str, *, by: Person | None) -> None:
    """Choose the legal basis that privacy notices of a process tell. Announces retention_changed."""
    if basis not in Basis.values or basis == process.basis:
        return
    Process.objects.filter(pk=process.pk).update(basis=basis)
    process.basis = basis
    add_audit_entry("set_legal_basis", process, by=by, basis=basis)
    events.retention_changed.send(sender=Process, process=process)


def purge_all(*, now: datetime.datetime | None = None) -> dict[str, int]:
    """Warn of what ends soon and erase everything that was kept long enough; returns how many of each."""
    counts = purge_expired(now=now)
    for name, n in erase_expired(timezone.localdate(now)).items():
        counts[name] = counts.get(name, 0) + n
    return counts


def erase_expired(today: datetime.date) -> dict[str, int]:
    """Go through all kinds in all processes: warn, or erase with a record; one that fails keeps no other waiting."""
    counts: dict[str, int] = {}
    for line in list(retention_lines(list(Process.objects.all()))):
        ends = line.ends_on
        if ends is None:
            continue
        if line.kind.warns and ends <= today + datetime.timedelta(days=WARNING_DAYS):
            line = warned(line, ends, today)  # noqa: PLW2901 -- the same line, now warned of
        if ends > today or not may_erase(line, today):
            continue
        for name, n in erase(line, today).items():
            counts[name] = counts.get(name, 0) + n
    return counts


def may_erase(line: RetentionLine, today: datetime.date) -> bool:
    """Tell whether coordinators had time to look: what goes all at once waits some days after its warning."""
    if line.kind.is_rolling or not line.kind.warns:
        return True
    warned_on = line.rule.warned_on if line.rule else None
    return warned_on is not None and warned_on <= today - datetime.timedelta(days=WAIT_DAYS)


@transaction.atomic
def warned(line: RetentionLine, ends: datetime.date, today: datetime.date) -> RetentionLine:
    """Tell the coordinators once that something ends soon; of what goes one by one, once a month."""
    goal = ends.replace(day=1) if line.kind.is_rolling else ends
    if line.rule and line.rule.warned_for == goal:
        return line
    kept = line.kept
    rule, _new = RetentionRule.objects.update_or_create(
        process=kept.process,
        kind=line.kind.key,
        scope=kept.scope,
        defaults={"warned_on": today, "warned_for": goal},
    )
    context = {"process": kept.process.pk, "kind": line.kind.key, "scope": kept.scope}
    key = f"{line.kind.key}:{kept.process.pk}:{kept.scope}:{goal.isoformat()}"
    notify(RETENTION_ENDS, key, people=coordinators_of(kept.process), context=context)
    return RetentionLine(line.kind, kept, line.amount, rule)


@transaction.atomic
def erase(line: RetentionLine, today: datetime.date) -> dict[str, int]:
    """Erase what was kept too long of one kind in one place, and write the record; returns how many of each."""
    limit = before(today, line.amount, in_days=line.kind.in_days)
    counts = {name: n for name, n in line.kind.erase(line.kept, limit).items() if n}
    if counts:
        process = line.kept.process
        add_audit_entry("erase_expired", process, by=None, kind=line.kind.key, scope=line.kept.scope, **counts)
        DeletionRecord.objects.create(
            process=process,
            kind=line.kind.key,
            scope_name=dict(line.kept.name),
            reason=DeletionRecord.Reason.RETENTION,
            amount=line.amount,
            in_days=line.kind.in_days,
            counts=counts,
            on=today,
        )
    return counts
