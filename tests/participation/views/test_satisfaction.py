"""An author tells whether an answer answered; a no brings the contribution back."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from participation.actions.receipts import issue_receipt
from participation.models import AnswerOpinion, JourneyEntry
from participation.queries.notifications import outcome_wording
from tests.factories.participation import make_submission

ADDRESS = reverse("participation:receipt_opinion")
FORM = f'action="{ADDRESS}"'


@pytest.fixture
def answered(process):
    receipt, code = issue_receipt(str(uuid.uuid4()), kind="submission", process=process)
    row = make_submission(process, receipt=receipt, state="published")
    JourneyEntry.objects.create(submission=row, stage="decided", text={"fi": "Penkit tulevat."})
    return row, code


def journey(client, code):
    return client.post(reverse("participation:receipts"), {"code": code}).content.decode()


@pytest.mark.parametrize(("answer", "state"), [("yes", "published"), ("no", "in_review")])
def test_one_tap_is_noted_once_and_a_no_brings_it_back(client, answered, work_off, answer, state):
    row, code = answered
    token = re.search(r'name="token" value="([^"]+)"', journey(client, code)).group(1)

    told = client.post(ADDRESS, {"token": token, "answered": answer})
    client.post(ADDRESS, {"token": token, "answered": "no" if answer == "yes" else "yes"})
    work_off()

    row.refresh_from_db()
    assert told.status_code == 200
    assert AnswerOpinion.objects.get().is_answered is (answer == "yes")
    assert row.state == state
    assert FORM not in journey(client, code)
    assert not client.cookies


@pytest.mark.parametrize("data", [{"token": "forged", "answered": "no"}, {"answered": "no"}, {"token": "x" * 300}])
def test_nothing_is_noted_without_the_page_of_the_receipt(client, answered, data):
    assert client.post(ADDRESS, data).status_code == 422
    assert not AnswerOpinion.objects.exists()


def test_the_mail_leads_to_the_question_and_opening_it_notes_nothing(client, answered, work_off):
    row, _code = answered
    entry = JourneyEntry.objects.get()
    words = outcome_wording({"entry": entry.pk})

    client.head(words.address)  # as programs do that look through mails
    page = client.get(words.address)
    assert "Penkit tulevat." in page.content.decode()
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert not AnswerOpinion.objects.exists()

    token = re.search(r'name="token" value="([^"]+)"', page.content.decode()).group(1)
    assert client.post(ADDRESS, {"token": token, "answered": "no"}).status_code == 200
    work_off()
    row.refresh_from_db()
    assert row.state == "in_review"
    assert FORM not in client.get(words.address).content.decode()


def test_the_link_of_a_mail_is_for_one_answer_and_not_for_ever(client, answered):
    row, _code = answered
    address = outcome_wording({"entry": JourneyEntry.objects.get().pk}).address
    JourneyEntry.objects.create(submission=row, stage="decided", text={"fi": "Penkit tulivat."})
    assert FORM not in client.get(address).content.decode()  # the newest answer asks
    assert client.get(address.replace("answers/", "answers/x")).status_code == 302
    with time_machine.travel(timezone.now() + datetime.timedelta(days=91)):
        assert client.get(address).status_code == 302
    row.state = "withdrawn"
    row.save()
    assert client.get(address).status_code == 302


def test_a_stage_that_is_no_answer_leads_to_the_receipt(answered):
    row, _code = answered
    entry = JourneyEntry.objects.create(submission=row, stage="planned", text={"fi": "Ensi vuonna."})
    assert outcome_wording({"entry": entry.pk}).address == reverse("participation:receipts")


def test_the_page_in_another_language_leads_back_to_the_code(client, db):
    assert client.get(ADDRESS).status_code == 302
