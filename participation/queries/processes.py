"""What residents see first: what can be affected now and by when, and what came of earlier contributions."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.extension_points import Highlight, Panel, process_parts
from participation.logic import phases as rules
from participation.logic import submissions as submission_rules
from participation.models.processes import Phase, Process
from participation.models.submissions import Submission
from participation.models.summaries import Summary
from participation.models.themes import Theme
from participation.queries.moderation import waiting_in
from participation.queries.public_ideas import public_count
from participation.queries.summary_documents import said_and_done

TO_DO = ("survey", "idea", "workshop")
TO_READ = ("decision", "summary", "results", "notes")
NEWEST = 6


@dataclass(frozen=True)
class PhaseLine:
    """A phase with its place in time: past, now, coming or, without any date, open-ended."""

    phase: Phase
    state: str


@dataclass(frozen=True)
class Offer:
    """One thing to do or read, with the process it belongs to."""

    highlight: Highlight
    process: Process


@dataclass(frozen=True)
class ProcessCard:
    """A process with its phases and the one that is on."""

    process: Process
    phases: list[PhaseLine]

    @property
    def now(self) -> PhaseLine | None:
        """The phase that matters now."""
        return next((line for line in reversed(self.phases) if line.state == "now"), None)

    @property
    def coming(self) -> PhaseLine | None:
        """The phase that begins next."""
        return next((line for line in self.phases if line.state == "coming"), None)


@dataclass(frozen=True)
class FrontPage:
    """The front page: open processes, what to do now by closing time, the newest that came of earlier ones."""

    open: list[ProcessCard]
    closed: list[ProcessCard]
    to_do: list[Offer]
    to_read: list[Offer]
    meetings: list[Offer]


@dataclass(frozen=True)
class ProcessPage:
    """The page of one process."""

    card: ProcessCard
    to_do: list[Offer]
    to_read: list[Offer]
    panels: list[Panel]
    beside: list[Panel]


def front_page() -> FrontPage:
    """Return everything the front page shows, in a number of queries that does not grow with the processes."""
    cards = cards_of(list(Process.objects.public().order_by("-pk")))
    offers = offers_of([card.process for card in cards])
    return FrontPage(
        open=[card for card in cards if card.process.state == Process.State.OPEN],
        closed=[card for card in cards if card.process.state == Process.State.CLOSED],
        to_do=soonest_first(offers, TO_DO),
        to_read=answers_first(offers)[:NEWEST],
        meetings=soonest_first(offers, ("meeting",))[:NEWEST],
    )


def process_page(process: Process) -> ProcessPage:
    """Return one process with its phases, what can be done in it, and the parts that other concepts and apps draw."""
    offers = offers_of([process])
    panels = [panel for part in process_parts if (panel := part.panel(process)) is not None]
    return ProcessPage(
        card=cards_of([process])[0],
        to_do=soonest_first(offers, TO_DO),
        to_read=answers_first(offers),
        panels=sorted((panel for panel in panels if panel.key != IdeasPart.key), key=lambda panel: panel.order),
        beside=[panel for panel in panels if panel.key == IdeasPart.key],
    )


def cards_of(processes: Sequence[Process]) -> list[ProcessCard]:
    """Return the processes with their phases, in one query."""
    now = timezone.now()
    lines: dict[int, list[PhaseLine]] = {process.pk: [] for process in processes}
    for phase in Phase.objects.filter(process__in=lines).order_by("process", "order"):
        lines[phase.process_id].append(PhaseLine(phase, rules.state_of(phase.times, now)))
    return [ProcessCard(process, lines[process.pk]) for process in processes]


def offers_of(processes: Sequence[Process]) -> list[Offer]:
    """Return the highlights of all parts, each with its process, in the order of the parts."""
    by_id = {process.pk: process for process in processes}
    return [
        Offer(highlight, by_id[process_id])
        for part in process_parts
        for process_id, highlights in part.highlights(processes).items()
        for highlight in highlights
        if process_id in by_id
    ]


def soonest_first(offers: Iterable[Offer], kinds: Sequence[str]) -> list[Offer]:
    """Keep the offers of these kinds in their order, within a kind what closes first in front."""
    far = timezone.now() + datetime.timedelta(days=36500)
    wanted = [offer for offer in offers if offer.highlight.kind in kinds]
    return sorted(wanted, key=lambda offer: (kinds.index(offer.highlight.kind), offer.highlight.until or far))


def answers_first(offers: Iterable[Offer]) -> list[Offer]:
    """Keep what can be read: decisions in front, then summaries, results and notes, each in the order of its part."""
    wanted = [offer for offer in offers if offer.highlight.kind in TO_READ]
    return sorted(wanted, key=lambda offer: TO_READ.index(offer.highlight.kind))


def in_every_language(words: Callable[[], str]) -> dict[str, str]:
    """Return a text of the interface by language, as plug-ins give their titles."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = words()
    return said


class IdeasPart:
    """What the idea form adds to processes: an invitation while a phase takes ideas, and how many came."""

    key = "participation.ideas"
    order = 20

    def highlights(self, processes: Sequence[Process]) -> Mapping[int, Sequence[Highlight]]:
        """Invite to leave an idea in each process that takes them now."""
        found: dict[int, list[Highlight]] = {}
        by_id = {process.pk: process for process in processes if process.state == Process.State.OPEN}
        now = timezone.now()
        title = in_every_language(lambda: _("Leave your own idea"))
        for phase in Phase.objects.filter(process__in=by_id, takes_ideas=True).order_by("order"):
            if rules.is_open(phase.times, now):
                address = reverse("participation:submission_send", args=[by_id[phase.process_id].slug])
                found[phase.process_id] = [Highlight("idea", title, address, until=phase.closes)]
        return found

    def panel(self, process: Process) -> Panel | None:
        """Say how many contributions came and how many are answered, once there are any."""
        counts = counts_of(process)
        if not counts["all"]:
            return None
        return Panel(self.key, "participation/submissions/counts.html", {"counts": counts, "process": process}, 30)

    def overview(self, process: Process) -> Panel | None:
        """Tell the coordinator what waits to be looked at where ideas are public."""
        if not process.ideas_public:
            return None
        context = {"process": process, "public": public_count(process), "waiting": waiting_in(process)}
        return Panel(self.key, "participation/moderation/panel.html", context, 20)


class SummariesPart:
    """What published summaries add to processes: the newest of each part, to read."""

    key = "participation.summaries"
    order = 60

    def highlights(self, processes: Sequence[Process]) -> Mapping[int, Sequence[Highlight]]:
        """Offer the newest published summary of the whole and of each part, in one query."""
        found: dict[int, list[Highlight]] = {}
        seen: set[tuple[int, str]] = set()
        whole = in_every_language(lambda: _("What residents said and what was decided"))
        published = Summary.objects.public().filter(process__in=[process.pk for process in processes])
        for summary in published.defer("content", "tables").order_by("scope", "-number"):
            if (summary.process_id, summary.scope) in seen:
                continue
            seen.add((summary.process_id, summary.scope))
            title = summary.scope_name if summary.scope else whole
            address = reverse("participation:summary_page", args=[summary.pk])
            found.setdefault(summary.process_id, []).append(Highlight("summary", title, address))
        return found

    def panel(self, process: Process) -> Panel | None:
        """Say in numbers what residents said and what was done, once a summary of the whole is published."""
        told = said_and_done(process)
        return Panel(self.key, "participation/summaries/said_and_done.html", {"told": told}, 5) if told else None

    def overview(self, process: Process) -> Panel | None:  # noqa: ARG002 -- the contract
        """Add nothing to the coordinator's overview, which has its own list."""
        return None


def counts_of(process: Process) -> dict[str, int]:
    """Return how many contributions came, are with a working group, and have been answered."""
    rows = Submission.objects.for_process(process).wholes().order_by().values("state").annotate(count=Count("pk"))
    found = dict.fromkeys(submission_rules.STATES, 0) | {row["state"]: row["count"] for row in rows}
    return {
        "all": sum(found.values()) - found[submission_rules.WITHDRAWN],
        "with_groups": sum(
            found[state]
            for state in (
                submission_rules.ROUTED,
                submission_rules.IN_REVIEW,
                submission_rules.ON_AGENDA,
                submission_rules.DECIDED,
            )
        ),
        "answered": found[submission_rules.PUBLISHED],
    }


def idea_phase_of(process: Process) -> Phase | None:
    """Return the open phase in which ideas can be left now."""
    if process.state != Process.State.OPEN:
        return None
    now = timezone.now()
    phases = Phase.objects.filter(process=process, takes_ideas=True).order_by("order")
    return next((phase for phase in phases if rules.is_open(phase.times, now)), None)


def with_parts(processes: Sequence[Process]) -> Sequence[Process]:
    """Give each process its phases and themes as phase_rows and theme_rows, in one query each."""
    phases: dict[int, list[Phase]] = {process.pk: [] for process in processes}
    themes: dict[int, list[Theme]] = {process.pk: [] for process in processes}
    for phase in Phase.objects.filter(process__in=phases).order_by("order"):
        phases[phase.process_id].append(phase)
    for theme in Theme.objects.filter(process__in=themes).order_by("order", "slug"):
        themes[theme.process_id].append(theme)
    for process in processes:
        vars(process).update(phase_rows=phases[process.pk], theme_rows=themes[process.pk])
    return processes
