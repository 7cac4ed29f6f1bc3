"""Marked answers: the coordinator sees why, sees results with and without them, and decides which count."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from participation.errors import ParticipationError
from participation.views.helpers import page_of, require, show_error
from surveys import permissions
from surveys.actions.guarding import guard_survey, unguard_survey
from surveys.actions.marking import judge_marked
from surveys.actions.reading import note_read
from surveys.forms.marks import JudgeForm, LookForm
from surveys.models.surveys import Survey
from surveys.queries.marks import in_words, mark_lines, marked_of, with_and_without
from surveys.views.dashboards import own_survey

READ = "marked"  # what the audit log says was read


@require_safe
def survey_marks(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    require(permissions.can_view_live_results(request.user, survey))
    return marks_page(request, survey, LookForm(request.GET or None))


def marks_page(request: HttpRequest, survey: Survey, form: LookForm, judging: JudgeForm | None = None) -> HttpResponse:
    """Show signs, results with and without, and the marked answers; reading them is noted."""
    mark, state = form.wish() if form.is_bound else ("", "")
    page = page_of(marked_of(survey, mark, state), request)
    answers = list(in_words(page.object_list, get_language() or "fi"))
    if answers:
        note_read(survey, READ, by=request.user)
    context: dict[str, Any] = {
        "survey": survey,
        "guarded": survey.is_guarded(timezone.now()),
        "lines": mark_lines(survey),
        "both": with_and_without(survey),
        "form": LookForm({"mark": mark, "state": state}),
        "judging": judging or JudgeForm(ids=[]),
        "page": page,
        "answers": answers,
        "ticked": judging.data.getlist("ids") if judging else [],
        "mark": mark,
        "state": state,
    }
    return render(request, "surveys/marks/page.html", context, status=422 if judging else 200)


@require_POST
def marks_judge(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    require(permissions.can_manage_survey(request.user, survey))
    look = LookForm(request.POST)
    rows = marked_of(survey, *look.wish())
    known = list(rows.values_list("pk", flat=True))
    form = JudgeForm(request.POST, ids=[str(key) for key in known])
    try:
        if form.is_valid():
            out = form.cleaned_data["do"] == "out"
            keys = known if form.cleaned_data["all"] else [key for key in known if str(key) in form.cleaned_data["ids"]]
            n = judge_marked(survey, keys, leave_out=out, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, told(n, out=out))
            return redirect("surveys:survey_marks", slug=slug)
    except ParticipationError as error:
        show_error(form, error)
    return marks_page(request, survey, look, form)


def told(n: int, *, out: bool) -> str:
    """Say what was done."""
    if out:
        words = ngettext("%(n)s answer was left out of the results.", "%(n)s answers were left out of the results.", n)
    else:
        words = ngettext("%(n)s answer counts again.", "%(n)s answers count again.", n)
    return words % {"n": n}


@require_POST
def survey_guard(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    require(permissions.can_manage_survey(request.user, survey))
    if request.POST.get("guard") == "yes":
        guard_survey(survey, by=request.user)
        messages.success(request, _("Browsers compute a proof before they send, for a day."))
    elif unguard_survey(survey, by=request.user):
        messages.success(request, _("No proof is asked for any more."))
    return redirect("surveys:survey_marks", slug=slug)
