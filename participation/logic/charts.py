"""Measures of the charts that the server draws: lengths as text, so that no language puts a comma in them."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

HEIGHT = 140  # pixels of the columns' drawing
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Bar:
    """One bar of a chart of one series; n is None where it may not be shown."""

    key: str
    name: Mapping[str, str]
    n: int | None
    width: str = "0%"
    share: float | None = None
    inhabitants: int | None = None
    per_thousand: float | None = None


@dataclass(frozen=True)
class Column:
    """One column of a chart over time."""

    start: str
    n: int
    x: str
    width: str
    y: str
    height: str

    @property
    def day(self) -> datetime.date:
        """The day on which the column's time begins."""
        return datetime.date.fromisoformat(self.start)


def bars_of(rows: Iterable[tuple[str, Mapping[str, str], int | None, int | None]], total: int) -> list[Bar]:
    """Return bars as long as their share of the longest; rows are (key, name, n, inhabitants)."""
    rows = list(rows)
    longest = max((n or 0 for _key, _name, n, _people in rows), default=0) or 1
    return [
        Bar(
            key,
            name,
            n,
            width=f"{100 * (n or 0) / longest:.1f}%",
            share=n / total if n is not None and total else None,
            inhabitants=people,
            per_thousand=1000 * n / people if n is not None and people else None,
        )
        for key, name, n, people in rows
    ]


def columns_of(counts: Mapping[datetime.date, int], least: int = 1) -> tuple[list[Column], int]:
    """Return the columns from the first to the last day, gaps included, and the days that one stands for."""
    if not counts:
        return [], 1
    first, last = min(counts), max(counts)
    step = next((days for days in (1, 7, 28, 91) if days >= least and (last - first).days // days < MOST_COLUMNS), 364)
    if step > 1:
        first -= datetime.timedelta(days=first.weekday())
    slots = (last - first).days // step + 1
    series: Counter[int] = Counter()
    for day, n in counts.items():
        series[(day - first).days // step] += n
    starts = [(first + datetime.timedelta(days=step * place)).isoformat() for place in range(slots)]
    return drawn([(start, series[place]) for place, start in enumerate(starts)]), step


def drawn(series: Sequence[tuple[str, int]]) -> list[Column]:
    """Return the columns of a series side by side; a single one does not fill the whole width."""
    highest = max((n for _start, n in series), default=0) or 1
    slot = 100 / max(len(series), 12)
    columns = []
    for place, (start, n) in enumerate(series):
        height = HEIGHT * n / highest
        columns.append(
            Column(start, n, f"{slot * place:.3f}%", f"{slot * 0.8:.3f}%", f"{HEIGHT - height:.1f}", f"{height:.1f}")
        )
    return columns
