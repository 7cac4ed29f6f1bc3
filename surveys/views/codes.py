"""The desk's pages about who can answer: the level, batches of codes, their withdrawal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from participation.errors import ParticipationError
from participation.views.helpers import require, show_error
from surveys import permissions
from surveys.actions import codes as actions
from surveys.actions.mailings import print_codes
from surveys.forms.codes import CodeBatchForm, IdentityForm
from surveys.models.codes import CodeBatch
from surveys.models.surveys import Survey
from surveys.queries.codes import batches_of
from surveys.queries.surveys import desk_surveys_of


def own_survey(request: HttpRequest, slug: str) -> Survey:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_make_codes(request.user, survey))
    return survey


@require_http_methods(["GET", "HEAD", "POST"])
def survey_codes(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    form = CodeBatchForm(request.POST if request.method == "POST" else None, survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = actions.make_codes(form.instance, by=request.user)
            name, content_type, content = print_codes(fresh, form.cleaned_data["kinds"])
        except ParticipationError as error:
            show_error(form, error)
        else:
            headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
            return HttpResponse(content, content_type=content_type, headers=headers)
    return render(request, "surveys/codes/desk.html", desk_context(survey, form), status=422 if form.errors else 200)


@require_POST
def survey_identity(request: HttpRequest, slug: str) -> HttpResponse:
    survey = own_survey(request, slug)
    form = IdentityForm(request.POST)
    if form.is_valid():
        try:
            actions.set_identity(survey, form.cleaned_data["identity"], by=request.user)
        except ParticipationError as error:
            messages.error(request, error.message)
    return redirect("surveys:survey_codes", slug=survey.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def codes_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    survey = own_survey(request, slug)
    batch = get_object_or_404(CodeBatch, survey=survey, pk=pk)
    if request.method != "POST":
        return render(request, "surveys/codes/withdraw.html", {"survey": survey, "batch": batch})
    try:
        actions.withdraw_batch(batch, by=request.user)
    except ParticipationError as error:
        messages.error(request, error.message)
    return redirect("surveys:survey_codes", slug=survey.slug)


def desk_context(survey: Survey, form: CodeBatchForm) -> dict[str, object]:
    """Return what the page of codes shows."""
    takes_codes = survey.takes_codes and survey.state in (Survey.State.DRAFT, Survey.State.OPEN)
    return {
        "survey": survey,
        "form": form if takes_codes else None,
        "identity_form": IdentityForm(initial={"identity": survey.identity}),
        "lines": batches_of(survey),
        "k": survey.threshold,
    }
