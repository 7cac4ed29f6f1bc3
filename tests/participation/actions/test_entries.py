"""What a clerk keys in belongs to the resident: receipt, history, and no trace of the clerk beside the audit log."""

import datetime
import uuid

import pytest
from django.utils import timezone

from participation.actions.entries import enter_submission
from participation.errors import ParticipationError
from participation.models import AuditEntry, Submission, SubmissionEvent


def entered(process, **fields):
    return Submission(process=process, language="fi", **{"text": "Penkkejä torille", "channel": "paper", **fields})


def test_enter_submission_once(process, coordinator):
    key = str(uuid.uuid4())
    stored, code = enter_submission(entered(process), key=key, addressee="Ryhmä 2", by=coordinator)
    again, same = enter_submission(entered(process), key=key, addressee="Ryhmä 2", by=coordinator)
    assert (again.pk, same) == (stored.pk, code)
    assert stored.provenance == {"addressee": "Ryhmä 2"}
    assert stored.receipt is not None
    assert SubmissionEvent.objects.get().by is None
    assert AuditEntry.objects.get(verb="enter_submission").by == coordinator


@pytest.mark.parametrize(
    "fields", [{"channel": "form"}, {"received_on": timezone.localdate() + datetime.timedelta(2)}, {"text": " "}]
)
def test_enter_submission_refuses(process, coordinator, fields):
    with pytest.raises(ParticipationError):
        enter_submission(entered(process, **fields), key=str(uuid.uuid4()), by=coordinator)
    assert not Submission.objects.exists()
