"""Door to allauth: staff are invited, nobody signs up by themselves; second steps; signing somebody in."""

from __future__ import annotations

import datetime
import time
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from participation.models.people import Person

SESSION_DAYS = 30
BY_PROVIDER = "second_step_by_provider"  # in a session: the town's own sign-in service asked for two things


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False


def has_second_step(person: Person) -> bool:
    """Tell whether a passkey or an app stands beside this person's password; who has one is asked about once a request."""
    known = vars(person)
    if not known.get("_has_second_step"):
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        known["_has_second_step"] = Authenticator.objects.filter(user=person, type__in=kinds).exists()
    return bool(known["_has_second_step"])


def sign_in(request: HttpRequest, person: Person, *, address: str | None = None) -> HttpResponse:
    """Sign a person in as after a password: the second step is still asked for where one is set up."""
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=address)
    return answer


def note_first_use(request: HttpRequest, **_arguments: Any) -> None:
    """Begin to count the time without use."""
    request.session["seen"] = int(time.time())


def drop_old_sessions(now: datetime.datetime) -> int:
    """Delete sessions that ended, with the network address and browser noted beside them; returns how many."""
    gone: int = Session.objects.filter(expire_date__lt=now).delete()[0]
    ended = UserSession.objects.filter(last_seen_at__lt=now - datetime.timedelta(days=SESSION_DAYS))
    return gone + int(ended.delete()[0])


def drop_ways_in(person: Person) -> int:
    """Delete everything by which an account could be opened, and where it was open; returns how many things."""
    kept = UserSession.objects.filter(user=person)
    open_now = list(kept.values_list("session_key", flat=True))
    gone: int = Session.objects.filter(session_key__in=open_now).delete()[0]
    for rows in (kept, Authenticator.objects.filter(user=person), EmailAddress.objects.filter(user=person)):
        gone += rows.delete()[0]
    return gone


def ways_in(person: Person) -> dict[str, Any]:
    """Return what is kept about how and where a person signs in."""
    sessions = UserSession.objects.filter(user=person).order_by("pk")
    factors = Authenticator.objects.filter(user=person).order_by("pk")
    return {
        "addresses": list(EmailAddress.objects.filter(user=person).order_by("pk").values("email", "verified")),
        "second_steps": [{"kind": one.type, "since": one.created_at} for one in factors],
        "sessions": [
            {"begun_at": one.created_at, "seen_at": one.last_seen_at, "address": one.ip, "browser": one.user_agent}
            for one in sessions
        ],
    }


def connect() -> None:
    """Listen to the moment of signing in; called once when Django is ready."""
    user_logged_in.connect(note_first_use, dispatch_uid="participation.note_first_use")
