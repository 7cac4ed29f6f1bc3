"""Making working groups and saying who belongs to them."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.models import Person
from workgroups.models import Group, Membership


@transaction.atomic
def create_group(group: Group, *, by: Person | None) -> Group:
    """Store an unsaved group; raises Conflict when its code is taken in the process."""
    if group.parent and group.parent.process_id != group.process_id:
        message = _("The group above must be of the same process.")
        raise ParticipationError(message, fields={"parent": [{"code": "other_process", "message": message}]})
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("This process has a group with this number already."), "code_taken") from error
    add_audit_entry("create_group", group, by=by, code=group.code)
    return group


@transaction.atomic
def change_group(group: Group, *, by: Person) -> Group:
    """Store a changed task, next meeting in words and contact of a group."""
    group.save(update_fields=["task", "next_meeting_note", "contact_email"])
    add_audit_entry("change_group", group, by=by, code=group.code)
    return group


@transaction.atomic
def appoint(
    person: Person, group: Group, role: str, *, by: Person | None, until: datetime.date | None = None
) -> Membership:
    """Give a person a role in a group from today; a role that has ended begins again."""
    if group.is_heading:
        raise ParticipationError(_("A group that is only a heading has no members."), "heading")
    today = timezone.localdate()
    membership, new = Membership.objects.get_or_create(
        group=group, person=person, role=role, defaults={"starts_on": today, "ends_on": until}
    )
    if not new:
        membership.starts_on, membership.ends_on = min(membership.starts_on or today, today), until
        membership.save(update_fields=["starts_on", "ends_on"])
    add_audit_entry("appoint", group, by=by, person=person.pk, role=role)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Person, on: datetime.date | None = None) -> Membership:
    """End a term: yesterday is the last day unless another is given."""
    membership.ends_on = on or timezone.localdate() - datetime.timedelta(days=1)
    membership.save(update_fields=["ends_on"])
    add_audit_entry("end_membership", membership.group, by=by, person=membership.person_id, role=membership.role)
    return membership
