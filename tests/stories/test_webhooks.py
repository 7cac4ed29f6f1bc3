"""What other programs are told while a contribution goes its way: created and changed, through the real actions."""

import datetime
import json

import jsonschema
from django.utils import timezone
from rest_framework.test import APIClient

from participation.actions.people import create_api_token
from participation.actions.privacy import forget_receipt
from participation.actions.receipts import issue_receipt
from participation.actions.submissions import receive_submission
from participation.actions.summaries import compile_new_summary
from participation.actions.summary_states import publish_summary
from participation.extension_points import webhook_events
from participation.gateways import webhooks as gateway
from participation.gateways.webhooks import Answer
from participation.models import Submission, Webhook
from surveys.actions.spreading import change_times
from surveys.actions.surveys import close_survey, open_survey
from tests.factories.surveys import make_survey
from tests.factories.workgroups import make_group, make_membership
from workgroups.actions.minutes import approve_minutes
from workgroups.actions.reviews import accept, decide, publish
from workgroups.actions.routing import assign
from workgroups.logic.reviews import Ruling
from workgroups.models import Meeting

WORDS = "Penkkejä rannalle, nimeni on Maija"


def test_everything_that_happens_is_told_in_order_and_says_nothing_of_anybody(
    db, process, admin_person, monkeypatch, work_off
):
    """One contribution from sending to erasing, a survey, a meeting, a summary; every message holds to the document."""
    came = []
    monkeypatch.setattr(gateway, "post", lambda _a, _h, body: (came.append(body), Answer(status=200))[1])
    events = [event.key for event in webhook_events]
    Webhook.objects.create(name="Kartta", address="https://hooks.example.org/", events=events)
    group = make_group(process, code="1")
    chair = make_membership(group).person

    receipt, _code = issue_receipt("key", kind="submission", process=process)
    submission, _new = receive_submission(
        Submission(process=process, text=WORDS, language="fi", channel="form"), receipt=receipt
    )
    work_off()
    lies = assign(submission, group, by=admin_person)
    accept(lies, by=chair, version=lies.submission.version)
    submission.refresh_from_db()
    ruling = Ruling("not_adopted", {"fi": "Ei kuulu kaupungille."}, {}, None)
    decision = decide(submission, ruling, by=chair, version=submission.version)
    publish(decision, by=chair)
    survey = make_survey(process, state="draft")
    open_survey(survey, by=admin_person)
    change_times(survey, survey.opens, timezone.now() + datetime.timedelta(days=9), by=admin_person)
    close_survey(survey, by=admin_person)
    meeting = Meeting.objects.create(group=group, number=1, starts=timezone.now(), state="held", notes={"fi": WORDS})
    approve_minutes(meeting, by=chair)
    publish_summary(compile_new_summary(process, by=admin_person).summary, by=admin_person)
    forget_receipt(receipt, by=admin_person)
    work_off()

    told = [json.loads(body) for body in came]
    of_it = [one["type"] for one in told if one["data"]["id"] == str(submission.pk)]
    assert of_it[0] == "submission.received"
    assert of_it[-1] == "submission.withdrawn"
    assert of_it.index("decision.published") > of_it.index("submission.changed")
    assert {one["type"] for one in told} == set(events) - {"submissions.imported"}
    assert [one["type"] for one in told if one["type"].startswith("survey.")] == [
        "survey.opened", "survey.rescheduled", "survey.closed"
    ]  # fmt: skip
    api = APIClient()
    document = api.get("/api/v1/schema/?format=json").json()["webhooks"]["event"]["post"]["requestBody"]
    headers = {"HTTP_AUTHORIZATION": f"Bearer {create_api_token(admin_person, 'read', by=None)}"}
    for body, one in zip(came, told, strict=True):
        jsonschema.validate(one, document["content"]["application/json"]["schema"])
        assert not [word for word in ("Penkkejä", "Maija", "kuulu") if word in body.decode()]
        if one["type"] not in ("survey.opened", "survey.rescheduled"):  # its questions are told while it is open
            assert api.get(one["data"]["url"], **headers).status_code == 200, one
    print(f"{len(told)} messages of {len({one['type'] for one in told})} kinds")
