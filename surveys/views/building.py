"""What the builder has selected, and what it shows of it; the preview as residents see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from participation.logic.text import html_language, pick
from surveys.forms.authoring import (
    about_settings,
    inspector_of,
    numeric_before,
    page_settings,
)
from surveys.forms.cards import Card
from surveys.forms.conditions import earlier_questions, rows_of
from surveys.logic.authoring.readiness import previewed, users_of
from surveys.logic.authoring.starting import as_type
from surveys.logic.authoring.working import ABOUT, Document, finished, pages_of, questions_in
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.logic.questionnaire.piping import filled, piped, without_references
from surveys.logic.questionnaire.types import TYPES
from surveys.logic.questionnaire.validation import minutes_of as minutes_of_finished
from surveys.queries.authoring import ICONS, label_of, sentence_of, type_in_words, types_in_words

VIEWS = ("phone", "desktop")


@dataclass(frozen=True)
class Place:
    """What is selected in the builder and how the preview shows it."""

    question: str
    page: str
    part: dict[str, Any] | None
    language: str
    languages: list[str]
    view: str
    dark: bool

    @property
    def kind(self) -> str:
        """What is selected: a question, a page, or the start."""
        return "question" if self.question else "page" if self.part else "start"

    @property
    def query(self) -> str:
        """The selection as an address keeps it."""
        parts = [f"q={self.question}"] if self.question else [f"p={self.page}"] if self.part else []
        return "&".join([*parts, self.look])

    @property
    def look(self) -> str:
        """How the preview looks, as an address keeps it."""
        return f"lang={self.language}&view={self.view}" + ("&dark=1" if self.dark else "")

    @property
    def language_lines(self) -> list[tuple[str, str, str]]:
        """The languages of the survey with their names."""
        names = dict(settings.LANGUAGES)
        return [(code, names.get(code, code), html_language(code)) for code in self.languages]


def place_of(query: Mapping[str, str], document: Document) -> Place:
    """Return what an address selects; what is gone selects the start."""
    languages = document["languages"]
    wanted = query.get("lang", "")
    name, page_name = query.get("q", ""), query.get("p", "")
    part, question, page = None, "", ""
    for one in pages_of(document):
        for asked in one["questions"]:
            if name and asked["name"] == name:
                part, question, page = asked, name, one["name"]
        if not name and one["name"] == page_name:
            part, page = one, one["name"]
    return Place(
        question,
        page,
        part,
        wanted if wanted in languages else languages[0],
        languages,
        query.get("view", "") if query.get("view") in VIEWS else "phone",
        bool(query.get("dark")),
    )


def question_context(document: Document, place: Place, errors: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Return everything that can be set of the selected question."""
    found: dict[str, Any] = {}
    part = place.part or {}
    found["inspector"] = inspector = inspector_of(document, place.question, place.language)
    inspector.main = [with_error(one, errors) for one in inspector.main]
    inspector.limits = [with_error(one, errors) for one in inspector.limits]
    inspector.rest = [with_error(one, errors) for one in inspector.rest]
    found["type_name"] = type_in_words(part["type"])
    found["type_icon"] = ICONS[part["type"]]
    found["users"] = users_of(document, place.question)
    kind = TYPES[part["type"]]
    found["has_choices"], found["has_rows"] = kind.has_choices or kind.name == "map", kind.has_rows
    found["other_types"] = [one for one in types_in_words() if one.code != part["type"]]
    if kind.name == "calculated":
        found["calculation"] = calculation_of(document, part)
    return found


