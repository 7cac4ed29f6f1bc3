"""What a survey promises about its answers: at the desk, and as residents read it, every version of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.actions.retention import set_period
from participation.forms.privacy import PeriodsForm, process_bases
from participation.logic.text import html_language
from participation.queries.retention import retention_lines
from participation.views.helpers import require, resident_page
from surveys import permissions
from surveys.actions.notices import set_basis
from surveys.actions.retention import place_of
from surveys.models.surveys import Survey
from surveys.queries.notices import notice_lines, notice_words, notices_of
from surveys.queries.spreading import privacy_notice
from surveys.queries.surveys import desk_surveys_of

SAME = "process"  # the basis of the process


def survey_privacy_desk(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_manage_survey(request.user, survey))
    lines = list(retention_lines([survey.process], scope=place_of(survey)))
    bases = [(SAME, _("as the process: %(basis)s") % {"basis": survey.process.get_basis_display()}), *process_bases()]
    posted = request.POST if request.method == "POST" else None
    form = PeriodsForm(posted, lines=lines, bases=bases, initial={"basis": survey.basis or SAME})
    if posted is not None and form.is_valid():
        for line in lines:
            set_period(line, form.cleaned_data[line.name], by=request.user)
        basis = form.cleaned_data["basis"]
        set_basis(survey, "" if basis == SAME else basis, by=request.user)
        messages.success(request, _("Saved. The privacy notices tell it from now on."))
        return redirect("surveys:survey_privacy_desk", slug=slug)
    context = {"survey": survey, "tab": "privacy", "form": form, "versions": notice_lines(survey)}
    context["notice"] = privacy_notice(survey)
    return render(request, "surveys/privacy/desk.html", context, status=422 if form.errors else 200)


@resident_page
@require_safe
def survey_notice(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process"), slug=slug)
    version = notices_of(survey).filter(number=number).first()
    if version is None:
        raise Http404
    parts, language = notice_words(version, get_language() or "fi")
    context = {"survey": survey, "version": version, "parts": parts, "parts_lang": html_language(language)}
    return render(request, "surveys/privacy/notice.html", context)
