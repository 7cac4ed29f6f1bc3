"""Plain language while somebody writes: hints on a text, for the script beside the field."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from participation.queries.plain_language import worded_hints

LONGEST = 4000  # characters that are looked at


@require_POST
def check_wording(request: HttpRequest) -> HttpResponse:
    text, language = request.POST.get("text", "")[:LONGEST], request.POST.get("language", "")
    return JsonResponse({"hints": [asdict(hint) for hint in worded_hints(text, language)]})
