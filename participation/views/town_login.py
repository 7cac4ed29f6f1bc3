"""Signing in with the town's own account (OpenID Connect), where the installation names a service."""

import hmac

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from participation.actions.receipts import count_lookup
from participation.actions.town_login import begin_town_login, person_from_town_login
from participation.errors import ParticipationError
from participation.gateways.accounts import BY_PROVIDER, sign_in

KEPT = "town_login"


@login_not_required
@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    if not settings.OIDC_ISSUER:
        raise Http404
    try:
        address, kept = begin_town_login()
    except ParticipationError:
        return failed(request)
    request.session[KEPT] = kept
    return redirect(address)


@login_not_required
@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    if not settings.OIDC_ISSUER:
        raise Http404
    kept = request.session.pop(KEPT, None)
    sent, code = request.GET.get("state", ""), request.GET.get("code", "")
    network = (request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
    if not kept or not code or not hmac.compare_digest(sent.encode(), kept["state"].encode()):
        return failed(request)
    if not count_lookup(*network, purpose="town_login"):
        return failed(request)
    try:
        person, by_two_things = person_from_town_login(code, kept)
    except ParticipationError:
        return failed(request)
    answer = sign_in(request, person)
    if by_two_things:
        request.session[BY_PROVIDER] = True
    return answer


def failed(request: HttpRequest) -> HttpResponse:
    """Say the same whatever went wrong: nobody learns from it who has an account."""
    messages.error(request, _("Signing in with the town's account did not work. Somebody must have invited you first."))
    return redirect("account_login")
