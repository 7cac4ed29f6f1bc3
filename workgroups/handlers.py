"""Background work: load by reference, call one action."""

import datetime

from participation.models import Submission
from workgroups.actions import escalation, learning, promises, reviews, routing


def route_submission(reference: str) -> None:
    """Give a new contribution to the group that the rules name."""
    submission = Submission.objects.filter(pk=reference).first()
    if submission:
        routing.route(submission)


def route_batch(reference: str) -> None:
    """Give the new contributions of an imported batch to their groups."""
    routing.route_batch(int(reference))


def end_assignment(reference: str) -> None:
    """Take a withdrawn contribution from the group that has it."""
    submission = Submission.objects.filter(pk=reference).first()
    if submission:
        routing.end_assignment(submission)


def tell_reviewers(reference: str) -> None:
    """Tell chair and deputy of a group, once a day, that something waits."""
    group_id, day = reference.split(":")
    reviews.tell_reviewers(int(group_id), day)


def remind_of_promise(reference: str) -> None:
    """Remind of one promise that is due soon or late, unless it was kept or got another day."""
    promise_id, due, kind = reference.split(":")
    promises.remind(int(promise_id), due, kind)


def learn_routing(reference: str) -> None:
    """Learn the groups of a process anew from what people confirmed."""
    learning.learn(int(reference))


def learn_routing_now(reference: str) -> None:
    """Learn the groups of a process anew because its coordinator asked for it."""
    learning.learn(int(reference), at_once=True)


def index_similar(reference: str) -> None:
    """Make the index of alike contributions of a process anew."""
    learning.index(int(reference))


def escalate(reference: str) -> None:
    """Ask the next ones about what nobody took up in time, and the coordinators about what no rule took."""
    day = datetime.date.fromisoformat(reference)
    escalation.escalate(day)
    escalation.tell_trays(day)


def tell_queues(reference: str) -> None:
    """Send the queues of the week to those who review."""
    escalation.tell_queues(datetime.date.fromisoformat(reference))


def bring_back(reference: str) -> None:
    """Bring back a contribution whose author was not answered."""
    submission = Submission.objects.filter(pk=reference).first()
    if submission:
        reviews.bring_back(submission)
