"""Signing in with the town's own account: the way there, and whom the statement means."""

from collections.abc import Mapping

from participation.errors import PermanentFailure
from participation.gateways import town_login
from participation.logic.id_tokens import proves_two_things
from participation.models.people import Person


def begin_town_login() -> tuple[str, dict[str, str]]:
    """Return the address to send a visitor to and what the session must remember."""
    return town_login.begin()


def person_from_town_login(code: str, kept: Mapping[str, str]) -> tuple[Person, bool]:
    """Return whom the town's service vouches for and whether it asked for two things.

    Only people who were invited have an account: a statement makes none. Raises PermanentFailure or TemporaryFailure.
    """
    claims = town_login.complete(code, kept)
    person = Person.objects.filter(email__iexact=str(claims["email"]).strip(), is_active=True).first()
    if person is None:
        raise PermanentFailure("nobody with this address was invited", "oidc_unknown")
    return person, proves_two_things(claims)
