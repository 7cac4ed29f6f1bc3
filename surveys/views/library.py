"""The library: ready-made surveys, the town's and one's own templates and questions."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from participation.errors import ParticipationError
from participation.logic.text import pick
from participation.models.processes import Process
from participation.permissions import coordinates_something, is_admin
from participation.views.helpers import page_of, require, show_error
from surveys import permissions
from surveys.actions import library as actions
from surveys.actions.authoring import open_draft
from surveys.forms.spreading import KeepForm, StartForm
from surveys.logic.authoring.working import strict_part
from surveys.logic.questionnaire.document import from_json
from surveys.logic.templates.ready import READY
from surveys.models.spreading import LibraryItem
from surveys.models.surveys import Survey
from surveys.queries.surveys import desk_surveys_of


@require_safe
def library_page(request: HttpRequest) -> HttpResponse:
    require(coordinates_something(request.user))
    items = LibraryItem.objects.visible_to(request.user).select_related("process")
    context = {
        "ready": [{"template": one, "n": sum(len(page["questions"]) for page in one.pages)} for one in READY.values()],
        "page": page_of(items, request),
    }
    return render(request, "surveys/library/page.html", context)


def start(
    request: HttpRequest, title: Mapping[str, str], document: Any, make: Callable[[Process, str], Survey], slug: str
) -> HttpResponse:
    """Show what a template asks and make a draft of it."""
    require(coordinates_something(request.user))
    processes = Process.objects.coordinated_by(request.user)
    wanted = processes.filter(slug=request.GET.get("process", "")).first()
    initial = {"slug": slug, "process": wanted or processes.first()}
    form = StartForm(request.POST if request.method == "POST" else None, processes=processes, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            survey = make(form.cleaned_data["process"], form.cleaned_data["slug"])
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The draft was made. Look at it before you open it."))
            return redirect("surveys:survey_build", slug=survey.slug)
    context = {"form": form, "title": title, "document": from_json(document)}
    return render(request, "surveys/library/start.html", context, status=422 if form.errors else 200)


def ready_start(request: HttpRequest, key: str) -> HttpResponse:
    template = READY.get(key)
    if template is None:
        raise Http404
    return start(
        request,
        template.title,
        template.document,
        lambda process, slug: actions.start_from_ready(template, process, by=request.user, slug=slug),
        template.key,
    )


def item_start(request: HttpRequest, pk: int) -> HttpResponse:
    rows = LibraryItem.objects.visible_to(request.user).filter(kind=LibraryItem.Kind.SURVEY)
    item = get_object_or_404(rows, pk=pk)
    return start(
        request,
        item.title,
        item.content["questionnaire"],
        lambda process, slug: actions.start_from_item(item, process, by=request.user, slug=slug),
        "",
    )


@require_POST
def item_remove(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(LibraryItem.objects.visible_to(request.user).select_related("process"), pk=pk)
    require(permissions.can_change_library_item(request.user, item))
    actions.remove_item(item, by=request.user)
    messages.success(request, _("It was taken out of the library."))
    return redirect("surveys:library")


def survey_keep(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_manage_survey(request.user, survey))
    if request.method == "POST" and "build" in request.POST:
        return keep_from_builder(request, survey)
    if survey.current is None:
        raise Http404
    language = get_language() or "fi"
    questions = [(q.name, pick(q.label, language)[0] or q.name) for q in from_json(survey.current.document).questions]
    form = KeepForm(request.POST if request.method == "POST" else None, questions=questions)
    if request.method == "POST" and request.POST.get("question"):
        return keep_one(request, survey, request.POST["question"])
    if request.method == "POST" and form.is_valid():
        title = {language: form.cleaned_data["name"]}
        for_town = is_admin(request.user) and "for_town" in request.POST
        actions.keep_survey(survey, title, form.cleaned_data["locked"], by=request.user, for_town=for_town)
        messages.success(request, _("The survey was kept as a template."))
        return redirect("surveys:library")
    context = {"survey": survey, "form": form, "questions": questions, "for_town": is_admin(request.user)}
    return render(request, "surveys/library/keep.html", context, status=422 if form.errors else 200)


def keep_from_builder(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Keep the selected question as it stands in the working copy, and go on building."""
    name, document = request.POST.get("question", ""), open_draft(survey, by=request.user).document
    try:
        actions.keep_question(survey, name, by=request.user, document=strict_part(document))
    except ParticipationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The question was kept. Everybody in the process finds it under “Add a question”."))
    return redirect(f"{reverse('surveys:survey_build', args=[survey.slug])}?{urlencode({'q': name})}")


def keep_one(request: HttpRequest, survey: Survey, name: str) -> HttpResponse:
    """Keep one question."""
    try:
        actions.keep_question(survey, name, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
        return redirect("surveys:survey_keep", slug=survey.slug)
    messages.success(request, _("The question was kept."))
    return redirect("surveys:library")
