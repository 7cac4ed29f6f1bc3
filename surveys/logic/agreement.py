"""How well two or more readers agree: Cohen's kappa, and Krippendorff's alpha, which takes gaps and any number of readers.

Cohen 1960, "A coefficient of agreement for nominal scales"; Krippendorff 2011, "Computing Krippendorff's
Alpha-Reliability" (nominal data). 1 is full agreement, 0 what chance gives; None where nothing can be said, as when
everybody gave the same label to everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

GOOD, FAIR = 0.8, 0.667  # Krippendorff 2004: to be relied on; for careful conclusions


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return kappa of two readers who both labelled each thing."""
    n = len(pairs)
    if not n:
        return None
    first, second = Counter(one for one, _two in pairs), Counter(two for _one, two in pairs)
    agreed = sum(one == two for one, two in pairs) / n
    by_chance = sum(first[label] * second[label] for label in first) / n**2
    return (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else None


def krippendorff_alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Return alpha for nominal labels: a unit is the labels that its readers gave, whoever they were."""
    paired = [unit for unit in units if len(unit) > 1]
    totals: Counter[Hashable] = Counter()
    apart = 0.0
    for unit in paired:
        counts = Counter(unit)
        totals += counts
        apart += (len(unit) ** 2 - sum(count**2 for count in counts.values())) / (len(unit) - 1)
    n = sum(totals.values())
    expected = n**2 - sum(count**2 for count in totals.values())
    if n < 2 or not expected:
        return None
    return 1 - (n - 1) * apart / expected


def verdict(alpha: float | None) -> str:
    """Return how far codes can be relied on: good, fair, poor, or unknown."""
    if alpha is None:
        return "unknown"
    return "good" if alpha >= GOOD else "fair" if alpha >= FAIR else "poor"


def readings_by_unit(readings: Sequence[tuple[int, str, frozenset[str]]]) -> dict[str, dict[int, frozenset[str]]]:
    """Return what each reader gave to each answer, from (reader, answer, codes)."""
    found: dict[str, dict[int, frozenset[str]]] = {}
    for reader, answer, codes in readings:
        found.setdefault(answer, {})[reader] = codes
    return found


def alpha_of_code(code: str, units: Mapping[str, Mapping[int, frozenset[str]]]) -> float | None:
    """Return alpha for giving or not giving one code."""
    return krippendorff_alpha([[code in codes for codes in unit.values()] for unit in units.values()])


def kappa_of_code(
    code: str, units: Mapping[str, Mapping[int, frozenset[str]]], first: int, second: int
) -> float | None:
    """Return kappa of two readers for giving or not giving one code, over the answers that both read."""
    both = [unit for unit in units.values() if first in unit and second in unit]
    return cohen_kappa([(code in unit[first], code in unit[second]) for unit in both])
