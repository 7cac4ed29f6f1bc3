"""A summary as its coordinator works on it: sections with lines, their sources, doubts and quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from participation.extension_points import summary_sources
from participation.logic.summary_documents import Block
from participation.models.summaries import Quote, Summary, SummaryLine
from participation.queries.summary_documents import (
    Stored,
    blocks_of,
    rests_words,
    section_title,
    sections_in_order,
    stored,
)
from participation.queries.summary_sources import changes_since, doubts


@dataclass(frozen=True)
class QuoteAtDesk:
    """A quote with the way back to its source."""

    quote: Quote
    address: str


@dataclass(frozen=True)
class LineAtDesk:
    """A line with what touched its sources since it was compiled."""

    line: SummaryLine
    block: Block | None
    rests: str
    doubt: Mapping[str, int] = field(default_factory=dict)
    quotes: Sequence[QuoteAtDesk] = ()


@dataclass(frozen=True)
class SectionAtDesk:
    """A section with its lines."""

    key: str
    title: str
    lines: Sequence[LineAtDesk]

    @property
    def doubtful(self) -> int:
        """How many lines rest on something that has changed since."""
        return sum(bool(line.doubt) for line in self.lines)

    @property
    def unread(self) -> int:
        """How many quotes nobody has approved or left out."""
        quotes = [one.quote for line in self.lines for one in line.quotes]
        return sum(quote.approved_at is None and not quote.is_left_out for quote in quotes)


@dataclass(frozen=True)
class Builder:
    """The whole summary at the desk, one section of it open."""

    sections: Sequence[SectionAtDesk]
    chosen: SectionAtDesk | None
    after: SectionAtDesk | None
    doubtful: int
    changed: int
    conflicts: int


def builder_of(summary: Summary, wanted: str = "") -> Builder:
    """Return the sections of a summary with every line, those left out too, and what is no longer as it was."""
    read = stored(summary, everything=True)
    told = doubts(read.lines, changes_since(summary))
    sections = []
    for section in sections_in_order(summary, read.lines):
        lines = [line_at_desk(line, block, read, told) for line, block in blocks_of(section, read)]
        sections.append(SectionAtDesk(section, section_title(summary, section), lines))
    place = next((place for place, one in enumerate(sections) if one.key == wanted), 0)
    return Builder(
        sections,
        chosen=sections[place] if sections else None,
        after=sections[place + 1] if place + 1 < len(sections) else None,
        doubtful=len(told),
        changed=sum(line.news in ("new", "changed") for line in read.lines),
        conflicts=sum(line.news == "conflict" for line in read.lines),
    )


def line_at_desk(
    line: SummaryLine, block: Block | None, read: Stored, told: Mapping[str, Mapping[str, int]]
) -> LineAtDesk:
    """Return a line with its quotes and doubts."""
    quotes: list[QuoteAtDesk] = []
    if line.kind == "quotes":
        quotes = [QuoteAtDesk(quote, address_of(quote)) for quote in read.quotes.get(line.table, ())]
    return LineAtDesk(line, block, rests_words(line), told.get(line.key, {}), quotes)


def address_of(quote: Any) -> str:
    """Return the staff address of a quote's source."""
    plugin = summary_sources.get(quote.source)
    return plugin.address_of(quote.reference) if plugin else ""
