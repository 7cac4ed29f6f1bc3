"""Learned suggestions as people see them: likely groups with the words that speak for them, and how good they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.logic import submissions as states
from participation.models import Process, Submission
from workgroups.gateways.arrays import arrays_of
from workgroups.logic import learning
from workgroups.logic.routing import Choice
from workgroups.logic.wordparts import Document
from workgroups.models import Assignment, Group, Learned, LearningSetting, Rule

FEWEST = 20  # confirmed contributions from which on something is learned
NEW_NEEDED = 10  # new confirmations that make learning anew worth while
PAUSE = datetime.timedelta(hours=1)
LIKELY = 0.15  # certainty from which on a group is suggested
CONFIRMED = (states.IN_REVIEW, states.ON_AGENDA, states.DECIDED, states.PUBLISHED)


def document_of(submission: Submission) -> Document:
    """Return the words of a contribution."""
    return Document(submission.text, submission.title, submission.language.split("-")[0])


def confirmed_assignments(process_id: int) -> QuerySet[Assignment]:
    """Return where contributions of a process lie by the word of a person: routed, taken up or decided by one."""
    by_person = Q(origin=Assignment.Origin.PERSON) | Q(submission__state__in=CONFIRMED)
    current = Assignment.objects.current().filter(by_person, group__process=process_id)
    return current.exclude(submission__state=states.WITHDRAWN).order_by("submission_id")


def confirmed_examples(process_id: int) -> tuple[list[Document], list[int]]:
    """Return the texts of a process whose group a person confirmed, and those groups."""
    texts = confirmed_assignments(process_id).values_list(
        "submission__text", "submission__title", "submission__language", "group_id"
    )
    documents, groups = [], []
    for text, title, language, group in texts.iterator(chunk_size=2000):
        documents.append(Document(text, title, language.split("-")[0]))
        groups.append(group)
    return documents, groups


def seeds_of(process_id: int) -> list[tuple[Document, int]]:
    """Return what is known of the groups before anything is confirmed: names, tasks, keywords of rules."""
    groups = Group.objects.filter(process=process_id).in_use().order_by("pk")
    found = [
        (Document(f"{group.name.get(language, '')}\n{task}", language=language), group.pk)
        for group in groups
        for language, task in sorted(group.task.items())
        if task
    ]
    rules = Rule.objects.filter(process=process_id, is_active=True).order_by("pk")
    return found + [(Document(" ".join(rule.keywords)), rule.group_id) for rule in rules if rule.keywords]


@dataclass(frozen=True)
class Suggested:
    """A group that a contribution probably belongs to, how sure that is, and why, in words."""

    group: Group
    certainty: float
    words: tuple[str, ...]

    @property
    def reason(self) -> str:
        """The words of the text that speak for the group."""
        return reason_of(self.words)


def reason_of(words: Sequence[object]) -> str:
    """Return why a group is suggested, in the language in use."""
    return _("words %(words)s") % {"words": ", ".join(f"“{word}”" for word in words)}


@lru_cache(maxsize=6)
def loaded(name: str, file_hash: str) -> learning.Model | None:
    """Return the model of a file, or nothing when the file is gone."""
    arrays = arrays_of(name, file_hash)
    return learning.model_from(arrays) if arrays else None


def file_name(process_id: int, kind: str, number: int) -> str:
    """Return the name of the file of one version."""
    return f"{kind}-{process_id}-{number}"


def model_of(process_id: int) -> tuple[learning.Model, Learned] | None:
    """Return the model in use and its version, or nothing while none was learned."""
    row = Learned.objects.newest(process_id, Learned.Kind.ROUTING)
    if row is None:
        return None
    model = loaded(file_name(process_id, row.kind, row.number), row.file_hash)
    return (model, row) if model else None


class Learner:
    """The models of some processes, each read once, with the groups that can take contributions."""

    def __init__(self, processes: Iterable[int]) -> None:
        self.models = {process: found for process in sorted(set(processes)) if (found := model_of(process))}
        kept = Group.objects.filter(process__in=list(self.models)).in_use() if self.models else []
        self.groups = {group.pk: group for group in kept}

    def suggestions(self, submission: Submission, refused: frozenset[int] = frozenset()) -> list[Suggested]:
        """Return up to three likely groups, the likeliest first, without those that gave the contribution back.

        A group for which no word of the text speaks is not suggested.
        """
        if submission.process_id not in self.models:
            return []
        model, _row = self.models[submission.process_id]
        return [
            Suggested(self.groups[guess.key], guess.certainty, guess.words)
            for guess in learning.guesses_for(model, document_of(submission))
            if guess.certainty >= LIKELY and guess.words and guess.key in self.groups and guess.key not in refused
        ]


class Chooser:
    """What learned suggestions assign by themselves: only where it is switched on, and only above the threshold."""

    def __init__(self, processes: Iterable[int]) -> None:
        settings = LearningSetting.objects.filter(process__in=set(processes), assigns=True)
        self.thresholds = dict(settings.values_list("process_id", "threshold"))
        self.learner = Learner(self.thresholds)

    def choice(self, submission: Submission) -> Choice | None:
        """Return the group of a contribution that is sure enough, with the reason, or nothing."""
        threshold = self.thresholds.get(submission.process_id)
        found = self.learner.suggestions(submission) if threshold is not None else []
        if threshold is None or not found or found[0].certainty < threshold:
            return None
        explanation = {
            "kind": "suggestion",
            "certainty": round(found[0].certainty, 4),
            "words": list(found[0].words),
            "version": self.learner.models[submission.process_id][1].number,
        }
        return Choice(found[0].group.pk, None, 0, explanation, origin="suggestion")


@dataclass(frozen=True)
class LearningState:
    """How far learning is in a process: the version in use, confirmations until now, the switch."""

    newest: Learned | None
    confirmed: int
    needed: int
    setting: LearningSetting
    earlier: Sequence[Learned]


def learning_state(process: Process) -> LearningState:
    """Return the state of learning in a process."""
    versions = list(Learned.objects.filter(process=process, kind=Learned.Kind.ROUTING).order_by("-number")[:6])
    confirmed = confirmed_assignments(process.pk).count()
    setting = LearningSetting.objects.filter(process=process).first() or LearningSetting(process=process)
    return LearningState(
        versions[0] if versions else None, confirmed, max(FEWEST - confirmed, 0), setting, versions[1:]
    )


def is_due(process_id: int, confirmed: int, now: datetime.datetime | None = None) -> bool:
    """Tell whether learning anew is worth while: enough confirmations, enough of them new, not twice an hour."""
    if confirmed < FEWEST:
        return False
    newest = Learned.objects.newest(process_id, Learned.Kind.ROUTING)
    if newest is None:
        return True
    old_enough = (now or timezone.now()) - newest.learned_at >= PAUSE
    return old_enough and abs(confirmed - newest.texts) >= NEW_NEEDED
