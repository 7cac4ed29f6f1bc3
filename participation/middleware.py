"""Small pieces around every request: its language, no caching of private pages, an honest 503 without a database."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]
RETRY_SECONDS = "5"


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


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that it is worth trying again soon; the same text for pages and programs."""
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse({"code": "unavailable", "message": "Try again soon."}, status=503)
    else:
        response = HttpResponse(render_to_string("errors/503.html", {"request": request}), status=503)
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response


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
