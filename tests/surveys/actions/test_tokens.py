"""Rights to answer that nobody can trace: one a person, spent once, of one survey, gone when it closes."""

import uuid

import pytest

from participation.errors import NotOpen, ParticipationError
from surveys.actions import surveys as survey_actions
from surveys.actions import tokens
from surveys.actions.admissions import unsealed
from surveys.actions.responses import record_response
from surveys.errors import NotAdmitted
from surveys.models import AccessCode, Admission, Response, Survey, TokenIssue, TokenKey
from tests.factories.participation import make_person
from tests.factories.surveys import make_codes, make_survey
from tests.support.blinding import Right, spare_keys


@pytest.fixture
def survey(process, monkeypatch):
    spare_keys(monkeypatch)
    return make_survey(process, identity="blind_code")


def right_of(survey):
    return Right(tokens.public_of(survey), survey.slug)


def send(survey, token, key=None):
    answers = {"service": "bus"}
    return record_response(survey, survey.current, key=key or uuid.uuid4(), answers=answers, language="fi", admission=unsealed(survey, token))  # fmt: skip


def test_a_code_gives_one_right_and_the_right_one_response(survey):
    (code,) = make_codes(survey, 1)
    right = right_of(survey)
    signature = tokens.sign_for_code(survey, code.lower(), right.blinded)
    assert tokens.sign_for_code(survey, code, right.blinded) == signature  # the connection was lost
    with pytest.raises(NotAdmitted) as again:
        tokens.sign_for_code(survey, code, right_of(survey).blinded)
    assert again.value.code == "already_given"
    token, key = right.unblinded(signature), uuid.uuid4()
    first = send(survey, token, key)
    assert (first.is_new, first.response.identity) == (True, "blind_code")
    assert send(survey, token, key).code == first.code
    with pytest.raises(NotAdmitted) as replay:
        send(survey, token)
    assert (replay.value.code, replay.value.status) == ("already_answered", 409)
    assert (Response.objects.count(), TokenIssue.objects.count(), AccessCode.objects.get().spent) == (1, 1, True)
    stored = str(list(Admission.objects.values())) + str(list(TokenIssue.objects.values()))
    assert token[:40] not in stored
    assert right.blinded[:40] not in stored


def test_forged_foreign_and_missing_rights_are_refused(survey, process):
    other = make_survey(process, identity="blind_in")
    right = Right(tokens.public_of(other), other.slug)
    foreign = right.unblinded(tokens.sign_for_person(other, make_person(), right.blinded))
    right_of(survey)
    assert unsealed(other, foreign)
    for token in (foreign, "", "forged", "A" * 555):
        assert unsealed(survey, token) == ""
        with pytest.raises(NotAdmitted) as refused:
            send(survey, token)
        assert refused.value.code == "token_required"
    assert not Response.objects.exists()


def test_an_unknown_code_a_broken_number_and_a_closed_survey_are_refused(survey):
    (code,) = make_codes(survey, 1)
    for typed, reason in (("", "code_required"), ("wrong", "code_unknown")):
        with pytest.raises(NotAdmitted) as refused:
            tokens.sign_for_code(survey, typed, right_of(survey).blinded)
        assert refused.value.code == reason
    with pytest.raises(ParticipationError, match=r"blinded|sokaistu"):
        tokens.sign_for_code(survey, code, "AAAA")
    Survey.objects.update(state="closed")
    with pytest.raises(NotOpen):
        tokens.sign_for_code(Survey.objects.get(), code, right_of(survey).blinded)
    assert not TokenIssue.objects.exists()


def test_the_close_deletes_key_and_notes(survey):
    (code,) = make_codes(survey, 1)
    tokens.sign_for_code(survey, code, right_of(survey).blinded)
    survey_actions.close_survey(survey, by=None)
    survey_actions.forget_keys(survey)
    assert not TokenKey.objects.exists()
    assert not TokenIssue.objects.exists()
