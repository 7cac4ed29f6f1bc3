"""A summary in one language as all its outputs show it: the page, PDF, DOCX, XLSX and PPTX are made of this and no more."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bar:
    """One bar of a chart; n is None where it may not be shown, and the words say so."""

    label: str
    n: int | None
    told: str
    share: str = ""
    width: float = 0.0  # of the longest, 0–1

    @property
    def length(self) -> str:
        """The length as a drawing on a page needs it."""
        return f"{100 * self.width:.1f}%"


@dataclass(frozen=True)
class Voice:
    """A quote in its own language, with the word for its role."""

    text: str
    language: str
    role: str = ""


@dataclass(frozen=True)
class Verdict:
    """One published decision."""

    outcome: str
    code: str
    title: str
    language: str
    reason: str
    day: str


@dataclass(frozen=True)
class Step:
    """What happens next, who does it, by when."""

    what: str
    who: str
    by: str


@dataclass(frozen=True)
class Block:
    """One line of the document: kind says which of the fields it uses."""

    key: str
    kind: str  # sentence, chart, quotes, decisions, steps
    text: str
    language: str = ""
    alt: str = ""
    over_time: bool = False
    bars: Sequence[Bar] = ()
    voices: Sequence[Voice] = ()
    verdicts: Sequence[Verdict] = ()
    steps: Sequence[Step] = ()
    rests: str = ""
    head: str = ""  # the heading above it, where a chart or another part begins


@dataclass(frozen=True)
class Chapter:
    """A section with its blocks."""

    key: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Figure:
    """A number with what it counts, for the cover: numbers first."""

    told: str
    label: str


@dataclass(frozen=True)
class Document:
    """The whole summary."""

    title: str
    subtitle: str
    city: str
    theme: str
    language: str
    facts: Sequence[tuple[str, str]]
    foot: str
    figures: Sequence[Figure]
    chapters: Sequence[Chapter]
    words: dict[str, str] = field(default_factory=dict)


PALETTES = {  # cover and bars of each look: main colour, accent, pale ground
    "kuulolla": ("0b6158", "b4532a", "e9f2ee"),
    "rantala": ("1b4b8f", "0f766e", "e8eef8"),
    "koivula": ("7a2e52", "2f6690", "f6ebf1"),
}


def palette_of(theme: str) -> tuple[str, str, str]:
    """Return the colours of a city's look."""
    return PALETTES.get(theme, PALETTES["kuulolla"])


def bars_of(rows: Sequence[tuple[str, int | None, str, str]]) -> list[Bar]:
    """Return bars as long as their part of the longest; rows are (label, n, n in words, share in words)."""
    longest = max((n or 0 for _label, n, _told, _share in rows), default=0) or 1
    return [Bar(label, n, told, share, round((n or 0) / longest, 4)) for label, n, told, share in rows]


def alt_of(title: str, bars: Sequence[Bar]) -> str:
    """Return what a chart shows, in words."""
    return f"{title}: " + ", ".join(f"{bar.label} {bar.told}" for bar in bars) + "."
