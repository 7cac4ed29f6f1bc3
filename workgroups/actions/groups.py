"""Making working groups and saying who belongs to them."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.models import Person, Process
from participation.queries.people import Held
from workgroups.models import Absence, Group, Membership, Operation


@transaction.atomic
def create_group(group: Group, *, by: Person | None) -> Group:
    """Store an unsaved group; raises Conflict when its code is taken in the process."""
    if group.parent and group.parent.process_id != group.process_id:
        message = _("The group above must be of the same process.")
        raise ParticipationError(message, fields={"parent": [{"code": "other_process", "message": message}]})
    check_code(group.process_id, group.code)
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("This process has a group with this number already."), "code_taken") from error
    add_audit_entry("create_group", group, by=by, code=group.code)
    return group


def check_code(process_id: int, code: str, group: Group | None = None) -> None:
    """Raise Conflict when another group has, or once had, this number: old addresses must lead to one group only."""
    others = Group.objects.filter(process=process_id)
    renamed = Operation.objects.filter(process=process_id, kind=Operation.Kind.RENAME)
    if group:
        others = others.exclude(pk=group.pk)
        renamed = renamed.exclude(from_groups=group)
    once = {before.get("code") for before in renamed.values_list("before", flat=True)}
    if code in once or others.filter(code=code).exists():
        message = _("This process has a group with this number already.")
        raise Conflict(message, "code_taken")


@transaction.atomic
def change_group(group: Group, *, by: Person) -> Group:
    """Store a changed task, next meeting in words and contact of a group."""
    group.save(update_fields=["task", "next_meeting_note", "contact_email"])
    add_audit_entry("change_group", group, by=by, code=group.code)
    return group


@transaction.atomic
def appoint(
    person: Person,
    group: Group,
    role: str,
    *,
    by: Person | None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Membership:
    """Give a person a role in a group, from today unless a day is given; a role that has ended begins again."""
    if group.is_heading:
        raise ParticipationError(_("A group that is only a heading has no members."), "heading")
    if group.ended_on:
        raise ParticipationError(_("This group was ended. Its work goes on in another one."), "ended")
    begins = since or timezone.localdate()
    if until and until < begins:
        message = _("The last day must not be before the first.")
        raise ParticipationError(message, fields={"until": [{"code": "too_early", "message": message}]})
    membership, new = Membership.objects.get_or_create(
        group=group, person=person, role=role, defaults={"starts_on": begins, "ends_on": until}
    )
    if not new:
        membership.starts_on, membership.ends_on = min(membership.starts_on or begins, begins), until
        membership.save(update_fields=["starts_on", "ends_on"])
    add_audit_entry("appoint", group, by=by, person=person.pk, role=role)
    return membership


class GroupDuties:
    """What staff can be invited to do in the working groups of a process."""

    key = "group"
    order = 20

    def options(self, person: Person, process: Process) -> list[tuple[str, str]]:  # noqa: ARG002 -- the contract
        """Return each role in each group that works: whoever coordinates the process may give all of them."""
        groups = Group.objects.for_process(process).in_use().order_by("code")
        roles = [(str(role), str(role.label)) for role in Membership.Role]
        return [(f"{group.code}:{role}", f"{group.code} {words}") for group in groups for role, words in roles]

    def held(self, process: Process) -> list[Held]:
        """Return who belongs to a group now."""
        rows = Membership.objects.in_force().filter(group__process=process).select_related("person", "group")
        return [
            Held(row.person, f"{row.group.code} {row.get_role_display()}", row.ends_on)
            for row in rows.order_by("group__code", "role", "pk")
        ]

    def label(self, process: Process, value: str) -> str:  # noqa: ARG002 -- the contract
        """Return the words of one role in one group."""
        code, _colon, role = value.rpartition(":")
        return f"{code} {Membership.Role(role).label}" if role in Membership.Role.values else value

    def give(
        self, person: Person, process: Process, value: str, *, by: Person | None, ends_on: datetime.date | None
    ) -> None:
        """Let a person do it from today."""
        code, _colon, role = value.rpartition(":")
        appoint(person, Group.objects.for_process(process).in_use().get(code=code), role, by=by, until=ends_on)


@transaction.atomic
def end_membership(membership: Membership, *, by: Person, on: datetime.date | None = None) -> Membership:
    """End a term: yesterday is the last day unless another is given."""
    membership.ends_on = on or timezone.localdate() - datetime.timedelta(days=1)
    membership.save(update_fields=["ends_on"])
    add_audit_entry("end_membership", membership.group, by=by, person=membership.person_id, role=membership.role)
    return membership


@transaction.atomic
def note_absence(absence: Absence, *, by: Person) -> Absence:
    """Note the days, told in an unsaved absence, on which somebody is away; the deputy acts on them, by the dates alone."""
    if absence.ends_on < absence.starts_on:
        message = _("The last day must not be before the first.")
        raise ParticipationError(message, fields={"ends_on": [{"code": "too_early", "message": message}]})
    absence.save(force_insert=True)
    days = [absence.starts_on.isoformat(), absence.ends_on.isoformat()]
    add_audit_entry("note_absence", absence.group, by=by, person=absence.person_id, days=days)
    return absence


@transaction.atomic
def drop_absence(absence: Absence, *, by: Person) -> None:
    """Take an absence back: the person is here after all."""
    Absence.objects.filter(pk=absence.pk).delete()
    add_audit_entry("drop_absence", absence.group, by=by, person=absence.person_id)
