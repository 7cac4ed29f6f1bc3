"""All texts of a questionnaire side by side in two languages, with a meter of what is written in each."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from participation.logic.text import clean, html_language
from surveys.actions import authoring
from surveys.logic.authoring.operations import Change, Operation, Together
from surveys.logic.authoring.spots import value_at
from surveys.logic.authoring.strings import coverage_of, spot_of, strings_of
from surveys.logic.authoring.working import AuthoringError, Document
from surveys.models.authoring import QuestionnaireDraft
from surveys.queries.translations import Section, sections_of
from surveys.views.authoring import AUTOSAVE, merge_page, own_draft, seen_document, seen_of


@dataclass(frozen=True)
class Languages:
    """Which two languages stand side by side, and whether only what is missing is shown."""

    source: str
    target: str
    only_missing: bool

    @property
    def query(self) -> str:
        """The choice as an address keeps it."""
        return f"from={self.source}&to={self.target}" + ("&missing=1" if self.only_missing else "")


def languages_of(request: HttpRequest, document: Document) -> Languages:
    """Return the languages that the address chooses; else the first and the one that lacks most."""
    known = document["languages"]
    source = request.GET.get("from", "")
    source = source if source in known else known[0]
    others = [one for one in coverage_of(document) if one.language != source]
    lacking = max(others, key=lambda one: one.missing).language if others else source
    target = request.GET.get("to", "")
    return Languages(source, target if target in known else lacking, bool(request.GET.get("missing")))


def survey_translations(request: HttpRequest, slug: str) -> HttpResponse:
    draft = own_draft(request, slug)
    if request.method == "POST":
        return save_texts(request, draft)
    document = draft.document
    chosen = languages_of(request, document)
    names = dict(settings.LANGUAGES)
    context: dict[str, Any] = {
        "survey": draft.survey,
        "draft": draft,
        "tab": "translations",
        "chosen": chosen,
        "names": names,
        "source_lang": html_language(chosen.source),
        "target_lang": html_language(chosen.target),
        "target_name": names.get(chosen.target, chosen.target),
        "coverage": [(one, names.get(one.language, one.language)) for one in coverage_of(document)],
        "sections": sections(document, chosen),
        "languages_known": [(code, names.get(code, code)) for code in document["languages"]],
    }
    return render(request, "surveys/authoring/translations.html", context)


def sections(document: Document, chosen: Languages) -> list[Section]:
    """Return the texts by question; those that are written in the target only when all are asked for."""
    strings = strings_of(document)
    if chosen.only_missing:
        strings = [one for one in strings if not one.texts.get(chosen.target, "").strip()]
    return sections_of(document, strings, chosen.source, chosen.target)


def save_texts(request: HttpRequest, draft: QuestionnaireDraft) -> HttpResponse:
    """Save the texts that were sent, together as one step."""
    is_saving = AUTOSAVE in request.headers
    slug = draft.survey.slug
    try:
        operation = typed_texts(request, seen_document(request, draft))
        edited = authoring.Edited(draft, made=False)
        if operation is not None:
            edited = authoring.edit_draft(draft, operation, seen=seen_of(request), by=request.user)
            edited.draft.survey = draft.survey
    except ParticipationError as error:
        if is_saving:
            return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        messages.error(request, error.message)
        return redirect("surveys:survey_translations", slug=slug)
    if edited.clashes:
        return merge_page(request, edited)
    if is_saving:
        document = edited.draft.document
        words = {"said": saved_words(), "coverage": covered_in(document), "errors": {}}
        return JsonResponse({"version": edited.draft.version, "merged": edited.merged, **words})
    messages.success(request, _("The texts were saved."))
    chosen = languages_of(request, edited.draft.document)
    return redirect(f"{reverse('surveys:survey_translations', args=[slug])}?{chosen.query}")


def saved_words() -> str:
    """Return when something was saved."""
    return _("Saved at %(time)s") % {"time": time_format(timezone.localtime(), "H.i")}


def covered_in(document: Document) -> dict[str, list[int]]:
    """Return for each language how many texts are written, and of how many."""
    return {one.language: [one.written, one.of] for one in coverage_of(document)}


def typed_texts(request: HttpRequest, base: Document) -> Operation | None:
    """Return the edit that the sent texts mean, compared with what the page showed."""
    target = languages_of(request, base).target
    changes: list[Operation] = []
    for name in request.POST.getlist("on"):
        spot = (*spot_of(name), target)
        words = clean(request.POST.get(name, "")) or None
        try:
            if (value_at(base, spot) or None) != words:
                changes.append(Change(spot, words))
        except AuthoringError as error:
            raise authoring.refused(error, merged=True) from error
    return None if not changes else changes[0] if len(changes) == 1 else Together(tuple(changes))
