"""The life of a survey: opened once, closed in time, its keys forgotten when nothing waits for them."""

import datetime

import pytest
from django.utils import timezone

from participation.actions.jobs import run_jobs
from participation.errors import Conflict, ParticipationError
from participation.models import Job
from participation.models.audit import AuditEntry
from surveys.actions import surveys as actions
from surveys.actions.interchange import survey_as_json
from surveys.actions.questionnaires import publish_version
from surveys.models import Response, Survey, SurveyVersion
from tests.factories.surveys import make_response, make_survey, texts, usual_document


def draft(process, **fields):
    return actions.create_survey(Survey(process=process, slug="uusi", title=texts("Uusi"), **fields), by=None)


def test_a_survey_is_made_published_and_opened(process, coordinator):
    survey = draft(process, closes=timezone.now() + datetime.timedelta(days=3))
    with pytest.raises(ParticipationError):
        actions.open_survey(survey, by=coordinator)
    publish_version(survey, usual_document(), by=coordinator)
    actions.open_survey(survey, by=coordinator)

    assert Survey.objects.get().state == Survey.State.OPEN
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == [
        "create_survey",
        "publish_version",
        "open_survey",
    ]
    assert Job.objects.get(kind="surveys.close_survey").available_at > survey.closes


def test_a_survey_is_opened_once(process, coordinator):
    survey = make_survey(process)
    with pytest.raises(Conflict):
        actions.open_survey(survey, by=coordinator)


def test_a_short_name_is_used_once(process):
    draft(process)
    with pytest.raises(Conflict) as refusal:
        draft(process)
    assert refusal.value.code == "slug_taken"


def test_versions_are_numbered_and_never_changed(process):
    survey = make_survey(process)
    before = SurveyVersion.objects.get().document
    newer = usual_document()
    newer["pages"][0]["questions"][0]["label"]["fi"] = "Toinen sanamuoto"
    publish_version(survey, newer, by=None)

    assert list(SurveyVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert SurveyVersion.objects.get(number=1).document == before
    assert survey.current.number == 2


def test_a_bad_document_is_refused_with_its_place(process):
    survey = make_survey(process)
    with pytest.raises(ParticipationError, match="pages"):
        publish_version(survey, {"languages": ["fi"]}, by=None)
    assert survey.current.number == 1


def test_two_editors_at_once_give_a_conflict(process, monkeypatch):
    survey = make_survey(process)
    monkeypatch.setattr("surveys.actions.questionnaires.Max", lambda _field: Max0())
    with pytest.raises(Conflict):
        publish_version(survey, usual_document(), by=None)


def Max0():  # noqa: N802 -- stands for an aggregate: the number as it was before the other editor
    from django.db.models import Min, Value
    from django.db.models.functions import NullIf

    return Min(NullIf(Value(1), Value(1)))


@pytest.mark.parametrize(("minutes", "state"), [(-30, "closed"), (-5, "open"), (60, "open")])
def test_a_survey_closes_by_itself_after_the_grace(process, minutes, state):
    survey = make_survey(process, closes=timezone.now() + datetime.timedelta(minutes=minutes))
    later = actions.close_if_due(survey, timezone.now())
    assert Survey.objects.get().state == state
    assert (later is None) is (state == "closed")


def test_a_survey_whose_time_was_moved_on_is_looked_at_again(process):
    survey = make_survey(process)
    Job.objects.create(kind="surveys.close_survey", reference=str(survey.pk))
    run_jobs()
    assert Job.objects.pending().get().available_at > survey.closes
    assert Survey.objects.get().state == "open"


def test_without_a_closing_time_nothing_is_due(process):
    assert actions.close_if_due(make_survey(process, closes=None), timezone.now()) is None


def test_keys_stay_while_open_answers_wait_to_be_forwarded(process):
    survey = make_survey(process)
    make_response(survey, {"service": "bus", "idea": "Useammin"})
    actions.close_survey(survey, by=None)

    assert not actions.forget_keys(survey)
    assert Response.objects.get().key is not None
    Job.objects.filter(kind="surveys.forward_open_answers").update(
        available_at=timezone.now() + datetime.timedelta(hours=1)
    )
    run_jobs()  # looks, and promises to look again
    again = Job.objects.pending().get(kind="surveys.forget_keys")
    assert again.available_at > timezone.now()


def test_a_survey_is_closed_once(process):
    survey = make_survey(process)
    actions.close_survey(survey, by=None)
    with pytest.raises(Conflict):
        actions.close_survey(survey, by=None)


@pytest.mark.parametrize("kind", ["close_survey", "forget_keys", "forward_open_answers"])
def test_jobs_about_things_that_are_gone_do_nothing(db, kind):
    reference = "1:00000000-0000-0000-0000-000000000000" if kind == "forward_open_answers" else "1"
    Job.objects.create(kind=f"surveys.{kind}", reference=reference)
    run_jobs()
    assert Job.objects.get().done_at


def test_a_survey_without_a_questionnaire_cannot_be_exported(process):
    with pytest.raises(ParticipationError):
        survey_as_json(draft(process))
