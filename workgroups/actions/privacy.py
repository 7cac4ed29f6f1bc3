"""Erasing what working groups keep of residents' words: beside answers, in minutes, the word that found a group, parts."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from participation.extension_points import personal_data
from participation.logic.retention import ERASED
from participation.models.submissions import Submission, SubmissionEvent
from workgroups.models.groups import Absence, Membership
from workgroups.models.meetings import AgendaItem, Minutes
from workgroups.models.reviews import Decision
from workgroups.models.routing import Assignment
from workgroups.models.views import SavedView

SAID = ("word", "words", "said")  # what an explanation of routing repeats of the contribution


def without_words(explanation: Mapping[str, Any]) -> dict[str, Any]:
    """Return why a group got a contribution, without words of the contribution itself."""
    return {name: type(value)() if name in SAID else value for name, value in explanation.items()}


def forget_in_minutes(submission: Submission) -> None:
    """Put the short name of a contribution in the place of its words in approved minutes; what was decided stays."""
    matters = dict(AgendaItem.objects.filter(submission=submission).values_list("pk", "meeting"))
    for minutes in Minutes.objects.filter(meeting__in=set(matters.values())):
        for words in minutes.words.values():
            for section in words["sections"]:
                if section["key"] in matters:
                    section["title"] = submission.reference
        minutes.save(update_fields=["words"])


class GroupsPrivacy:
    """What working groups keep about people: memberships of staff, and a few words of contributions."""

    key = "workgroups.decisions"
    order = 30

    def export_person(self, person: Any) -> Mapping[str, Any]:
        """Return the memberships and the decisions of a staff member."""
        memberships = Membership.objects.filter(person=person).select_related("group").order_by("pk")
        decisions = Decision.objects.filter(decided_by=person).order_by("pk").values_list("pk", "outcome")
        return {
            "memberships": [{"group": one.group.code, "role": one.role} for one in memberships],
            "decisions": [{"number": number, "outcome": outcome} for number, outcome in decisions],
        }

    def forget_person(self, person: Any) -> int:
        """End what a staff member does in groups and erase their absences and saved searches; decisions keep a number."""
        today = timezone.localdate()
        held = Membership.objects.filter(person=person).exclude(ends_on__lt=today)
        ended = held.update(ends_on=today - datetime.timedelta(days=1))
        return (
            ended
            + Absence.objects.filter(person=person).delete()[0]
            + SavedView.objects.filter(person=person).delete()[0]
        )

    def export_receipt(self, receipt: Any) -> Mapping[str, Any]:
        """Return which groups had the contributions of a receipt, and what was published of them."""
        rows = Assignment.objects.filter(submission__receipt=receipt).select_related("group").order_by("pk")
        published = Decision.objects.filter(submission__receipt=receipt, published_on__isnull=False).order_by("pk")
        return {
            "groups": [{"group": one.group.code, "from": one.on.isoformat(), "origin": one.origin} for one in rows],
            "decisions": [
                {"outcome": one.outcome, "reason": one.reason, "quote": one.quote, "published_on": one.published_on}
                for one in published
            ],
        }

    def forget_submission(self, submission: Submission) -> None:
        """Erase the sentence beside decisions, words in explanations and in minutes, and every part cut of it."""
        forget_in_minutes(submission)
        Decision.objects.filter(submission=submission).exclude(quote="").update(quote="")
        for assignment in Assignment.objects.filter(submission=submission).exclude(explanation={}):
            assignment.explanation = without_words(assignment.explanation)
            assignment.save(update_fields=["explanation"])
        for event in SubmissionEvent.objects.filter(submission=submission).exclude(data={}):
            SubmissionEvent.objects.filter(pk=event.pk).update(data=without_words(event.data))
        for part in Submission.objects.filter(whole=submission).exclude(text=ERASED):
            for keeper in personal_data:
                keeper.forget_submission(part)

    def forget_receipt(self, receipt: Any) -> int:  # noqa: ARG002 -- the contract
        """Do nothing by itself: what hangs on a receipt is a contribution, and that is erased one by one."""
        return 0
