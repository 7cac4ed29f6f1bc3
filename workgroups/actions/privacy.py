"""Erasing what working groups keep of residents' words: the sentence beside an answer, the word that found a group, parts."""

from collections.abc import Mapping
from typing import Any

from participation.extension_points import personal_data
from participation.logic.retention import ERASED
from participation.models.submissions import Submission, SubmissionEvent
from workgroups.models.groups import Membership
from workgroups.models.reviews import Decision
from workgroups.models.routing import Assignment

SAID = ("word", "words", "said")  # what an explanation of routing repeats of the contribution


def without_words(explanation: Mapping[str, Any]) -> dict[str, Any]:
    """Return why a group got a contribution, without words of the contribution itself."""
    return {name: type(value)() if name in SAID else value for name, value in explanation.items()}


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

    def forget_submission(self, submission: Submission) -> None:
        """Erase the sentence beside decisions, words in explanations, and every part cut of it."""
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
