"""Imports of answers as a coordinator sees them: how the file is read, what each column means, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.imports import CellFault
from participation.logic.text import pick
from surveys.gateways.attachments import open_attachment
from surveys.logic.answer_files import Line, Sheet, read_sheet
from surveys.logic.import_mapping import STOP, Plan, suggested, targets_of
from surveys.logic.import_rows import Known, ReadLine, is_end, read_line, unread_words
from surveys.logic.imports import Place, plain
from surveys.logic.interchange.findings import UnreadableFormError
from surveys.logic.questionnaire.faults import Fault
from surveys.logic.result_shapes import shapes_of
from surveys.logic.result_tables import Shape
from surveys.models.imports import AnswerImport
from surveys.queries.import_words import WORDS
from surveys.queries.interchange import refusal_of
from surveys.queries.questionnaires import WORDS as ANSWER_WORDS
from surveys.queries.questionnaires import answer_in_words, document_of, type_of, validator_of, words_of
from surveys.queries.results import CHANNELS, LANGUAGES

CHECKED = 1000  # rows that the preview looks through; the job looks through all
SHOWN = 2000  # faults that are put into words
SHOWN_ROWS = 12
PREVIEWED = 5
EXAMPLES = 3


@dataclass(frozen=True)
class Column:
    """One column of the file: its header, what is in it, what it means, and words that mean nothing so far."""

    place: int
    header: str
    examples: Sequence[str]
    target: str
    mode: str
    shape: Shape | None
    words: Sequence[tuple[str, int, str]]  # word, how often, what it was said to mean
    filled: int

    @property
    def is_closed(self) -> bool:
        """Whether a word of it can be given a choice as its meaning."""
        return bool(self.shape and self.shape.choices)

    @property
    def takes_others(self) -> bool:
        """Whether words can be kept as a written other."""
        return bool(self.shape and self.shape.extra.get("others"))


@dataclass(frozen=True)
class Problem:
    """One thing that is not understood, and in which rows."""

    column: str
    words: str
    rows: Sequence[int]

    @property
    def first(self) -> str:
        """The first rows, as they are read aloud."""
        told = ", ".join(str(row) for row in self.rows[:SHOWN_ROWS])
        return f"{told} …" if len(self.rows) > SHOWN_ROWS else told


@dataclass(frozen=True)
class Preview:
    """What would be brought in: the first rows, problems, how many rows would be kept of those looked through."""

    columns: Sequence[Column]
    rows: Sequence[tuple[int, Sequence[Sequence[str]]]]  # number, and in words what each question would get
    asked: Sequence[Shape]  # the questions that the first rows answer
    problems: Sequence[Problem]
    checked: int
    kept: int
    faults: int


class Reading:
    """A file together with what was chosen for it."""

    def __init__(self, one: AnswerImport, sheet: Sheet) -> None:
        self.one, self.sheet = one, sheet
        version = one.survey.current
        assert version is not None  # noqa: S101 -- a survey without a questionnaire takes no file
        self.document, self.validator = document_of(version), validator_of(version)
        self.shapes = shapes_of(self.document)
        self.targets = targets_of(self.shapes)
        self.plan = self.chosen()
        self.lines = [line for line in sheet.rows if not is_end(line)]

    def chosen(self) -> Plan:
        """Return what was chosen, and what is likely where nothing was."""
        mapping = self.one.mapping
        columns = mapping.get("columns")
        guess = (
            suggested(self.sheet, self.shapes) if columns is None or len(columns) != len(self.sheet.header) else None
        )
        return Plan(
            guess.columns if guess else tuple(columns),
            guess.modes if guess else {int(place): mode for place, mode in mapping.get("modes", {}).items()},
            {} if guess else {int(place): words for place, words in mapping.get("words", {}).items()},
            mapping.get("on_fault", STOP),
            mapping.get("language") or self.document.languages[0],
            mapping.get("channel", "import"),
        )

    def as_json(self) -> dict[str, Any]:
        """Return what was chosen as it is stored."""
        return {
            "columns": list(self.plan.columns),
            "modes": {str(place): mode for place, mode in self.plan.modes.items()},
            "words": {str(place): dict(words) for place, words in self.plan.words.items()},
            "header_row": self.sheet.header_row,
            "separator": self.sheet.separator,
            "encoding": self.sheet.encoding,
        }

    def targets_by_question(self) -> list[tuple[Shape, list[tuple[str, str]]]]:
        """Return what a column can mean, question by question: the whole of it, then its parts with their words."""
        found: dict[str, tuple[Shape, list[tuple[str, str]]]] = {shape.name: (shape, []) for shape in self.shapes}
        for name, place in self.targets.items():
            found[place.shape.name][1].append((name, part_words(place)))
        return list(found.values())

    def words_for(self, shape: Shape, answers: Mapping[str, Any]) -> list[str]:
        """Return in words what a question would get."""
        if shape.name not in answers:
            return []
        value, question = answers[shape.name], self.document.by_name[shape.name]
        try:
            return answer_in_words(question, value, get_language() or "fi")
        except (AttributeError, KeyError, TypeError, ValueError):  # a faulty answer is shown as it is
            return [str(value)]

    def read(self, lines: Iterable[Line] | None = None) -> Iterator[ReadLine]:
        """Yield rows as they are understood."""
        known = known_of(self.one)
        for line in self.lines if lines is None else lines:
            yield read_line(line, self.sheet.header, self.plan, self.targets, self.validator, known)


def part_words(place: Place) -> str:
    """Return the words of a part of a question, empty for the whole of it."""
    language = get_language() or "fi"
    if place.is_text:
        return _("written other")
    parts = [(dict(place.shape.rows), place.row), (dict(place.shape.choices), place.choice)]
    return ": ".join(pick(known.get(value), language)[0] or value for known, value in parts if value)


def known_of(one: AnswerImport) -> Known:
    """Return the words that a row may use about itself."""
    languages = {code: code for code in one.survey.languages}
    for code in one.survey.languages:
        languages |= {plain(word): code for word in LANGUAGES.get(code, {}).values()}
    channels = {plain(word): code for code, words in CHANNELS.items() for word in (code, *words.values())}
    channels |= {"mail": "paper", "post": "paper", "posti": "paper", "puhelin": "phone", "internet": "web"}
    return Known(languages, channels, timezone.localdate().isoformat())


def reading_of(one: AnswerImport, data: bytes | None = None) -> Reading:
    """Return the file of an import, read as was chosen; raises UnreadableFormError."""
    if data is None:
        stored = open_attachment(one.name) if one.name else None
        if stored is None:
            raise UnreadableFormError("gone")
        with stored:
            data = stored.read()
    mapping = one.mapping
    sheet = read_sheet(
        data,
        encoding=str(mapping.get("encoding", "")),
        separator=str(mapping.get("separator", "")),
        header_row=int(mapping.get("header_row") or 0),
        sheet=str(mapping.get("separator", "")),
    )
    return Reading(one, sheet)


def preview_of(reading: Reading) -> Preview:
    """Return the columns with suggestions and the first rows as they would be brought in."""
    looked_through = reading.lines[:CHECKED]
    read = list(reading.read(looked_through))
    faults = [*reading.sheet.faults, *(fault for line in read for fault in line.faults)]
    stops = reading.plan.on_fault == STOP
    kept = [line for line in read if line.is_kept and not (stops and line.faults)]
    first = [(line.number, line.answers) for line in read[:PREVIEWED]]
    names = {name for _number, answers in first for name in answers}
    asked = [shape for shape in reading.shapes if shape.name in names]
    return Preview(
        columns_of(reading),
        [(number, [reading.words_for(shape, answers) for shape in asked]) for number, answers in first],
        asked,
        problems_in(fault_lines(reading, faults[:SHOWN])),
        len(looked_through),
        len(kept),
        len(faults),
    )


def problems_in(lines: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return faults together where column and words are the same, the most frequent first."""
    found: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        found.setdefault((line["column"], line["words"]), []).append(line["row"])
    problems = [Problem(column, words, rows if rows[0] else []) for (column, words), rows in found.items()]
    return sorted(problems, key=lambda one: -len(one.rows))


