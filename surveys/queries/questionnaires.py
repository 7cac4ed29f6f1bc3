"""Questionnaires ready for use: the document of a version, its validator, and the words for what is wrong."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext as _

from participation.extension_points import AskedQuestion
from participation.logic.text import pick
from participation.models import Process
from surveys.logic.questionnaire.choosing import NO_OPINION, YES
from surveys.logic.questionnaire.document import Question, Questionnaire, from_json
from surveys.logic.questionnaire.faults import Fault
from surveys.logic.questionnaire.validation import Errors, Validator
from surveys.models.questionnaires import SurveyVersion
from surveys.models.surveys import Survey
from surveys.queries.places import places_in_words
from surveys.queries.uploads import upload_in_words

KEPT = 256  # compiled versions; a town has a few dozen
COMPILED: dict[tuple[int, datetime], Validator] = {}
Params = Mapping[str, object]


def validator_of(version: SurveyVersion) -> Validator:
    """Return the validator of a published version; it is compiled once, because published documents never change."""
    place = (version.pk, version.published_at)
    if place not in COMPILED:
        if len(COMPILED) >= KEPT:
            COMPILED.clear()
        COMPILED[place] = Validator(from_json(version.document))
    return COMPILED[place]


def document_of(version: SurveyVersion) -> Questionnaire:
    """Return the typed document of a published version."""
    return validator_of(version).document


def version_of(survey: Survey, number: int | None) -> SurveyVersion | None:
    """Return the version with this number, the one in use without a number; nothing if there is none such."""
    if survey.current is not None and number in (None, survey.current.number):
        return survey.current
    return SurveyVersion.objects.filter(survey=survey, number=number).first() if number else None


class SurveyQuestions:
    """The open questions of a process's surveys, and those by which an answer tells its theme or area."""

    key = "survey"
    order = 10

    def questions(self, process: Process) -> list[AskedQuestion]:
        """Return them as the version in use asks them; surveys that were never published have none."""
        rows = Survey.objects.for_process(process).filter(current__isnull=False).select_related("current")
        return [
            AskedQuestion(
                survey.slug,
                survey.title,
                question.name,
                question.label,
                () if question.open_answer else [(choice.value, choice.label) for choice in question.choices],
            )
            for survey in rows.order_by("-pk")
            if survey.current
            for question in document_of(survey.current).questions
            if question.open_answer or (question.role and question.choices)
        ]


def number_words(value: object) -> str:
    """Return a number as the language writes it."""
    return number_format(value) if isinstance(value, int | float) else str(value)


def counted(words: Any, value: object) -> str:
    """Return words that go with a number, from ngettext_lazy with "n"."""
    return str(words % {"n": int(value) if isinstance(value, int | float) else 0})


