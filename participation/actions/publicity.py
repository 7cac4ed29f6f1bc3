"""Erasing what is in public about people: copies of ideas with everything said to them, and comments by receipt."""

from collections.abc import Mapping
from typing import Any

from participation.models.public_ideas import Comment, Complaint, PublicIdea, Support
from participation.models.submissions import Submission


class PublicIdeasPrivacy:
    """What the public reads of residents' words, who supports them under which key, and what was reported."""

    key = "participation.public_ideas"
    order = 20

    def export_person(self, person: Any) -> Mapping[str, Any]:
        """Return what a staff member judged; support and comments have no person behind them."""
        judged = [
            {"what": kind, "on": on.isoformat() if on else "", "state": state, "rule": rule}
            for kind, model in (("idea", PublicIdea), ("comment", Comment))
            for on, state, rule in model.objects.filter(judged_by=person)
            .order_by("judged_on", "pk")
            .values_list("judged_on", "state", "rule")
        ]
        return {"judged": judged}

    def export_receipt(self, receipt: Any) -> Mapping[str, Any]:
        """Return the comments that have this receipt, and what the public reads of its contributions."""
        comments = Comment.objects.filter(receipt=receipt).order_by("said_on", "pk")
        ideas = PublicIdea.objects.filter(submission__receipt=receipt).order_by("allowed_on", "pk")
        return {
            "comments": [
                {"text": one.text, "language": one.language, "on": one.said_on.isoformat(), "state": one.state}
                for one in comments
            ],
            "ideas": [
                {"title": one.title, "text": one.text, "allowed_on": one.allowed_on.isoformat(), "state": one.state}
                for one in ideas
            ],
        }

    def forget_person(self, person: Any) -> int:  # noqa: ARG002 -- the contract
        """Keep what somebody judged: a decision of the town, under the number of an account without a name."""
        return 0

    def forget_submission(self, submission: Submission) -> None:
        """Erase the public copy of a contribution, with its support, its comments and the reports of them."""
        copies = PublicIdea.objects.filter(submission=submission)
        Complaint.objects.filter(idea__in=copies).delete()
        Comment.objects.filter(idea__in=copies).delete()
        Support.objects.filter(idea__in=copies).delete()
        copies.delete()

    def forget_receipt(self, receipt: Any) -> int:
        """Erase the comments that have this receipt."""
        mine = Comment.objects.filter(receipt=receipt)
        count = mine.count()
        mine.delete()
        return count
