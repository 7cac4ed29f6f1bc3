"""The OpenAPI document: every endpoint documents the errors it can answer with."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from participation.api.access import Public


class FaultSerializer(serializers.Serializer[Any]):
    """One thing that is wrong with a field."""

    code = serializers.CharField()
    message = serializers.CharField()


class ErrorSerializer(serializers.Serializer[Any]):
    """The one form of errors."""

    code = serializers.CharField()
    message = serializers.CharField()
    current = serializers.DictField(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add the field that DRF's own attribute of the same name hides."""
        faults = serializers.DictField(child=serializers.ListField(child=FaultSerializer()), required=False)
        return {**super().get_fields(), "errors": faults}


class DocumentedErrors(AutoSchema):
    """Adds the answers that every endpoint of its kind can give, so that no client is surprised."""

    def get_auth(self) -> Any:
        """Say that signing in is optional where everybody is served."""
        ways = super().get_auth()
        return [*ways, {}] if self.is_public() and {} not in ways else ways

    def is_public(self) -> bool:
        """Tell whether the endpoint serves everybody."""
        return any(isinstance(rule, Public) for rule in self.view.get_permissions())

    def _get_response_bodies(self, direction: str = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        errors = {400, 401, 404, 406, 429, 503}
        if not self.is_public():
            errors.add(403)
        if self.method != "GET":
            errors |= {403, 409, 415}
        for status in sorted(errors - {int(code) for code in bodies if str(code).isdigit()}):
            bodies[str(status)] = self._get_response_for_code(ErrorSerializer, str(status), direction=direction)
        return bodies
