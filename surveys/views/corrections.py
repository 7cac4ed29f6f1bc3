"""Correcting or taking back an answer with its receipt, as long as the survey is open; mailing the receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.errors import Conflict, ParticipationError
from participation.forms.receipts import ReceiptForm
from participation.views.helpers import resident_page, show_error
from surveys.actions.corrections import correct_response, response_behind, withdraw_response
from surveys.actions.receipt_mails import wish_receipt_mail
from surveys.forms.answering import CHECK, Progress, Sitting
from surveys.forms.unfinished import ReceiptMailForm
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of, validator_of
from surveys.views.drafts import PATIENCE, secret, within_limit
from surveys.views.embedding import embeddable
from surveys.views.surveys import page


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
@embeddable
def survey_correct(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process", "current"), slug=slug)
    form = ReceiptForm({"code": request.POST.get("receipt") or request.POST.get("code", "")} if request.POST else None)
    if request.method != "POST":
        return ask(request, survey, form)
    if not within_limit(request):
        form.add_error(None, _("Many codes were tried from this network. Wait a minute and try again."))
        return ask(request, survey, form, status=429)
    if not form.is_valid():
        return ask(request, survey, form, status=422)
    if not survey.takes_responses(timezone.now()):
        return ask(request, survey, form, status=409)
    response = response_behind(survey, form.cleaned_data["code"])
    if response is None:
        form.add_error("code", _("There is no answer to this survey with this code. Check the characters once more."))
        return ask(request, survey, form, status=404)
    return do(request, survey, response, form.cleaned_data["code"])


def ask(request: HttpRequest, survey: Survey, form: ReceiptForm, status: int = 200) -> HttpResponse:
    """Show where the receipt is typed, or say that the survey has closed."""
    context = {"survey": survey, "form": form, "open": survey.takes_responses(timezone.now())}
    response = secret(render(request, "surveys/corrections/ask.html", context, status=status))
    if status == 429:
        response["Retry-After"] = PATIENCE
    return response


def do(request: HttpRequest, survey: Survey, response: Response, code: str) -> HttpResponse:
    """Do what the pressed button says: open the answers, replace them, ask before taking them back, take them back."""
    go = request.POST.get("go", "open")
    context = {"survey": survey, "code": code}
    if go == "send":
        return replace_answers(request, survey, response)
    if go == "withdraw":
        context["forwards"] = any(question.open_answer for question in document_of(response.version).questions)
        return secret(render(request, "surveys/corrections/withdraw.html", context))
    if go == "withdraw-now":
        try:
            withdraw_response(response)
        except Conflict:
            return ask(request, survey, ReceiptForm({"code": code}), status=409)
        return secret(render(request, "surveys/corrections/withdrawn.html", context))
    sitting = Sitting(channel=response.channel, answers=dict(response.answers), receipt=code)
    sitting.based = response.content_hash
    return secret(page(request, survey, response.version, Progress(validator_of(response.version), sitting)))


def replace_answers(request: HttpRequest, survey: Survey, response: Response) -> HttpResponse:
    """Replace the answers, or show what is missing or who was first; a refusal keeps everything on the page."""
    validator = validator_of(response.version)
    sitting = Sitting.from_post(dict(request.POST.lists()), validator)
    progress = Progress(validator, sitting)
    if not progress.outcome.valid:
        progress.to_first_fault()
        return secret(page(request, survey, response.version, progress, with_errors=True))
    try:
        changed = correct_response(response, progress.outcome.answers, based_on=sitting.based)
    except Conflict as refusal:
        progress.go(CHECK)
        return secret(page(request, survey, response.version, progress, refusal=refusal))
    context = {"survey": survey, "code": sitting.receipt, "changed": changed}
    return secret(render(request, "surveys/corrections/corrected.html", context))


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
@embeddable
def receipt_mail(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.public().select_related("process"), slug=slug)
    if request.method != "POST":  # the language was changed, or the address was opened again
        return redirect(survey)
    form = ReceiptMailForm(request.POST)
    context = {"survey": survey, "form": form}
    if not within_limit(request):
        form.add_error(None, _("Many codes were tried from this network. Wait a minute and try again."))
        return secret(render(request, "surveys/corrections/mail.html", context, status=429))
    try:
        if form.is_valid():
            wish_receipt_mail(form.cleaned_data["email"], form.cleaned_data["code"], get_language() or "fi")
            return secret(render(request, "surveys/corrections/mailed.html", context))
    except ParticipationError as error:
        show_error(form, error)
    return secret(render(request, "surveys/corrections/mail.html", context, status=422))
