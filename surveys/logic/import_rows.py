"""Rows of a foreign file by what was chosen for its columns: answers, faults by row and column, words without meaning."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation.logic.imports import CellFault
from surveys.logic.answer_files import Line, Sheet
from surveys.logic.exports import TRAILER
from surveys.logic.import_mapping import (
    CHANNEL,
    DAY,
    DAY_FIRST,
    EMPTY,
    LANGUAGE,
    MONTH_FIRST,
    ORDER,
    OTHER,
    OWN_WORDS,
    SKIP,
    SLASHED,
    Plan,
)
from surveys.logic.imports import Place, choices, date, plain, put, unescaped
from surveys.logic.questionnaire.validation import Validator
from surveys.logic.result_tables import Shape
from surveys.logic.results import MANY_OF, ONE_OF

MOST_WORDS = 40  # different cells of one column for which a meaning can be chosen


@dataclass(frozen=True)
class ReadLine:
    """One row understood: its answers, language, channel and day, and what was wrong in it."""

    number: int
    answers: Mapping[str, Any]
    language: str
    channel: str
    day: str
    faults: Sequence[CellFault] = ()
    is_kept: bool = True


def unread_words(sheet: Sheet, mapping: Plan, targets: Mapping[str, Place]) -> dict[int, list[tuple[str, int]]]:
    """Return by column the cells that mean nothing so far and how often they come, most frequent first."""
    found: dict[int, list[tuple[str, int]]] = {}
    for place, target in enumerate(mapping.columns):
        if target not in targets:
            continue
        counts = counted_words(sheet, place, targets[target])
        told = mapping.words.get(place, {})
        unread = [
            (cell, n)
            for cell, n in counts.most_common()
            if cell not in told and fault_of(cell, targets[target], mapping, place)
        ]
        shown = [*((cell, counts[cell]) for cell in told if counts[cell]), *unread]
        if shown:
            found[place] = shown[:MOST_WORDS]
    return found


def counted_words(sheet: Sheet, place: int, target: Place) -> Counter[str]:
    """Return how often each cell of a column comes; a cell that lists several choices counts by its parts."""
    if target.shape.type not in MANY_OF or target.choice or target.is_text:
        return Counter(sheet.column(place))
    found: Counter[str] = Counter()
    for cell, n in Counter(sheet.column(place)).items():
        for part in unknown_parts(target.shape, cell):
            found[part] += n
    return found


def unknown_parts(shape: Shape, cell: str) -> list[str]:
    """Return the parts of a cell that are no choices; a comma parts only where the words around it are none."""
    if understood(shape, cell):
        return []
    strong = [part.strip() for part in re.split(r"[;|\n]", cell) if part.strip()]
    parts = [part for part in strong if not understood(shape, part)]
    if len(strong) > 1:
        return [small for part in parts for small in unknown_parts(shape, part)]
    return [small.strip() for small in cell.split(",") if small.strip() and not understood(shape, small.strip())]


def understood(shape: Shape, cell: str) -> bool:
    """Tell whether a cell lists choices without any help."""
    try:
        return bool(listed(shape, cell, {}))
    except ValueError:
        return False


def fault_of(cell: str, target: Place, mapping: Plan, place: int) -> str:
    """Return the code of what is wrong with a cell, empty where it is understood."""
    try:
        put_cell({}, cell, target, mapping, place)
    except ValueError as error:
        return str(error)
    return ""


def put_cell(answers: dict[str, Any], cell: str, target: Place, mapping: Plan, place: int) -> None:
    """Put a cell where it belongs after what was said of its words; raises ValueError with the code of what is wrong."""
    told = mapping.words.get(place, {})
    shape, mode = target.shape, mapping.modes.get(place, "")
    is_whole = not (target.choice or target.row or target.is_text)
    if told.get(cell) == OWN_WORDS and is_whole:
        answers[shape.name] = own_words(shape, cell)
        return
    if cell in told:
        if not told[cell]:
            return
        cell = told[cell]
    if mode == ORDER:
        cell = ";".join(in_order(part, shape) for part in re.split(r"[;,|]", cell) if part.strip())
    try:
        if shape.type in MANY_OF and is_whole:
            answers[shape.name] = listed(shape, cell, told)
        else:
            put(answers, target, unescaped(cell))
            check_step(shape, answers)
    except ValueError:
        if mode != OTHER or not is_whole or not shape.extra.get("others"):
            raise
        answers[shape.name] = own_words(shape, cell)


def check_step(shape: Shape, answers: dict[str, Any]) -> None:
    """Refuse a number that is no step of a scale, such as a 9 for "cannot say"; it can be given a meaning."""
    if shape.type == "scale" and str(answers[shape.name]) not in dict(shape.choices):
        del answers[shape.name]
        raise ValueError("not_a_step")


def own_words(shape: Shape, cell: str) -> Any:
    """Return words as the written other of a question; what the cell lists beside them is kept as choices."""
    other = shape.extra["others"][0]
    if shape.type in ONE_OF:
        return {"value": other, "text": cell}
    found: list[Any] = []
    words = []
    for part in (part.strip() for part in re.split(r"[;|\n]", cell) if part.strip()):
        try:
            found += [value for value in choices(shape, part) if value != other]
        except ValueError:
            words.append(part)
    return [*dict.fromkeys(found), {"value": other, "text": "; ".join(words)}]


def in_order(cell: str, shape: Shape) -> str:
    """Return the value of the choice at a place; anything else stays as it is."""
    word = cell.strip().removesuffix(".0")
    if word.isdecimal() and 1 <= int(word) <= len(shape.choices):
        return shape.choices[int(word) - 1][0]
    return cell


def listed(shape: Shape, cell: str, told: Mapping[str, str]) -> list[Any]:
    """Return the choices that one cell lists; labels that hold a comma are found by their whole words."""
    try:
        return choices(shape, cell)
    except ValueError:
        found = greedy(shape, cell, told)
        if found is None:
            raise
        return found


def greedy(shape: Shape, cell: str, told: Mapping[str, str]) -> list[Any] | None:
    """Return the choices of a cell by taking the longest label that fits, again and again; nothing where some is left."""
    words: dict[str, Any] = {
        plain(word): value for value, labels in shape.choices for word in (value, *labels.values())
    }
    for said, meaning in told.items():
        is_own = meaning == OWN_WORDS and bool(shape.extra.get("others"))
        words[plain(said)] = {"value": shape.extra["others"][0], "text": said} if is_own else meaning
    longest = sorted(words, key=len, reverse=True)
    rest, found = plain(cell), []
    while rest := rest.strip(" ,;|/"):
        fits = next((word for word in longest if rest == word or re.match(re.escape(word) + r"\s*[,;|/]", rest)), None)
        if fits is None:
            return None
        found += [words[fits]] if words[fits] and words[fits] not in found else []
        rest = rest[len(fits) :]
    return found


def read_line(
    line: Line, header: Sequence[str], mapping: Plan, targets: Mapping[str, Place], validator: Validator, known: Known
) -> ReadLine:
    """Understand one row by what was chosen; what to do about faults was chosen too."""
    answers: dict[str, Any] = {}
    faults: list[CellFault] = []
    said = {LANGUAGE: "", CHANNEL: "", DAY: ""}
    for place, (cell, target) in enumerate(zip((cell.strip() for cell in line.cells), mapping.columns, strict=False)):
        if not cell or not target:
            continue
        try:
            if target in said:
                said[target] = known.about(target, cell, mapping.modes.get(place, ""))
            elif target in targets:
                put_cell(answers, cell, targets[target], mapping, place)
        except ValueError as error:
            faults.append(CellFault(line.number, header[place], str(error), cell[:80]))
    for name, value in list(answers.items()):
        if isinstance(value, dict) and "places" in value:
            answers[name] = [choice for _place, choice in sorted(value["places"])]
    answers, wrong, is_kept = checked(answers, mapping.on_fault, validator)
    faults += [CellFault(line.number, name, code) for name, code in wrong]
    return ReadLine(
        line.number,
        answers,
        said[LANGUAGE] or mapping.language,
        said[CHANNEL] or mapping.channel,
        said[DAY],
        faults,
        is_kept and bool(answers) and not (faults and mapping.on_fault == SKIP),
    )


def checked(
    answers: dict[str, Any], on_fault: str, validator: Validator
) -> tuple[dict[str, Any], list[tuple[str, str]], bool]:
    """Return answers as the questionnaire takes them, what was wrong, and whether they can be kept.

    Where faulty cells are left empty, answers that the questionnaire refuses are left out too, as often as that helps.
    """
    wrong: list[tuple[str, str]] = []
    for _again in range(3):
        outcome = validator.check(answers)
        if outcome.valid:
            return answers, wrong, True
        wrong += [(name, faults[0].code) for name, faults in outcome.errors.items()]
        refused = outcome.errors.keys() & answers.keys()
        if on_fault != EMPTY or not refused:
            return answers, wrong, False
        answers = {name: value for name, value in answers.items() if name not in refused}
    return answers, wrong, False


@dataclass(frozen=True)
class Known:
    """What a row may say about itself: the survey's languages, the words for channels, days up to today."""

    languages: Mapping[str, str]  # folded word -> code
    channels: Mapping[str, str]
    today: str

    def about(self, target: str, cell: str, mode: str = "") -> str:
        """Return the value that a cell means; raises ValueError with the code of what is wrong."""
        word = plain(cell)
        if target == LANGUAGE:
            found = self.languages.get(word) or self.languages.get(word.split("-")[0])
            if not found:
                raise ValueError("unknown_language")
            return found
        if target == CHANNEL:
            found = self.channels.get(word) or (word if re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,19}", word) else "")
            if not found:
                raise ValueError("unknown_channel")
            return found
        return self.day(cell, mode)

    def day(self, cell: str, mode: str = "") -> str:
        """Return a day in ISO form, not later than today; a time of day is dropped, an order that is not known is not guessed."""
        text = date(re.split(r"[ T]", cell, maxsplit=1)[0])
        if found := SLASHED.fullmatch(text):
            first, second, year = map(int, found.groups())
            day, month = (second, first) if mode == MONTH_FIRST or first <= 12 < second else (first, second)
            if month <= 12 and (mode in (MONTH_FIRST, DAY_FIRST) or max(first, second) > 12):
                text = f"{year}-{month:02}-{day:02}"
        try:
            text = datetime.date.fromisoformat(text).isoformat() if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else ""
        except ValueError:  # the 31st of February
            text = ""
        if not text:
            raise ValueError("not_a_date")
        if text > self.today:
            raise ValueError("in_future")
        return text


def is_end(line: Line) -> bool:
    """Tell whether a row is the row count at the end of one of our own files."""
    return bool(line.cells) and line.cells[0].strip() == TRAILER
