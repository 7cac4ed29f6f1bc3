"""The builder in words: types, conditions as sentences, what is missing, what a step did, who else is editing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.text import pick
from participation.models.people import Person
from surveys.logic.authoring.readiness import Lack, condition_of, lacks_of
from surveys.logic.authoring.working import AuthoringError, Document, pages_of, questions_in
from surveys.logic.questionnaire.conditions import All, AnyOf, Condition, Not, Test
from surveys.logic.questionnaire.piping import filled_text
from surveys.models.authoring import DraftStep, QuestionnaireDraft
from surveys.queries.problems import problem_without_path

SHORT = 60  # characters of a question inside a sentence
PRESENT = datetime.timedelta(seconds=40)
ICONS = {
    "short_text": "text-cursor-input",
    "long_text": "align-left",
    "number": "hash",
    "single_choice": "circle-dot",
    "multi_choice": "square-check",
    "dropdown": "chevron-down",
    "yes_no": "toggle-left",
    "scale": "gauge",
    "matrix_single": "grid-3x3",
    "matrix_multi": "grid-3x3",
    "ranking": "arrow-up-down",
    "allocation": "coins",
    "date": "calendar",
    "slider": "sliders-horizontal",
    "image_choice": "image",
    "map": "map-pin",
    "file": "paperclip",
    "consent": "check",
    "information": "info",
    "calculated": "calculator",
}
TYPE_WORDS: dict[str, Callable[[], tuple[str, str]]] = {
    "single_choice": lambda: (_("One choice"), _("one option of a list")),
    "multi_choice": lambda: (_("Several choices"), _("any number of options")),
    "scale": lambda: (_("Scale"), _("a step from 1 to 5, for example")),
    "matrix_single": lambda: (_("Statements"), _("the same scale for many statements")),
    "long_text": lambda: (_("Long text"), _("own words over many lines")),
    "short_text": lambda: (_("Short text"), _("own words on one line")),
    "yes_no": lambda: (_("Yes or no"), _("two buttons")),
    "dropdown": lambda: (_("List that opens"), _("one of many options")),
    "ranking": lambda: (_("Ranking"), _("options in an order")),
    "allocation": lambda: (_("Sharing out"), _("a sum among options, such as a budget")),
    "number": lambda: (_("Number"), _("with limits and a unit")),
    "slider": lambda: (_("Slider"), _("a number between two ends")),
    "date": lambda: (_("Date"), _("a day")),
    "map": lambda: (_("Map"), _("places on a map or from a list")),
    "image_choice": lambda: (_("Pictures"), _("a choice among pictures")),
    "matrix_multi": lambda: (_("Table of choices"), _("several choices in each row")),
    "file": lambda: (_("Attachment"), _("a photo or a PDF")),
    "consent": lambda: (_("Consent"), _("a box to tick")),
    "information": lambda: (_("Information"), _("a text to read")),
    "calculated": lambda: (_("Calculation"), _("a number from earlier answers, never shown")),
}


@dataclass(frozen=True)
class TypeLine:
    """A question type as the builder offers it."""

    code: str
    name: str
    about: str
    icon: str


@dataclass(frozen=True)
class QuestionLine:
    """A question in the list of the builder."""

    name: str
    label: str
    type_name: str
    icon: str
    number: int | None
    required: bool
    sentence: str
    lacks: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class PageLine:
    """A page in the list of the builder."""

    name: str
    title: str
    number: int
    sentence: str
    lacks: str
    questions: list[QuestionLine]
    is_first: bool
    is_last: bool


def types_in_words() -> list[TypeLine]:
    """Return all types, those used most first."""
    return [TypeLine(code, *words(), ICONS[code]) for code, words in TYPE_WORDS.items()]


def type_in_words(code: str) -> str:
    """Return what a type is called."""
    return TYPE_WORDS[code]()[0]


def label_of(part: Mapping[str, Any], key: str = "label") -> str:
    """Return the words of a question, page or option, in the language in use if there are such.

    Where an earlier answer will stand there are three dots, as when nothing was answered.
    """
    language = get_language() or "fi"
    return filled_text(pick(part.get(key, {}), language)[0], language, lambda _name, _code: "")


def outline_of(document: Document, lacks: list[Lack]) -> list[PageLine]:
    """Return the pages and questions as the list of the builder shows them."""
    wrong = {lack.question: lack_in_words(document, lack) for lack in reversed(lacks) if lack.question}
    wrong_pages = {lack.page: lack_in_words(document, lack) for lack in reversed(lacks) if not lack.question}
    pages, number = [], 0
    for p, page in enumerate(pages_of(document)):
        lines = []
        for q, question in enumerate(page["questions"]):
            asked = question["type"] not in ("information", "calculated")
            number += asked
            lines.append(
                QuestionLine(
                    name=question["name"],
                    label=label_of(question) or (question["name"] if question["type"] == "calculated" else ""),
                    type_name=type_in_words(question["type"]),
                    icon=ICONS[question["type"]],
                    number=number if asked else None,
                    required=bool(question.get("required")),
                    sentence=sentence_of(document, question),
                    lacks=wrong.get(question["name"], ""),
                    is_first=p == 0 and q == 0,
                    is_last=p == len(pages_of(document)) - 1 and q == len(page["questions"]) - 1,
                )
            )
        pages.append(
            PageLine(
                name=page["name"],
                title=label_of(page, "title"),
                number=p + 1,
                sentence=sentence_of(document, page),
                lacks=wrong_pages.get(page["name"], ""),
                questions=lines,
                is_first=p == 0,
                is_last=p == len(pages_of(document)) - 1,
            )
        )
    return pages


def sentence_of(document: Document, part: Mapping[str, Any]) -> str:
    """Return when a page, question or option is shown, as one sentence; empty when it always is."""
    condition = condition_of(dict(part))
    if condition is None:
        return _("The condition cannot be read.") if part.get("visible_if") else ""
    return _("Shown when %(condition)s.") % {"condition": clause_of(document, condition)}


def clause_of(document: Document, condition: Condition, *, inner: bool = False) -> str:
    """Return a condition as a clause; a part of another one in brackets when it has several parts itself."""
    match condition:
        case All(parts) | AnyOf(parts):
            word = _(" and ") if isinstance(condition, All) else _(" or ")
            joined = word.join(clause_of(document, part, inner=True) for part in parts)
            return f"({joined})" if inner and len(parts) > 1 else joined
        case Not(part):
            return _("it is not so that %(clause)s") % {"clause": clause_of(document, part, inner=True)}
        case Test():
            return test_in_words(document, condition)


OPERATORS: dict[str, Callable[[], str]] = {
    "is": lambda: _("%(question)s is %(value)s"),
    "is_not": lambda: _("%(question)s is not %(value)s"),
    "in": lambda: _("%(question)s is one of %(value)s"),
    "selected": lambda: _("%(question)s includes %(value)s"),
    "not_selected": lambda: _("%(question)s does not include %(value)s"),
    "gt": lambda: _("%(question)s is more than %(value)s"),
    "gte": lambda: _("%(question)s is at least %(value)s"),
    "lt": lambda: _("%(question)s is less than %(value)s"),
    "lte": lambda: _("%(question)s is at most %(value)s"),
    "answered": lambda: _("%(question)s has been answered"),
    "not_answered": lambda: _("%(question)s has not been answered"),
}


def test_in_words(document: Document, test: Test) -> str:
    """Return one comparison as a clause."""
    asked = next((question for question in questions_in(document) if question["name"] == test.question), None)
    words = label_of(asked) if asked else ""
    subject = in_quotes(shortened(words or test.question))
    if asked and test.row is not None:
        subject += ": " + in_quotes(shortened(option_words(asked, "rows", test.row)))
    operator = test.operator
    if operator == "answered" and test.value is False:
        operator = "not_answered"
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    value = ", ".join(value_in_words(asked, one) for one in values)
    return OPERATORS[operator]() % {"question": subject, "value": value}


def value_in_words(question: Mapping[str, Any] | None, value: Any) -> str:
    """Return a compared value as residents know it."""
    if question and question["type"] == "yes_no" and value in ("yes", "no"):
        return in_quotes(_("Yes") if value == "yes" else _("No"))
    if isinstance(value, str):
        return in_quotes(shortened(option_words(question or {}, "choices", value)))
    return str(value)


def in_quotes(words: str) -> str:
    """Return words between the quotation marks of the reader's language."""
    return _("“%(words)s”") % {"words": words}


