"""Leaving marked responses out of the results, and taking them in again: by a coordinator, with a reason, in the audit log.

Only what bears a mark can be left out: nobody can take away what merely displeases. Nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import ParticipationError
from participation.models.people import Person
from surveys.actions.counting import promise_counting, promise_rebuild_within
from surveys.actions.results import promise_publication
from surveys.models.responses import Response
from surveys.models.results import ReplacedAnswers
from surveys.models.surveys import Survey

LOT = 500


@transaction.atomic
def judge_marked(survey: Survey, keys: Sequence[UUID], *, leave_out: bool, reason: str, by: Person) -> int:
    """Leave marked responses out of the results, or take them in; returns how many were not so before.

    Raises ParticipationError without a reason, or when there is nothing to do.
    """
    if not reason.strip():
        fault = {"code": "required", "message": _("Say why. The audit log keeps it.")}
        raise ParticipationError(_("Check the marked fields."), fields={"reason": [fault]})
    act = leave_some_out if leave_out else take_some_in
    n = sum(act(survey, keys[start : start + LOT]) for start in range(0, len(keys), LOT))
    if not n:
        fault = {"code": "nothing", "message": _("Tick the answers that you mean.")}
        raise ParticipationError(_("Nothing was changed."), fields={"ids": [fault]})
    add_audit_entry("leave_out_answers" if leave_out else "take_in_answers", survey, by=by, n=n, reason=reason.strip())
    promise_counting(survey.pk)
    promise_publication(survey)
    return n


def leave_some_out(survey: Survey, keys: Sequence[UUID]) -> int:
    """Leave some out, and note what was counted of them, to be taken away; whoever counts them now is waited for."""
    rows = Response.objects.filter(survey=survey, pk__in=keys)
    changed = rows.marked().in_results().update(left_out=True)
    counted = list(rows.filter(left_out=True, counted=True))
    ReplacedAnswers.objects.bulk_create(
        ReplacedAnswers(
            survey=survey,
            response=one.pk,
            version_id=one.version_id,
            answers=one.answers,
            language=one.language,
            channel=one.channel,
            identity=one.identity,
            received_on=one.received_on,
            marks=one.marks,
        )
        for one in counted
    )
    rows.filter(left_out=True).update(counted=False)
    if counted:
        promise_rebuild_within(survey.pk)
    return changed


def take_some_in(survey: Survey, keys: Sequence[UUID]) -> int:
    """Take some in again: they are counted like new ones."""
    return Response.objects.filter(survey=survey, pk__in=keys, left_out=True).update(left_out=False)
