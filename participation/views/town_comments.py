"""Commenting on a public idea in the town's name, and taking such a comment back."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.actions.town_comments import looks_personal, say_for_town, take_back_for_town
from participation.errors import ParticipationError
from participation.forms.public_ideas import TownCommentForm
from participation.logic import moderation as rules
from participation.models.public_ideas import Comment, PublicIdea
from participation.queries.public_ideas import comments_of, rule_names
from participation.views.helpers import show_error
from participation.views.moderation import moderated


@require_http_methods(["GET", "HEAD", "POST"])
def town_comment(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    process = moderated(request, slug)
    rows = PublicIdea.objects.readable().filter(process=process).select_related("process", "submission")
    back = reverse("participation:ideas_desk", args=[slug]) + "?tab=shown"
    return speak(request, get_object_or_404(rows, pk=key), {}, back)


def speak(request: HttpRequest, idea: PublicIdea, speaker: Mapping[str, str], back: str) -> HttpResponse:
    """Show the form with what was said so far, and take in a comment or take one back; who asks may do so."""
    if "take_back" in request.POST:
        return take_back(request, idea, speaker)
    form = TownCommentForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return page(request, idea, form, speaker, back)
    if not form.cleaned_data["checked"] and looks_personal(form.texts()):
        data = form.data.copy()
        data["checked"] = "1"
        return page(request, idea, TownCommentForm(data), speaker, back, doubtful=True)
    try:
        said = say_for_town(idea, form.texts(), key=str(form.cleaned_data["key"]), speaker=speaker, by=request.user)
    except ParticipationError as error:
        show_error(form, error)
        return page(request, idea, form, speaker, back)
    messages.success(request, _("Everybody can read it now, as the town's."))
    return redirect(f"{request.path}#c-{said.pk}")


def take_back(request: HttpRequest, idea: PublicIdea, speaker: Mapping[str, str]) -> HttpResponse:
    """Take one comment of the town back; a group takes back its own alone."""
    wanted = request.POST["take_back"]
    known = {str(one.pk): one for one in comments_of(idea) if is_own(one, speaker) and one.state == rules.SHOWN}
    if wanted not in known:
        messages.warning(request, _("It is not in public any more."))
        return redirect(request.path)
    try:
        take_back_for_town(known[wanted], by=request.user)
    except ParticipationError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The comment is taken back. Nobody reads it any more."))
    return redirect(request.path)


def is_own(comment: Comment, speaker: Mapping[str, str]) -> bool:
    """Tell whether who speaks may take a comment back: who speaks for the whole town may do so with all of the town's."""
    return comment.is_official and (not speaker or comment.speaker == dict(speaker))


def page(
    request: HttpRequest,
    idea: PublicIdea,
    form: TownCommentForm,
    speaker: Mapping[str, str],
    back: str,
    *,
    doubtful: bool = False,
) -> HttpResponse:
    """Show the page; what was not taken in answers 422."""
    comments: list[Comment] = comments_of(idea)
    context = {
        "idea": idea,
        "process": idea.process,
        "submission": idea.submission,
        "form": form,
        "speaker": speaker,
        "back": back,
        "comments": comments,
        "own": [one.pk for one in comments if is_own(one, speaker)],
        "rules": rule_names(),
        "doubtful": doubtful,
    }
    status = 422 if doubtful or form.errors else 200
    return render(request, "participation/public_ideas/town_comment.html", context, status=status)
