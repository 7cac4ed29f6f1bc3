"""Columns of a foreign file and the questions of a survey: what a column can mean, and what is suggested."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.logic.answer_files import Sheet
from surveys.logic.exports import ABOUT, columns_of_question
from surveys.logic.imports import Place, part_of, places_of, plain
from surveys.logic.result_tables import Shape
from surveys.logic.results import MANY_OF, ONE_OF

LANGUAGE, CHANNEL, DAY = "@language", "@channel", "@day"
ABOUT_WORDS = {
    LANGUAGE: ("language", "startlanguage", "kieli", "språk", "vastauskieli"),
    CHANNEL: ("channel", "kanava", "kanal", "method", "tapa"),
    DAY: ("received_on", "submitdate", "date", "timestamp", "aikaleima", "pvm", "päivämäärä", "vastausaika", "datum"),
}
NEAR = 0.86
CLOSED = ONE_OF | MANY_OF | {"ranking", "scale", "matrix_single", "matrix_multi"}
STOP, EMPTY, SKIP = "stop", "cell", "row"
ORDER, OTHER = "order", "other"  # cells are places of choices; what is no choice is a written other
DAY_FIRST, MONTH_FIRST = "dmy", "mdy"  # how 3/4/2026 is meant
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
OWN_WORDS = "@other"  # the meaning of a word that is to be kept as a written other
Key = tuple[str, str, str, bool]


@dataclass(frozen=True)
class Plan:
    """What was chosen: a target a column, how the cells of a column are meant, and meanings of single words."""

    columns: tuple[str, ...]
    modes: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    on_fault: str = STOP
    language: str = "fi"
    channel: str = "import"


def targets_of(shapes: Iterable[Shape]) -> dict[str, Place]:
    """Return everything that a column can mean, by its name in our own exports."""
    found: dict[str, Place] = {}
    for shape in shapes:
        found[shape.name] = Place(shape)
        for column in columns_of_question(shape):
            found[column.name] = part_of(shape, column)
    return found


def key_of(place: Place) -> Key:
    """Return a place as something to look up by."""
    return place.shape.name, place.row, place.choice, place.is_text


def suggested(sheet: Sheet, shapes: Sequence[Shape]) -> Plan:
    """Return the likeliest meaning of every column; a target is given to one column alone."""
    targets = targets_of(shapes)
    names = {key_of(place): name for name, place in reversed(targets.items())}
    exact = places_of(shapes)
    taken: set[str] = set()
    columns = []
    for header in sheet.header:
        target = names.get(key_of(exact[plain(header)]), "") if plain(header) in exact else about(header)
        if not target:
            target = near(header, exact, names)
        columns.append("" if target in taken else target)
        taken.add(target)
    modes = {
        place: ORDER
        for place, target in enumerate(columns)
        if target in targets and looks_numbered(sheet, place, targets[target])
    }
    modes |= {
        place: order for place, target in enumerate(columns) if target == DAY and (order := day_order(sheet, place))
    }
    return Plan(tuple(columns), modes)


def day_order(sheet: Sheet, place: int) -> str:
    """Return whether the day or the month stands first in a column of days with strokes; nothing where no day tells."""
    pairs = [(int(m[1]), int(m[2])) for cell in sheet.column(place) if (m := SLASHED.match(cell))]
    day_first, month_first = any(first > 12 for first, _ in pairs), any(second > 12 for _, second in pairs)
    return "" if day_first == month_first else DAY_FIRST if day_first else MONTH_FIRST


def about(header: str) -> str:
    """Return what a header says about the response itself."""
    word = plain(header)
    return next((target for target, words in ABOUT_WORDS.items() if word in words), "")


def near(header: str, exact: Mapping[str, Place], names: Mapping[Key, str]) -> str:
    """Return the target whose header is nearly this one: numbering in front and small slips do not count."""
    word = re.sub(r"^(?:q|k|kysymys|fråga|question)?\s*\d+\s*[.):_-]+\s*", "", plain(header))
    if plain(header) in {plain(name) for name in ABOUT} or len(word) < 4:
        return ""
    found = difflib.get_close_matches(word, exact, n=1, cutoff=NEAR)
    return names.get(key_of(exact[found[0]]), "") if found else ""


def looks_numbered(sheet: Sheet, place: int, target: Place) -> bool:
    """Tell whether a closed column holds the places of its choices instead of their values or words."""
    shape = target.shape
    if shape.type not in CLOSED or target.choice or shape.type == "scale":
        return False
    known = {plain(value) for value, _label in shape.choices}
    seen = {plain(part) for cell in sheet.column(place) for part in re.split(r"[;,|]", cell) if part.strip()}
    numbers = {str(n) for n in range(1, len(shape.choices) + 1)}
    return bool(seen) and seen <= numbers and not seen & known
