"""Recording responses: exactly once, only while open, forwarded without a way back."""

import datetime
import uuid

import pytest
from django.utils import timezone

from participation.errors import Conflict, NotOpen, ParticipationError
from participation.models import Job, Receipt, Submission
from participation.queries.receipts import journey_of
from surveys.actions import surveys as survey_actions
from surveys.actions.questionnaires import publish_version
from surveys.actions.responses import forward_open_answers, record_response
from surveys.models import Response, Survey
from surveys.queries.questionnaires import document_of
from tests.factories.participation import make_area, make_theme
from tests.factories.surveys import choice, document, make_response, make_survey, question, usual_document

ANSWERS = {"service": "library", "idea": "Lisää aukioloa iltaan.", "rating": 4}


@pytest.fixture
def survey(process):
    return make_survey(process)


def send(survey, answers=None, **fields):
    fields.setdefault("key", uuid.uuid4())
    return record_response(survey, survey.current, answers=answers or ANSWERS, language="fi", **fields)


def test_record_response_stores_answers_receipt_and_promises_forwarding(survey):
    recorded = send(survey, channel="web")

    stored = Response.objects.get()
    assert recorded.is_new
    assert stored.answers == ANSWERS
    assert stored.receipt_id == Receipt.objects.get().pk
    assert len(recorded.code) == 19
    assert Job.objects.get().kind == "surveys.forward_open_answers"


def test_record_response_needs_few_queries(survey, django_assert_num_queries):
    survey = Survey.objects.select_related("process", "current").get(pk=survey.pk)
    send(survey)
    with django_assert_num_queries(8):  # savepoint, receipt (look, savepoint, insert, release), response, job, release
        send(survey)


def test_record_response_twice_gives_the_same_receipt(survey):
    key = uuid.uuid4()
    first, again = send(survey, key=key), send(survey, key=key)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.code == again.code
    assert Response.objects.count() == Job.objects.count() == 1


def test_record_response_refuses_other_answers_under_the_same_key(survey):
    key = uuid.uuid4()
    send(survey, key=key)
    with pytest.raises(Conflict) as refusal:
        send(survey, {"service": "bus"}, key=key)

    assert refusal.value.code == "already_received"
    assert Response.objects.get().answers == ANSWERS


def test_record_response_refuses_when_closed_but_repeats_a_receipt(survey):
    key = uuid.uuid4()
    first = send(survey, key=key)
    survey.closes = timezone.now() - datetime.timedelta(hours=1)

    with pytest.raises(NotOpen):
        send(survey)
    assert send(survey, key=key).code == first.code


def test_record_response_takes_forms_that_were_open_at_closing_time(survey):
    survey.closes = timezone.now() - datetime.timedelta(minutes=5)
    assert send(survey).is_new


def test_record_response_names_what_is_wrong(survey):
    with pytest.raises(ParticipationError) as refusal:
        send(survey, {"rating": "many", "nonsense": 1})

    assert {name: faults[0]["code"] for name, faults in refusal.value.fields.items()} == {
        "service": "required",
        "rating": "not_a_number",
        "nonsense": "unknown_question",
    }
    assert not Response.objects.exists()


def test_record_response_drops_hidden_answers(survey):
    recorded = send(survey, {"service": "bus", "why": "I said so before I changed my mind"})
    assert recorded.response.answers == {"service": "bus"}


def test_record_response_is_checked_against_the_version_that_was_seen(survey):
    old = survey.current
    newer = usual_document()
    newer["pages"][1]["questions"].append(question("new", "short_text", required=True))
    publish_version(survey, newer, by=None)

    recorded = record_response(survey, old, key=uuid.uuid4(), answers=ANSWERS, language="fi")
    assert recorded.response.version.number == 1
    with pytest.raises(ParticipationError):
        record_response(survey, survey.current, key=uuid.uuid4(), answers=ANSWERS, language="fi")


@pytest.mark.parametrize(
    ("tag", "kept"), [("web", "web"), ("kirjasto-qr", "kirjasto-qr"), ("x" * 99, "web"), ("\x00", "web")]
)
def test_record_response_keeps_only_plain_channel_tags(survey, tag, kept):
    assert send(survey, channel=tag).response.channel == kept


def test_open_answers_become_contributions_once(survey, work_off):
    recorded = send(survey)
    work_off()
    forward_open_answers(recorded.response)

    submission = Submission.objects.get()
    assert submission.text == ANSWERS["idea"]
    assert submission.channel == "survey"
    assert submission.receipt_id == recorded.response.receipt_id
    asked = dict(document_of(recorded.response.version).by_name["idea"].label)
    assert submission.provenance == {"survey": survey.slug, "version": 1, "question": "idea", "asked": asked}
    assert journey_of(recorded.code).contributions[0].asked == asked  # the journey repeats what was asked
    assert str(recorded.response.pk) not in str(submission.provenance) + submission.source_key


def test_open_answers_carry_theme_and_area_of_the_questions_that_say_so(process, work_off):
    theme, area = make_theme(process, slug="liikunta"), make_area(slug="keskusta")
    survey = make_survey(
        process,
        doc=document(
            [
                question("about", "single_choice", role="theme", choices=[choice("liikunta"), choice("muu")]),
                question("home", "dropdown", role="area", choices=[choice("keskusta")]),
                question("idea", "long_text", open_answer=True),
                question("secret", "short_text"),
            ]
        ),
    )
    send(survey, {"about": "liikunta", "home": "keskusta", "idea": "Uusi latu", "secret": "x"}, channel="paper")
    work_off()

    submission = Submission.objects.get()
    assert (submission.theme, submission.area, submission.channel) == (theme, area, "paper")
    assert submission.provenance["options"] == {"about": "liikunta", "home": "keskusta"}


def test_empty_open_answers_make_no_contribution(survey, work_off):
    send(survey, {"service": "bus", "idea": "   "})
    work_off()
    assert not Submission.objects.exists()


def test_after_closing_nothing_joins_a_contribution_to_a_response(survey, work_off):
    make_response(survey, ANSWERS)
    on_its_way = Survey.objects.get(pk=survey.pk)  # loaded before the survey closes, stored after
    survey_actions.close_survey(survey, by=None)
    work_off()
    send(on_its_way)
    work_off()
    Job.objects.filter(kind="surveys.forget_keys").update(available_at=timezone.now())
    work_off()

    survey.refresh_from_db()
    stored = Response.objects.first()
    assert Submission.objects.count() == Response.objects.count() == 2
    assert not Response.objects.exclude(key=None, receipt=None).exists()
    assert survey.forward_key == ""
    assert not Job.objects.filter(kind="surveys.forward_open_answers").exists()
    assert forward_open_answers(stored) == []
