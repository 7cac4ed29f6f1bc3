"""A stored summary as a document in the language in use: what its page and its files show."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.logic import summary_sentences as say
from participation.logic.summary_documents import (
    Bar,
    Block,
    Chapter,
    Document,
    Figure,
    Step,
    Verdict,
    Voice,
    alt_of,
    bars_of,
)
from participation.logic.summary_lines import printed_seal, seal_of
from participation.logic.summary_words import ALL, ORDER, QUOTES, SECTIONS, code_name
from participation.logic.text import html_language, pick
from participation.models.processes import Process
from participation.models.summaries import Quote, Summary, SummaryLine


@dataclass(frozen=True)
class Stored:
    """A summary with its lines and the quotes that may be shown, read once."""

    summary: Summary
    lines: Sequence[SummaryLine]
    quotes: Mapping[str, Sequence[Quote]]


def stored(summary: Summary, *, everything: bool = False) -> Stored:
    """Read a summary; unless everything is wanted, only approved quotes and lines that nobody left out."""
    lines = list(SummaryLine.objects.filter(summary=summary))
    quotes = Quote.objects.filter(summary=summary)
    if not everything:
        lines = [line for line in lines if not line.is_removed and not line.waits]
        quotes = quotes.filter(approved_at__isnull=False, is_left_out=False)
    by_section: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        by_section[quote.section].append(quote)
    return Stored(summary, lines, by_section)


def sections_in_order(summary: Summary, lines: Sequence[SummaryLine]) -> list[str]:
    """Return the sections that have lines, in the order that a person gave them."""
    present = {line.section for line in lines}
    order = [*summary.section_order, *ORDER]
    known = list(dict.fromkeys(key for key in order if key in present))
    return known + sorted(present - set(known))


def section_title(summary: Summary, section: str) -> str:
    """Return what a section is called in the language in use."""
    titles = SECTIONS.get(section) or summary.content.get("titles", {}).get(section, {})
    return pick(titles, here())[0] or section


def here() -> str:
    """Return the language in use."""
    return get_language() or settings.LANGUAGE_CODE


def document_of(summary: Summary) -> Document:
    """Return a summary as everybody who may read it sees it, in the language in use."""
    read = stored(summary)
    chapters = []
    for section in sections_in_order(summary, read.lines):
        blocks = [block for _line, block in blocks_of(section, read) if block]
        if blocks:
            chapters.append(Chapter(section, section_title(summary, section), blocks))
    name = pick(summary.process.name, here())[0]
    part = part_title(summary)
    return Document(
        title=part or _("What residents said and what was decided"),
        subtitle=name,
        city=settings.CITY_NAME,
        theme=settings.CITY_THEME,
        language=html_language(here()),
        facts=facts_of(summary),
        foot=foot_of(summary),
        figures=figures_of(summary),
        chapters=chapters,
        words=document_words(),
    )


def part_title(summary: Summary) -> str:
    """Return the name of the part with a group's code; nothing for the whole process."""
    if not summary.scope:
        return ""
    name = pick(summary.scope_name, here())[0]
    return name if ":" in summary.scope else f"{summary.scope} {name}"


def facts_of(summary: Summary) -> list[tuple[str, str]]:
    """Return version, days and seal as the cover tells them."""
    facts = [
        (_("Version"), str(summary.number)),
        (_("Compiled"), say.day(timezone.localtime(summary.compiled_at).date(), here())),
    ]
    if summary.frozen_at:
        facts.append((_("For the meeting"), summary.frozen_for))
        facts.append((_("Seal"), printed_seal(summary.seal)))
    return facts


def foot_of(summary: Summary) -> str:
    """Return the line at the foot of every page."""
    told = [settings.CITY_NAME, pick(summary.process.name, here())[0], f"{_('Version')} {summary.number}"]
    return " · ".join([*told, printed_seal(summary.seal)] if summary.seal else told)


