"""An author tells whether an answer answered; a no brings the contribution back."""

import re
import uuid

import pytest
from django.urls import reverse

from participation.actions.receipts import issue_receipt
from participation.models import AnswerOpinion, JourneyEntry
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


def test_the_page_in_another_language_leads_back_to_the_code(client, db):
    assert client.get(ADDRESS).status_code == 302
