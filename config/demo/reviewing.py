"""What the working groups of the demo have done so far: taken up, forwarded, decided, answered, given back."""

import random
from collections.abc import Iterable
from typing import Any

from config.demo.reading import day, document
from config.demo.timeline import Days
from config.demo.town import Town
from participation.actions.receipts import Stage, add_journey_entry
from participation.models import Submission
from workgroups.actions.reviews import accept, decide, publish
from workgroups.actions.routing import decline, forward
from workgroups.logic.reviews import Ruling
from workgroups.models import Assignment, Meeting
from workgroups.queries.outcomes import group_address

TAKEN_UP = 0.55  # share of what came before the last meeting and is being reviewed


class Reviewing:
    """Finds contributions by title or first words and lets the chairs act; notes on which day."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.dice = random.Random("reviewing")
        samples = Submission.objects.filter(process=town.process, is_sample=True).order_by(
            "received_on", "title", "text"
        )
        self.submissions = list(samples)
        current = Assignment.objects.current().filter(submission__in=self.submissions).select_related("group")
        self.assignments = {assignment.submission_id: assignment for assignment in current}
        held = Meeting.objects.filter(group__process=town.process, number=2).select_related("group")
        self.meeting_days = {m.group.code: m.starts.date() for m in held if m.starts}
        self.days = {one.pk: Days(received=one.received_on) for one in self.submissions}
        self.handled: set[Any] = set()

    def find(self, about: str) -> Submission:
        """Return the contribution with this title, or that begins with these words."""
        for one in self.submissions:
            if about == one.title or one.text.startswith(about):
                self.handled.add(one.pk)
                return one
        raise LookupError(about)

    def assignment_of(self, submission: Submission) -> Assignment:
        """Return where a contribution lies, carrying the contribution as it is now."""
        assignment = self.assignments[submission.pk]
        assignment.submission = submission
        return assignment

    def run(self) -> dict[Any, Days]:
        """Act on everything that the data name, then take up a part of the rest; returns the days by contribution."""
        data = document("decisions")
        for one in data["decisions"]:
            self.decide(one)
        for one in data["forwards"]:
            self.forward(self.find(one["about"]), one["to"], one["reason"])
        for one in data["declines"]:
            self.decline(self.find(one["about"]), one["reason"])
        for about in data["agenda"]:
            self.accept(self.find(about))
        self.take_up(one for one in self.submissions if one.pk not in self.handled)
        return self.days

    def meeting_of(self, assignment: Assignment) -> Any:
        """Return the day of the group's second meeting."""
        return self.meeting_days[assignment.group.code]

    def decide(self, data: dict[str, Any]) -> None:
        """Decide one contribution in the meeting, and publish the answer two days later unless it still waits."""
        submission = self.find(data["about"])
        if data.get("forwarded"):
            self.forward(submission, data["forwarded"], data["forward_reason"])
        assignment = self.assignment_of(submission)
        chair, days = self.town.chair_of(assignment.group), self.days[submission.pk]
        days.decided = self.meeting_of(assignment)
        days.forwarded = min(days.forwarded, days.decided) if days.forwarded else None
        days.accepted = days.decided
        accept(assignment, by=chair, version=submission.version)
        add_journey_entry(submission, discussed(assignment))
        due = day(data["due"]) if data["due"] else None
        ruling = Ruling(data["outcome"], data["reason"], data["next"], due)
        decision = decide(submission, ruling, by=chair, version=submission.version)
        if data["published"]:
            days.published = min(day(0), day((days.decided - day(0)).days + 2))
            decision.submission = submission
            publish(decision, by=chair)

    def forward(self, submission: Submission, code: str, reason: str) -> None:
        """Pass a contribution on, unless the rules gave it to that group at once."""
        assignment = self.assignment_of(submission)
        if assignment.group.code == code:
            return
        days = self.days[submission.pk]
        days.forwarded = max(days.received, day(-13))
        group = self.town.groups[code]
        moved = forward(assignment, group, by=self.town.chair_of(assignment.group), reason=reason)
        self.assignments[submission.pk] = moved

    def decline(self, submission: Submission, reason: str) -> None:
        """Give a contribution back to the coordinator."""
        assignment = self.assignment_of(submission)
        self.days[submission.pk].declined = max(submission.received_on, day(-4))
        decline(assignment, by=self.town.chair_of(assignment.group), reason=reason)

    def accept(self, submission: Submission) -> None:
        """Take a contribution up some days after it came."""
        assignment = self.assignment_of(submission)
        days = self.days[submission.pk]
        days.accepted = min(day(0), max(days.received, self.meeting_of(assignment)))
        accept(assignment, by=self.town.chair_of(assignment.group), version=submission.version)

    def take_up(self, rest: Iterable[Submission]) -> None:
        """Take up a part of what came before the last meeting of its group."""
        for submission in rest:
            assignment = self.assignments.get(submission.pk)
            if assignment is None or submission.received_on <= day(-24):
                continue
            if submission.received_on < self.meeting_of(assignment) and self.dice.random() < TAKEN_UP:
                self.accept(submission)


def discussed(assignment: Assignment) -> Stage:
    """Return the stage of a journey that tells of the meeting."""
    group = assignment.group
    words = {
        "fi": f"Keskusteltiin työryhmän {group.code} kokouksessa.",
        "sv": f"Diskuterades på arbetsgrupp {group.code}:s möte.",
        "en": f"Discussed in the meeting of working group {group.code}.",
        "fi-easy": f"Työryhmä {group.code} puhui asiasta.",
    }
    return Stage("discussed", words, group.code, group.name, group_address(group))
