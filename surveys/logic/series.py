"""Repeated surveys: what changed between two askings of a question, where its series breaks, and its numbers over time.

A change of type or of scale always breaks a series: there is no number that would mean the same. A change of options,
words or of who is asked breaks it until a person has said that the question still asks the same.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.logic.inference import Z95, wilson
from surveys.logic.result_tables import Shape, Table, Texts, is_step
from surveys.logic.results import MANY_OF, MATRICES, NO_OPINION, NUMBERS, ONE_OF

HARD = frozenset({"type", "scale", "unit"})
CHOSEN = ONE_OF - {"yes_no", "consent"}  # these differ only in how they look
COMPARED = ONE_OF | MANY_OF | NUMBERS | MATRICES | {"ranking", "allocation"}
SHARE, MEAN = "share", "mean"


@dataclass(frozen=True)
class Judged:
    """What a person said of a question: which it continues, whether it asks the same, and of which changes."""

    continues: str
    verdict: str = ""
    changes: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Wave:
    """One survey of a series: its words, its day, its questions, their tables, and what was said of them."""

    key: str
    title: Texts
    day: datetime.date
    n: int | None
    shapes: Mapping[str, Shape]
    tables: Mapping[str, Table]
    judged: Mapping[str, Judged] = field(default_factory=dict)
    is_live: bool = False

    def question_for(self, identity: str) -> str:
        """Return the name of the question that the series knows by this name, empty when it is not asked here."""
        for name, said in self.judged.items():
            if said.continues == identity and name in self.shapes:
                return name
        return identity if identity in self.shapes and identity not in self.judged else ""


@dataclass(frozen=True)
class Step:
    """From one asking of a question to the next: what changed, and whether numbers can be compared."""

    changes: tuple[str, ...]
    verdict: str = ""  # what a person said of exactly these changes
    note: Texts = field(default_factory=dict)

    @property
    def is_forced(self) -> bool:
        """Whether nobody can call this the same question."""
        return bool(HARD & set(self.changes))

    @property
    def is_break(self) -> bool:
        """Whether numbers before and after must not be joined."""
        return self.is_forced or self.verdict == "break" or (bool(self.changes) and self.verdict != "same")

    @property
    def is_open(self) -> bool:
        """Whether a person has yet to look at it."""
        return bool(self.changes) and not self.verdict and not self.is_forced


@dataclass(frozen=True)
class Asked:
    """A question as one survey of the series asked it; step is how it differs from the asking before."""

    wave: Wave
    name: str
    shape: Shape
    table: Table
    step: Step | None = None


@dataclass(frozen=True)
class Point:
    """One number of one survey with its interval; change is the difference from the number before it, if comparable."""

    place: int
    n: int | None
    value: float | None
    low: float | None = None
    high: float | None = None
    change: tuple[float, float, float] | None = None
    breaks: bool = False  # whether the series breaks before it


@dataclass(frozen=True)
class Track:
    """One option, row or mean through the surveys."""

    label: Texts
    kind: str
    points: Sequence[Point]
    group: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Through:
    """One question through the series."""

    identity: str
    asked: Sequence[Asked]
    tracks: Sequence[Track]

    @property
    def newest(self) -> Asked:
        """The last asking."""
        return self.asked[-1]

    @property
    def breaks(self) -> Sequence[Asked]:
        """The askings before which the series breaks."""
        return [one for one in self.asked if one.step and one.step.is_break]


def through_of(waves: Sequence[Wave]) -> list[Through]:
    """Return every question that at least two surveys ask, in the order of the newest survey that asks it."""
    found = []
    for identity in identities_of(waves):
        asked = asked_in(waves, identity)
        if len(asked) > 1:
            places = {wave.key: place for place, wave in enumerate(waves)}
            found.append(Through(identity, asked, tracks_of(asked, places)))
    return found


def identities_of(waves: Sequence[Wave]) -> list[str]:
    """Return the names by which the series knows its questions, those of the newest survey first."""
    names: dict[str, None] = {}
    for wave in reversed(waves):
        for name, shape in wave.shapes.items():
            identity = wave.judged[name].continues if name in wave.judged else name
            if identity and shape.type in COMPARED:
                names.setdefault(identity)
    return list(names)


def asked_in(waves: Sequence[Wave], identity: str) -> list[Asked]:
    """Return the askings of a question, oldest first, each compared with the one before."""
    found: list[Asked] = []
    for wave in waves:
        name = wave.question_for(identity)
        if not name or wave.shapes[name].type not in COMPARED:
            continue
        shape = wave.shapes[name]
        table = wave.tables.get(name) or {"name": name, "type": shape.type, "n": None, "hidden": True}
        step = step_between(found[-1].shape, shape, wave.judged.get(name)) if found else None
        found.append(Asked(wave, name, shape, table, step))
    return found


def step_between(before: Shape, now: Shape, said: Judged | None) -> Step:
    """Return how a question differs from its earlier self; a verdict about other changes does not count."""
    changes = changes_between(before, now)
    if said is None or said.changes != changes:
        kept = said.verdict if said and said.verdict == "break" else ""
        return Step(changes, kept, said.note if said and kept else {})
    return Step(changes, said.verdict, said.note)


def changes_between(before: Shape, now: Shape) -> tuple[str, ...]:
    """Return what changed, as codes in a fixed order."""
    found = []
    if before.type != now.type and not {before.type, now.type} <= CHOSEN:
        found.append("type")
    elif now.type in NUMBERS:
        if steps_of(before) != steps_of(now):
            found.append("scale")
        if plain_texts(before.extra.get("unit")) != plain_texts(now.extra.get("unit")):
            found.append("unit")
    elif now.type in MATRICES and is_scaled(before) and is_scaled(now) and steps_of(before) != steps_of(now):
        found.append("scale")
    if "type" not in found and "scale" not in found:
        old, new = dict(before.choices), dict(now.choices)
        if set(old) != set(new):
            found.append("options")
        if any(differ(old[value], new[value]) for value in new if value in old):
            found.append("option_words")
        old, new = dict(before.rows), dict(now.rows)
        if any(differ(old[value], new[value]) for value in new if value in old):
            found.append("row_words")
    if differ(before.label, now.label):
        found.append("words")
    if set(before.depends_on) != set(now.depends_on):
        found.append("asked")
    return tuple(found)


def steps_of(shape: Shape) -> tuple[str, ...]:
    """Return the numbers that can be chosen on a scale."""
    return tuple(value for value, _label in shape.choices if value != NO_OPINION)


def is_scaled(shape: Shape) -> bool:
    """Tell whether the columns of a matrix are steps that have a mean."""
    return bool(shape.choices) and all(is_step(value) for value in steps_of(shape))


def differ(before: Texts, now: Texts) -> bool:
    """Tell whether words differ in a language that both have; case, blanks and marks do not count."""
    return any(plain(before[code]) != plain(now[code]) for code in now if before.get(code) and now[code])


def plain(text: str) -> str:
    """Return letters and digits alone."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", text).casefold()).strip()


