"""Walking the branches: which pages and questions can be reached, which conditions can hold, where one is stuck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from re import _parser  # type: ignore[attr-defined]  # the reader of patterns that re itself uses
from typing import Any

from surveys.logic.linting.findings import Finding
from surveys.logic.linting.samples import all_tests, is_decidable, samples_of
from surveys.logic.questionnaire.conditions import All, Condition, holds, questions_of
from surveys.logic.questionnaire.document import Page, Question, Questionnaire

MOST_STEPS = 60_000  # then the question stays undecided, and nothing is said about it
MOST_BRANCHES = 5_000
MAX_TEXT = 10_000


@dataclass(frozen=True)
class Rehearsal:
    """What walking through told: how many ways there are, and the shortest and longest of them in minutes."""

    branches: int
    is_complete: bool
    minutes: int  # the usual way, as residents are told
    shortest: int
    longest: int


class Walker:
    """Tries the answers that stand for all, question by question, in the order of the document."""

    def __init__(self, document: Questionnaire) -> None:
        self.document = document
        tests = all_tests(document)
        self.undecided = {q.name for q in document.questions if not is_decidable(q, tests)}
        self.samples = {question.name: samples_of(question, tests) for question in document.questions}
        self.page_of = {question.name: page for page in document.pages for question in page.questions}

    def needed_for(self, *conditions: Condition | None, only_alone: bool = False) -> list[Question]:
        """Return the questions that decide about the conditions, in the order of the document."""
        wanted: set[str] = set()
        waiting = [name for condition in conditions for name in questions_of(condition)]
        while waiting:
            name = waiting.pop()
            if name in wanted:
                continue
            wanted.add(name)
            if not only_alone:
                question, page = self.document.by_name[name], self.page_of[name]
                waiting += [*questions_of(question.visible_if), *questions_of(page.visible_if)]
        return [question for question in self.document.questions if question.name in wanted]

    def outcomes(self, *conditions: Condition | None, alone: bool = False) -> set[bool] | None:
        """Return whether the conditions together can hold and can fail; nothing when there are too many ways.

        Alone means: whatever was shown or not, as if every question that is named could have any answer.
        """
        whole = All(tuple(condition for condition in conditions if condition is not None))
        found: set[bool] = set()
        if self.undecided & {question.name for question in self.needed_for(*conditions)}:
            return None
        ways = self.ways(self.needed_for(*conditions, only_alone=alone), {}, alone=alone)
        for steps, answers in enumerate(ways):
            if steps > MOST_STEPS:
                return None
            found.add(holds(whole, answers))
            if len(found) == 2:
                break
        return found

    def ways(self, questions: list[Question], answers: dict[str, Any], *, alone: bool) -> Iterator[dict[str, Any]]:
        """Yield the answers of every way through these questions."""
        if not questions:
            yield answers
            return
        first, rest = questions[0], questions[1:]
        if not alone and not self.is_shown(first, answers):
            yield from self.ways(rest, answers, alone=alone)
            return
        values = [*self.samples[first.name], None] if alone else self.samples[first.name]
        for value in values:
            more = answers if value is None else answers | {first.name: value}
            yield from self.ways(rest, more, alone=alone)

    def is_shown(self, question: Question, answers: dict[str, Any]) -> bool:
        """Tell whether a question is shown after these answers."""
        return holds(self.page_of[question.name].visible_if, answers) and holds(question.visible_if, answers)


def branch_findings(document: Questionnaire) -> Iterator[Finding]:
    """Yield what cannot be reached, what contradicts itself, and where one is stuck."""
    walker = Walker(document)
    for page in document.pages:
        if page.visible_if is not None:
            verdict = verdict_on(walker, page.visible_if)
            if verdict == "unreachable":
                yield Finding("unreachable_page", page=page.name, params={"page": page.name})
                yield from (Finding("required_hidden", q.name, page.name) for q in page.questions if q.required)
                continue
            if verdict:
                yield Finding(verdict, page=page.name)
                if verdict == "contradiction":
                    yield from (Finding("required_hidden", q.name, page.name) for q in page.questions if q.required)
                    continue
        for question in page.questions:
            yield from question_findings(walker, page, question)
            yield from stuck_at(question, page)
    if not any(q.kind.takes_answer and q.type != "consent" for q in document.questions):
        yield Finding("nothing_to_answer")


def question_findings(walker: Walker, page: Page, question: Question) -> Iterator[Finding]:
    """Yield what is wrong with the condition of one question."""
    if question.visible_if is None:
        return
    verdict = verdict_on(walker, question.visible_if, page.visible_if)
    if verdict:
        yield Finding("unreachable_question" if verdict == "unreachable" else verdict, question.name, page.name)
    if question.required and verdict in ("contradiction", "unreachable"):
        yield Finding("required_hidden", question.name, page.name)
    if question.type == "consent" and question.required and not verdict:
        yield Finding("consent_by_condition", question.name, page.name)


def verdict_on(walker: Walker, condition: Condition, outer: Condition | None = None) -> str:
    """Return "contradiction", "unreachable", "always_shown", or nothing for a condition that tells people apart."""
    if walker.outcomes(condition, alone=True) == {False}:
        return "contradiction"
    found = walker.outcomes(outer, condition)
    if found == {False}:
        return "unreachable"
    if outer is None and found == {True}:
        return "always_shown"
    return ""


def stuck_at(question: Question, page: Page) -> Iterator[Finding]:
    """Yield a question that must be answered and cannot be: nobody would get past it."""
    if not question.required:
        return
    choices = len([choice for choice in question.choices if not choice.exclusive])
    few = question.type in ("multi_choice", "ranking", "image_choice") and (question.min or 0) > max(choices, 1)
    if few or shortest_match(question.pattern) > (question.max_length or MAX_TEXT):
        yield Finding("dead_end", question.name, page.name)


def shortest_match(pattern: str | None) -> int:
    """Return how many letters the shortest text has that a pattern lets through."""
    return int(_parser.parse(pattern).getwidth()[0]) if pattern else 0


def rehearse(document: Questionnaire, usual: int) -> Rehearsal:
    """Count the different ways through the survey and how long the shortest and the longest take."""
    walker = Walker(document)
    conditions = [page.visible_if for page in document.pages]
    conditions += [question.visible_if for question in document.questions]
    deciding = walker.needed_for(*conditions)
    seen: set[tuple[bool, ...]] = set()
    complete = True
    for steps, answers in enumerate(walker.ways(deciding, {}, alone=False)):
        if steps > MOST_STEPS or len(seen) > MOST_BRANCHES:
            complete = False
            break
        seen.add(tuple(walker.is_shown(question, answers) for question in document.questions))
    efforts = [question.kind.effort(question) for question in document.questions]
    lengths = [sum(e for e, shown in zip(efforts, way, strict=True) if shown) for way in seen] or [0]
    return Rehearsal(len(seen), complete, usual, max(1, round(min(lengths) / 60)), max(1, round(max(lengths) / 60)))
