"""Do channels answer differently when area and age are held equal? Stratified comparison of two channels.

Within each stratum (same area, same age group) the shares of the two channels are compared; the strata are joined with
the weights of Mantel and Haenszel. Difference of shares and its variance: Greenland and Robins, Biometrics 41 (1985)
55-68. Test: Mantel and Haenszel, JNCI 22 (1959) 719-748, without correction for continuity. Many options are tested at
once, so the limits are those of Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

LEVEL, Z = 0.05, 1.959964


@dataclass
class Stratum:
    """One group of equals: how many answered by each channel, and how many of them chose the option."""

    first_n: int = 0
    first_hits: int = 0
    second_n: int = 0
    second_hits: int = 0

    @property
    def tells(self) -> bool:
        """Tell whether both channels are there to be compared."""
        return bool(self.first_n and self.second_n)


@dataclass(frozen=True)
class Effect:
    """The difference of two channels for one option, strata held equal; p is that of the test."""

    first_n: int
    second_n: int
    strata: int
    difference: float
    low: float
    high: float
    p: float
    stands: bool = False  # still clear after all options were counted


def effect_of(strata: Iterable[Stratum]) -> Effect | None:
    """Return the joined difference second minus first, nothing when no stratum has both channels."""
    told = [one for one in strata if one.tells]
    if not told:
        return None
    weight = difference = spread = excess = variance = 0.0
    for one in told:
        n1, n0, total = one.second_n, one.first_n, one.first_n + one.second_n
        hits1, hits0 = one.second_hits, one.first_hits
        weight += n1 * n0 / total
        difference += (hits1 * n0 - hits0 * n1) / total
        spread += (hits1 * (n1 - hits1) * n0**3 + hits0 * (n0 - hits0) * n1**3) / (n1 * n0 * total**2)
        hits = hits1 + hits0
        excess += hits1 - n1 * hits / total
        if total > 1:
            variance += n1 * n0 * hits * (total - hits) / (total**2 * (total - 1))
    share, error = difference / weight, math.sqrt(spread) / weight
    p = math.erfc(math.sqrt(excess**2 / variance / 2)) if variance else 1.0
    return Effect(
        sum(one.first_n for one in told), sum(one.second_n for one in told), len(told),
        share, max(-1.0, share - Z * error), min(1.0, share + Z * error), p,
    )  # fmt: skip


def held(effects: Sequence[Effect]) -> list[Effect]:
    """Return the effects, each told whether it stands among all of them (Holm)."""
    order = sorted(range(len(effects)), key=lambda n: effects[n].p)
    standing: set[int] = set()
    for place, n in enumerate(order):
        if effects[n].p > LEVEL / (len(effects) - place):
            break
        standing.add(n)
    return [replace(effect, stands=n in standing) for n, effect in enumerate(effects)]


def raw_shares(strata: Mapping[object, Stratum]) -> tuple[float, float]:
    """Return the plain shares of both channels, nothing held equal."""
    first_n, second_n = (sum(getattr(one, name) for one in strata.values()) for name in ("first_n", "second_n"))
    first, second = (sum(getattr(one, name) for one in strata.values()) for name in ("first_hits", "second_hits"))
    return first / first_n if first_n else 0.0, second / second_n if second_n else 0.0
