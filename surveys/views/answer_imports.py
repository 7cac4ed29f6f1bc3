"""Bringing in answers in the browser: the file, its columns matched with a preview, how far it is, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from participation.errors import ParticipationError
from participation.views.helpers import page_of, require, show_error
from surveys import permissions
from surveys.actions import answer_imports as actions
from surveys.forms.answer_imports import ABOUT_LABELS, AnswerFileForm, HowForm
from surveys.logic.interchange.findings import UnreadableFormError
from surveys.models.imports import AnswerImport
from surveys.queries.answer_imports import Reading, preview_of, problems_in, reading_of, refusal_words
from surveys.queries.surveys import desk_surveys_of


def answers_import(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_import_answers(request.user, survey))
    posted = request.POST if request.method == "POST" else None
    form = AnswerFileForm(posted, request.FILES or None)
    if posted is not None and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            one = actions.keep_answers(survey, file.name, file.read(), by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return redirect("surveys:answer_import", pk=one.pk)
    known = AnswerImport.objects.filter(survey=survey).select_related("by").order_by("-created_at")
    context = {
        "survey": survey,
        "form": form,
        "page": page_of(known, request),
        "is_open": survey.takes_files(timezone.now()),
    }
    return render(request, "surveys/imports/list.html", context, status=422 if form.errors else 200)


def own_import(request: HttpRequest, pk: str) -> AnswerImport:
    rows = AnswerImport.objects.visible_to(request.user).select_related("survey__process", "survey__current", "batch")
    one = get_object_or_404(rows, pk=pk)
    require(permissions.can_import_answers(request.user, one.survey))
    return one


def answer_import(request: HttpRequest, pk: str) -> HttpResponse:
    one = own_import(request, pk)
    if not one.can_be_matched:
        return render(
            request,
            "surveys/imports/state.html",
            {"one": one, "survey": one.survey, "problems": problems_in(one.problems)},
        )
    try:
        reading = reading_of(one)
    except UnreadableFormError as error:
        messages.error(request, refusal_words(error))
        actions.drop_import(one)
        return redirect("surveys:answers_import", slug=one.survey.slug)
    if request.method != "POST":
        return matching_page(request, one, reading, HowForm(reading=reading))
    form = HowForm(request.POST, reading=reading)
    if not form.is_valid():
        return matching_page(request, one, reading, form)
    return match(request, one, reading, form)


def match(request: HttpRequest, one: AnswerImport, reading: Reading, form: HowForm) -> HttpResponse:
    """Keep what was chosen, and start where that was asked for."""
    try:
        actions.match_columns(one, form.mapping(reading, request.POST), by=request.user)
        reading = reading_of(one)
        if "start" in request.POST:
            actions.start_import(one, by=request.user)
    except ParticipationError as error:
        show_error(form, error)
        return matching_page(request, one, reading, form)
    except UnreadableFormError as error:
        form.add_error(None, refusal_words(error))
        return matching_page(request, one, reading, form)
    return redirect("surveys:answer_import", pk=one.pk)


def matching_page(request: HttpRequest, one: AnswerImport, reading: Reading, form: HowForm) -> HttpResponse:
    preview = preview_of(reading)
    told = problems_in(one.problems) if one.state == AnswerImport.State.REFUSED else preview.problems
    context: dict[str, Any] = {
        "problems": told,
        "one": one,
        "survey": one.survey,
        "form": form,
        "sheet": reading.sheet,
        "rows": len(reading.lines),
        "preview": preview,
        "about": ABOUT_LABELS,
        "questions": reading.targets_by_question(),
        "is_open": one.survey.takes_files(timezone.now()),
    }
    return render(request, "surveys/imports/match.html", context, status=422 if form.errors else 200)


@require_POST
def answer_import_undo(request: HttpRequest, pk: str) -> HttpResponse:
    one = own_import(request, pk)
    try:
        actions.undo_import(one, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:answer_import", pk=one.pk)


@require_POST
def answer_import_drop(request: HttpRequest, pk: str) -> HttpResponse:
    one = own_import(request, pk)
    try:
        actions.drop_import(one)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:answers_import", slug=one.survey.slug)
