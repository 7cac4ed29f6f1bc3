"""The outlines of the town's districts, for every map; our own address instead of somebody else's tiles."""

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from participation.views.helpers import resident_page
from surveys.queries.places import outlines


@resident_page
@require_safe
def district_outlines(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(outlines(), content_type="application/geo+json")
    etag = quote_etag(hashlib.sha256(answer.content).hexdigest()[:32])
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponse(status=304)
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
