"""Inviting staff: one mail, one use, some days; revoked or used up, a code opens nothing anywhere."""

import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.actions.notifications import list_headers
from participation.actions.people import add_person, give_role
from participation.errors import ParticipationError
from participation.extension_points import Wording, duties
from participation.gateways import mail
from participation.models.invitations import Invitation
from participation.models.people import Person, Role
from participation.models.processes import Process
from participation.permissions import can_invite_people
from participation.queries.mails import message_context
from participation.queries.people import RoleDuties, duty_options, duty_words, invitation_code, invitation_hash

MAIL_INVITATION = "participation.mail_invitation"


class GivenRoles(RoleDuties):
    """The ground floor's roles, with the giving of them."""

    def give(
        self, person: Person, process: Process, value: str, *, by: Person | None, ends_on: datetime.date | None
    ) -> None:
        """Give one role."""
        give_role(person, value, None if value == Role.Kind.ADMIN else process, by=by, ends_on=ends_on)


@transaction.atomic
def invite(invitation: Invitation, *, by: Person) -> Invitation:
    """Store an unsaved invitation and promise its mail; an earlier one to the same address for the same is revoked."""
    if invitation.duty not in dict(duty_options(by, invitation.process)):
        fault = {"code": "not_yours", "message": _("You cannot give this.")}
        raise ParticipationError(_("Check the marked fields."), fields={"duty": [fault]})
    invitation.email = invitation.email.strip().lower()
    same = Invitation.objects.in_force().filter(
        process=invitation.process, email=invitation.email, duty=invitation.duty
    )
    same.update(revoked_at=timezone.now())
    invitation.invited_by = by
    invitation.code_hash = invitation_hash(invitation_code(invitation))
    invitation.save(force_insert=True)
    add_audit_entry("invite", invitation, by=by, process=invitation.process.slug, duty=invitation.duty)
    add_job(MAIL_INVITATION, invitation.pk)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Person) -> bool:
    """Take an invitation back; tells whether it was still in force."""
    revoked = Invitation.objects.in_force().filter(pk=invitation.pk).update(revoked_at=timezone.now())
    if revoked:
        add_audit_entry("revoke_invitation", invitation, by=by)
    return bool(revoked)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, name: str = "", password: str = "") -> tuple[Person, bool]:
    """Use an invitation up: make the account unless there is one, give what was promised; tells whether it is new.

    Raises ParticipationError when the code was used, revoked or ran out meanwhile, when the account was closed, or
    when whoever invited may not give this any more.
    """
    now = timezone.now()
    taken = Invitation.objects.in_force().filter(pk=invitation.pk).update(accepted_at=now)
    person = Person.objects.filter(email__iexact=invitation.email).first()
    giver = invitation.invited_by
    may = giver is not None and can_invite_people(giver, invitation.process)
    may = may and invitation.duty in dict(duty_options(giver, invitation.process))  # type: ignore[arg-type]
    if not taken or not may or (person and not person.is_active):
        raise ParticipationError(_("This code does not open anything."), "not_in_force")
    is_new = person is None
    if person is None:
        person = add_person(
            invitation.email, by=giver, name=name or invitation.name, language=invitation.language, password=password
        )
    key, _colon, value = invitation.duty.partition(":")
    kind = duties.get(key)
    if kind is None:
        raise ParticipationError(_("This code does not open anything."), "not_in_force")
    kind.give(person, invitation.process, value, by=giver, ends_on=invitation.ends_on)
    add_audit_entry("accept_invitation", invitation, by=person)
    return person, is_new


@transaction.atomic
def end_role(role: Role, *, by: Person) -> None:
    """End a role at once: yesterday was its last day, so the next request of the person finds it gone."""
    Role.objects.filter(pk=role.pk).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    add_audit_entry("end_role", role.person, by=by, kind=role.kind, process=role.process.slug if role.process else "")


def mail_invitation(reference: str) -> None:
    """Send the code to the invited address; nothing when the invitation is no longer in force."""
    invitation = Invitation.objects.in_force().select_related("process", "invited_by").filter(pk=reference).first()
    if invitation is None:
        return
    with translation.override(invitation.language):
        wording = Wording(
            subject=_("Invitation to the staff desk"),
            paragraphs=[
                _("%(who)s invites you to work with what residents say: %(duty)s.")
                % {
                    "who": invitation.invited_by or settings.CITY_NAME,
                    "duty": duty_words(invitation.process, invitation.duty),
                },
                _("Your code: %(code)s") % {"code": invitation_code(invitation)},
                _("Open the page below and type the code. It works once, within seven days."),
            ],
            button=_("Open the page for invited people"),
            address=f"/{invitation.language}/invitation/",
        )
        content = message_context(wording, "", invitation.language)
        mail.send_mail(
            to=invitation.email,
            subject=f"{wording.subject} – {settings.CITY_NAME}",
            text=render_to_string("emails/participation/message.txt", content),
            html=render_to_string("emails/participation/message.html", content),
            message_id=f"<invitation-{invitation.pk}@{settings.BASE_URL.split('//')[-1].split(':')[0]}>",
            headers=list_headers(""),
        )
