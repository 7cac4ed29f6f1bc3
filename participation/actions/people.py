"""Accounts, roles and tokens."""

import datetime
import secrets

from django.db import transaction

from participation.actions.audit import add_audit_entry
from participation.models.people import ApiToken, Person, Role
from participation.models.processes import Process
from participation.queries.people import token_hash


@transaction.atomic
def add_person(
    email: str, *, by: Person | None, name: str = "", language: str = "fi", password: str | None = None
) -> Person:
    """Make an account for a staff member; without a password only e-mail codes sign in."""
    person = Person.objects.create_user(email, password, name=name, language=language)
    add_audit_entry("add_person", person, by=by)
    return person


@transaction.atomic
def give_role(
    person: Person, kind: str, process: Process | None, *, by: Person | None, ends_on: datetime.date | None = None
) -> Role:
    """Give a role, for the whole installation (admin) or one process; giving it again renews its term."""
    role, _new = Role.objects.update_or_create(person=person, kind=kind, process=process, defaults={"ends_on": ends_on})
    add_audit_entry("give_role", person, by=by, kind=kind, process=process.slug if process else "")
    return role


@transaction.atomic
def create_api_token(person: Person, scope: str, *, by: Person | None) -> str:
    """Make a token for programs and return it: it is shown this once, only its hash is kept."""
    token = "kuu_" + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(person=person, hash=token_hash(token), ending=token[-4:], scope=scope)
    add_audit_entry("create_api_token", row, by=by, scope=scope)
    return token