def option_words(question: Mapping[str, Any], which: str, value: str) -> str:
    """Return the words of an option or row; its value when it has none."""
    found: Mapping[str, Any] = next((choice for choice in question.get(which, ()) if choice["value"] == value), {})
    return label_of(found) or value


def shortened(words: str) -> str:
    """Return words that fit into a sentence."""
    return words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + "…"


LACKS: dict[str, Callable[[], str]] = {
    "no_title": lambda: _("The survey has no title in its first language."),
    "empty_page": lambda: _("The page has no questions."),
    "no_words": lambda: _("Write the question."),
    "no_words_of_choice": lambda: _("Write every option and row."),
    "looks_ahead": lambda: _("Its condition or text uses “%(detail)s”, which is asked later or was deleted."),
    "does_not_fit": lambda: _("A setting does not fit: %(detail)s"),
}


def lack_in_words(document: Document, lack: Lack) -> str:
    """Return what to do about something that is missing."""
    detail = lack.detail
    if lack.code == "looks_ahead":
        asked = next((question for question in questions_in(document) if question["name"] == detail), None)
        detail = (label_of(asked) if asked else "") or detail
    if lack.code == "does_not_fit":
        detail = problem_without_path(detail)
    return LACKS[lack.code]() % {"detail": detail}


