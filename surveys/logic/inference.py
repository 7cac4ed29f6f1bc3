"""Intervals and tests from counts, as the sources give them, without a library.

Wilson's interval for a share (Wilson 1927); Pearson's chi-square test of a table, without a continuity correction;
the tests of ranks of Mann and Whitney (two groups) and of Kruskal and Wallis (more), corrected for ties; Holm's
correction for several tests (Holm 1979); quantiles as R and numpy give them unless told (Hyndman and Fan, type 7).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Z95 = 1.959963984540054
SMALL_EXPECTED = 5.0
MOST_SMALL = 0.2  # Cochran: at most a fifth of the cells may be expected to hold fewer than five
FEW_RANKED = 8  # fewer answers in a group than this make the test of ranks a guess


@dataclass(frozen=True)
class Outcome:
    """What a test said: which one, its statistic, degrees of freedom, p, size of the effect; few: do not trust it."""

    test: str  # chi_square, mann_whitney, kruskal
    n: int
    statistic: float
    df: int
    p: float
    effect: float  # Cramér's V, the share of pairs in which the first group is higher, epsilon squared
    few: bool = False


def wilson(count: int, n: int, z: float = Z95) -> tuple[float, float] | None:
    """Return the interval of a share, nothing when nobody answered."""
    if not n:
        return None
    share, spread = count / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def chi_square_tail(x: float, df: int) -> float:
    """Return how likely a chi-square variable is at least x: the closed form for whole degrees of freedom."""
    half = x / 2
    if half <= 0 or df < 1:
        return 1.0
    if df % 2 == 0:
        return min(1.0, math.fsum(math.exp(i * math.log(half) - half - math.lgamma(i + 1)) for i in range(df // 2)))
    parts = (math.exp((i - 0.5) * math.log(half) - half - math.lgamma(i + 0.5)) for i in range(1, (df - 1) // 2 + 1))
    return min(1.0, math.erfc(math.sqrt(half)) + math.fsum(parts))


def chi_square(table: Sequence[Sequence[int]]) -> Outcome | None:
    """Return Pearson's test of a table of counts; rows and columns that nobody is in say nothing."""
    rows = [row for row in table if sum(row)]
    kept = [place for place in range(len(rows[0])) if any(row[place] for row in rows)] if rows else []
    rows = [[row[place] for place in kept] for row in rows]
    if len(rows) < 2 or len(kept) < 2:
        return None
    n = sum(map(sum, rows))
    heights, widths = [sum(row) for row in rows], [sum(column) for column in zip(*rows, strict=True)]
    expected = [[height * width / n for width in widths] for height in heights]
    pairs = [(seen, e) for row, own in zip(rows, expected, strict=True) for seen, e in zip(row, own, strict=True)]
    statistic = math.fsum((seen - e) ** 2 / e for seen, e in pairs)
    df = (len(rows) - 1) * (len(kept) - 1)
    small = sum(e < SMALL_EXPECTED for _seen, e in pairs)
    few = small > MOST_SMALL * len(pairs) or min(e for _seen, e in pairs) < 1
    strength = math.sqrt(statistic / (n * (min(len(rows), len(kept)) - 1)))
    return Outcome("chi_square", n, statistic, df, chi_square_tail(statistic, df), strength, few)


def ranked(groups: Sequence[Mapping[float, int]]) -> Outcome | None:
    """Return the test of ranks of two or more groups of counted numbers."""
    groups = [group for group in groups if sum(group.values())]
    if len(groups) < 2:
        return None
    sizes = [sum(group.values()) for group in groups]
    n = sum(sizes)
    ranks: dict[float, float] = {}
    passed, ties = 0, 0.0
    for value in sorted({value for group in groups for value in group}):
        tied = sum(group.get(value, 0) for group in groups)
        ranks[value] = passed + (tied + 1) / 2
        ties += tied**3 - tied
        passed += tied
    alike = 1 - ties / (n**3 - n) if n > 1 else 0.0
    if alike <= 0:
        return None
    sums = [math.fsum(ranks[value] * count for value, count in group.items()) for group in groups]
    spread = math.fsum(total**2 / size for total, size in zip(sums, sizes, strict=True))
    statistic = max(0.0, (12 / (n * (n + 1)) * spread - 3 * (n + 1)) / alike)
    df = len(groups) - 1
    if df == 1:
        higher = (sums[0] - sizes[0] * (sizes[0] + 1) / 2) / (sizes[0] * sizes[1])
        name, effect = "mann_whitney", higher
    else:
        name, effect = "kruskal", statistic / (n - 1)
    return Outcome(name, n, statistic, df, chi_square_tail(statistic, df), effect, min(sizes) < FEW_RANKED)


def holm(values: Sequence[float]) -> list[float]:
    """Return p values corrected for being several, in the order given."""
    ordered = sorted(range(len(values)), key=values.__getitem__)
    corrected = [1.0] * len(values)
    highest = 0.0
    for passed, place in enumerate(ordered):
        highest = max(highest, min(1.0, values[place] * (len(values) - passed)))
        corrected[place] = highest
    return corrected


def quantile(counts: Mapping[float, int], part: float) -> float | None:
    """Return the number below which this part of the answers lies, between two where it falls between them."""
    n = sum(counts.values())
    if not n:
        return None
    place = part * (n - 1)
    low, rest = int(place), place - int(place)
    found: list[float] = []
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        while len(found) < 2 and passed > min(low + len(found), n - 1):
            found.append(value)
    return found[0] + rest * (found[1] - found[0])
