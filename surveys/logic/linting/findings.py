"""What the check of a questionnaire says: a code, how grave it is, where it is, and what its words need."""

from collections.abc import Mapping
from dataclasses import dataclass, field

STOP, WARN, HINT = "stop", "warn", "hint"
LEVELS: Mapping[str, str] = {
    "contradiction": STOP,
    "unreachable_question": STOP,
    "unreachable_page": STOP,
    "required_hidden": STOP,
    "dead_end": STOP,
    "nothing_to_answer": STOP,
    "consent_by_condition": WARN,
    "always_shown": HINT,
    "text_for_number": WARN,
    "text_for_date": WARN,
    "overlapping_ranges": WARN,
    "one_choice": WARN,
    "same_label": WARN,
    "none_not_alone": WARN,
    "matrix_wide": WARN,
    "matrix_long": WARN,
    "leading": HINT,
    "double_barrelled": HINT,
    "double_negation": HINT,
    "long_sentence": HINT,
    "hard_to_read": HINT,
    "takes_long": WARN,
    "no_readers": STOP,
    "no_thanks": WARN,
    "no_consent": STOP,
    "missing_translation": STOP,
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at; question or page names its place, neither means the survey as a whole."""

    code: str
    question: str = ""
    page: str = ""
    language: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """How grave it is: stop (mend it first), warn (look at it), hint (a matter of taste)."""
        return LEVELS[self.code]
