"""Mailing a receipt: the address is there until the mail has left, and nowhere else."""

import uuid

import pytest
from django.core import mail

from participation.errors import ParticipationError, PermanentFailure, TemporaryFailure
from participation.models import Job
from surveys.actions.receipt_mails import send_receipt_mail, wish_receipt_mail
from surveys.actions.responses import record_response
from surveys.models import ReceiptMail
from tests.factories.surveys import make_survey


@pytest.fixture
def code(process):
    survey = make_survey(process)
    answers = {"service": "bus"}
    return record_response(survey, survey.current, key=uuid.uuid4(), answers=answers, language="fi").code


def test_wish_is_sent_and_forgotten(code, work_off):
    wish_receipt_mail(" aino@example.org ", code, "fi")
    work_off()
    assert mail.outbox[0].to == ["aino@example.org"]
    assert code in mail.outbox[0].body
    assert code not in mail.outbox[0].subject
    assert not ReceiptMail.objects.exists()
    assert not Job.objects.filter(reference__contains="example").exists()


@pytest.mark.parametrize(("address", "typed"), [("no address", None), ("aino@example.org", "0000-0000-0000-0000")])
def test_wish_refuses_what_is_no_address_or_no_receipt(code, address, typed):
    with pytest.raises(ParticipationError):
        wish_receipt_mail(address, typed or code, "fi")
    assert not ReceiptMail.objects.exists()


@pytest.mark.parametrize(("trouble", "left"), [(PermanentFailure("no", "refused"), 0), (TemporaryFailure("later"), 1)])
def test_address_is_kept_only_for_another_try(code, monkeypatch, trouble, left):
    wish = wish_receipt_mail("aino@example.org", code, "sv")

    def refuse(*_arguments, **_more):
        raise trouble

    monkeypatch.setattr("surveys.actions.receipt_mails.mail_receipt", refuse)
    try:
        send_receipt_mail(wish)
    except TemporaryFailure:
        assert left
    assert ReceiptMail.objects.count() == left
