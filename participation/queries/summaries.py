"""What summaries are made of, which there are, and which are being compiled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.extension_points import (
    quote_guards,
    submission_labels,
    summary_readers,
    summary_scopes,
    summary_sections,
    summary_sources,
)
from participation.logic.summaries import AreaFacts, Material, Names
from participation.logic.summary_lines import Part
from participation.models.areas import Area
from participation.models.jobs import Job
from participation.models.people import Anonymous, Person
from participation.models.processes import Process
from participation.models.summaries import Summary
from participation.models.themes import Theme
from participation.queries.areas import inhabitants_by_area

COMPILE_JOB = "participation.compile_summary"


def material_of(process: Process, scope: str = "") -> Material:
    """Return everything that a summary of this process, or of one part of it, is made of."""
    inhabitants = inhabitants_by_area()
    return Material(
        passages=[passage for source in summary_sources for passage in source.passages(process)],
        decisions=[line for source in summary_sources for line in source.decisions(process)],
        labels=labels_of(process),
        themes={theme.slug: theme.name for theme in Theme.objects.filter(process=process)},
        areas={area.slug: AreaFacts(area.name, inhabitants.get(area.pk)) for area in Area.objects.all()},
        scope=scope,
        silent=frozenset(str(reference) for guard in quote_guards for reference in guard.silent(process)),
    )


def parts_of(process: Process, scope: str = "") -> list[Part]:
    """Return the sections that others add to a summary, in their order."""
    parts = [part for plugin in summary_sections for part in plugin.parts(process, scope)]
    return sorted(parts, key=lambda part: (part.order, part.section))


def labels_of(process: Process) -> Mapping[str, tuple[str, Names]]:
    """Return by reference the group that has a contribution, as the first way of grouping tells it."""
    for plugin in submission_labels:
        return {str(key): (code, dict(name)) for key, (code, name) in plugin.labels(process).items()}
    return {}


def scope_name_of(process: Process, scope: str) -> Names | None:
    """Return the name of a part of the process; nothing if there is no such part."""
    if not scope:
        return {}
    if ":" not in scope:
        names = [plugin.scope_name(process, scope) for plugin in submission_labels]
        return next((name for name in names if name is not None), None)
    return next((name for plugin in summary_scopes for code, name in plugin.options(process) if code == scope), None)


@dataclass(frozen=True)
class ScopeKind:
    """A kind of part with the parts there are, to choose from."""

    label: str
    options: Sequence[tuple[str, Names]]


def scopes_of(process: Process) -> list[ScopeKind]:
    """Return the parts of a process that a summary can be about, by kind; kinds without any are left out."""
    kinds = [ScopeKind(plugin.label(), plugin.options(process)) for plugin in summary_scopes]
    return [kind for kind in kinds if kind.options]


def summaries_for(person: Person | Anonymous) -> "list[Summary]":
    """Return the summaries that this person reads as staff, newest first, without their content."""
    rows = Summary.objects.at_desk(person).select_related("process", "compiled_by").order_by("-compiled_at", "scope")
    return list(rows.defer("content", "tables"))


def reads_summaries(person: Person | Anonymous) -> bool:
    """Tell whether a person has summaries to read as a member of a working group."""
    return any(plugin.reads(person) for plugin in summary_readers)


def compilations_under_way(processes: Sequence[Process]) -> list[Job]:
    """Return the jobs that will compile summaries of these processes, and those given up, newest first."""
    own = {str(process.pk) for process in processes}
    jobs = Job.objects.filter(kind=COMPILE_JOB, done_at__isnull=True).order_by("-pk")[:50]
    return [job for job in jobs if job.reference.split(":", 1)[0] in own]
