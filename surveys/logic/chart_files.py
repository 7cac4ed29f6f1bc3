"""A chart as a file of its own: SVG with its own colours and words, and its numbers as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from participation.logic.text import pick
from surveys.logic.drawings import Drawing, Line
from surveys.logic.exports import Value, safe_cell

WIDTH, MARGIN, HEAD = 800, 24, 76
INK, SUBTLE, TRACK, PAPER = "#1d2733", "#566270", "#e6eaee", "#ffffff"
COLOURS = {"c1": "#9a4a12", "c2": "#d99a5b", "c3": "#c9cfd6", "c4": "#5f9ec2", "c5": "#12537e", "track": TRACK}
LIGHT_ON = frozenset({"c1", "c5"})


@dataclass(frozen=True)
class Words:
    """What a chart says beside its numbers."""

    title: str
    note: str
    language: str


def words_in(texts: object, language: str) -> str:
    """Return the words of a label in a language."""
    return pick(texts, language)[0] if isinstance(texts, dict) else str(texts)


def number_in(value: float, language: str, decimals: int = 1) -> str:
    """Return a number with the decimal sign of a language."""
    text = f"{value:.{decimals}f}"
    return text if language == "en" else text.replace(".", ",")


def percent_in(share: float | None, language: str) -> str:
    """Return a share as whole percent, spaced as the language does."""
    if share is None:
        return "–"
    return f"{round(100 * share)}{'' if language == 'en' else chr(160)}%"


def svg_of(drawing: Drawing, words: Words) -> str:
    """Return the chart as a picture that needs nothing beside it."""
    body: list[str] = []
    y = HEAD
    if drawing.kind == "columns":
        y = draw_columns(body, drawing, y)
    else:
        if drawing.legend:
            y = draw_legend(body, drawing, words, y)
        for line in drawing.lines:
            y = draw_line(body, line, words, y)
    height = y + 40
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    about = f'role="img" lang={quoteattr(words.language)} font-family="Inter, Arial, sans-serif" font-size="15"'
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {about}>',
        f"<title>{escape(words.title)}</title><desc>{escape(words.note)}</desc>",
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        text(MARGIN, 34, words.title[:90], INK, size=19, bold=True),
        text(MARGIN, 58, words.note, SUBTLE),
    ]
    return "".join([*head, *body, "</svg>"])


def text(x: float, y: float, words: str, colour: str, *, size: int = 15, bold: bool = False, end: str = "") -> str:
    """Return words at a place."""
    weight = ' font-weight="600"' if bold else ""
    anchor = f' text-anchor="{end}"' if end else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}"{weight}{anchor}>{escape(words)}</text>'


def draw_legend(body: list[str], drawing: Drawing, words: Words, y: int) -> int:
    """Write which colour means which step, one below the other."""
    for colour, label in drawing.legend:
        body.append(f'<rect x="{MARGIN}" y="{y - 12}" width="14" height="14" rx="3" fill="{COLOURS[colour]}"/>')
        body.append(text(MARGIN + 22, y, words_in(dict(label), words.language), INK))
        y += 22
    return y + 10


def draw_line(body: list[str], line: Line, words: Words, y: int) -> int:
    """Write one line: its words and numbers, its bar below."""
    wide = WIDTH - 2 * MARGIN
    body.append(text(MARGIN, y, words_in(dict(line.label), words.language)[:80], INK))
    body.append(text(WIDTH - MARGIN, y, figures_of(line, words.language), INK, bold=True, end="end"))
    y += 8
    if line.bar:
        for part in line.bar.parts:
            x, width = MARGIN + wide * float(part.x[:-1]) / 100, wide * float(part.width[:-1]) / 100
            colour = COLOURS[part.colour]
            body.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="24" rx="3" fill="{colour}"/>')
            if part.words:
                ink = PAPER if part.colour in LIGHT_ON else INK
                body.append(text(x + width / 2, y + 17, part.words, ink, size=14, end="middle"))
        return y + 54
    body.append(f'<rect x="{MARGIN}" y="{y}" width="{wide}" height="12" rx="6" fill="{TRACK}"/>')
    if line.width:
        body.append(
            f'<rect x="{MARGIN}" y="{y}" width="{wide * float(line.width[:-1]) / 100:.1f}" height="12" rx="6" fill="{COLOURS["c5"]}"/>'
        )
    return y + 42


def figures_of(line: Line, language: str) -> str:
    """Return the numbers beside a line."""
    if line.share is not None:
        return f"{percent_in(line.share, language)} ({line.count})"
    if line.count is not None:
        return f"{line.count} / {line.n}"
    parts = [] if line.mean is None else [number_in(line.mean, language)]
    parts += [] if line.n is None else [f"n = {line.n}"]
    return " · ".join(parts)


def draw_columns(body: list[str], drawing: Drawing, y: int) -> int:
    """Write columns side by side, each with its words and its number."""
    wide, tall = WIDTH - 2 * MARGIN, 180
    for column in drawing.columns:
        x, width = MARGIN + wide * float(column.x[:-1]) / 100, wide * float(column.width[:-1]) / 100
        high = tall * float(column.height) / 100
        top = y + tall - high
        body.append(f'<rect x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{high:.1f}" fill="{COLOURS["c5"]}"/>')
        body.append(text(x + width / 2, top - 5, str(column.value), INK, size=13, end="middle"))
        body.append(text(x + width / 2, y + tall + 20, column.label, SUBTLE, size=13, end="middle"))
    return y + tall + 30


def rows_of(drawing: Drawing, language: str) -> list[Sequence[Value]]:
    """Return the numbers of a chart as rows under a header; nothing where they are hidden."""
    if drawing.kind == "columns":
        bins: list[Sequence[Value]] = [[column.label, column.value] for column in drawing.columns]
        return [["value", "count"], *bins]
    if drawing.lines and drawing.lines[0].cells:
        steps = [words_in(cell["label"], language) or cell["value"] for cell in drawing.lines[0].cells]
        head: list[Value] = ["", "n", "mean", *(safe_cell(step) for step in steps)]
        lines: list[Sequence[Value]] = [head]
        for line in drawing.lines:
            counts = [cell["count"] for cell in line.cells]
            lines.append([safe_cell(words_in(dict(line.label), language)), line.n, line.mean, *counts])
        return lines
    if drawing.kind == "means":
        found = [[safe_cell(words_in(dict(line.label), language)), line.n, line.mean] for line in drawing.lines]
        return [["", "n", "mean"], *found]
    found = [[safe_cell(words_in(dict(line.label), language)), line.count, line.share] for line in drawing.lines]
    return [["", "count", "share"], *found]
