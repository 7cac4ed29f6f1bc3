"""Small pieces around every request: its language, no caching of private pages, an honest 503 without a database."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from participation.gateways.accounts import BY_PROVIDER, has_second_step
from participation.models.people import Anonymous
from participation.permissions import must_use_second_step

Handler = Callable[[HttpRequest], HttpResponse]
RETRY_SECONDS = "5"
SEEN_EVERY = 120  # seconds between two notes of the last use
ENROLMENT = ("mfa_", "account_logout", "account_reauthenticate", "account_set_password")


def unavailable_as_503(get_response: Handler) -> Handler:
    """Answer 503 with Retry-After when the database does not answer, instead of a failure nobody can act on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "database_unavailable", False):
            return unavailable(request)
        return response

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError):
            return unavailable(request)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # Django looks for it by this name
    return middleware


def private_pages_not_kept(get_response: Handler) -> Handler:
    """Keep what only signed-in people and programs with a key may read out of every cache, the browser's too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control") and is_private(request):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def is_private(request: HttpRequest) -> bool:
    """Tell whether a request carries credentials or asks for what needs them."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
        return True
    match = request.resolver_match
    return match is not None and getattr(match.func, "login_required", True)


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program or a script of our pages asks, which reads words in the form of the API."""
    return request.path.startswith("/api/") or request.headers.get("Accept") == "application/json"


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that it is worth trying again soon; a page for people, the API's form for programs."""
    if wants_json(request):
        words = {"code": "unavailable", "message": _("The service does not answer just now. Try again soon.")}
        response: HttpResponse = JsonResponse(words, status=503)
    else:
        response = HttpResponse(render_to_string("errors/503.html", {"request": request}), status=503)
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response


def idle_sessions_end(get_response: Handler) -> Handler:
    """Sign out whoever has not used the desk for a while; the time of the last use is noted every few minutes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            now, seen = int(time.time()), request.session.get("seen")
            if seen is not None and now - seen > settings.SESSION_IDLE_MINUTES * 60:
                logout(request)
            elif seen is not None and now - seen > SEEN_EVERY:
                request.session["seen"] = now
        return get_response(request)

    return middleware


def second_step_first(get_response: Handler) -> Handler:
    """Lead those who must sign in with a second step to it before anything else; until then they are nobody here."""

    def process_view(request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if not settings.REQUIRE_SECOND_STEP or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        person = request.user
        if name.startswith(ENROLMENT) or not person.is_authenticated or not must_use_second_step(person):
            return None
        if request.session.get(BY_PROVIDER) or has_second_step(person):
            return None
        if getattr(view, "login_required", True) and not request.path.startswith("/api/"):
            return redirect("mfa_index")
        request.user = Anonymous()
        return None

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]  # Django looks for it by this name
    return middleware


class language_of_address(LocaleMiddleware):  # noqa: N801 -- listed in settings beside functions
    """Take the language from the address; without one from the browser. Sets no cookie and reads none."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the address, the browser's wish for addresses without, else the default."""
        code = translation.get_language_from_path(request.path_info)
        if code is None:
            code = self.wished(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code

    def wished(self, request: HttpRequest) -> str:
        """Return the first offered language that the browser accepts."""
        offered = dict(settings.LANGUAGES)
        if not offered:
            raise ImproperlyConfigured("LANGUAGES is empty")
        for part in request.headers.get("Accept-Language", "").split(","):
            code = part.split(";")[0].strip().lower()
            for candidate in (code, code.split("-")[0]):
                if candidate in offered:
                    return candidate
        return settings.LANGUAGE_CODE