def lack_lines(document: Document) -> list[tuple[Lack, str, str]]:
    """Return everything that is missing with what to do about it and what its place is called."""
    names = {one["name"]: label_of(one) or one["name"] for one in questions_in(document)}
    pages = {page["name"]: label_of(page, "title") or page["name"] for page in pages_of(document)}
    return [
        (
            lack,
            lack_in_words(document, lack),
            names.get(lack.question, "") or pages.get(lack.page, "") or _("The survey"),
        )
        for lack in lacks_of(document)
    ]


ERRORS: dict[str, Callable[[], str]] = {
    "page_gone": lambda: _("Somebody has deleted this page."),
    "question_gone": lambda: _("Somebody has deleted this question."),
    "choice_gone": lambda: _("Somebody has deleted this option."),
    "no_such_setting": lambda: _("There is no such setting here: %(spot)s"),
    "does_not_fit": lambda: _("This value does not fit: %(spot)s"),
    "too_long": lambda: _("The text is too long: %(spot)s"),
    "no_name": lambda: _("A technical name has letters a–z, digits and _ only, and begins with a letter."),
    "name_taken": lambda: _("The technical name “%(spot)s” is in use already."),
    "no_value": lambda: _("A technical value has 1 to 120 characters."),
    "value_taken": lambda: _("The technical value “%(spot)s” is in use already."),
    "last_page": lambda: _("A questionnaire has at least one page."),
    "no_language": lambda: _("This is no list of languages."),
    "not_kept": lambda: _("This question is not in the library any more."),
}


def words_of_error(error: AuthoringError) -> str:
    """Return why an edit cannot be made."""
    words = ERRORS.get(error.code, lambda: _("This edit cannot be made: %(spot)s"))
    return words() % {"spot": error.spot}


STEPS: dict[str, Callable[[], str]] = {
    "change": lambda: _("a changed text or setting"),
    "together": lambda: _("several changes at once"),
    "add_page": lambda: _("an added page"),
    "delete_page": lambda: _("a deleted page"),
    "move_page": lambda: _("a moved page"),
    "add_question": lambda: _("an added question"),
    "delete_question": lambda: _("a deleted question"),
    "move_question": lambda: _("a moved question"),
    "replace_question": lambda: _("another question type"),
    "rename_question": lambda: _("another technical name"),
    "add_choice": lambda: _("an added option"),
    "delete_choice": lambda: _("a deleted option"),
    "move_choice": lambda: _("a moved option"),
    "rename_choice": lambda: _("another technical value"),
}


@dataclass(frozen=True)
class Undoable:
    """What a person could take back or make again next, in words; empty when there is nothing."""

    undo: str
    redo: str


def undoable_of(draft: QuestionnaireDraft, person: Person) -> Undoable:
    """Return what this person could take back or make again."""
    own = DraftStep.objects.filter(draft=draft, by=person, is_final=False).exclude(kind=DraftStep.Kind.UNDO)
    last = own.filter(undone_at=None).last()
    undone = own.exclude(undone_at=None).order_by("undone_at").last()
    return Undoable(step_in_words(last), step_in_words(undone))


def step_in_words(step: DraftStep | None) -> str:
    """Return what a step did."""
    return STEPS[step.operation["do"]]() if step else ""


def steps_after(draft: QuestionnaireDraft, number: int) -> list[DraftStep]:
    """Return the steps after one, up to the state that was read."""
    found = DraftStep.objects.filter(draft=draft, number__gt=number, number__lte=draft.version)
    return list(found.select_related("by").order_by("number"))


def change_in_words(draft: QuestionnaireDraft, person: Person, seen: int) -> str:
    """Return who else changed something after a step and what they did last; empty when nobody did."""
    if seen >= draft.version:
        return ""
    steps = DraftStep.objects.filter(draft=draft, number__gt=seen, number__lte=draft.version).exclude(by=person)
    last = steps.select_related("by").last()
    if last is None:
        return ""
    if last.kind == DraftStep.Kind.UNDO:
        return _("%(name)s took something back just now.") % {"name": last.by or _("Somebody")}
    return _("%(name)s just now: %(what)s.") % {"name": last.by or _("Somebody"), "what": step_in_words(last)}


def note_presence(draft: QuestionnaireDraft, person: Person) -> list[str]:
    """Remember that a person has the builder open; return the names of the others who have."""
    key = f"authoring:{draft.pk}"
    now = timezone.now()
    present: dict[int, tuple[str, datetime.datetime]] = cache.get(key) or {}
    present = {pk: one for pk, one in present.items() if now - one[1] < PRESENT}
    present[person.pk] = (str(person), now)
    cache.set(key, present, 600)
    return sorted(name for pk, (name, _at) in present.items() if pk != person.pk)