def document_words() -> dict[str, str]:
    """Return the words that files need beside the content."""
    return {
        "share": _("Share"),
        "number": _("Number"),
        "what": _("What"),
        "who": _("Who"),
        "by": _("By"),
        "contents": _("Contents"),
        "rests": _("Rests on"),
        "numbers": _("Numbers first"),
        "section": _("Section"),
        "decision": _("Decision"),
        "day": _("Day"),
        "quotes": _("Quotes are approved by a person. Personal data is hidden."),
    }


def figures_of(summary: Summary) -> list[Figure]:
    """Return the numbers that come first: what was said and what was done."""
    content, tables = summary.content, summary.tables
    decided = len(content["decisions"])
    steps = cell_of(tables, "steps", "all") or 0
    figures = [
        (content["n"], ngettext("contribution", "contributions", content["n"])),
        (decided, ngettext("published decision", "published decisions", decided)),
        (steps, ngettext("next step", "next steps", steps)),
    ]
    return [Figure(say.number(n, here()), label) for n, label in figures]


def cell_of(tables: Mapping[str, Any], table: str, row: str) -> int | None:
    """Return a number of a stored table."""
    return next((one["n"] for one in tables.get(table, {}).get("rows", ()) if one["key"] == row), None)


def with_heads(pairs: Sequence[tuple[SummaryLine, Block]], tables: Mapping[str, Any]) -> list[Block]:
    """Return blocks with their headings: each chart has its own, each theme or group one above all that is said of it."""
    blocks, open_part = [], ""
    for line, block in pairs:
        part, head = part_of_line(line), ""
        if block.kind == "chart" or (block.kind in ("quotes", "decisions") and not part):
            open_part, head = "", block.text
        elif part and part != open_part:
            open_part, head = part, name_of_part(line.section, part, tables)
        blocks.append(replace(block, head=head))
    return blocks


def part_of_line(line: SummaryLine) -> str:
    """Return the theme or group that a line of the rules is about; empty for all others."""
    if line.section not in ("themes", "groups") or line.kind == "chart" or line.origin != SummaryLine.Origin.RULES:
        return ""
    return line.key.removeprefix(f"{line.section}.").rpartition(".")[0]


def name_of_part(section: str, part: str, tables: Mapping[str, Any]) -> str:
    """Return what a theme or group is called in the tables; empty where none names it."""
    if part == "all":
        return pick(ALL, here())[0]
    rows = [row for table in (section, "decided") for row in tables.get(table, {}).get("rows", ())]
    return next((pick(row["name"], here())[0] for row in rows if row["key"] == part), "")


def blocks_of(section: str, read: Stored) -> list[tuple[SummaryLine, Block | None]]:
    """Return the lines of a section with their blocks; a list that has nothing to show has none."""
    pairs = [(line, block_of(line, read)) for line in read.lines if line.section == section]
    told = iter(with_heads([(line, block) for line, block in pairs if block], read.summary.tables))
    return [(line, next(told) if block else None) for line, block in pairs]


def block_of(line: SummaryLine, read: Stored) -> Block | None:
    """Return a line as a block; nothing for a list that has nothing to show."""
    text, language = pick(line.texts, here())
    language = html_language(language)
    if line.kind == "sentence":
        return Block(line.key, "sentence", text, language, rests=rests_words(line))
    if line.kind == "chart":
        bars = bars_in(read.summary.tables[line.table])
        over_time = line.table == "weeks"
        return Block(line.key, "chart", text, language, alt_of(text, bars), over_time, bars) if bars else None
    if line.kind == "quotes":
        voices = [voice_of(quote) for quote in read.quotes.get(line.table, ())]
        return Block(line.key, "quotes", text, language, voices=voices) if voices else None
    decisions = read.summary.content["decisions"]
    if line.kind == "decisions":
        verdicts = [verdict_of(one) for one in decisions if one["scope"] == line.table]
        return Block(line.key, "decisions", text, language, verdicts=verdicts)
    steps = [step_of(one) for one in decisions if one["next_step"] or one["due"]]
    return Block(line.key, "steps", text, language, steps=steps)


