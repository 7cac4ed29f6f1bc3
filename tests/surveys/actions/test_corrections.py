"""Correcting and taking back with the receipt: one response, one receipt, contributions follow the words."""

import datetime
import uuid

import pytest
from django.utils import timezone

from participation.errors import Conflict, NotOpen, ParticipationError
from participation.models import Receipt, Submission
from surveys.actions.corrections import correct_response, response_behind, withdraw_response
from surveys.actions.responses import forward_open_answers, record_response
from surveys.models import Response, Survey
from tests.factories.surveys import make_survey

ANSWERS = {"service": "library", "idea": "Lisää aukioloa iltaan."}


@pytest.fixture
def survey(process):
    return make_survey(process)


@pytest.fixture
def sent(survey, work_off):
    recorded = record_response(survey, survey.current, key=uuid.uuid4(), answers=ANSWERS, language="fi")
    work_off()
    return recorded


def opened(survey, sent):
    return response_behind(survey, sent.code)


def correct(survey, sent, **changes):
    response = opened(survey, sent)
    return correct_response(response, {**ANSWERS, **changes}, based_on=response.content_hash)


def test_response_behind_a_receipt_of_this_survey_only(survey, sent, process):
    assert opened(survey, sent).pk == sent.response.pk
    assert response_behind(make_survey(process), sent.code) is None
    assert response_behind(survey, "0000-0000-0000-0000") is None


def test_correct_response_replaces_and_keeps_the_receipt(survey, sent):
    assert correct(survey, sent, service="bus")
    stored = Response.objects.get()
    assert stored.answers["service"] == "bus"
    assert stored.corrections == 1
    assert stored.receipt_id == Receipt.objects.get().pk
    assert opened(survey, sent).pk == stored.pk


def test_same_answers_again_change_nothing(survey, sent):
    assert not correct(survey, sent)
    assert Response.objects.get().corrections == 0


def test_unchanged_words_keep_their_contribution(survey, sent, work_off):
    before = Submission.objects.get()
    correct(survey, sent, service="bus")
    work_off()
    assert Submission.objects.get().pk == before.pk


def test_changed_words_are_taken_back_and_handed_on_anew_once(survey, sent, work_off):
    correct(survey, sent, idea="Lisää aukioloa aamuun.")
    work_off()
    forward_open_answers(Response.objects.get())
    states = dict(Submission.objects.values_list("text", "state"))
    assert states == {"Lisää aukioloa iltaan.": "withdrawn", "Lisää aukioloa aamuun.": "received"}
    assert Submission.objects.values("receipt").distinct().count() == 1


def test_words_changed_back_are_handed_on_again(survey, sent, work_off):
    correct(survey, sent, idea="Toinen")
    work_off()
    correct(survey, sent)
    work_off()
    live = Submission.objects.exclude(state="withdrawn").get()
    assert live.text == ANSWERS["idea"]
    assert Submission.objects.count() == 3


def test_removed_words_are_taken_back(survey, sent, work_off):
    correct(survey, sent, idea="")
    work_off()
    assert Submission.objects.get().state == "withdrawn"


def test_decided_words_stay_beside_the_new_ones(survey, sent, work_off):
    Submission.objects.update(state="decided")
    correct(survey, sent, idea="Uusi ajatus")
    work_off()
    assert set(Submission.objects.values_list("text", "state")) == {
        (ANSWERS["idea"], "decided"),
        ("Uusi ajatus", "received"),
    }


def test_correction_before_the_first_forwarding_hands_on_only_the_new_words(survey, work_off):
    sent = record_response(survey, survey.current, key=uuid.uuid4(), answers=ANSWERS, language="fi")
    correct(survey, sent, idea="Heti korjattu")
    work_off()
    assert Submission.objects.get().text == "Heti korjattu"


def test_two_windows_second_correction_is_refused(survey, sent):
    first, second = opened(survey, sent), opened(survey, sent)
    correct_response(first, {**ANSWERS, "rating": 5}, based_on=second.content_hash)
    with pytest.raises(Conflict) as refusal:
        correct_response(second, {**ANSWERS, "rating": 1}, based_on=second.content_hash)
    assert refusal.value.code == "changed"
    assert Response.objects.get().answers["rating"] == 5


def test_correct_response_refuses_wrong_answers(survey, sent):
    with pytest.raises(ParticipationError) as refusal:
        correct(survey, sent, service="")
    assert "service" in refusal.value.fields
    assert Response.objects.get().answers == ANSWERS


def test_withdraw_response_erases_everything_and_counts(survey, sent):
    withdraw_response(opened(survey, sent))
    assert not Response.objects.exists()
    assert not Receipt.objects.exists()
    assert Submission.objects.get().text == "–"
    assert Survey.objects.get(pk=survey.pk).withdrawn == 1
    assert response_behind(survey, sent.code) is None


@pytest.mark.parametrize("verb", ["correct", "withdraw"])
def test_nothing_can_be_changed_after_closing(survey, sent, verb):
    Survey.objects.filter(pk=survey.pk).update(closes=timezone.now() - datetime.timedelta(hours=1))
    response = opened(survey, sent)
    with pytest.raises(NotOpen):
        if verb == "correct":
            correct_response(response, ANSWERS, based_on=response.content_hash)
        else:
            withdraw_response(response)
    assert Response.objects.get().answers == ANSWERS