WORDS: dict[str, Callable[[Params], str]] = {
    "required": lambda _p: _("Answer this question."),
    "too_long": lambda p: counted(
        ngettext_lazy("Shorten by %(n)s character.", "Shorten by %(n)s characters.", "n"), p.get("over")
    ),
    "not_a_text": lambda _p: _("Write your answer as text."),
    "not_a_number": lambda _p: _("Write a number, such as 12 or 12.5."),
    "too_small": lambda p: _("Write a number that is at least %(limit)s.") % {"limit": number_words(p.get("limit"))},
    "too_large": lambda p: _("Write a number that is at most %(limit)s.") % {"limit": number_words(p.get("limit"))},
    "off_step": lambda p: _("Use steps of %(step)s.") % {"step": number_words(p.get("step"))},
    "not_a_date": lambda _p: _("Write the date as day.month.year, such as 21.11.2026."),
    "not_a_consent": lambda _p: _("Tick the box."),
    "not_a_choice": lambda _p: _("Choose one of the options."),
    "not_a_list": lambda _p: _("Choose from the options."),
    "exclusive": lambda _p: _("One of your choices cannot be combined with others. Remove either it or the others."),
    "too_few": lambda p: counted(
        ngettext_lazy("Choose at least %(n)s option.", "Choose at least %(n)s options.", "n"), p.get("limit")
    ),
    "too_many": lambda p: counted(
        ngettext_lazy("Choose at most %(n)s option.", "Choose at most %(n)s options.", "n"), p.get("limit")
    ),
    "same_rank": lambda _p: _("Give each option its own place: no two can share one."),
    "too_few_ranked": lambda p: counted(
        ngettext_lazy("Put at least %(n)s in order.", "Put at least %(n)s in order.", "n"), p.get("limit")
    ),
    "not_an_allocation": lambda _p: _("Share out the total among the options."),
    "wrong_sum": lambda p: (
        _("Share out exactly %(total)s. Now the shares make %(given)s.")
        % {"total": number_words(p.get("total")), "given": number_words(p.get("given"))}
    ),
    "not_a_matrix": lambda _p: _("Choose one option in each row."),
    "not_a_row": lambda _p: _("Choose one option in each row."),
    "rows_missing": lambda _p: _("Choose an option in every row."),
    "no_match": lambda p: pattern_words(p.get("message")),
    "not_a_place": lambda _p: _("Mark the place again on the map, or choose it from the list."),
    "too_many_places": lambda p: counted(
        ngettext_lazy("Mark at most %(n)s place.", "Mark at most %(n)s places.", "n"), p.get("limit")
    ),
    "too_few_places": lambda p: counted(
        ngettext_lazy("Mark at least %(n)s place.", "Mark at least %(n)s places.", "n"), p.get("limit")
    ),
    "file_too_large": lambda _p: _("Choose a file of at most 8 MB."),
    "file_unknown": lambda _p: _("Choose a photo (JPEG, PNG or WebP) or a PDF."),
    "file_broken": lambda _p: _("This file could not be read. Choose another one."),
    "file_pixels": lambda _p: _("This picture has too many pixels. Choose a smaller one."),
    "file_locked": lambda _p: _("This PDF has a password. Choose one without."),
    "file_many": lambda _p: _("Too many files came from this form. Send your answers with the last one."),
    "file_gone": lambda _p: _("Attach the file again: files that are not sent are deleted after a day."),
    "not_asked": lambda _p: _("This was not asked. Leave it out."),
    "unknown_question": lambda _p: _("The survey has no such question."),
    "not_an_object": lambda _p: _("Send the answers by question name."),
}
REQUIRED = {
    "single_choice": lambda: _("Choose one option."),
    "dropdown": lambda: _("Choose one option."),
    "image_choice": lambda: _("Choose one option."),
    "yes_no": lambda: _("Choose yes or no."),
    "scale": lambda: _("Choose one step."),
    "multi_choice": lambda: _("Choose at least one option."),
    "matrix_single": lambda: _("Choose an option in every row."),
    "matrix_multi": lambda: _("Choose an option in every row."),
    "number": lambda: _("Write a number."),
    "slider": lambda: _("Choose a number."),
    "date": lambda: _("Write the date as day.month.year, such as 21.11.2026."),
    "consent": lambda: _("Tick the box if you agree. Without it the answers cannot be sent."),
    "short_text": lambda: _("Write your answer."),
    "long_text": lambda: _("Write your answer."),
    "ranking": lambda: _("Put the options in order."),
    "map": lambda: _("Mark a place on the map or choose one from the list."),
    "file": lambda: _("Choose a file."),
    "allocation": lambda: _("Share out the total among the options."),
}


def pattern_words(message: object) -> str:
    """Return the author's words for an answer of a wrong form, else general ones."""
    words = pick(message, get_language() or "fi")[0] if isinstance(message, Mapping) else ""
    return words or _("Check how this is written.")


def words_of(fault: Fault, kind: str = "") -> str:
    """Return what to do about a fault, in the language in use; kind is the type of the question."""
    if fault.code == "required" and kind in REQUIRED:
        return REQUIRED[kind]()
    return WORDS[fault.code](fault.params)


def errors_in_words(document: Questionnaire, errors: Errors) -> dict[str, list[dict[str, str]]]:
    """Return {"question": [{"code", "message"}]} in the language in use."""
    return {
        name: [{"code": fault.code, "message": words_of(fault, type_of(document, name))} for fault in faults]
        for name, faults in errors.items()
    }


def answer_in_words(question: Question, value: Any, language: str) -> list[str]:
    """Return a stored answer line by line, in the language in use."""
    if question.type == "yes_no":
        return [_("Yes") if value == YES else _("No")]
    if question.type == "consent":
        return [_("I agree")]
    if question.type == "scale" and value == NO_OPINION:
        return [_("I cannot say")]
    if question.type == "map":
        return places_in_words(question, value, language)
    if question.type == "file":
        return [upload_in_words(value)]
    return question.kind.display(question, value, language)


def type_of(document: Questionnaire, name: str) -> str:
    """Return the type of a question, empty when there is none of this name."""
    question = document.by_name.get(name)
    return question.type if question else ""