def rests_words(line: SummaryLine) -> str:
    """Return in words what a sentence rests on."""
    if line.note:
        return line.note
    told = []
    if n := line.rests.get("contribution"):
        told.append(ngettext("%(n)s contribution", "%(n)s contributions", n) % {"n": say.number(n, here())})
    if n := line.rests.get("decision"):
        told.append(ngettext("%(n)s decision", "%(n)s decisions", n) % {"n": say.number(n, here())})
    if n := line.rests.get("promise"):
        told.append(ngettext("%(n)s promise", "%(n)s promises", n) % {"n": say.number(n, here())})
    if line.rests.keys() - {"contribution", "decision", "promise"}:
        told.append(_("published results"))
    return ", ".join(told)


def bars_in(table: Mapping[str, Any]) -> list[Bar]:
    """Return the bars of a stored table, hidden numbers said to be hidden."""
    hidden = say.HIDDEN.get(here(), say.HIDDEN["fi"])
    rows = []
    for row in table["rows"]:
        label, n = pick(row["name"], here())[0], row["n"]
        share = ""
        if n is not None and table["total"]:
            share = f"{say.percent(n, table['total'])}{'' if here() == 'en' else say.NARROW}%"
        rows.append((label, n, hidden if n is None else say.number(n, here()), share))
    return bars_of(rows)


def voice_of(quote: Quote) -> Voice:
    """Return a quote."""
    role = pick(QUOTES.get(quote.role, {}), here())[0]
    return Voice(quote.excerpt, html_language(quote.language), role)


def verdict_of(line: Mapping[str, Any]) -> Verdict:
    """Return a decision."""
    reason = pick(line["reason"], here())[0]
    outcome = pick(code_name("outcomes", line["outcome"]), here())[0]
    return Verdict(
        outcome, line["outcome"], line["title"], line.get("language", ""), reason, short_day(line["decided_on"])
    )


def step_of(line: Mapping[str, Any]) -> Step:
    """Return what happens next."""
    what = pick(line["next_step"], here())[0] or line["title"]
    who = f"{line['scope']} {pick(line['scope_name'], here())[0]}"
    return Step(what, who, short_day(line["due"]))


def short_day(written: str | None) -> str:
    """Return a stored day as people write it."""
    return say.day(datetime.date.fromisoformat(written), here()) if written else "–"


def sealed(summary: Summary) -> str:
    """Return the seal of what stands in a summary now, in all languages."""
    read = stored(summary)
    return seal_of(
        {
            "summary": [summary.process.slug, summary.scope, summary.number],
            "sections": sections_in_order(summary, read.lines),
            "lines": [[line.key, line.section, line.kind, line.texts, line.cells, line.note] for line in read.lines],
            "quotes": [[one.section, one.excerpt] for quotes in read.quotes.values() for one in quotes],
            "tables": summary.tables,
            "decisions": summary.content["decisions"],
        }
    )


@dataclass(frozen=True)
class SaidAndDone:
    """What residents said and what was done, numbers first, with the way to the whole summary."""

    summary: Summary
    figures: Sequence[Figure]
    sentences: Sequence[Block]


def said_and_done(process: Process) -> SaidAndDone | None:
    """Return the newest published summary of a whole process in short; nothing while there is none."""
    summary = Summary.objects.public().filter(process=process, scope="").order_by("-number").first()
    if summary is None:
        return None
    lines = SummaryLine.objects.filter(summary=summary, section="short", kind="sentence", is_removed=False)
    shown = [line for line in lines if line.key in ("short.decided", "short.outcomes")]
    return SaidAndDone(
        summary, figures_of(summary), [Block(line.key, "sentence", *pick(line.texts, here())) for line in shown]
    )
