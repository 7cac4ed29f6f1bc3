"""Every error of the API has one form: {"code", "message", "errors"?}; conflicts add "current"."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from participation.errors import Conflict, ParticipationError


def as_one_form(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn any expected error into an answer; what is unexpected stays a failure."""
    if isinstance(error, ParticipationError):
        return domain_answer(error)
    if isinstance(error, OperationalError | InterfaceError):
        return Response(
            {"code": "unavailable", "message": _("The service does not answer just now. Try again soon.")},
            status=503,
            headers={"Retry-After": "5"},
        )
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.ValidationError):
        response.data = {"code": "invalid", "message": _("Check the marked fields."), "errors": fields_of(error)}
    elif isinstance(error, exceptions.APIException):
        response.data = {"code": str(error.default_code), "message": str(error.detail)}
    return response


def domain_answer(error: ParticipationError) -> Response:
    """Return the answer for an error of our own."""
    data: dict[str, Any] = {"code": "invalid" if error.is_of_field else error.code, "message": error.message}
    if error.fields:
        data["errors"] = error.fields
    if isinstance(error, Conflict) and error.current:
        data["current"] = error.current
    return Response(data, status=error.status)


def fields_of(error: exceptions.ValidationError) -> dict[str, list[dict[str, str]]]:
    """Return DRF's details as {"field": [{"code", "message"}]}; nested ones keep their path with dots."""
    found: dict[str, list[dict[str, str]]] = {}

    def walk(detail: Any, path: str) -> None:
        if isinstance(detail, dict):
            for key, value in detail.items():
                walk(value, f"{path}.{key}" if path else str(key))
        elif isinstance(detail, list):
            for value in detail:
                walk(value, path)
        else:
            found.setdefault(path or "body", []).append(
                {"code": str(getattr(detail, "code", "invalid")), "message": str(detail)}
            )

    walk(error.detail, "")
    return found
