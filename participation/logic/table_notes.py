"""One keyed line of a workshop table: marks before or after the words say where it belongs. No Django here."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = re.compile(r"(?<!\S)(?:/([tpTP])(\d{1,3})|#([-\w]+)|@([\w.]+\w)|=(\d{1,4}))(?!\S)")


@dataclass(frozen=True)
class TableLine:
    """The words of a line and its marks: /t3 table, /p2 question, #theme, @group, =12 the author's slip."""

    text: str
    table: int | None = None
    prompt: int | None = None
    theme: str = ""
    group: str = ""
    slip: int | None = None


def read_line(typed: str, *, table: int | None = None, prompt: int | None = None) -> TableLine:
    """Return what a keyed line means; table and question stay as they were until a mark changes them."""
    found: dict[str, str] = {}
    for match in MARK.finditer(typed):
        letter, number, theme, group, slip = match.groups()
        if letter:
            found[letter.lower()] = number
        found |= {name: value for name, value in (("theme", theme), ("group", group), ("slip", slip)) if value}
    return TableLine(
        text=re.sub(r"\s+", " ", MARK.sub(" ", typed)).strip(),
        table=int(found["t"]) if "t" in found else table,
        prompt=int(found["p"]) if "p" in found else prompt,
        theme=found.get("theme", ""),
        group=found.get("group", ""),
        slip=int(found["slip"]) if "slip" in found else None,
    )