def plain_texts(texts: object) -> dict[str, str]:
    """Return words by language as they are compared."""
    return {code: plain(text) for code, text in texts.items() if text} if isinstance(texts, Mapping) else {}


def tracks_of(asked: Sequence[Asked], places: Mapping[str, int]) -> list[Track]:
    """Return what can be followed of a question: each option, each row, or its mean."""
    shape = asked[-1].shape
    named = entries(one.shape.choices for one in asked)
    if shape.type in NUMBERS:
        mean = Track({}, MEAN, followed(asked, places))
        if not named or any(point.value is not None for point in mean.points):
            return [mean]
    if shape.type in ONE_OF | MANY_OF | NUMBERS:  # of a scale without a mean that may be shown, what may be
        return [Track(label, SHARE, followed(asked, places, value=value)) for value, label in named]
    if shape.type in MATRICES:
        return matrix_tracks(asked, places)
    return [Track(label, MEAN, followed(asked, places, row=value)) for value, label in named]


def matrix_tracks(asked: Sequence[Asked], places: Mapping[str, int]) -> list[Track]:
    """Return the mean of each row where its columns are steps, else the share of each column in each row."""
    rows = entries(one.shape.rows for one in asked)
    if is_scaled(asked[-1].shape) and asked[-1].shape.type == "matrix_single":
        return [Track(label, MEAN, followed(asked, places, row=row)) for row, label in rows]
    columns = entries(one.shape.choices for one in asked)
    return [
        Track(words, SHARE, followed(asked, places, row=row, value=value), label)
        for row, label in rows
        for value, words in columns
    ]


