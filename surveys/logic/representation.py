"""Who answered compared with who lives there: expected answers by share of inhabitants, and who is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEW = 0.6  # fewer than this part of the expected answers is a lack worth naming
WORTH_NAMING = 5  # expected answers from which a lack means something
NEARLY = 0.9  # from this part of the expected answers on nothing is lacking, however sure the difference is
BEYOND_CHANCE = 2.0  # standard deviations


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
        """Whether clearly fewer answered than the inhabitants would let expect: by much, or by more than chance."""
        if self.expected is None or self.population_share is None or self.expected < WORTH_NAMING:
            return False
        spread = math.sqrt(self.expected * (1 - self.population_share))
        sure = self.n < NEARLY * self.expected and self.expected - self.n > BEYOND_CHANCE * spread
        return self.n < FEW * self.expected or sure

    @property
    def short(self) -> int:
        """How many more answers from here alone would bring the group to its share of the inhabitants."""
        if self.expected is None or self.population_share is None or self.population_share >= 1:
            return 0
        return max(0, math.ceil((self.expected - self.n) / (1 - self.population_share)))


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
