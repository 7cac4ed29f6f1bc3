"""Groups that a form repeats: here a bounded set of rounds, each with questions of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.logic.interchange.columns import Entry

MOST_ROUNDS = 10  # of a group that says itself how often it comes
ROUNDS = (3, 2)  # of one that goes on as long as somebody wants: at the first level, and within another
WHOLE = re.compile(r"^\d{1,6}$")
ASKED = re.compile(r"^\$\{([^{}]+)\}$")
BEGIN_LOOP = re.compile(r"^begin[ _]loop\s+over\s+(\S+)\s*$", re.IGNORECASE)
BEGIN = re.compile(r"^begin[ _]", re.IGNORECASE)
END = re.compile(r"^end[ _]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
MORE = {
    "fi": "Lisätäänkö vielä yksi: {what}?",
    "sv": "Vill du lägga till en till: {what}?",
    "en": "Add another one: {what}?",
}
MORE_PLAIN = {"fi": "Lisätäänkö vielä yksi?", "sv": "Vill du lägga till en till?", "en": "Add another one?"}


@dataclass(frozen=True)
class Plan:
    """How often a group is asked, and what decides about each round after the first."""

    rounds: int
    counted_by: str = ""  # the name of a question that says how many
    is_fixed: bool = False


def plan_of(entry: Entry, depth: int) -> Plan | None:
    """Return the plan of a repeated group; nothing for one that would come too often or lies too deep."""
    if depth >= len(ROUNDS):
        return None
    count = entry.get("repeat_count").strip()
    if WHOLE.match(count):
        return Plan(int(count), is_fixed=True) if 1 <= int(count) <= MOST_ROUNDS else None
    if found := ASKED.match(count):
        return Plan(ROUNDS[depth] + 2, counted_by=found[1].strip())
    return Plan(ROUNDS[depth])


def inside(rows: Sequence[Entry], place: int) -> list[Entry]:
    """Return the rows between the beginning of a group and its end."""
    depth, inner = 1, []
    for entry in rows[place + 1 :]:
        kind = entry.get("type")
        depth += bool(BEGIN.match(kind)) - bool(END.match(kind))
        if depth == 0:
            break
        inner.append(entry)
    return inner


def more_words(texts: dict[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Return the question whether there is another one, with the title of the group where it has one."""
    words = {}
    for code in languages:
        title = texts.get(code, "").strip().rstrip("?:.")
        words[code] = MORE.get(code, MORE["en"]).format(what=title) if title else MORE_PLAIN.get(code, MORE_PLAIN["en"])
    return words


def numbered(texts: dict[str, str], number: int) -> dict[str, str]:
    """Return the title of a round."""
    return {code: f"{words} ({number})" for code, words in texts.items() if words.strip()}


def of_choice(entry: Entry, choice: Entry) -> Entry:
    """Return a row of a loop for one choice: %(name)s and %(label)s filled in."""
    fallback = next(iter(choice.texts.get("label", {}).values()), choice.get("name"))

    def fill(text: str, language: str) -> str:
        def word(found: re.Match[str]) -> str:
            if found[1] == "label":
                return choice.texts.get("label", {}).get(language, fallback)
            return choice.get(found[1]) or found[0]

        return PLACEHOLDER.sub(word, text)

    cells = {column: fill(text, "") for column, text in entry.cells.items()}
    texts = {
        column: {language: fill(text, language) for language, text in by_language.items()}
        for column, by_language in entry.texts.items()
    }
    return Entry(entry.row, cells, texts)
