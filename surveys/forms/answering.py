"""One person's filling in of a survey, page by page: what a page sent, merged with what earlier pages sent.

Nothing is kept on the server: the answers travel in a hidden field and are checked again at the end.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveys.logic.questionnaire.attached import MARK
from surveys.logic.questionnaire.document import Page, Question
from surveys.logic.questionnaire.faults import Fault
from surveys.logic.questionnaire.validation import Outcome, Validator

WHOLE = "whole"  # all pages at once, as a browser without network sends them
CHECK = "check"  # the last step: nothing to fill in, everything to see
STATE_LIMIT = 2_000_000


@dataclass
class Sitting:
    """What a page knows of the person answering: the key made when the form opened, and all answers so far."""

    key: uuid.UUID = field(default_factory=uuid.uuid4)
    channel: str = ""
    step: str = ""
    answers: dict[str, Any] = field(default_factory=dict)  # as sent: never trusted, kept even when wrong
    shown: frozenset[str] = frozenset()
    admission: str = ""  # sealed: a right to answer that a code gave
    later: str = ""  # the code under which this form is kept on the server
    receipt: str = ""  # when an answer that was sent is corrected
    based: str = ""  # hash of the answers that are corrected
    moment: str = ""  # signed: when the first page was turned
    proof: str = ""  # computed by the browser when a survey is under attack
    hidden: bool = False  # the field that nobody sees was filled in

    @classmethod
    def from_post(cls, fields: Mapping[str, Sequence[str]], validator: Validator) -> "Sitting":
        """Read a posted page."""
        shown = frozenset(fields.get("shown", ()))
        sitting = cls(
            key=key_from(first(fields, "key")),
            channel=first(fields, "channel")[:20],
            step=first(fields, "step"),
            answers=answers_from(first(fields, "state")),
            shown=shown,
            admission=first(fields, "admission")[:600],
            later=first(fields, "later")[:40],
            receipt=first(fields, "receipt")[:40],
            based=first(fields, "based")[:64],
            moment=first(fields, "moment")[:300],
            proof=first(fields, "proof")[:120],
            hidden=bool(first(fields, "website")),
        )
        for page in validator.document.pages:
            for question in page.questions if sitting.step in (page.name, WHOLE) else ():
                if question.name in shown:
                    sitting.put(question, question.kind.from_fields(question, fields))
        return sitting

    def put(self, question: Question, value: Any) -> None:
        """Keep one answer of the page; an emptied one goes."""
        if value is None:
            self.answers.pop(question.name, None)
        else:
            self.answers[question.name] = value

    @property
    def state(self) -> str:
        """All answers for the hidden field."""
        return json.dumps(self.answers, ensure_ascii=False, separators=(",", ":"))


def first(fields: Mapping[str, Sequence[str]], name: str) -> str:
    """Return the first value sent under a name."""
    return next(iter(fields.get(name, ())), "")


def key_from(text: str) -> uuid.UUID:
    """Return the key of the form; a broken one is replaced."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def answers_from(text: str) -> dict[str, Any]:
    """Return the answers of the hidden field; what was tampered with beyond reading counts as none."""
    if len(text) > STATE_LIMIT:
        return {}
    try:
        answers = json.loads(text)
        json.dumps(answers, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return {}
    return answers if isinstance(answers, dict) else {}


class Progress:
    """Where a sitting stands in the questionnaire, with the answers given so far."""

    def __init__(self, validator: Validator, sitting: Sitting) -> None:
        self.validator = validator
        self.sitting = sitting

    @cached_property
    def outcome(self) -> Outcome:
        """All answers checked."""
        return self.validator.check(self.known)

    @property
    def known(self) -> dict[str, Any]:
        """What was answered, as it was sent; without what is computed, which nobody may send."""
        return {name: value for name, value in self.sitting.answers.items() if name in self.validator.names}

    @cached_property
    def steps(self) -> list[str]:
        """The names of the pages that will be shown, and the last look."""
        return [page.name for page in self.outcome.pages] + [CHECK]

    @property
    def step(self) -> str:
        """The step that is on; one that does not exist any more gives the first."""
        return self.sitting.step if self.sitting.step in self.steps else self.steps[0]

    @property
    def number(self) -> int:
        """Which part this is, from 1."""
        return self.steps.index(self.step) + 1

    @property
    def page(self) -> Page | None:
        """The page that is on; none at the last look."""
        return next((page for page in self.outcome.pages if page.name == self.step), None)

    @property
    def faults(self) -> dict[str, list[Fault]]:
        """What is wrong on the page that is on."""
        names = {question.name for question in self.page.questions} if self.page else set()
        return {name: faults for name, faults in self.outcome.errors.items() if name in names}

    def appeared(self) -> set[str]:
        """Return the questions of this page that are shown by the answers just given and were not seen yet."""
        names = {question.name for question in self.page.questions} if self.page else set()
        return (names & set(self.outcome.shown)) - self.sitting.shown

    def without(self, refused: Mapping[str, Sequence[Mapping[str, str]]]) -> "Progress":
        """Return the sitting with the reason in place of each refused file, on the first page where one is missing."""
        for name, faults in refused.items():
            self.sitting.answers[name] = MARK + faults[0]["code"]
        again = Progress(self.validator, self.sitting)
        again.to_first_fault()
        return again

    def go(self, step: str) -> None:
        """Turn to a step by its name."""
        self.sitting.step = step

    def turn(self, by: int) -> None:
        """Turn forwards or backwards, never beyond the ends."""
        place = min(max(self.number - 1 + by, 0), len(self.steps) - 1)
        self.go(self.steps[place])

    def to_first_fault(self) -> None:
        """Turn to the first page on which something is wrong."""
        for page in self.outcome.pages:
            if any(question.name in self.outcome.errors for question in page.questions):
                self.go(page.name)
                return

    def is_shown(self, question: Question) -> bool:
        """Tell whether a question is to be seen with the answers so far."""
        return question.name in self.outcome.shown

    def known_before(self) -> dict[str, Any]:
        """Return the checked answers of other pages, for the browser's own look at conditions."""
        names = {question.name for question in self.page.questions} if self.page else set()
        return {name: value for name, value in self.outcome.answers.items() if name not in names}
