"""What can be wrong: with a questionnaire (for its author) and with an answer (for the person who answers)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class QuestionnaireError(ValueError):
    """A document that is no questionnaire; path says where, e.g. "pages[0].questions[2].choices"."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one answer: a code for programs and what its words need; words are made elsewhere."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Unfit(Exception):
    """An answer that cannot be kept as it is; carries the fault."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.fault = Fault(code, params)
