"""Publishing a working copy as a version: what it changes, what is missing; and the questionnaire as a file."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from participation.errors import Conflict, ParticipationError
from participation.views.helpers import require
from surveys import permissions
from surveys.actions.authoring import publish_draft
from surveys.actions.interchange import survey_as_json
from surveys.logic.authoring.strings import coverage_of, missing_strings
from surveys.logic.authoring.working import finished
from surveys.models.authoring import QuestionnaireDraft
from surveys.queries.authoring import lack_lines
from surveys.queries.effects import effect_lines
from surveys.queries.questionnaires import document_of
from surveys.queries.surveys import desk_surveys_of
from surveys.views.authoring import own_draft, seen_of


def survey_publish(request: HttpRequest, slug: str) -> HttpResponse:
    draft = own_draft(request, slug)
    if request.method != "POST":
        return publish_page(request, draft)
    try:
        version = publish_draft(
            draft, seen=seen_of(request), by=request.user, reason=request.POST.get("reason", "")[:500]
        )
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("surveys:survey_publish", slug=slug)
    except ParticipationError as error:
        return publish_page(request, draft, error.message)
    messages.success(request, _("Version %(number)s is in use.") % {"number": version.number})
    return redirect("surveys:survey_build", slug=slug)


def publish_page(request: HttpRequest, draft: QuestionnaireDraft, error: str = "") -> HttpResponse:
    """Show what publishing would change and what is missing."""
    document, current = draft.document, draft.survey.current
    lacks = lack_lines(document)
    effects = [] if lacks else effect_lines(draft.survey, document_of(current) if current else None, finished(document))
    context = {
        "survey": draft.survey,
        "draft": draft,
        "tab": "build",
        "lacks": lacks,
        "effects": effects,
        "is_breaking": any(effect.is_breaking for effect in effects),
        "coverage": coverage_of(document),
        "missing": len(missing_strings(document)),
        "next_number": current.number + 1 if current else 1,
        "reason": request.POST.get("reason", ""),
        "error": error,
    }
    return render(request, "surveys/authoring/publish.html", context, status=422 if error else 200)


def survey_json(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_manage_survey(request.user, survey))
    try:
        data = survey_as_json(survey)
    except ParticipationError as error:
        messages.error(request, error.message)
        return redirect("surveys:survey_build", slug=slug)
    answer = HttpResponse(json.dumps(data, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{survey.slug}.json"'
    return answer
