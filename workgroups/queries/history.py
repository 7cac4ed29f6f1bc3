"""The life of a contribution in words for staff: each step, why it lies where it lies."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from participation.models import Submission, SubmissionEvent
from workgroups.models import Assignment, Decision
from workgroups.queries.routing import explain


@dataclass(frozen=True)
class Step:
    """One step: when, what happened, who did it, and the reason given."""

    on: datetime.date
    kind: str
    words: str
    by: str
    reason: str


WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "received": lambda _data: _("Received"),
    "routed": lambda data: _("Sent to working group %(group)s") % {"group": data.get("group", "")},
    "forwarded": lambda data: _("Forwarded to working group %(group)s") % {"group": data.get("group", "")},
    "declined": lambda data: _("Working group %(group)s: not ours") % {"group": data.get("group", "")},
    "accepted": lambda data: _("Taken up by working group %(group)s") % {"group": data.get("group", "")},
    "on_agenda": lambda data: _("Taken to the agenda of meeting %(n)s") % {"n": data.get("meeting", "")},
    "off_agenda": lambda data: _("Taken off the agenda of meeting %(n)s") % {"n": data.get("meeting", "")},
    "postponed": lambda data: _("Meeting %(n)s moved it on") % {"n": data.get("meeting", "")},
    "decided": lambda data: (
        _("Working group %(group)s decided: %(outcome)s")
        % {"group": data.get("group", ""), "outcome": outcome_words(str(data.get("outcome", "")))}
    ),
    "not_answered": lambda _data: _("Its author said that the answer did not answer"),
    "published": lambda _data: _("The answer was published"),
    "part": lambda _data: _("A part of a longer contribution"),
    "cut": lambda data: _("Cut into %(n)s parts") % {"n": data.get("parts", "")},
    "joined": lambda _data: _("The parts were joined again"),
    "assembled": lambda _data: _("All parts are answered: one reply was made of them"),
    "opinion_asked": lambda data: _("Asked for an opinion: %(groups)s") % {"groups": ", ".join(data.get("groups", ()))},
    "clustered": lambda data: _("Put into the cluster “%(name)s”") % {"name": data.get("cluster", "")},
    "unclustered": lambda data: _("Left the cluster “%(name)s”") % {"name": data.get("cluster", "")},
    "redecided": lambda _data: _("The decision of the cluster holds again"),
    "undecided": lambda _data: _("The decision of the cluster was put aside"),
    "moved": lambda data: _("Moved to working group %(group)s") % {"group": data.get("group", "")},
    "reorganised": lambda data: (
        _("Reorganisation: now with working group %(group)s") % {"group": data.get("group", "")}
    ),
    "withdrawn": lambda _data: _("Withdrawn by its author"),
}


def outcome_words(outcome: str) -> str:
    """Return the label of an outcome in the language in use."""
    return str(dict(Decision.Outcome.choices).get(outcome, outcome))


def steps_of(submission: Submission) -> list[Step]:
    """Return the steps in the life of a contribution, the newest first."""
    rows = SubmissionEvent.objects.filter(submission=submission).select_related("by").order_by("-pk")
    return [step_of(row) for row in rows]


def step_of(event: SubmissionEvent) -> Step:
    """Return one step in words of the language in use."""
    words = WORDS.get(event.kind)
    return Step(
        on=event.on,
        kind=event.kind,
        words=words(event.data) if words else event.kind,
        by=str(event.by) if event.by else "",
        reason=str(event.data.get("reason", "")),
    )


def why_here(assignment: Assignment | None) -> str:
    """Return in words why a contribution lies with its group; empty for one in the tray."""
    return explain(assignment) if assignment else ""
