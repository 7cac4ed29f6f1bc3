"""Commenting on a public idea, reporting what breaks a rule, and an author's choice of what the public reads."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.actions.comments import COMMENTS_A_MINUTE, COMPLAINTS_A_MINUTE, complain, leave_comment
from participation.actions.public_ideas import choose_publicity, receipt_of_token
from participation.errors import NotOpen, ParticipationError
from participation.forms.public_ideas import CommentForm, ComplaintForm
from participation.logic import moderation as rules
from participation.logic.masking import mask
from participation.models.public_ideas import Comment, PublicIdea
from participation.models.receipts import Receipt
from participation.queries.receipts import journey_behind
from participation.views.helpers import receipt_context, resident_page, show_error
from participation.views.idea_support import is_too_much, patience
from participation.views.public_ideas import idea_context, readable_idea
from participation.views.receipts import journey_context, private


@resident_page
def idea_comment(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    idea = readable_idea(slug, key)
    if request.method != "POST":
        return comment_page(request, idea, CommentForm())
    form = CommentForm(request.POST)
    if is_too_much(request, "comment", COMMENTS_A_MINUTE):
        form.add_error(None, _("Many comments came from this network. Wait a minute and try again."))
        return patience(comment_page(request, idea, form, 429))
    if not form.is_valid():
        return comment_page(request, idea, form, 422)
    words = form.cleaned_data
    if not words["checked"] and (hidden := mask(words["text"], get_language() or "fi")).marks:
        return comment_page(request, idea, with_masked(form, hidden.text), 422, is_masked=True)
    try:
        said = leave_comment(idea, key=str(words["key"]), text=words["text"], language=get_language() or "fi")
    except ParticipationError as error:
        show_error(form, error)
        return comment_page(request, idea, form, 409 if isinstance(error, NotOpen) else 422)
    context = idea_context(idea) | receipt_context(said.code) | {"comment": said.comment}
    page = render(request, "participation/public_ideas/said.html", context, status=201 if said.is_new else 200)
    return private(page)


def comment_page(
    request: HttpRequest, idea: PublicIdea, form: CommentForm, status: int = 200, *, is_masked: bool = False
) -> HttpResponse:
    """Show the form; where something was hidden, its author reads what would be public before it is sent."""
    context = idea_context(idea) | {"form": form, "is_masked": is_masked}
    return private(render(request, "participation/public_ideas/comment.html", context, status=status))


def with_masked(form: CommentForm, text: str) -> CommentForm:
    """Return the form with what looks like personal data hidden, noted as seen by its author."""
    data = form.data.copy()
    data["text"], data["checked"] = text, "1"
    return CommentForm(data)


@resident_page
def idea_report(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    idea = readable_idea(slug, key)
    if request.method != "POST":
        form = ComplaintForm(initial={"comment": request.GET.get("comment", "")})
        comment = shown_comment(idea, request.GET.get("comment", ""))
        return private(report_page(request, idea, form, comment))
    form = ComplaintForm(request.POST)
    comment = shown_comment(idea, request.POST.get("comment", ""))
    if is_too_much(request, "complaint", COMPLAINTS_A_MINUTE):
        form.add_error(None, _("Many reports came from this network. Wait a minute and try again."))
        return private(patience(report_page(request, idea, form, comment, 429)))
    if not form.is_valid():
        return private(report_page(request, idea, form, comment, 422))
    words = form.cleaned_data
    complain(idea, comment, key=str(words["key"]), rule=words["rule"], text=words["text"])
    return private(render(request, "participation/public_ideas/reported.html", idea_context(idea), status=201))


def shown_comment(idea: PublicIdea, key: str) -> Comment | None:
    """Return the comment that is meant, or nothing for the idea itself; 404 for what nobody can read."""
    try:
        wanted = UUID(key) if key else None
    except ValueError:
        wanted = None
    return get_object_or_404(Comment, pk=wanted, idea=idea, state=rules.SHOWN) if wanted else None


def report_page(
    request: HttpRequest, idea: PublicIdea, form: ComplaintForm, comment: Comment | None, status: int = 200
) -> HttpResponse:
    context = idea_context(idea) | {"form": form, "comment": comment}
    return render(request, "participation/public_ideas/report.html", context, status=status)


@resident_page
def receipt_public(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":  # the page in another language, or loaded anew
        return redirect("participation:receipts")
    try:
        receipt = receipt_of_token(request.POST.get("token", "")[:300])
        choose_publicity(receipt, request.POST.get("which", "")[:40], public=request.POST.get("public") == "yes")
    except ParticipationError as error:
        context = {"fault": error.message}
        return private(render(request, "participation/public_ideas/chosen.html", context, status=422))
    journey = journey_behind(Receipt.objects.select_related("process").get(pk=receipt.pk))
    return private(render(request, "participation/receipts/journey.html", journey_context(journey)))
