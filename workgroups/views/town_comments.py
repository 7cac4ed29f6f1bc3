"""A working group's comment in the town's name on a public idea that lies with it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from participation.models import PublicIdea
from participation.views.helpers import require
from participation.views.town_comments import speak
from workgroups import permissions
from workgroups.views.reviews import find


@require_http_methods(["GET", "HEAD", "POST"])
def group_comment(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    lies = find(request, submission_id).assignment
    require(lies is not None and permissions.can_decide_submission(request.user, lies))
    rows = PublicIdea.objects.readable().select_related("process", "submission")
    idea = get_object_or_404(rows, submission=submission_id)
    name = {code: f"{lies.group.code} {words}" for code, words in lies.group.name.items()}
    return speak(request, idea, name, reverse("workgroups:review_page", args=[submission_id]))
