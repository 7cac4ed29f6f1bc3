"""Files of answers for staff: order one, see how far it is, take it home."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from participation.errors import ParticipationError
from participation.views.helpers import page_of, require
from surveys import permissions
from surveys.actions import answer_files
from surveys.gateways.attachments import open_attachment
from surveys.models.files import AnswerFile, PublishedData
from surveys.queries.answer_files import given_up
from surveys.queries.surveys import desk_surveys_of

ENDINGS = {"sps": "sps.zip", "r": "r.zip", "ddi": "ddi.xml", "codebook": "codebook.csv", "open": "open.zip"}


def survey_files(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(desk_surveys_of(request.user), slug=slug)
    require(permissions.can_export_responses(request.user, survey))
    if request.method == "POST":
        language = get_language() or "fi"
        try:
            answer_files.order_file(survey, request.POST.get("kind", ""), language=language, by=request.user)
        except ParticipationError as error:
            messages.error(request, error.message)
        return redirect("surveys:survey_files", slug=slug)
    files = AnswerFile.objects.filter(survey=survey).select_related("by").order_by("-ordered_at")
    offered = set(answer_files.kinds_offered())
    page = page_of(files, request)
    context = {
        "survey": survey,
        "page": page,
        "published": PublishedData.objects.filter(survey=survey, file__isnull=False).first(),
        "address": f"{settings.BASE_URL}{reverse('open_data_file', args=[slug])}",
        "given_up": given_up(page.object_list),
        "kinds": [(value, label) for value, label in AnswerFile.Kind.choices if value in offered],
    }
    return render(request, "surveys/statistics/answer_files.html", context)


def answer_file(request: HttpRequest, pk: str) -> HttpResponseBase:
    one = get_object_or_404(AnswerFile.objects.visible_to(request.user).select_related("survey__process"), pk=pk)
    require(permissions.can_export_responses(request.user, one.survey))
    stored = open_attachment(one.name) if one.name else None
    if stored is None:
        raise Http404
    answer_files.note_download(one, by=request.user)
    name = f"{one.survey.slug}.{ENDINGS.get(one.kind, one.kind)}"
    answer = FileResponse(stored, as_attachment=True, filename=name, content_type="application/octet-stream")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
