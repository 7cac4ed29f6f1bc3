"""Repeated groups of a form, read round by round: every round gets pages and names of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from surveys.logic.interchange.building import free_name
from surveys.logic.interchange.columns import Entry
from surveys.logic.interchange.meanings import NUMERIC
from surveys.logic.interchange.rounds import (
    BEGIN_LOOP,
    MOST_ROUNDS,
    Plan,
    inside,
    more_words,
    numbered,
    of_choice,
    plan_of,
)
from surveys.logic.questionnaire.conditions import All, Condition, Test

if TYPE_CHECKING:
    from surveys.logic.interchange.reading import Reader

AWAY = 1_000_000  # further than any sheet has rows, so that each round is a place of its own


def read_rounds(reader: Reader, rows: Sequence[Entry], place: int) -> int:
    """Read a repeated group; returns how many rows it took, none when it cannot be a bounded set."""
    entry, inner = rows[place], inside(rows, place)
    if loop := BEGIN_LOOP.match(entry.get("type")):
        choices = reader.form.choices.get(loop[1], ())
        if not 1 <= len(choices) <= MOST_ROUNDS:
            return 0
        plan = Plan(len(choices), is_fixed=True)
        each = [[of_choice(one, choice) for one in inner] for choice in choices]
        titles = [reader.builder.label(choice, None, choice.get("name")) for choice in choices]
        marks = [choice.get("name") for choice in choices]
    else:
        found = plan_of(entry, reader.depth)
        if found is None:
            return 0
        plan, each = found, [inner] * found.rounds
        texts = reader.frame_texts(entry)
        titles = [texts if n == 1 else numbered(texts, n) for n in range(1, plan.rounds + 1)]
        marks = ["", *map(str, range(2, plan.rounds + 1))]
    Rounds(reader, entry, plan).read(each, titles, marks)
    return len(inner) + 2


class Rounds:
    """The rounds of one group; only the first one counts and tells what became of its rows."""

    def __init__(self, reader: Reader, entry: Entry, plan: Plan) -> None:
        self.reader = reader
        self.entry = entry
        counter = reader.places.get(plan.counted_by)
        self.counter = counter if counter and counter.type in NUMERIC and counter.row is None else None
        self.plan = plan
        self.shown = reader.condition(entry)
        self.more: Condition | None = None  # what lets the next round be asked

    def read(self, each: list[list[Entry]], titles: list[dict[str, str]], marks: list[str]) -> None:
        """Read all rounds."""
        reader, plan = self.reader, self.plan
        code = "repeat_fixed" if plan.is_fixed else "repeat_counted" if self.counter else "repeat_rounds"
        reader.finding(self.entry, code, n=str(plan.rounds), name=plan.counted_by)
        before, suffix = dict(reader.places), reader.suffix
        first = before
        for number, (rows, title, mark) in enumerate(zip(each, titles, marks, strict=True), 1):
            known, kept = (len(reader.findings), reader.asked, reader.kept), len(reader.taken)
            reader.places.clear()
            reader.places.update(before)
            reader.suffix = f"{suffix}_{mark}" if mark else suffix
            self.round(number, rows, title)
            if number == 1:
                first = dict(reader.places)
                if len(reader.taken) == kept:
                    break  # nothing of it can be asked
            else:
                del reader.findings[known[0] :]
                _findings, reader.asked, reader.kept = known
        reader.suffix = suffix
        reader.places.clear()
        reader.places.update(first)

    def round(self, number: int, rows: list[Entry], title: dict[str, str]) -> None:
        """Read one round, and ask at its end whether there is another one where nothing else tells."""
        reader, level = self.reader, len(self.reader.stack)
        reader.open_round(self.entry, self.entry.row + AWAY * number, title, self.condition(number))
        taken, place = len(reader.taken), 0
        while place < len(rows):
            place += reader.row(rows, place)
        del reader.stack[level + 1 :]
        is_last = number == self.plan.rounds
        if not is_last and not self.plan.is_fixed and not self.counter and len(reader.taken) > taken:
            name = free_name(f"{self.entry.get('name') or 'group'}_more{reader.suffix}", reader.taken)
            languages = list(dict.fromkeys([reader.base, *reader.codes.values()]))
            words = more_words(reader.frame_texts(self.entry), languages)
            reader.page()["questions"].append({"name": name, "type": "yes_no", "label": words})
            reader.taken.add(name)
            self.more = Test(name, "is", "yes")
        reader.stack.pop()

    def condition(self, number: int) -> Condition | None:
        """Return when a round is asked."""
        parts = [self.shown] if self.shown is not None else []
        if self.counter:
            parts.append(Test(self.counter.question, "gte", number))
        elif number > 1 and self.more is not None:
            parts.append(self.more)
        return None if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))
