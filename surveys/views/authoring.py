"""The builder: a working copy beside a preview; every edit is one POST, with or without the script."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from participation.errors import ParticipationError
from participation.models.processes import Process
from participation.views.helpers import require, show_error
from surveys import permissions
from surveys.actions import authoring
from surveys.forms.authoring import NewSurveyForm
from surveys.forms.building import Wish, operation_of, resolved
from surveys.logic.authoring.merging import at_version
from surveys.logic.authoring.operations import Operation
from surveys.logic.authoring.readiness import lacks_of
from surveys.logic.authoring.reading import operation_from_json
from surveys.logic.authoring.working import AuthoringError, Document, names_of
from surveys.logic.templates.ready import READY
from surveys.models.authoring import QuestionnaireDraft
from surveys.models.surveys import Survey
from surveys.queries.authoring import (
    change_in_words,
    note_presence,
    outline_of,
    sentence_of,
    types_in_words,
    undoable_of,
)
from surveys.queries.clashes import clash_lines
from surveys.queries.library import kept_question, kept_questions
from surveys.queries.surveys import desk_surveys_of
from surveys.views.building import inspector_context, place_of, preview_address, preview_page

AUTOSAVE = "X-Autosave"


def own_draft(request: HttpRequest, slug: str) -> QuestionnaireDraft:
    """Return the working copy of a survey that this person may build."""
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_edit_questionnaire(request.user, survey))
    draft = authoring.open_draft(survey, by=request.user)
    draft.survey = survey
    return draft


def survey_new(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.coordinated_by(request.user), slug=slug)
    require(permissions.can_create_survey(request.user, process))
    form = NewSurveyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        languages = data["languages"]
        survey = Survey(process=process, slug=data["slug"], title={languages[0]: data["title"]}, languages=languages)
        try:
            authoring.start_survey(survey, by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return redirect("surveys:survey_build", slug=survey.slug)
    context = {"process": process, "form": form, "ready": READY.values()}
    return render(request, "surveys/authoring/new.html", context, status=422 if form.errors else 200)


@csp_update({"frame-src": [SELF]})
def survey_build(request: HttpRequest, slug: str) -> HttpResponse:
    return builder_page(request, own_draft(request, slug))


def builder_page(
    request: HttpRequest, draft: QuestionnaireDraft, errors: dict[str, tuple[str, str]] | None = None
) -> HttpResponse:
    """Show the list, what is selected, and the preview."""
    document = draft.document
    place = place_of(request.GET, document)
    lacks = lacks_of(document)
    context = {
        "survey": draft.survey,
        "draft": draft,
        "tab": "build",
        "place": place,
        "pages": outline_of(document, lacks),
        "lacks": lacks,
        "undoable": undoable_of(draft, request.user),
        "types": types_in_words(),
        "kept": kept_questions(request.user),
        "others": note_presence(draft, request.user),
        "preview": preview_address(draft.survey.slug, place),
        **inspector_context(document, place, errors or {}),
    }
    return render(request, "surveys/authoring/build.html", context, status=422 if errors else 200)


@require_POST
@csp_update({"frame-src": [SELF]})
def survey_edit(request: HttpRequest, slug: str) -> HttpResponse:
    draft = own_draft(request, slug)
    is_saving = AUTOSAVE in request.headers
    try:
        base = seen_document(request, draft)
        wish = wished(request, draft, base)
        edited = make(request, draft, wish)
    except ParticipationError as error:
        if is_saving:
            return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        messages.error(request, error.message)
        return redirect(builder_address(slug, request.GET, ""))
    if edited.clashes:
        return merge_page(request, edited)
    if is_saving:
        return saved(edited, wish, request)
    if wish.errors:
        edited.draft.survey = draft.survey
        return builder_page(request, edited.draft, wish.errors)
    return redirect(builder_address(slug, request.GET, wish.focus))


def seen_document(request: HttpRequest, draft: QuestionnaireDraft) -> Document:
    """Return the document as the sent page showed it."""
    steps = authoring.steps_since(draft, seen_of(request))
    return at_version(draft.document, [operation_from_json(step.inverse) for step in reversed(steps)])


def seen_of(request: HttpRequest) -> int:
    """Return the step that the sent page was made of."""
    number = request.POST.get("seen", "")
    return int(number) if number.isdecimal() and len(number) < 9 else -1


def wished(request: HttpRequest, draft: QuestionnaireDraft, base: Document) -> Wish:
    """Return what the sent page asks for; raises ParticipationError for what cannot be done."""
    try:
        place, kept = place_of(request.GET, base), partial(kept_question, request.user)
        return operation_of(base, place, dict(request.POST.lists()), names_of(draft.document), kept)
    except AuthoringError as error:
        raise authoring.refused(error, merged=False) from error


def make(request: HttpRequest, draft: QuestionnaireDraft, wish: Wish) -> authoring.Edited:
    """Make the edit that a page wished for, if it wished for any."""
    if wish.operation is None:
        return authoring.Edited(draft, merged=seen_of(request) != draft.version, made=False)
    edited = authoring.edit_draft(draft, wish.operation, seen=seen_of(request), by=request.user)
    edited.draft.survey = draft.survey
    return edited


def saved(edited: authoring.Edited, wish: Wish, request: HttpRequest) -> JsonResponse:
    """Tell the script that what was typed is safe."""
    document = edited.draft.document
    place = place_of(request.GET, document)
    return JsonResponse(
        {
            "version": edited.draft.version,
            "merged": edited.merged,
            "errors": {name: words for name, (_typed, words) in wish.errors.items()},
            "said": _("Saved at %(time)s") % {"time": time_format(timezone.localtime(), "H.i")},
            "sentence": sentence_of(document, place.part) if place.part else "",
            "lacks": len(lacks_of(document)),
        },
        status=422 if wish.errors else 200,
    )


def merge_page(request: HttpRequest, edited: authoring.Edited) -> HttpResponse:
    """Show both versions of what two people changed at the same time."""
    context = {
        "survey": edited.draft.survey,
        "draft": edited.draft,
        "tab": "build",
        "clashes": clash_lines(edited.draft, edited.clashes, seen_of(request)),
        "place": place_of(request.GET, edited.draft.document),
    }
    return render(request, "surveys/authoring/merge.html", context, status=409)


@require_POST
def survey_resolve(request: HttpRequest, slug: str) -> HttpResponse:
    draft = own_draft(request, slug)
    try:
        operation = chosen(request)
        if operation is not None:
            edited = authoring.edit_draft(draft, operation, seen=seen_of(request), by=request.user)
            if edited.clashes:
                edited.draft.survey = draft.survey
                return merge_page(request, edited)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect(builder_address(slug, request.GET, ""))


def chosen(request: HttpRequest) -> Operation | None:
    """Return what is to be made of clashes; raises ParticipationError for what cannot be read."""
    try:
        return resolved(dict(request.POST.lists()))
    except AuthoringError as error:
        raise authoring.refused(error, merged=False) from error


@require_POST
def survey_undo(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    draft = own_draft(request, slug)
    act = authoring.undo if verb == "undo" else authoring.redo
    try:
        act(draft, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect(builder_address(slug, request.GET, ""))


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def survey_preview(request: HttpRequest, slug: str) -> HttpResponse:
    return preview_page(request, own_draft(request, slug))


def survey_pulse(request: HttpRequest, slug: str) -> JsonResponse:
    draft = own_draft(request, slug)
    others = note_presence(draft, request.user)
    words = _("%(names)s is editing this too.") % {"names": ", ".join(others)} if others else ""
    seen = request.GET.get("seen", "")
    changed = change_in_words(draft, request.user, int(seen)) if seen.isdecimal() and len(seen) < 9 else ""
    return JsonResponse({"version": draft.version, "others": others, "said": words, "changed": changed})


def builder_address(slug: str, query: Any, focus: str) -> str:
    """Return the address of the builder, with something selected and the preview as it was."""
    kept = {key: query[key] for key in ("lang", "view", "dark") if query.get(key)}
    kept |= {key: query[key] for key in ("q", "p") if query.get(key) and not focus}
    if focus and focus != "start":
        kind, _sep, name = focus.partition(":")
        kept[kind] = name
    address = reverse("surveys:survey_build", args=[slug])
    return f"{address}?{urlencode(kept)}" if kept else address
