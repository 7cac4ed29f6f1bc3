"""Door to allauth: staff are invited, nobody signs up by themselves; second steps; signing somebody in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from participation.models.people import Person

BY_PROVIDER = "second_step_by_provider"  # in a session: the town's own sign-in service asked for two things


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False


def has_second_step(person: Person) -> bool:
    """Tell whether a passkey or an app stands beside this person's password."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=person, type__in=kinds).exists()


def sign_in(request: HttpRequest, person: Person, *, address: str | None = None) -> HttpResponse:
    """Sign a person in as after a password: the second step is still asked for where one is set up."""
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=address)
    return answer


def note_first_use(request: HttpRequest, **_arguments: Any) -> None:
    """Begin to count the time without use."""
    request.session["seen"] = int(time.time())


def connect() -> None:
    """Listen to the moment of signing in; called once when Django is ready."""
    user_logged_in.connect(note_first_use, dispatch_uid="participation.note_first_use")
