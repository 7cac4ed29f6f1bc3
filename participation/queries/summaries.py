"""What summaries are made of, and summaries with their quotes as pages show them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.extension_points import submission_labels, summary_sources
from participation.logic.summaries import AreaFacts, Material, Names
from participation.models.areas import Area
from participation.models.jobs import Job
from participation.models.people import Anonymous, Person
from participation.models.processes import Process
from participation.models.summaries import Quote, Summary
from participation.models.themes import Theme
from participation.queries.areas import inhabitants_by_area

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