def entries(parts: Iterable[Sequence[tuple[str, Texts]]]) -> list[tuple[str, Texts]]:
    """Return all entries there ever were, in the order and the words of the newest."""
    found: dict[str, Texts] = {}
    for part in reversed(list(parts)):
        for value, label in part:
            found.setdefault(value, label or {"fi": value})
    return list(found.items())


def followed(asked: Sequence[Asked], places: Mapping[str, int], *, row: str = "", value: str = "") -> list[Point]:
    """Return the points of one track; what a survey did not ask or may not show has no value."""
    points: list[Point] = []
    broken = False
    for one in asked:
        broken = broken or bool(one.step and one.step.is_break)
        n, number, low, high = share_in(one, row, value) if value else mean_in(one, row)
        before = next((point for point in reversed(points) if point.value is not None), None)
        change = None
        if before and not broken and number is not None:
            change = change_of(before, (number, low, high))
        points.append(Point(places[one.wave.key], n, number, low, high, change, bool(one.step and one.step.is_break)))
        if number is not None:
            broken = False
    return points


Found = tuple[int | None, float | None, float | None, float | None]


def share_in(one: Asked, row: str, value: str) -> Found:
    """Return n and the share of one option with Wilson's interval."""
    table = part_of(one.table, row)
    line = next((line for line in table.get("choices") or () if line["value"] == value), None)
    n = table.get("n")
    if line is None or line["count"] is None or not n:
        return n, None, None, None
    low, high = wilson(line["count"], n) or (None, None)
    return n, line["count"] / n, low, high


def mean_in(one: Asked, row: str) -> Found:
    """Return n and a mean, with its interval where the spread of the answers is known."""
    table = part_of(one.table, row)
    mean, n = table.get("mean"), table.get("n")
    if mean is None or not n:
        return n, None, None, None
    counted = number_counts(table)
    n = sum(counted.values()) or n
    spread = table.get("stdev")
    if spread is None and counted and n > 1:
        spread = math.sqrt(math.fsum(count * (value - mean) ** 2 for value, count in counted.items()) / (n - 1))
    if spread is None or n < 2:
        return n, mean, None, None
    half = Z95 * spread / math.sqrt(n)
    return n, mean, mean - half, mean + half


def number_counts(table: Table) -> dict[float, int]:
    """Return how often each step was chosen; nothing where a step is hidden or the choices are no steps."""
    lines = [line for line in table.get("choices") or () if line["value"] != NO_OPINION]
    if not lines or any(line["count"] is None or not is_step(line["value"]) for line in lines):
        return {}
    return {float(line["value"]): line["count"] for line in lines}


def part_of(table: Table, row: str) -> Table:
    """Return the part of a table about one row, or the whole."""
    if not row:
        return table
    return next((part for part in table.get("rows") or () if part["value"] == row), {})


def change_of(before: Point, now: tuple[float, float | None, float | None]) -> tuple[float, float, float] | None:
    """Return a difference with its interval, made of the intervals of both numbers (Newcombe 1998, method 10)."""
    value, low, high = now
    if before.value is None or before.low is None or before.high is None or low is None or high is None:
        return None
    gap = value - before.value
    down = math.hypot(value - low, before.high - before.value)
    up = math.hypot(high - value, before.value - before.low)
    return gap, gap - down, gap + up
