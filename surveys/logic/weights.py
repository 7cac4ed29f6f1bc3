"""Raking: weights by groups that make the answers resemble the inhabitants, within limits, or reasons why not.

Responses of one combination of groups share one weight, so that everything is computed from counts. Weights are a
second number beside the raw one, never instead of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[str, ...]
UNKNOWN = ""  # did not say: keeps its share
LOWEST, HIGHEST = 0.2, 5.0
ROUNDS = 1000
CLOSE = 1e-12  # of a share: far below what is ever shown
TRIMS = 20
FEW_IN_GROUP = 5
LARGE_EFFECT = 2.0


@dataclass(frozen=True)
class Margin:
    """One thing that is known of the inhabitants: the share of each group."""

    name: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Weights:
    """Weights by combination of groups, with mean 1, and how good they are; no weights when there are problems."""

    cells: Mapping[Cell, float]
    problems: Sequence[tuple[str, str, str]] = ()  # code, margin, group
    warnings: Sequence[tuple[str, str, str]] = ()
    rounds: int = 0
    trimmed: int = 0
    off: float = 0.0  # the largest difference of a weighted share from its target
    n: int = 0
    effective: float = 0.0  # as many answers without weights would be as exact

    @property
    def usable(self) -> bool:
        """Whether there are weights."""
        return not self.problems

    @property
    def effect(self) -> float:
        """By how much weighting makes the variance larger."""
        return self.n / self.effective if self.effective else 0.0


def targets_of(margin: Margin, place: int, counts: Mapping[Cell, int]) -> dict[str, float]:
    """Return the share wanted of each group; those who did not say keep theirs, and the rest is shared out."""
    n = sum(counts.values())
    unknown = sum(count for cell, count in counts.items() if cell[place] not in margin.shares) / n
    whole = math.fsum(margin.shares.values())
    targets = {group: (1 - unknown) * share / whole for group, share in margin.shares.items() if share > 0}
    return {**targets, UNKNOWN: unknown} if unknown else targets


def problems_of(margins: Sequence[Margin], counts: Mapping[Cell, int]) -> tuple[list[tuple[str, str, str]], ...]:
    """Return what forbids weighting, and what makes it doubtful: groups that nobody or hardly anybody is in."""
    problems: list[tuple[str, str, str]] = []
    warnings: list[tuple[str, str, str]] = []
    for place, margin in enumerate(margins):
        for group, share in margin.shares.items():
            n = sum(count for cell, count in counts.items() if cell[place] == group)
            if share > 0 and not n:
                problems.append(("empty_group", margin.name, group))
            elif share > 0 and n < FEW_IN_GROUP:
                warnings.append(("small_group", margin.name, group))
    if not margins or not sum(counts.values()):
        problems.append(("nothing_known", "", ""))
    return problems, warnings


def rake(
    counts: Mapping[Cell, int], margins: Sequence[Margin], *, lowest: float = LOWEST, highest: float = HIGHEST
) -> Weights:
    """Return weights under which every group has its share of the inhabitants; each lies between the limits.

    Where the limits and the shares cannot both be kept, the limits are, and it is told how far off the shares are.
    """
    known = {
        tuple(value if value in margin.shares else UNKNOWN for value, margin in zip(cell, margins, strict=True)): 0
        for cell in counts
    }
    for cell, count in counts.items():
        known[tuple(v if v in margin.shares else UNKNOWN for v, margin in zip(cell, margins, strict=True))] += count
    known = {cell: count for cell, count in known.items() if count}
    problems, warnings = problems_of(margins, known)
    if problems:
        return Weights({}, problems, warnings, n=sum(known.values()))
    targets = [targets_of(margin, place, known) for place, margin in enumerate(margins)]
    weights, rounds = fitted(known, targets, dict.fromkeys(known, 1.0))
    if rounds == ROUNDS:
        return Weights({}, [("not_converged", "", "")], warnings, rounds, n=sum(known.values()))
    trimmed: set[Cell] = set()
    for _trim in range(TRIMS):
        outside = {cell for cell, weight in weights.items() if not lowest <= weight <= highest}
        if not outside:
            break
        trimmed |= outside
        limited = {cell: min(max(weight, lowest), highest) for cell, weight in weights.items()}
        weights, _rounds = fitted(known, targets, limited, ROUNDS // 10)
    weights = {cell: min(max(weight, lowest), highest) for cell, weight in weights.items()}
    off = max(largest_gap(known, weights, place, target) for place, target in enumerate(targets))
    if off > 1e-6:
        warnings.append(("limits_kept", "", ""))
    return described(known, weights, warnings, rounds, len(trimmed), off)


def described(
    counts: Mapping[Cell, int],
    weights: Mapping[Cell, float],
    warnings: Sequence[tuple[str, str, str]],
    rounds: int,
    trimmed: int,
    off: float,
) -> Weights:
    """Return weights with the measures of how good they are."""
    n = sum(counts.values())
    total = math.fsum(weights[cell] * count for cell, count in counts.items())
    squares = math.fsum(weights[cell] ** 2 * count for cell, count in counts.items())
    effective = total**2 / squares if squares else 0.0
    warnings = [*warnings, *([("large_effect", "", "")] if effective and n / effective > LARGE_EFFECT else [])]
    return Weights(dict(weights), (), warnings, rounds, trimmed, off, n, effective)


def fitted(
    counts: Mapping[Cell, int],
    targets: Sequence[Mapping[str, float]],
    start: Mapping[Cell, float],
    rounds: int = ROUNDS,
) -> tuple[dict[Cell, float], int]:
    """Return weights of mean 1 after making one margin after the other right until all are; and the rounds needed."""
    n = sum(counts.values())
    weights = dict(start)
    for turn in range(1, rounds + 1):
        gap = 0.0
        for place, target in enumerate(targets):
            sums = sums_of(counts, weights, place)
            factors = {group: share * n / sums[group] for group, share in target.items() if sums.get(group)}
            gap = max(gap, *(abs(factor - 1) for factor in factors.values()))
            weights = {cell: weight * factors.get(cell[place], 1.0) for cell, weight in weights.items()}
        if gap < CLOSE:
            return weights, turn
    return weights, rounds


def sums_of(counts: Mapping[Cell, int], weights: Mapping[Cell, float], place: int) -> dict[str, float]:
    """Return the weighted number in each group of a margin."""
    sums: dict[str, float] = {}
    for cell, count in counts.items():
        sums[cell[place]] = sums.get(cell[place], 0.0) + weights[cell] * count
    return sums


def largest_gap(
    counts: Mapping[Cell, int], weights: Mapping[Cell, float], place: int, target: Mapping[str, float]
) -> float:
    """Return by how much a weighted share differs from its target at most."""
    sums = sums_of(counts, weights, place)
    total = math.fsum(sums.values())
    return max(abs(sums.get(group, 0.0) / total - share) for group, share in target.items())
