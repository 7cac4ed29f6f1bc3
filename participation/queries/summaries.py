"""What summaries are made of, and summaries with their quotes as pages show them."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from participation.extension_points import submission_labels, summary_sources
from participation.logic.charts import Bar, bars_of, columns_of
from participation.logic.summaries import AreaFacts, Material, Names, shown_counts
from participation.models.areas import Area
from participation.models.jobs import Job
from participation.models.people import Anonymous, Person
from participation.models.processes import Process
from participation.models.summaries import Quote, Summary
from participation.models.themes import Theme
from participation.queries.areas import inhabitants_by_area
from participation.queries.submissions import channel_names, language_names, outcome_names, state_names

COMPILE_JOB = "participation.compile_summary"


def material_of(process: Process, scope: str = "") -> Material:
    """Return everything that a summary of this process, or of one group's part, is made of."""
    inhabitants = inhabitants_by_area()
    return Material(
        passages=[passage for source in summary_sources for passage in source.passages(process)],
        decisions=[line for source in summary_sources for line in source.decisions(process)],
        labels=labels_of(process),
        themes={theme.slug: theme.name for theme in Theme.objects.filter(process=process)},
        areas={area.slug: AreaFacts(area.name, inhabitants.get(area.pk)) for area in Area.objects.all()},
        scope=scope,
    )


def labels_of(process: Process) -> Mapping[str, tuple[str, Names]]:
    """Return by reference the group that has a contribution, as the first way of grouping tells it."""
    for plugin in submission_labels:
        return {str(key): (code, dict(name)) for key, (code, name) in plugin.labels(process).items()}
    return {}


def scope_name_of(process: Process, scope: str) -> Names | None:
    """Return the name of a part of the process; nothing if there is no such part."""
    if not scope:
        return {}
    names = [plugin.scope_name(process, scope) for plugin in submission_labels]
    return next((name for name in names if name is not None), None)


def summaries_for(person: Person | Anonymous) -> "list[Summary]":
    """Return the summaries of the processes that this person coordinates, newest first, without their content."""
    own = Process.objects.coordinated_by(person)
    return list(Summary.objects.filter(process__in=own).select_related("process", "compiled_by").defer("content"))


@dataclass(frozen=True)
class ShownQuote:
    """A quote as a page shows it; the address leads staff back to the source."""

    excerpt: str
    language: str
    address: str
    source: str
    reference: str


def quotes_by_section(summary: Summary, *, with_addresses: bool = False) -> Mapping[str, Sequence[ShownQuote]]:
    """Return the quotes of a summary by section, asking each source for its address only for staff."""
    found: dict[str, list[ShownQuote]] = defaultdict(list)
    for quote in Quote.objects.filter(summary=summary):
        source = summary_sources.get(quote.source) if with_addresses else None
        address = source.address_of(quote.reference) if source else ""
        found[quote.section].append(ShownQuote(quote.excerpt, quote.language, address, quote.source, quote.reference))
    return dict(found)


def compilations_under_way(processes: Sequence[Process]) -> list[Job]:
    """Return the jobs that will compile summaries of these processes, and those given up, newest first."""
    own = {str(process.pk) for process in processes}
    jobs = Job.objects.filter(kind=COMPILE_JOB, done_at__isnull=True).order_by("-pk")[:50]
    return [job for job in jobs if job.reference.split(":", 1)[0] in own]


@dataclass(frozen=True)
class Part:
    """One way of counting as a page draws it; rest counts those that do not tell it, None where that is hidden."""

    key: str
    bars: Sequence[Bar]
    rest: int | None


@dataclass(frozen=True)
class ShownTopic:
    """What one group's or theme's contributions say."""

    code: str
    name: Names
    n: int
    keywords: Sequence[str]
    quotes: Sequence[ShownQuote]


@dataclass(frozen=True)
class ShownDecisions:
    """The decisions of one working group."""

    code: str
    name: Names
    lines: Sequence[Mapping[str, Any]]


PRIVATE_PARTS = frozenset({"areas", "languages"})  # could tell who wrote: hidden for everybody's eyes when few


def pages_of_summary(summary: Summary, *, for_staff: bool) -> dict[str, Any]:
    """Return what the pages of a summary show; for everybody's eyes small numbers by area and language are hidden."""
    content = summary.content
    quotes = quotes_by_section(summary, with_addresses=for_staff)
    columns, step = columns_of(
        {
            datetime.date.fromisoformat(row["key"]): row["n"]
            for one in content["sections"]
            for row in one["rows"]
            if one["key"] == "weeks"
        },
        least=7,
    )
    return {
        "content": content,
        "parts": {
            one["key"]: shown_part(one, content["n"], hide=not for_staff and one["key"] in PRIVATE_PARTS)
            for one in content["sections"]
            if one["key"] != "weeks"
        },
        "columns": columns,
        "step": step,
        "first_day": day_or_none(content["first_day"]),
        "last_day": day_or_none(content["last_day"]),
        "topics": [shown_topic(topic, quotes) for topic in content["topics"]],
        "quote_count": sum(len(lines) for lines in quotes.values()),
        "outcomes": [(outcome_names().get(row["key"], row["key"]), row["n"]) for row in content["outcomes"]],
        "groups_decided": decisions_by_group(content["decisions"]),
        "steps": [line for line in shown_lines(content["decisions"]) if line["next_step"] or line["due"]],
    }


def day_or_none(written: str | None) -> datetime.date | None:
    """Return a stored day."""
    return datetime.date.fromisoformat(written) if written else None


def shown_part(one: Mapping[str, Any], total: int, *, hide: bool) -> Part:
    """Return one way of counting with bars; hidden counts are None."""
    counts: Mapping[str, int | None] = {**{row["key"]: row["n"] for row in one["rows"]}, "": one["rest"]}
    if hide:
        counts = shown_counts({key: n or 0 for key, n in counts.items()})
    names = {"channels": channel_names, "languages": language_names, "states": state_names}.get(one["key"])
    words = names() if names else {}
    here = get_language() or "fi"
    rows = [
        (row["key"], row["name"] or {here: words.get(row["key"], row["key"])}, counts[row["key"]], row["inhabitants"])
        for row in one["rows"]
    ]
    return Part(one["key"], bars_of(rows, total), counts[""])


def shown_topic(topic: Mapping[str, Any], quotes: Mapping[str, Sequence[ShownQuote]]) -> ShownTopic:
    """Return a topic with its quotes; groups show their code."""
    kind, key = topic["section"].split(":", 1)
    code = key if kind == "groups" else ""
    return ShownTopic(code, topic["name"], topic["n"], topic["keywords"], quotes.get(topic["section"], ()))


def shown_lines(decisions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return decisions with days as days and outcomes in words."""
    words = outcome_names()
    return [
        {
            **line,
            "due": day_or_none(line["due"]),
            "decided_on": day_or_none(line["decided_on"]),
            "outcome_name": words.get(line["outcome"], line["outcome"]),
        }
        for line in decisions
    ]


def decisions_by_group(decisions: Sequence[Mapping[str, Any]]) -> list[ShownDecisions]:
    """Return the decisions in groups, in the order they are stored."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in shown_lines(decisions):
        groups[line["scope"]].append(line)
    return [ShownDecisions(code, lines[0]["scope_name"], lines) for code, lines in groups.items()]
