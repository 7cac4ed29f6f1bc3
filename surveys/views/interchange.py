"""Questionnaires as files in the browser: upload, see what is kept question by question, make a draft; download."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from participation.actions.waiting_files import drop_file, keep_file, kept_file
from participation.errors import ParticipationError
from participation.models.processes import Process
from participation.views.helpers import require, show_error
from surveys import permissions
from surveys.actions.interchange import read_survey, survey_as_xlsform, survey_from_json
from surveys.forms.interchange import SurveyFileForm, SurveyNameForm
from surveys.queries.surveys import desk_surveys_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEY = "survey_import"


def survey_import(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(permissions.can_import_survey(request.user, process))
    form = SurveyFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            read_survey(data)
        except ParticipationError as error:
            show_error(form, error)
        else:
            request.session[KEY] = keep_file(data, instead_of=request.session.get(KEY, ""))
            return redirect("surveys:survey_import_check", slug=slug)
    context = {"process": process, "form": form}
    return render(request, "surveys/interchange/upload.html", context, status=422 if form.errors else 200)


def survey_import_check(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(permissions.can_import_survey(request.user, process))
    data = kept_file(request.session.get(KEY, ""))
    if data is None:
        return redirect("surveys:survey_import", slug=slug)
    read = read_survey(data)
    form = SurveyNameForm(posted(request), initial={"slug": slugify(read.slug)[:80]})
    if request.method == "POST" and form.is_valid() and read.has_questions:
        try:
            survey = survey_from_json(read.data, process, by=request.user, slug=form.cleaned_data["slug"])
        except ParticipationError as error:
            show_error(form, error)
        else:
            drop_file(request.session.pop(KEY))
            messages.success(request, _("The draft was made. Look at it before you open it."))
            return redirect("surveys:survey_build", slug=survey.slug)
    context = {"process": process, "form": form, "read": read}
    return render(request, "surveys/interchange/check.html", context, status=422 if form.errors else 200)


def survey_xlsform(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_manage_survey(request.user, survey))
    try:
        data, _lines = survey_as_xlsform(survey)
    except ParticipationError as error:
        messages.error(request, error.message)
        return redirect("surveys:survey_desk", slug=survey.slug)
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{survey.slug}.xlsx"'
    return answer


def posted(request):
    return request.POST if request.method == "POST" else None