def inspector_context(document: Document, place: Place, errors: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Return everything that can be set of what is selected."""
    found: dict[str, Any] = {"errors": errors}
    if place.question and place.part:
        found |= question_context(document, place, errors)
    elif place.part:
        found["fields"] = [with_error(one, errors) for one in page_settings(place.part, place.language)]
    else:
        found["fields"] = [with_error(one, errors) for one in about_settings(document, place.language)]
        names = dict(settings.LANGUAGES)
        found["all_languages"] = [(code, name, code in place.languages) for code, name in names.items()]
    if place.part:
        before = earlier_questions(document, place.question or place.page)
        found["before"] = [(one["name"], label_of(one) or one["name"]) for one in before]
        found["condition"] = rows_of(place.part, before)
        found["sentence"] = sentence_of(document, place.part)
    return found


def with_error(one: Any, errors: dict[str, tuple[str, str]]) -> Any:
    """Return a field with what was typed wrong in it."""
    if one.name not in errors:
        return one
    typed, words = errors[one.name]
    return replace(one, typed=typed, error=words)


def calculation_of(document: Document, question: dict[str, Any]) -> dict[str, Any]:
    """Return what a calculation does, in the form in which it can be chosen."""
    expression = question.get("expression")
    verb, parts = "sum", []
    if isinstance(expression, dict):
        inner = expression
        if set(expression) == {"divide"} and isinstance(expression["divide"][0], dict):
            verb, inner = "mean", expression["divide"][0]
        word = next(iter(inner))
        verb = verb if verb == "mean" else {"min": "smallest", "max": "largest"}.get(word, "sum")
        listed = inner.get(word)
        parts = [one.get("question") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    verbs = [("sum", _("Sum")), ("mean", _("Mean")), ("smallest", _("Smallest")), ("largest", _("Largest"))]
    options = [(name, label, name in parts) for name, label in numeric_before(document, question["name"])]
    return {"verb": verb, "verbs": verbs, "options": options, "is_plain": not expression or bool(parts)}


def preview_page(request: HttpRequest, draft: Any) -> HttpResponse:
    """Show a page of the working copy as residents see it."""
    document = draft.document
    wanted = request.GET.get("page", "")
    pages = pages_of(document)
    number = next((n for n, page in enumerate(pages) if page["name"] == wanted), 0)
    survey = draft.survey
    with_texts(survey, document)
    page = pages[number]
    context = {
        "survey": survey,
        "page": page,
        "title": filled(page.get("title", {}), partial(placeholder, document)),
        "cards": cards_of(document, page),
        "number": number + 1,
        "total": len(pages) + 1,
        "is_start": number == 0,
        "before": pages[number - 1]["name"] if number else "",
        "after": pages[number + 1]["name"] if number + 1 < len(pages) else "",
        "scheme": "dark" if request.GET.get("dark") else "light",
        "selected": request.GET.get("q", ""),
        "page_sentence": sentence_of(document, page),
        "minutes": minutes_of(document),
    }
    return render(request, "surveys/authoring/preview.html", context)


def with_texts(survey: Any, document: Document) -> None:
    """Give a survey the texts of its working copy, unsaved."""
    for key in ABOUT:
        setattr(survey, key, document.get("about", {}).get(key, {}))


def placeholder(document: Document, name: str, code: str) -> str:
    """Return what stands in the preview for an earlier answer: the question that it answers."""
    asked = next((one for one in questions_in(document) if one["name"] == name), None)
    question = without_references(asked.get("label", {})) if asked else {}
    with override(code):
        return _("[answer to “%(question)s”]") % {"question": pick(question, code)[0] or name}


def cards_of(document: Document, page: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cards of a page with the sentence that says when each is shown."""
    words = {"label": _("(the question is not written yet)"), "choice": _("(not written yet)")}
    earlier = partial(placeholder, document)
    number = 0
    for one in pages_of(document):
        if one["name"] == page["name"]:
            break
        number += sum(TYPES[question["type"]].takes_answer for question in one["questions"])
    cards = []
    for question in page["questions"]:
        if question["type"] == "calculated":
            continue
        takes = TYPES[question["type"]].takes_answer
        number += takes
        typed = previewed(document, question, words.__getitem__) or previewed(
            document, as_type(question, "information"), words.__getitem__
        )
        if typed is not None:
            card = Card(piped(typed, earlier), number if takes else None, None, "")
            cards.append({"card": card, "sentence": sentence_of(document, question)})
    return cards


def minutes_of(document: Document) -> int:
    """Return how many minutes answering takes, as the published survey will say; roughly while it is unfinished."""
    try:
        return minutes_of_finished(finished(document))
    except QuestionnaireError:
        seconds = 0
    for question in questions_in(document):
        kind = TYPES[question["type"]]
        seconds += kind.seconds * max(1, len(question.get("rows", ())))
    return max(1, round(seconds / 60))


def preview_address(slug: str, place: Place) -> str:
    """Return where the preview of what is selected is, in the language chosen for it."""
    address = reverse("surveys:survey_preview", args=[slug])
    language = place.language if place.language in dict(settings.LANGUAGES) else get_language() or "fi"
    here = translate_url(address, language)
    return f"{here}?page={place.page}&q={place.question}" + ("&dark=1" if place.dark else "")
