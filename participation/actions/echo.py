"""The echo of what was done: told in the journey of every source, and once to everybody who follows one of them."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from participation.actions.notifications import notify
from participation.actions.receipts import Stage, add_journey_entries
from participation.models.notifications import Follow
from participation.models.submissions import Submission


@transaction.atomic
def tell_sources(
    submissions: Iterable[Submission], stage: Stage, *, kind: str, subject_key: str, context: Mapping[str, object]
) -> int:
    """Add a stage to the journeys of all sources and tell each address once; returns how many are told.

    Whoever follows a whole contribution hears what becomes of its parts. An address that follows several sources of
    the same news gets one message.
    """
    rows = list(submissions)
    add_journey_entries((submission, stage) for submission in rows)
    keys = {key for row in rows for key in (row.pk, row.whole_id) if key}
    addresses: dict[str, Follow] = {}
    for follow in Follow.objects.reached().filter(submission__in=keys).order_by("created_on", "pk"):
        addresses.setdefault(follow.email, follow)
    return notify(kind, subject_key, follows=addresses.values(), context=context)
