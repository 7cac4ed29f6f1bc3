"""The check of a survey in words: what is wrong, why it matters, what helps, and the place in the builder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from participation.logic.text import html_language, pick
from surveys.logic.authoring.working import ABOUT, finished
from surveys.logic.linting.checking import Report, check_questionnaire
from surveys.logic.linting.findings import STOP, Finding
from surveys.logic.questionnaire.document import Questionnaire, from_json
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.models.authoring import QuestionnaireDraft
from surveys.models.surveys import Survey

Params = Mapping[str, Any]

WORDS: dict[str, Callable[[Params], tuple[str, str]]] = {
    "contradiction": lambda _p: (_("The condition contradicts itself"), _("No answers make it true, so nobody sees this. Change the condition.")),
    "unreachable_question": lambda _p: (_("Nobody gets to this question"), _("Its condition asks about something that is hidden just then. Change one of the two conditions.")),
    "unreachable_page": lambda _p: (_("Nobody gets to this page"), _("Its condition asks about something that is hidden just then. Change one of the two conditions.")),
    "required_hidden": lambda _p: (_("Must be answered, but nobody sees it"), _("Mend its condition, or let it be left empty.")),
    "dead_end": lambda _p: (_("Nobody gets past this question"), _("It must be answered, and no answer fits its limits. Loosen the limits.")),
    "nothing_to_answer": lambda _p: (_("There is nothing to answer"), _("Add at least one question.")),
    "consent_by_condition": lambda _p: (_("Only some are asked for consent"), _("Those who do not see the question send their answers without it. Show it to everybody.")),
    "always_shown": lambda _p: (_("The condition is always true"), _("Everybody sees this. The condition can be removed.")),
    "text_for_number": lambda _p: (_("Asks for a number, takes text"), _("Written numbers cannot be averaged. Make it a number.")),
    "text_for_date": lambda _p: (_("Asks for a day, takes text"), _("Days written in many ways cannot be compared. Make it a date.")),
    "overlapping_ranges": lambda _p: (_("Two options share a number"), _("Somebody aged 25 fits both 18–25 and 25–35. Let each range begin where the last one ended.")),
    "one_choice": lambda _p: (_("There is only one option"), _("Add an option, or make it a box to tick.")),
    "same_label": lambda _p: (_("Two options read the same"), _("The results cannot tell them apart. Change one of them.")),
    "none_not_alone": lambda _p: (_("“None of these” can be ticked beside others"), _("Mark the option so that it stands alone.")),
    "matrix_wide": lambda p: (_("The table is wide: %(n)s columns") % p, _("More than %(limit)s do not fit a tablet. Use fewer steps.") % p),
    "matrix_long": lambda p: (_("The table is long: %(n)s rows") % p, _("After %(limit)s rows many tick without reading. Divide it into two.") % p),
    "leading": lambda p: (_("Could lead to an answer: “%(seen)s”") % p, _("Ask so that every answer is equally easy to give.")),
    "double_barrelled": lambda p: (_("Could ask about two things: “%(seen)s”") % p, _("Somebody may think differently about each. Ask about one thing at a time.")),
    "double_negation": lambda p: (_("Could be negated twice: “%(seen)s”") % p, _("Say it the other way round, without a negation.")),
    "long_sentence": lambda p: (_("A sentence of %(words)s words") % p, _("Sentences of at most %(limit)s words are easier to read. Divide it.") % p),
    "hard_to_read": lambda p: (_("The texts are hard to read: LIX %(lix)s") % p, _("At most %(limit)s is good in this language. Use shorter sentences and everyday words.") % p),
    "takes_long": lambda p: (_("Takes about %(minutes)s minutes") % p, _("After %(limit)s minutes many leave. Remove what nobody will use.") % p),
    "no_readers": lambda _p: (_("It is not said who reads the answers"), _("Say who reads them and when. It is shown before the first question.")),
    "no_thanks": lambda _p: (_("It is not said what happens next"), _("Write the thanks that are shown after sending.")),
    "no_consent": lambda _p: (_("Asks who somebody is, without consent"), _("Add a box to tick that says what the name is used for and how long it is kept, or remove the question.")),
    "missing_translation": lambda p: (_("A translation is missing: %(part)s") % {"part": part_words(p["part"])}, _("Write it, or do not promise the language.")),
}  # fmt: skip
PARTS: dict[str, Callable[[], str]] = {
    "label": lambda: _("words of the question or option"),
    "hint": lambda: _("hint"),
    "title": lambda: _("title"),
    "lead": lambda: _("lead"),
    "readers": lambda: _("who reads the answers"),
    "thanks": lambda: _("thanks"),
    "unit": lambda: _("unit"),
    "min_label": lambda: _("words of the lowest step"),
    "max_label": lambda: _("words of the highest step"),
    "pattern_message": lambda: _("advice on the form of the answer"),
    "image_alt": lambda: _("what the picture shows"),
}


def part_words(part: str) -> str:
    """Return a part of a question in words."""
    return PARTS[part]() if part in PARTS else part


@dataclass(frozen=True)
class FindingLine:
    """One finding as it is shown."""

    finding: Finding
    title: str
    advice: str
    place: str  # words of the question or page, empty for the survey as a whole
    address: str
    lang: str


@dataclass(frozen=True)
class Check:
    """The check of one survey."""

    report: Report
    lines: list[FindingLine]
    is_draft: bool  # looked at the working copy, not at what residents see
    title: Mapping[str, str]

    @property
    def stops(self) -> list[FindingLine]:
        """The lines to mend first."""
        return self.of(STOP)

    @property
    def others(self) -> list[FindingLine]:
        """All other lines."""
        return [line for line in self.lines if line.finding.level != STOP]

    @property
    def levels(self) -> list[tuple[str, int]]:
        """Readability by language, where there is enough text to measure."""
        return [(code, level) for code, level in self.report.levels.items() if level]

    def of(self, level: str) -> list[FindingLine]:
        """Return the lines of one level."""
        return [line for line in self.lines if line.finding.level == level]


def document_in_work(survey: Survey) -> tuple[Questionnaire, Mapping[str, Mapping[str, str]], bool] | None:
    """Return the working copy with its texts, else the version in use; nothing while there is neither.

    Raises QuestionnaireError for a working copy that still lacks something.
    """
    draft = QuestionnaireDraft.objects.filter(survey=survey).first()
    if draft is not None and draft.is_changed:
        about = draft.document.get("about", {})
        return finished(draft.document), {key: about.get(key, {}) for key in ABOUT}, True
    if survey.current is None:
        return None
    return from_json(survey.current.document), {key: getattr(survey, key) for key in ABOUT}, False


def check_of(survey: Survey, language: str) -> Check | QuestionnaireError | None:
    """Return the check of what is in work; the error where a working copy is unfinished, nothing without questions."""
    try:
        found = document_in_work(survey)
    except QuestionnaireError as error:
        return error
    if found is None:
        return None
    document, about, is_draft = found
    report = check_questionnaire(document, about)
    lines = [line_of(survey, document, finding, language) for finding in report.findings]
    return Check(report, lines, is_draft, about.get("title") or survey.title)


def line_of(survey: Survey, document: Questionnaire, finding: Finding, language: str) -> FindingLine:
    """Return one finding in words, with the address of its place."""
    title, advice = WORDS[finding.code](finding.params)
    place = lang = ""
    if finding.question:
        place, lang = pick(document.by_name[finding.question].label, language)
        place = place or finding.question
    elif finding.page:
        page = next(page for page in document.pages if page.name == finding.page)
        place, lang = pick(page.title, language)
        place = place or finding.page
    return FindingLine(finding, title, advice, place, address_of(survey, finding), html_language(lang or language))


def address_of(survey: Survey, finding: Finding) -> str:
    """Return where the finding is mended: its question in the builder, or the translations."""
    name = "survey_translations" if finding.code == "missing_translation" else "survey_build"
    if name == "survey_translations":
        about = {"to": finding.language, "missing": "1"}
    else:
        about = {"q": finding.question} if finding.question else {"p": finding.page} if finding.page else {}
    query = f"?{urlencode(about)}" if about else ""
    return reverse(f"surveys:{name}", args=[survey.slug]) + query
