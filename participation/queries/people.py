"""Accounts behind tokens."""

import hashlib
import hmac

from django.conf import settings

from participation.models.people import ApiToken


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
