"""Accounts behind tokens; who does what in a process; invitations behind their codes."""

import datetime
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from participation.extension_points import duties
from participation.logic.receipts import code_hash, receipt_code
from participation.models.invitations import Invitation
from participation.models.people import ApiToken, Person, Role
from participation.models.processes import Process
from participation.permissions import is_admin


def token_hash(token: str) -> str:
    """Return the keyed hash under which a token is stored."""
    return hmac.new(settings.SECRET_KEY.encode(), b"token:" + token.encode(), hashlib.sha256).hexdigest()


def token_of(token: str) -> ApiToken | None:
    """Return the token's row with its person, if it is in force and the person may sign in."""
    return (
        ApiToken.objects.select_related("person")
        .filter(hash=token_hash(token), revoked_on__isnull=True, person__is_active=True)
        .first()
    )


def invitation_code(invitation: Invitation) -> str:
    """Return the code of an invitation, which is kept nowhere."""
    return receipt_code(settings.SECRET_KEY, f"invitation:{invitation.pk}")


def invitation_hash(code: str) -> str:
    """Return the keyed hash of a typed code; an empty text if it cannot be one."""
    return code_hash(settings.SECRET_KEY, code) or ""


def invitation_of(code: str) -> Invitation | None:
    """Return the invitation behind a code if it can still be accepted; looked up in the same way whatever is typed."""
    rows = Invitation.objects.in_force().select_related("process", "invited_by")
    return rows.filter(code_hash=invitation_hash(code) or "-").first()


def coordinators_of(process: Process | int | None) -> list[Person]:
    """Return who coordinates a process today, of those whose account is open."""
    roles = Role.objects.in_force().filter(kind=Role.Kind.COORDINATOR, process=process).values("person")
    return list(Person.objects.filter(pk__in=roles, is_active=True).order_by("pk"))


@dataclass(frozen=True)
class Held:
    """One thing that somebody does in a process: until when, and the number by which it can be ended here."""

    person: Person
    label: str
    ends_on: datetime.date | None
    role: int | None = None


class RoleDuties:
    """The roles that the ground floor knows."""

    key = "role"
    order = 10

    def options(self, person: Person, process: Process) -> Sequence[tuple[str, str]]:  # noqa: ARG002 -- the contract
        """Return what this person may give: everything in the process, the installation only by administrators."""
        kinds = [Role.Kind.CLERK, Role.Kind.FACILITATOR, Role.Kind.COORDINATOR]
        kinds += [Role.Kind.ADMIN] if is_admin(person) else []
        return [(str(kind), str(kind.label)) for kind in kinds]

    def held(self, process: Process) -> Sequence[Held]:
        """Return the roles in force in a process."""
        rows = Role.objects.in_force().filter(process=process).select_related("person")
        return [
            Held(row.person, row.get_kind_display(), row.ends_on, row.pk)
            for row in rows.order_by("kind", "person__email")
        ]

    def label(self, process: Process, value: str) -> str:  # noqa: ARG002 -- the contract
        """Return the words of one role."""
        return str(Role.Kind(value).label) if value in Role.Kind.values else value


def duty_options(person: Person, process: Process) -> list[tuple[str, str]]:
    """Return everything that this person may invite others to do in a process, as (value, words)."""
    return [(f"{kind.key}:{value}", label) for kind in duties for value, label in kind.options(person, process)]


def duty_words(process: Process, duty: str) -> str:
    """Return the words of one duty."""
    key, _colon, value = duty.partition(":")
    kind = duties.get(key)
    return kind.label(process, value) if kind else duty


def held_duties(process: Process) -> list[Held]:
    """Return who does what in a process now."""
    return [held for kind in duties for held in kind.held(process)]
