"""One step for many contributions: each by its own transaction, so that one that changed leaves the others alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from participation.errors import Conflict
from participation.models import Person, Submission
from workgroups import permissions
from workgroups.actions import reviews, routing
from workgroups.models import Group
from workgroups.queries.bulk import ACTS, Line


@dataclass
class Done:
    """What was done, and what was left because it had changed meanwhile."""

    done: list[Submission] = field(default_factory=list)
    left: list[Submission] = field(default_factory=list)


def do_many(act: str, lines: Iterable[Line], *, by: Person, reason: str = "", group: Group | None = None) -> Done:
    """Take up, forward or give back what was previewed; what changed since is left alone and told.

    Raises ParticipationError before anything is done when the reason or the group is missing.
    """
    if act not in ACTS:
        raise ValueError(act)
    if act != "accept":
        routing.check_reason(reason)
    told = Done()
    for line in lines:
        if not line.is_possible or line.card.assignment is None:
            continue
        try:
            one(act, line, by=by, reason=reason, group=group)
        except Conflict:
            told.left.append(line.card.submission)
        else:
            told.done.append(line.card.submission)
    return told


def one(act: str, line: Line, *, by: Person, reason: str, group: Group | None) -> None:
    """Do the step for one contribution on the version that was previewed."""
    lies = line.card.assignment
    if lies is None:
        return
    if act == "accept":
        reviews.accept(lies, by=by, version=line.version)
    elif act == "decline":
        routing.decline(lies, by=by, reason=reason, version=line.version)
    elif group is not None:
        routing.forward(lies, group, by=by, reason=reason, version=line.version)


def assign_each(lines: Iterable[tuple[Submission, int, Group]], *, by: Person) -> Done:
    """Give contributions in the tray to the group chosen for each; what changed meanwhile is left alone."""
    told = Done()
    for submission, version, group in lines:
        if not permissions.can_route_submission(by, submission.process):
            continue
        try:
            routing.assign(submission, group, by=by, version=version)
        except Conflict:
            told.left.append(submission)
        else:
            told.done.append(submission)
    return told
