"""Reading open answers and sorting them by codes: the reading view, the code book, suggestions, a file with codes."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from participation.actions.audit import add_audit_entry
from participation.errors import ParticipationError
from participation.views.helpers import page_of, require
from surveys import permissions
from surveys.actions import coding as actions
from surveys.actions.reading import note_read
from surveys.forms.coding import CodeForm, WishForm
from surveys.logic.result_tables import Shape
from surveys.models.coding import CodeBook
from surveys.models.surveys import Survey
from surveys.queries import coding, responses, results
from surveys.views.dashboards import own_survey


def own_question(request: HttpRequest, slug: str, name: str) -> tuple[Survey, Shape, list[Shape]]:
    """Return a survey of this coordinator and one of its open questions."""
    survey = own_survey(request, slug)
    require(permissions.can_view_live_results(request.user, survey))
    known = results.forms_of(survey)
    shape = responses.open_question(known, name)
    if shape is None:
        raise Http404
    return survey, shape, results.open_questions_of(known)


@require_GET
def answers_first(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    require(permissions.can_view_live_results(request.user, survey))
    questions = results.open_questions_of(results.forms_of(survey))
    if not questions:
        messages.info(request, _("This survey has no question that is answered in own words."))
        return redirect("surveys:survey_desk", slug=survey.slug)
    return redirect("surveys:open_answers", slug=survey.slug, question=questions[0].name)


@require_GET
def open_answers(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    survey, shape, questions = own_question(request, slug, question)
    note_read(survey, shape.name, by=request.user)
    book = coding.book_of(survey, shape.name)
    form = WishForm(request.GET or None, book=book, languages=list(settings.LANGUAGES))
    wish = form.wish() if request.GET else coding.Wish()
    page = page_of(coding.answers_to_read(book, request.user, wish), request)
    context = {"survey": survey, "shape": shape, "questions": questions, "book": book, "form": form, "page": page}
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "surveys/desk/answers.html", {**context, "query": query.urlencode()})


@require_POST
def answer_read(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    survey, shape, _questions = own_question(request, slug, question)
    require(permissions.can_manage_survey(request.user, survey))
    book = CodeBook.objects.filter(survey=survey, question=shape.name).first()
    if book is None:
        raise Http404
    try:
        actions.read_answer(book, request.POST.get("answer", ""), request.POST.getlist("codes"), by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    where = request.POST.get("place", "")
    address = redirect("surveys:open_answers", slug=survey.slug, question=shape.name)
    address["Location"] += f"?{where.lstrip('?')}" if where else ""
    return address


def code_book(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    survey, shape, _questions = own_question(request, slug, question)
    book = coding.book_of(survey, shape.name)
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        require(permissions.can_manage_survey(request.user, survey))
    if request.method == "POST" and form.is_valid() and keep_code(request, book, form):
        return redirect("surveys:code_book", slug=survey.slug, question=shape.name)
    context: dict[str, Any] = {"survey": survey, "shape": shape, "book": book, "form": form}
    context["overview"] = coding.overview_of(book)
    return render(request, "surveys/desk/codes.html", context, status=422 if form.errors else 200)


def keep_code(request: HttpRequest, book: CodeBook, form: CodeForm) -> bool:
    """Add the code of a form, or rename the one it names; tell whether it was done."""
    label, key = form.cleaned_data["label"], form.cleaned_data["key"]
    try:
        if key and book.pk:
            actions.rename_code(book, key, label, by=request.user)
        else:
            actions.add_code(book.survey, book.question, label, form.words_given(), by=request.user)
    except ParticipationError as error:
        form.add_error("label", error.message)
        return False
    return True


@require_POST
def codes_suggest(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    survey, shape, _questions = own_question(request, slug, question)
    require(permissions.can_manage_survey(request.user, survey))
    actions.ask_for_suggestions(survey, shape.name, by=request.user)
    messages.success(request, _("Themes are being looked for. Load this page again in a moment."))
    return redirect("surveys:code_book", slug=survey.slug, question=shape.name)


@require_GET
def coded_answers(request: HttpRequest, slug: str, question: str) -> HttpResponse | StreamingHttpResponse:
    survey, shape, _questions = own_question(request, slug, question)
    require(permissions.can_export_responses(request.user, survey))
    book = coding.book_of(survey, shape.name)
    masked = request.GET.get("original") != "1"
    add_audit_entry("export_answers", survey, by=request.user, question=shape.name, masked=masked)
    answer = HttpResponse(b"".join(coding.coded_file(book, masked=masked)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{survey.slug}-{shape.name}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer
