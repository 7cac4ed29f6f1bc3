"""From a goal to the contributions that it came from and what became of them, and from a contribution to its goals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.extension_points import trail_sources
from participation.logic.submissions import WITHDRAWN
from participation.logic.trails import Trail, TrailLink
from participation.models.processes import Process
from participation.models.public_ideas import PublicIdea
from participation.models.strategy import Goal, MeasureSource
from participation.models.submissions import Submission

SEEN = (Process.State.OPEN, Process.State.CLOSED)  # processes whose pages everybody may read


@dataclass(frozen=True)
class GoalTrail:
    """What a goal rests on: how many contributions, and the trails that lead to what everybody can read."""

    contributions: int
    trails: Sequence[Trail]


@dataclass(frozen=True)
class GoalLink:
    """A goal to which a contribution led, and where it can be read."""

    number: int
    name: Mapping[str, str]
    address: str


def families_of(goals: Iterable[Goal]) -> dict[int, set[UUID]]:
    """Return by goal the contributions that stand behind its measures, by two queries.

    A part that was joined again counts as its whole; a whole that was cut brings its parts along. What was taken back
    counts no more.
    """
    keys = [goal.pk for goal in goals]
    linked = MeasureSource.objects.filter(measure__goal__in=keys).order_by()
    rows = list(linked.values_list("measure__goal", "submission", "submission__whole").distinct())
    wholes = {whole or key for _goal, key, whole in rows}
    standing: dict[UUID, set[UUID]] = {}
    wanted = Submission.objects.filter(Q(pk__in=wholes) | Q(whole__in=wholes)).exclude(state=WITHDRAWN)
    for key, whole in wanted.values_list("pk", "whole") if wholes else ():
        standing.setdefault(whole or key, set()).add(key)
    families: dict[int, set[UUID]] = {}
    for goal, key, whole in rows:
        family = standing.get(whole or key, set())
        is_part = whole is not None and key in family
        families.setdefault(goal, set()).update({key} if is_part else family)
    return families


def trails_of(process: Process, goals: Sequence[Goal]) -> dict[int, GoalTrail]:
    """Return by goal what it rests on; goals without contributions are left out."""
    families = {goal: keys for goal, keys in families_of(goals).items() if keys}
    if not families:
        return {}
    wholes = dict(Submission.objects.filter(pk__in=set().union(*families.values())).values_list("pk", "whole"))
    told = [source.trails(process, families) for source in trail_sources]
    return {
        goal: GoalTrail(
            len({wholes.get(key) or key for key in keys}), [trails[goal] for trails in told if goal in trails]
        )
        for goal, keys in families.items()
    }


def goals_behind(rows: Iterable[Submission]) -> dict[UUID, list[GoalLink]]:
    """Return by whole contribution the goals to which it or a part of it led; what was taken back led to none."""
    keys = {row.whole_id or row.pk for row in rows if row.state != WITHDRAWN}
    mine = Q(submission__in=keys) | Q(submission__whole__in=keys)
    linked = MeasureSource.objects.filter(mine, measure__goal__strategy__process__state__in=SEEN)
    linked = linked.select_related("submission", "measure__goal__strategy__process").order_by("measure__goal__number")
    found: dict[UUID, dict[int, GoalLink]] = {}
    for row in linked if keys else ():
        goal = row.measure.goal
        address = reverse("participation:goal_page", args=[goal.strategy.process.slug, goal.number])
        key = row.submission.whole_id or row.submission_id
        found.setdefault(key, {})[goal.pk] = GoalLink(goal.number, goal.name, address)
    return {key: list(goals.values()) for key, goals in found.items()}


def goals_of_one(submission: Submission) -> list[GoalLink]:
    """Return the goals to which one contribution led."""
    return goals_behind([submission]).get(submission.whole_id or submission.pk, [])


class IdeasTrail:
    """The contributions behind a goal that their authors let everybody read."""

    key = "participation.ideas"
    order = 10

    def trails(self, process: Process, families: Mapping[int, Iterable[UUID]]) -> Mapping[int, Trail]:
        """Return by goal its public ideas."""
        keys = {key for family in families.values() for key in family}
        rows = PublicIdea.objects.readable().filter(process=process, submission__in=keys).newest_first()
        ideas = {idea.submission_id: idea for idea in rows.select_related("submission")}
        trails = {}
        for goal, family in families.items():
            links = [link_to(process, idea) for key, idea in ideas.items() if key in family]
            if links:
                words = ngettext("%(n)s public idea", "%(n)s public ideas", len(links)) % {"n": len(links)}
                trails[goal] = Trail(_("Public ideas"), words, links)
        return trails


def link_to(process: Process, idea: PublicIdea) -> TrailLink:
    """Return the way to a public idea, in its own words."""
    words = idea.title or " ".join(idea.text.split())
    short = words if len(words) <= 90 else words[:90].rsplit(" ", 1)[0] + " …"
    return TrailLink(
        {idea.submission.language: short},
        reverse("participation:idea_page", args=[process.slug, idea.pk]),
        idea.submission.reference,
    )
