"""What came of the contributions behind a goal: the groups that handle them, and the decisions everybody can read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.extension_points import quote_guards
from participation.logic.trails import Trail, TrailLink
from participation.models import Process
from workgroups.models import Assignment, Decision, Group
from workgroups.queries.decisions import published_decisions, title_of
from workgroups.queries.groups import code_key

Families = Mapping[int, Collection[UUID]]


def keys_of(families: Families) -> set[UUID]:
    """Return every contribution of these families."""
    return {key for family in families.values() for key in family}


def address_of(group: Group, process: Process) -> str:
    """Return the public page of a group, also when another process has a group with its number."""
    return f"{group.get_absolute_url()}?process={process.slug}"


class GroupsTrail:
    """The working groups with which the contributions behind a goal lie or lay when they were answered."""

    key = "workgroups.groups"
    order = 20

    def trails(self, process: Process, families: Families) -> Mapping[int, Trail]:
        """Return by goal its groups, by code."""
        rows = Assignment.objects.current().filter(submission__in=keys_of(families)).select_related("group")
        lies = {row.submission_id: row.group for row in rows}
        trails = {}
        for goal, family in families.items():
            groups = {lies[key].pk: lies[key] for key in family if key in lies}
            links = [
                TrailLink({code: f"{one.code} {name}" for code, name in one.name.items()}, address_of(one, process))
                for one in sorted(groups.values(), key=lambda group: code_key(group.code))
            ]
            if links:
                words = ngettext("%(n)s working group", "%(n)s working groups", len(links)) % {"n": len(links)}
                trails[goal] = Trail(_("Working groups"), words, links)
        return trails


class DecisionsTrail:
    """The published decisions on the contributions behind a goal."""

    key = "workgroups.decisions"
    order = 30

    def trails(self, process: Process, families: Families) -> Mapping[int, Trail]:
        """Return by goal its decisions, newest first; whose words may not be quoted is told by its short name."""
        decisions = {row.submission_id: row for row in published_decisions().filter(submission__in=keys_of(families))}
        silent = {str(key) for guard in quote_guards for key in guard.silent(process)} if decisions else set()
        trails = {}
        for goal, family in families.items():
            links = [
                link_to(row, process, is_silent=str(key) in silent) for key, row in decisions.items() if key in family
            ]
            if links:
                words = ngettext("%(n)s decision", "%(n)s decisions", len(links)) % {"n": len(links)}
                trails[goal] = Trail(_("Decisions"), words, links)
        return trails


def link_to(decision: Decision, process: Process, *, is_silent: bool) -> TrailLink:
    """Return the way to a decision, which stands on the page of its group."""
    title = "" if is_silent else title_of(decision)
    outcome = capfirst(str(decision.get_outcome_display()))
    return TrailLink(
        {decision.submission.language: title or decision.submission.reference},
        address_of(decision.group, process),
        outcome,
    )
