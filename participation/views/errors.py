"""Pages for when something is not there, not allowed or broken."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def answer(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    """Answer programs in the one form of errors and people with a page."""
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "message": message}, status=status)
    return render(request, f"errors/{status}.html", {"message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return answer(request, 400, "bad_request", _("This request could not be read."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return answer(request, 403, "permission_denied", _("You may not open this page."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return answer(request, 404, "not_found", _("There is no such page."))


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500; when the database was away before any page was reached, the outermost middleware says 503 instead."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        request.database_unavailable = True  # read by unavailable_as_503
        return HttpResponse(status=500)  # no page: it would ask the database who is signed in
    return answer(request, 500, "failed", _("Something broke. Nothing you sent was half saved."))
