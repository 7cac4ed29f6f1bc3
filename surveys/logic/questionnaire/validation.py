"""Checking answers against a questionnaire: one function for page, API, paper and kiosk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.logic.questionnaire.conditions import holds
from surveys.logic.questionnaire.document import Page, Question, Questionnaire
from surveys.logic.questionnaire.faults import Fault, Unfit
from surveys.logic.questionnaire.offers import has_conditions, is_void, offered, without_withdrawn

Errors = dict[str, list[Fault]]


@dataclass(frozen=True)
class Outcome:
    """What became of the answers that were sent."""

    answers: dict[str, Any]  # cleaned; what was not shown, or not answered, has no key
    errors: Errors
    shown: tuple[str, ...]  # names of the questions that are shown with these answers
    pages: tuple[Page, ...] = field(default=())  # pages that have something to show

    @property
    def valid(self) -> bool:
        """Tell whether the answers can be kept."""
        return not self.errors


class Validator:
    """One questionnaire, ready to check answers; make it once for a version and keep it."""

    def __init__(self, document: Questionnaire) -> None:
        self.document = document
        self.steps = tuple((page, tuple((q, q.kind) for q in page.questions)) for page in document.pages)
        self.names = frozenset(document.by_name)
        self.partly = frozenset(question.name for question in document.questions if has_conditions(question))

    def check(self, raw: Any) -> Outcome:
        """Clean all answers in the order of the document; hidden ones are dropped, since a client is never trusted."""
        if not isinstance(raw, Mapping):
            return Outcome({}, {"answers": [Fault("not_an_object")]}, ())
        answers: dict[str, Any] = {}
        errors: Errors = {name: [Fault("unknown_question")] for name in raw if name not in self.names}
        shown: list[str] = []
        pages: list[Page] = []
        for page, questions in self.steps:
            if not holds(page.visible_if, answers):
                continue
            for question, kind in questions:
                if not holds(question.visible_if, answers):
                    continue
                sent, asked = raw.get(question.name), question
                if question.name in self.partly:
                    asked = offered(question, answers)
                    if is_void(question, asked):
                        continue
                    sent = without_withdrawn(question, asked, sent)
                if kind.name != "calculated":
                    shown.append(question.name)
                    if page not in pages[-1:]:
                        pages.append(page)
                value, fault = self.one(asked, sent, answers)
                if fault:
                    errors[question.name] = [fault]
                if value is not None:
                    answers[question.name] = value
        return Outcome(answers, errors, tuple(shown), tuple(pages))

    def one(self, question: Question, value: Any, answers: Mapping[str, Any]) -> tuple[Any, Fault | None]:
        """Return one answer as it is kept and what is wrong with it."""
        kind = question.kind
        if not kind.takes_answer:
            return kind.compute(question, answers), None if value is None else Fault("not_asked")
        if kind.is_empty(value):
            return None, Fault("required") if question.required else None
        try:
            cleaned = kind.clean(question, value)
        except Unfit as unfit:
            return None, unfit.fault
        if kind.is_empty(cleaned):
            return None, Fault("required") if question.required else None
        return cleaned, None


def open_answers(document: Questionnaire, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers that become contributions, by question name."""
    return {
        question.name: answers[question.name]
        for question in document.questions
        if question.open_answer and answers.get(question.name)
    }


def may_be_quoted(document: Questionnaire, answers: Mapping[str, Any]) -> bool:
    """Tell whether the words of these answers may be quoted: no, where it was asked and not allowed."""
    asked = [question.name for question in document.questions if question.role == "quotes"]
    return all(answers.get(name) is True for name in asked)


def role_answers(document: Questionnaire, answers: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return for each role (theme, area) the question's name and the chosen slug; written others name none."""
    found: dict[str, tuple[str, str]] = {}
    for question in document.questions:
        value = answers.get(question.name)
        if question.role and isinstance(value, str):
            found[question.role] = (question.name, value)
    return found


def minutes_of(document: Questionnaire) -> int:
    """Estimate the minutes: the usual seconds of each type, half of them for questions that not everybody sees."""
    seconds = 0.0
    for page in document.pages:
        for question in page.questions:
            share = 0.5 if question.visible_if or page.visible_if else 1
            seconds += share * question.kind.effort(question)
    return max(1, round(seconds / 60))
