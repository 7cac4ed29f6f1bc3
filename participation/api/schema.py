"""The OpenAPI document: every endpoint documents the errors it can answer with."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
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
    errors = serializers.DictField(child=serializers.ListField(child=FaultSerializer()), required=False)
    current = serializers.DictField(required=False)


class DocumentedErrors(AutoSchema):
    """Adds the answers that every endpoint of its kind can give, so that no client is surprised."""

    def get_response_serializers(self) -> Any:
        """Return the documented answers with the common errors added."""
        documented = super().get_response_serializers()
        if not isinstance(documented, dict):
            documented = {self.success_status(): documented}
        errors = {400, 404, 429, 503}
        if not any(isinstance(rule, Public) for rule in self.view.get_permissions()):
            errors |= {401, 403}
        if self.method != "GET":
            errors |= {409, 413, 415}
        for status in sorted(errors - {int(code) for code in documented if str(code).isdigit()}):
            documented[status] = OpenApiResponse(ErrorSerializer)
        return documented

    def success_status(self) -> int:
        """Return the status of success that DRF would choose."""
        return {"POST": 201, "DELETE": 204}.get(self.method, 200)
