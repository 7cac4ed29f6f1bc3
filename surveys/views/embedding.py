"""A survey within other sites' pages, and its picture beside links."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from participation.actions.documents import picture_document
from participation.views.helpers import resident_page
from surveys.models.surveys import Survey
from surveys.queries.spreading import PRINTED, print_data, privacy_notice

View = Callable[..., HttpResponse]
HOUR = 3600


def embeddable(view: View) -> View:
    """Let the sites that the survey names show this page within theirs; all other pages refuse it."""

    @wraps(view)
    def framed(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
        answer = view(request, slug=slug, **more)
        sites = getattr(request, "embedders", None)
        if sites is None:
            sites = Survey.objects.filter(slug=slug).values_list("embedders", flat=True).first()
        if sites:
            answer._csp_replace = {"frame-ancestors": ["'self'", *sites]}  # type: ignore[attr-defined]  # noqa: SLF001 -- as its decorator does
            answer.xframe_options_exempt = True  # type: ignore[attr-defined]
        return answer

    return framed


@resident_page
@require_safe
def embed_script(request: HttpRequest) -> HttpResponse:
    script = render_to_string("surveys/embed.js")
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": f"public, max-age={HOUR}"})


@resident_page
@require_safe
def preview_picture(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
    wished = request.GET.get("l", get_language() or "fi")
    data = print_data(survey, wished if wished in PRINTED else "fi", "preview")
    shown = {key: data[key] for key in ("lang", "town", "title", "minutes", "until", "deep", "bright")}
    place = f"preview:{hashlib.sha256(json.dumps(shown).encode()).hexdigest()}"
    picture = cache.get(place)
    if picture is None:
        picture = picture_document("surveys/share/preview.typ", shown)
        cache.set(place, picture, 24 * HOUR)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": f"public, max-age={HOUR}"})


@resident_page
@require_safe
@embeddable
def survey_privacy(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
    return render(request, "surveys/share/privacy.html", {"survey": survey, "notice": privacy_notice(survey)})
