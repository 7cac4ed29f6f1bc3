"""The coordinator's channel check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from participation.views.helpers import require
from surveys import permissions
from surveys.queries.channels import check_of
from surveys.queries.results import CHANNELS
from surveys.queries.surveys import desk_surveys_of


@require_GET
def survey_channels(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_view_live_results(request.user, survey))
    wanted = {name: request.GET.get(name, "")[:80] for name in ("first", "second", "age")}
    check = check_of(survey, **wanted) if survey.current else None
    channels = [(name, CHANNELS.get(name, {"fi": name}), n) for name, n in check.channels.items()] if check else []
    names = {name: label for name, label, _n in channels}
    context = {"survey": survey, "check": check, "channels": channels}
    if check:
        context |= {"first": names.get(check.first, {}), "second": names.get(check.second, {})}
    return render(request, "surveys/paper/channels.html", context)
