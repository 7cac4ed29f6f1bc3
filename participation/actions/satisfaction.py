"""Authors tell whether an answer answered them."""

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from participation import events
from participation.errors import ParticipationError
from participation.models.receipts import AnswerOpinion, JourneyEntry
from participation.models.submissions import Submission
from participation.queries.receipts import DECIDED, OPINION_SALT

HOURS = 24  # that a page with the question may lie open


def answer_of(token: str) -> JourneyEntry:
    """Return the answer that a page asked about; raises ParticipationError for a forged or old token."""
    try:
        key = signing.loads(token, salt=OPINION_SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        key = 0
    entry = JourneyEntry.objects.filter(pk=key, stage=DECIDED).first()
    if entry is None:
        raise ParticipationError(_("Open the page with your receipt code once more, then tell."), "unknown")
    return entry


@transaction.atomic
def tell_opinion(entry: JourneyEntry, *, is_answered: bool) -> AnswerOpinion:
    """Note once whether an answer answered its author; a second telling changes nothing."""
    opinion, is_new = AnswerOpinion.objects.get_or_create(
        entry=entry, defaults={"submission_id": entry.submission_id, "is_answered": is_answered}
    )
    if is_new:
        submission = Submission.objects.get(pk=entry.submission_id)
        events.answer_judged.send(sender=Submission, submission=submission, opinion=opinion)
    return opinion
