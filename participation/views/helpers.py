"""The only shared view code: permission, pages of a list, errors of the domain on a form, a receipt."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt

from participation.actions.networks import address_of
from participation.actions.reading import note_reading
from participation.errors import ParticipationError
from participation.logic.pictures import qr_svg
from participation.logic.receipts import receipt_link
from participation.models.processes import Process
from participation.queries.reading import why_seen

V = TypeVar("V", bound=Callable[..., HttpResponse])
PAGE_SIZE = 20
QUICK = 2  # the mask of square codes that are drawn for one receipt each


def visitor_address(request: HttpRequest) -> str:
    """Return the address from which a request comes; it is hashed at once and kept nowhere."""
    return address_of(request.META, request.headers.get("X-Forwarded-For", ""))


def require(allowed: bool) -> None:
    """Raise PermissionDenied (403) unless allowed; what a person may not even see is a 404 by its QuerySet."""
    if not allowed:
        raise PermissionDenied


def page_of(rows: QuerySet[Any] | list[Any], request: HttpRequest, size: int = PAGE_SIZE) -> Page[Any]:
    """Return the page that ?page= names; a wrong number gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def show_error(form: BaseForm, error: ParticipationError) -> None:
    """Put a domain error where it belongs: beside its fields, else above the form."""
    for name, faults in error.fields.items():
        for fault in faults:
            form.add_error(name if name in form.fields else None, fault["message"])
    if not error.fields:
        form.add_error(None, error.message)


def resident_page(view: V) -> V:
    """Open a page for residents: no account, no session, no cookie; writes are safe by key and origin."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS") and not same_origin(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_not_required(csrf_exempt(checked))  # type: ignore[return-value]


def same_origin(request: HttpRequest) -> bool:
    """Tell whether a write comes from our own page: by Sec-Fetch-Site, else Origin, else Referer, else neither is sent."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if not source:
        return True
    return urlsplit(source).netloc in {request.get_host(), urlsplit(settings.BASE_URL).netloc}


def receipt_context(code: str = "") -> dict[str, Any]:
    """Return what the part with a receipt code shows: the code, the short address, the QR code of both together."""
    drawn = SafeString(qr_svg(receipt_link(settings.BASE_URL, code), mask=QUICK))
    return {"code": code, "receipt_address": receipt_link(settings.BASE_URL), "qr": drawn}


def reading(request: HttpRequest, process: Process, subject: Model, what: str) -> str:
    """Note that raw words are read, and return why this person may: for components/why_seen.html."""
    note_reading(subject, what, by=request.user)
    return why_seen(request.user, process)
