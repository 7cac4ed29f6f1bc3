"""Unfinished responses on the server: saved on wish, opened with a code, gone when sent or after thirty days."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.jobs import add_job
from participation.errors import NotOpen
from participation.logic.receipts import code_hash, receipt_code
from surveys.models.drafts import SurveyDraft
from surveys.models.questionnaires import SurveyVersion
from surveys.models.surveys import Survey

KEPT_DAYS = 30
PURGE_DRAFT = "surveys.purge_draft"
NO_CODE = "0" * 64


@dataclass(frozen=True)
class Unfinished:
    """What is kept of a sitting: the key of its form, the answers as typed, where it stands."""

    key: UUID
    answers: dict[str, Any]
    step: str
    language: str
    channel: str
    admission: str = ""


def hash_of(code: str) -> str:
    """Return the keyed hash of a typed code; never the same as that of a receipt with these characters."""
    return code_hash(settings.RECEIPT_SECRET + ":draft", code) or NO_CODE


@transaction.atomic
def save_draft(survey: Survey, version: SurveyVersion, unfinished: Unfinished, *, code: str = "") -> str:
    """Keep an unfinished response; returns the code that opens it, the given one if it opens this survey already."""
    if not survey.takes_responses(timezone.now()):
        raise NotOpen(_("This survey does not take answers now."))
    content = {
        "version": version,
        "key": unfinished.key,
        "answers": unfinished.answers,
        "step": unfinished.step[:120],
        "language": unfinished.language,
        "channel": unfinished.channel,
        "admission": unfinished.admission,
        "saved_on": timezone.localdate(),
    }
    if code and SurveyDraft.objects.filter(survey=survey, code_hash=hash_of(code)).update(**content):
        return code
    new = receipt_code(settings.RECEIPT_SECRET, f"draft:{uuid4()}")
    draft = SurveyDraft.objects.create(survey=survey, code_hash=hash_of(new), **content)
    add_job(PURGE_DRAFT, draft.pk, available_at=timezone.now() + datetime.timedelta(days=KEPT_DAYS))
    return new


def draft_of(survey: Survey, typed: str) -> SurveyDraft | None:
    """Return the unfinished response that a typed code opens; one look-up whatever was typed."""
    rows = SurveyDraft.objects.filter(survey=survey, code_hash=hash_of(typed[:80]))
    return rows.select_related("version").first()


def drop_drafts(survey: Survey, key: UUID) -> int:
    """Delete what was kept of a form, once its answers have been received; returns how many."""
    return SurveyDraft.objects.filter(survey=survey, key=key).delete()[0]


@transaction.atomic
def purge_draft(draft: SurveyDraft, today: datetime.date) -> bool:
    """Delete an unfinished response that nobody saved for thirty days, or promise another look; tells which."""
    end = draft.saved_on + datetime.timedelta(days=KEPT_DAYS)
    if today < end:
        add_job(PURGE_DRAFT, draft.pk, available_at=timezone.now() + (end - today))
        return False
    draft.delete()
    return True
