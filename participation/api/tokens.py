"""Sign-in of programs: Authorization: Bearer <token>; only the token's hash is known here."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from participation.models.people import ApiToken, Person
from participation.queries.people import token_of


class TokenAuthentication(BaseAuthentication):
    """Find the person behind a bearer token."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        """Return (person, token), nothing without a bearer header; raises for a wrong token."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        token = token_of(words[1].decode("latin-1")) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """Say how to sign in, so that the answer is 401."""
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document names it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """Describe the header."""
        return {"type": "http", "scheme": "bearer"}
