"""For operators: is the service alive, is it ready."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from participation.queries.jobs import readiness


@never_cache
@login_not_required
def alive(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process serves."""
    return JsonResponse({"status": "alive"})


@never_cache
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database and broker answer and no job is too old, else 503."""
    state = readiness()
    return JsonResponse(state.as_json(), status=200 if state.ready else 503)