def columns_of(reading: Reading) -> list[Column]:
    """Return the columns as they can be matched."""
    unread = unread_words(reading.sheet, reading.plan, reading.targets)
    found = []
    for place, header in enumerate(reading.sheet.header):
        cells = list(reading.sheet.column(place))
        target = reading.plan.columns[place]
        shape = reading.targets[target].shape if target in reading.targets else None
        told = reading.plan.words.get(place, {})
        words = [(word, n, told.get(word, "?")) for word, n in unread.get(place, ())]
        examples = list(dict.fromkeys(cells[:200]))[:EXAMPLES]
        found.append(
            Column(place, header, examples, target, reading.plan.modes.get(place, ""), shape, words, len(cells))
        )
    return found


def fault_lines(reading: Reading, faults: Sequence[CellFault]) -> list[dict[str, Any]]:
    """Return faults in words, by row and column."""
    return [{"row": one.row, "column": one.column, "words": fault_words(reading, one)} for one in faults]


def fault_words(reading: Reading, fault: CellFault) -> str:
    """Return what is wrong with one cell or answer."""
    if fault.seen and fault.code in WORDS:
        return WORDS[fault.code](fault)
    if fault.code in ANSWER_WORDS:
        return words_of(Fault(fault.code), type_of(reading.document, fault.column))
    return fault.code


def refusal_words(error: UnreadableFormError) -> str:
    """Return why a file cannot be read."""
    own = {
        "no_rows": _("The file has a header and no rows below it."),
        "too_many_columns": _("The file has too many columns."),
        "gone": _("The file is no longer here. Bring it in again."),
    }
    return own.get(str(error), "") or refusal_of(error)
