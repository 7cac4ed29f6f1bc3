"""The whole check of a questionnaire before residents see it; pure, so that page, API and tests say the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.logic.reading import lix
from surveys.logic.linting.analysing import question_findings, whole_findings
from surveys.logic.linting.branches import Rehearsal, branch_findings, rehearse
from surveys.logic.linting.findings import HINT, STOP, WARN, Finding
from surveys.logic.linting.wording import wording_findings, words_in
from surveys.logic.questionnaire.document import Questionnaire
from surveys.logic.questionnaire.validation import minutes_of

ORDER = (STOP, WARN, HINT)


@dataclass(frozen=True)
class Report:
    """Everything that was found, the gravest first, and what the rehearsal measured."""

    findings: tuple[Finding, ...]
    rehearsal: Rehearsal
    levels: Mapping[str, int | None]  # readability by language


def check_questionnaire(document: Questionnaire, about: Mapping[str, Mapping[str, str]]) -> Report:
    """Look over a questionnaire; about holds the survey's own texts by language: title, lead, readers, thanks."""
    minutes = minutes_of(document)
    found = [
        *branch_findings(document),
        *question_findings(document),
        *whole_findings(document, about, minutes),
        *wording_findings(document),
    ]
    found.sort(key=lambda finding: ORDER.index(finding.level))
    return Report(
        tuple(found),
        rehearse(document, minutes),
        {language: lix(words_in(document, language)) for language in document.languages},
    )
