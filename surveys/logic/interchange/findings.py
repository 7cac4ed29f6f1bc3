"""What became of one row of a foreign form: kept, kept with a difference, or not kept, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DROPPED, CHANGED = "dropped", "changed"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was in the file: its row, its name, a code, and what the words need."""

    row: int  # as the spreadsheet numbers it; 0 for the form as a whole
    name: str
    type: str
    code: str
    effect: str = CHANGED
    params: Mapping[str, str] = field(default_factory=dict)


class NoCounterpartError(Exception):
    """Something that the questionnaire cannot say; carries a code and what the words need."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class UnreadableFormError(Exception):
    """A file that cannot be taken at all; carries a code and what the words need."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
