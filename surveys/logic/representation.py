"""Who answered compared with who lives there: expected answers by share of inhabitants, and who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEW = 0.6  # fewer than this part of the expected answers is a lack worth naming
WORTH_NAMING = 5  # expected answers from which a lack means something


@dataclass(frozen=True)
class AreaLine:
    """One area: its answers, and how many its share of the inhabitants would have brought."""

    value: str
    label: Mapping[str, str]
    n: int
    share: float | None
    inhabitants: int | None
    expected: float | None
    population_share: float | None

    @property
    def is_lacking(self) -> bool:
        """Whether clearly fewer answered than the inhabitants would let expect."""
        return self.expected is not None and self.expected >= WORTH_NAMING and self.n < FEW * self.expected


def area_lines(counts: Sequence[tuple[str, Mapping[str, str], int]], inhabitants: Mapping[str, int]) -> list[AreaLine]:
    """Compare answers by area with inhabitants by area; areas without figures are listed without a comparison."""
    known = sum(n for value, _label, n in counts if value in inhabitants)
    answered = sum(n for _value, _label, n in counts)
    people = sum(inhabitants[value] for value, _label, _n in counts if value in inhabitants)
    lines = []
    for value, label, n in counts:
        lives = inhabitants.get(value)
        part = lives / people if lives is not None and people else None
        lines.append(
            AreaLine(
                value=value,
                label=label,
                n=n,
                share=n / answered if answered else None,
                inhabitants=lives,
                expected=part * known if part is not None else None,
                population_share=part,
            )
        )
    return lines
