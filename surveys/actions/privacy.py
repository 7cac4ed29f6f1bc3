"""Erasing what residents sent in surveys, while something still leads to it: until the survey closes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from participation.actions.audit import add_audit_entry
from surveys.actions.counting import note_replaced
from surveys.actions.drafts import drop_drafts
from surveys.models.responses import Response


@transaction.atomic
def forget_responses(receipt: Any) -> int:
    """Erase the responses that hang on a receipt; returns how many. After closing nothing hangs on one any more."""
    responses = list(Response.objects.filter(receipt=receipt).select_related("survey"))
    for response in responses:
        add_audit_entry("forget_response", response.survey, by=None)
        note_replaced(response)
        if response.key:
            drop_drafts(response.survey, response.key)
        response.delete()
    return len(responses)


class ResponsesPrivacy:
    """What surveys keep about people: answers by receipt while a survey is open, nothing about staff."""

    key = "surveys.responses"
    order = 20

    def export_person(self, person: Any) -> Mapping[str, Any]:  # noqa: ARG002 -- the contract
        """Return nothing: no response belongs to an account."""
        return {}

    def forget_submission(self, submission: Any) -> None:
        """Do nothing: a contribution never leads to the response it came from."""

    def forget_receipt(self, receipt: Any) -> int:
        """Erase the responses that hang on this receipt."""
        return forget_responses(receipt)
