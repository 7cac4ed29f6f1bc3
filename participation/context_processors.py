"""What every page knows: the town, its look, the languages of this page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from participation.extension_points import desk_links
from participation.gateways.accounts import BY_PROVIDER, has_second_step
from participation.logic.text import html_language
from participation.permissions import must_use_second_step


def installation(request: HttpRequest) -> dict[str, Any]:
    """Return the names and links of the frame; the staff menu is made only when a template asks for it."""
    current = get_language() or settings.LANGUAGE_CODE
    path = request.get_full_path()
    return {
        "CITY_NAME": settings.CITY_NAME,
        "CITY_THEME": settings.CITY_THEME,
        "DEMO": settings.DEMO,
        "html_language": html_language(current),
        "language": current,
        "languages": [
            {
                "code": code,
                "name": name,
                "lang": html_language(code),
                "current": code == current,
                "address": translate_url(path, code),
            }
            for code, name in settings.LANGUAGES
        ],
        "desk_menu": lambda: desk_menu(request),
        "second_step_is_missing": lambda: second_step_is_missing(request),
        "OIDC": bool(settings.OIDC_ISSUER),
        "OIDC_NAME": settings.OIDC_NAME,
    }


def second_step_is_missing(request: HttpRequest) -> bool:
    """Tell whether this person has to set up a second step before anything else."""
    person = request.user
    if not settings.REQUIRE_SECOND_STEP or not person.is_authenticated or not must_use_second_step(person):
        return False
    return not (request.session.get(BY_PROVIDER) or has_second_step(person))


def desk_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the entries of the staff menu that this person may open."""
    person = request.user
    if not person.is_authenticated or second_step_is_missing(request):
        return []
    here = getattr(request.resolver_match, "view_name", "")
    return [
        {
            "label": link.label(),
            "url_name": link.url_name,
            "icon": link.icon,
            "count": link.count(person) if link.count else None,
            "current": here == link.url_name or here in link.covers,
        }
        for link in desk_links
        if link.visible_to(person)
    ]
