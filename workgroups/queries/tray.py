"""The tray: what waits for a group, with the groups that rules, learned words or tasks suggest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participation.models import Process, Submission
from participation.models.people import Anonymous, Person
from participation.models.submissions import SubmissionQuerySet
from participation.queries.search import found_by_words
from workgroups.logic import routing as logic
from workgroups.models import Assignment, Group, Rule
from workgroups.queries.routing import ALSO, area_parents, rule_facts, submission_facts, words_of
from workgroups.queries.suggestions import Learner, Suggested

SURE = 0.6  # certainty from which on a suggestion is ticked beforehand


def coordinated(person: Person | Anonymous) -> SubmissionQuerySet:
    """Return the contributions of this person's processes, wherever they lie."""
    return Submission.objects.coordinated_by(person).select_related("process", "theme", "area")


def tray_visible_to(person: Person | Anonymous) -> SubmissionQuerySet:
    """Return the contributions that wait in the trays of this person's processes, the oldest first."""
    return coordinated(person).filter(state="received").oldest_first()


def tray_of(person: Person | Anonymous, process: Process, words: str = "") -> QuerySet[Submission]:
    """Return what waits in the tray of one process; with words, what holds them all in any form."""
    waiting = tray_visible_to(person).filter(process=process)
    return found_by_words(waiting, words) if words else waiting


@dataclass(frozen=True)
class TrayItem:
    """One contribution in the tray: which group a rule or its words suggest and why, and who gave it back."""

    submission: Submission
    groups: Sequence[Group]
    suggested: Group | None = None
    reason: str = ""
    declined: Assignment | None = None
    learned: Sequence[Suggested] = ()

    @property
    def is_sure(self) -> bool:
        """Tell whether the suggestion needs a glance only: a rule's, or a learned one that is surer than not."""
        guess = next((one for one in self.learned if one.group == self.suggested), None)
        return guess is None or guess.certainty >= SURE

    @property
    def others(self) -> Sequence[Suggested]:
        """The learned suggestions beside the first one."""
        return [one for one in self.learned if one.group != self.suggested]


def tray_items(submissions: Iterable[Submission]) -> list[TrayItem]:
    """Return the items of one page of the tray; the number of queries does not grow with the items."""
    rows = list(submissions)
    desk = Suggester({row.process_id for row in rows})
    declined: dict[object, Assignment] = {}
    for one in (
        Assignment.objects.filter(submission__in=rows, ended_as="declined").select_related("group").order_by("pk")
    ):
        declined[one.submission_id] = one
    return [desk.item(row, declined.get(row.pk)) for row in rows]


class Suggester:
    """Suggests groups for contributions of some processes: by the rules, else by words of the groups' tasks."""

    def __init__(self, processes: Iterable[int]) -> None:
        self.processes = set(processes)
        self.telling: dict[tuple[int, str], dict[int, frozenset[str]]] = {}

    @cached_property
    def parents(self) -> dict[int, int | None]:
        """The areas' tree."""
        return area_parents()

    @cached_property
    def groups(self) -> dict[int, dict[int, Group]]:
        """By process the groups that can take contributions."""
        found: dict[int, dict[int, Group]] = {process: {} for process in self.processes}
        for group in Group.objects.filter(process__in=self.processes).in_use():
            found[group.process_id][group.pk] = group
        return found

    @cached_property
    def rules(self) -> dict[int, list[logic.RuleFacts]]:
        """By process the rules in use."""
        found: dict[int, list[logic.RuleFacts]] = {process: [] for process in self.processes}
        for rule in Rule.objects.filter(process__in=self.processes, is_active=True).prefetch_related(*ALSO):
            found[rule.process_id].append(rule_facts(rule))
        return found

    @cached_property
    def learner(self) -> Learner:
        """What was learned in these processes."""
        return Learner(self.processes)

    def tasks(self, process: int, language: str) -> dict[int, frozenset[str]]:
        """Return by group the telling words of its name and task."""
        key = (process, language)
        if key not in self.telling:
            self.telling[key] = {
                pk: logic.telling_words(group.name, language) | logic.telling_words(group.task, language)
                for pk, group in self.groups[process].items()
            }
        return self.telling[key]

    def item(self, submission: Submission, declined: Assignment | None) -> TrayItem:
        """Return the contribution with suggestions that are not the group that gave it back."""
        groups = self.groups[submission.process_id]
        facts = submission_facts(submission, self.parents)
        codes = {one.code.casefold(): one.pk for one in groups.values()}
        choice = logic.choose(facts, self.rules[submission.process_id], codes)
        refused = declined.group_id if declined else None
        offered = list(groups.values())
        learned = self.learner.suggestions(submission, frozenset({refused} if refused else ()))
        if choice and choice.group != refused and choice.group in groups:
            reason = words_of(choice.explanation, submission)
            rest = [one for one in learned if one.group.pk != choice.group]
            return TrayItem(submission, offered, groups[choice.group], reason, declined, rest)
        if learned:
            return TrayItem(submission, offered, learned[0].group, learned[0].reason, declined, learned)
        near = logic.suggest(facts, self.tasks(submission.process_id, facts.language))
        if near and near.group != refused:
            reason = _("shared words: %(words)s") % {"words": ", ".join(near.words)}
            return TrayItem(submission, offered, groups[near.group], reason, declined)
        return TrayItem(submission, offered, None, "", declined)


def tray_count(person: Person | Anonymous) -> int:
    """Return how many contributions wait in the trays of this person's processes."""
    return Submission.objects.coordinated_by(person).filter(state="received").count()
