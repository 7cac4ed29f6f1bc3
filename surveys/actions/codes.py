"""Batches of access codes: made and shown once, withdrawn as a whole; and who can answer a survey."""

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.models.people import Person
from surveys.logic import codes as rules
from surveys.models.codes import AccessCode, CodeBatch
from surveys.models.surveys import Identity, Survey

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class FreshBatch:
    """A batch just made, with its codes: the only moment at which they are known."""

    batch: CodeBatch
    codes: list[str]


@transaction.atomic
def set_identity(survey: Survey, identity: str, *, by: Person | None) -> Survey:
    """Choose who can answer a draft; raises Conflict once residents have been told otherwise."""
    drafts = Survey.objects.filter(pk=survey.pk, state=Survey.State.DRAFT)
    if identity not in Identity.values:
        raise ParticipationError(_("Choose one of these."), fields={"identity": [_fault(_("Choose one of these."))]})
    if drafts.update(identity=identity) != 1:
        raise Conflict(_("Who can answer is chosen before the survey opens."))
    survey.identity = identity
    add_audit_entry("set_identity", survey, by=by, identity=identity)
    return survey


@transaction.atomic
def make_codes(batch: CodeBatch, *, by: Person | None) -> FreshBatch:
    """Save an unsaved batch with as many fresh codes, of which only keyed hashes are stored.

    Raises ParticipationError for a survey that is not answered by code, Conflict once it is closed.
    """
    survey = batch.survey
    if not survey.takes_codes:
        raise ParticipationError(_("This survey is not answered by code."), "not_by_code")
    if survey.state not in (Survey.State.DRAFT, Survey.State.OPEN):
        raise Conflict(_("The survey has closed."))
    if not 1 <= batch.size <= rules.MOST:
        words = _("Make between 1 and %(most)s codes at a time.") % {"most": rules.MOST}
        raise ParticipationError(words, fields={"size": [_fault(words)]})
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        words = _("A batch with this name exists already.")
        raise ParticipationError(words, fields={"name": [_fault(words)]}) from None
    fresh = [rules.new_code() for _number in range(batch.size)]
    hashes = [rules.code_hash(settings.RECEIPT_SECRET, survey.pk, code.replace("-", "")) for code in fresh]
    rows = [AccessCode(code_hash=hashed, batch=batch) for hashed in sorted(hashes)]
    AccessCode.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    add_audit_entry("make_codes", batch, by=by, survey=survey.slug, size=batch.size)
    return FreshBatch(batch, fresh)


@transaction.atomic
def withdraw_batch(batch: CodeBatch, *, by: Person | None) -> CodeBatch:
    """Make every code of a batch useless that was not entered yet; raises Conflict when it was done before."""
    today = timezone.localdate()
    if CodeBatch.objects.filter(pk=batch.pk, withdrawn_on=None, used=None).update(withdrawn_on=today) != 1:
        raise Conflict(_("This batch has been withdrawn already."))
    batch.withdrawn_on = today
    AccessCode.objects.filter(batch=batch, spent=False).delete()
    add_audit_entry("withdraw_codes", batch, by=by)
    return batch


def _fault(words: str) -> dict[str, str]:
    """Return a fault of a field."""
    return {"code": "invalid", "message": words}
