"""Being let in: once by code or account, again after a lost connection, in the same words whatever is wrong."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.actions.notices import keep_notice
from participation.models import Batch, Job
from surveys.actions import admissions
from surveys.actions import codes as code_actions
from surveys.actions import surveys as survey_actions
from surveys.actions.responses import record_response
from surveys.errors import NotAdmitted
from surveys.models import AccessCode, Admission, CodeBatch, Response, Survey
from surveys.queries.notices import notice_lines, notice_scope
from tests.factories.participation import make_person
from tests.factories.surveys import make_codes, make_response, make_survey

ANSWERS = {"service": "bus", "idea": "Useammin iltaisin"}


@pytest.fixture
def survey(process):
    return make_survey(process, identity="code")


def let_in(survey, code, key=None):
    return admissions.admission_for_code(survey, code, key=key or uuid.uuid4())


def answer(survey, admission, key=None, answers=ANSWERS):
    key = key or uuid.uuid4()
    return record_response(
        survey, survey.current, key=key, answers=answers, language="fi", channel="web", admission=admission
    )


def test_a_code_counts_once_and_the_same_form_gets_its_receipt_again(survey):
    code, other = make_codes(survey, 2)
    key = uuid.uuid4()
    first = answer(survey, let_in(survey, code, key), key)
    again = answer(survey, let_in(survey, code.lower(), key), key)

    assert (first.code, first.is_new, again.is_new) == (again.code, True, False)
    with pytest.raises(NotAdmitted) as refusal:
        let_in(survey, code)
    assert refusal.value.code == "code_unknown"
    with pytest.raises(NotAdmitted):  # the page was opened before: the answer was sent from another device meanwhile
        answer(survey, admissions.admission_for_code(survey, code, key=key))
    assert answer(survey, let_in(survey, other)).is_new
    assert Response.objects.filter(identity="code").count() == Admission.objects.count() == 2


def test_losing_the_connection_between_code_and_answer_loses_nothing(survey):
    (code,) = make_codes(survey, 1)
    assert let_in(survey, code) == let_in(survey, code)
    assert AccessCode.objects.get().spent
    assert answer(survey, let_in(survey, code)).is_new


@pytest.mark.parametrize("typed", ["", "   "])
def test_without_a_code_it_is_asked_for(survey, typed):
    with pytest.raises(NotAdmitted) as refusal:
        let_in(survey, typed)
    assert refusal.value.code == "code_required"
    with pytest.raises(NotAdmitted) as refusal:
        answer(survey, "")
    assert refusal.value.code == "code_required"
    assert not Response.objects.exists()


def test_unknown_used_and_foreign_codes_take_the_same_steps_to_the_same_words(survey, process):
    code, withdrawn = make_codes(survey, 1)[0], make_codes(survey, 1)[0]
    code_actions.withdraw_batch(CodeBatch.objects.last(), by=None)
    (foreign,) = make_codes(make_survey(process, identity="code"), 1)
    answer(survey, let_in(survey, code))
    seen = set()
    for typed in (code, foreign, withdrawn, "7" * 26, "x"):
        with CaptureQueriesContext(connection) as queries, pytest.raises(NotAdmitted) as refusal:
            let_in(survey, typed)
        shapes = tuple(query["sql"].split("WHERE")[0] for query in queries)
        seen.add((refusal.value.code, refusal.value.message, refusal.value.status, shapes))
    assert len(seen) == 1
    assert len(seen.pop()[3]) == 3


def test_staff_key_in_a_batch_without_codes_and_the_response_says_so(survey, process):
    batch = Batch.objects.create(process=process, name="Paperit", channel="paper")
    assert make_response(survey, batch=batch, channel="paper").identity == "open"


def test_an_open_survey_claims_nothing(process):
    assert make_response(make_survey(process)).identity == "open"
    assert not Admission.objects.exists()


def test_a_person_answers_once_in_each_survey(process):
    survey, other = make_survey(process, identity="signed_in"), make_survey(process, identity="signed_in")
    person, neighbour = make_person(), make_person()
    recorded = answer(survey, admissions.admission_for_person(survey, person))
    assert recorded.response.identity == "signed_in"
    with pytest.raises(NotAdmitted) as refusal:
        answer(survey, admissions.admission_for_person(survey, person))
    assert (refusal.value.code, refusal.value.status) == ("already_answered", 409)
    assert answer(survey, admissions.admission_for_person(survey, neighbour)).is_new
    assert answer(other, admissions.admission_for_person(other, person)).is_new
    with pytest.raises(NotAdmitted) as refusal:
        answer(survey, "")
    assert (refusal.value.code, refusal.value.status) == ("sign_in_required", 403)


def test_nothing_in_a_response_points_to_code_account_or_time():
    names = {field.name for field in Response._meta.get_fields()}
    assert not names & {"code", "access_code", "person", "user", "admission", "created_at", "ip", "session"}
    assert {field.name for field in AccessCode._meta.get_fields()} == {"code_hash", "batch", "spent"}
    assert {field.name for field in Admission._meta.get_fields()} == {"token_hash", "survey"}


def test_an_admission_is_sealed_for_its_survey(survey, process):
    other = make_survey(process, identity="code")
    sealed = admissions.sealed(survey, "abc")
    assert admissions.unsealed(survey, sealed) == "abc"
    assert admissions.unsealed(other, sealed) == ""
    assert admissions.unsealed(survey, sealed + "x") == admissions.unsealed(survey, "") == ""


def test_closing_leaves_answers_and_numbers_only(survey, work_off):
    codes = make_codes(survey, 3)
    before = {answer(survey, let_in(survey, code)).response.pk for code in codes[:2]}
    work_off()
    survey_actions.close_survey(survey, by=None)
    Job.objects.filter(kind="surveys.forget_keys").update(available_at=timezone.now())
    work_off()

    rows = Response.objects.all()
    assert {row.pk for row in rows}.isdisjoint(before)
    assert [(row.answers["idea"], row.identity, row.key, row.receipt) for row in rows] == [
        ("Useammin iltaisin", "code", None, None)
    ] * 2
    assert not AccessCode.objects.exists()
    assert not Admission.objects.exists()
    assert (CodeBatch.objects.get().size, CodeBatch.objects.get().used) == (3, 2)
    assert Survey.objects.get().forward_key == ""


def test_writing_anew_keeps_every_column(process):
    survey, other = make_survey(process), make_survey(process)
    for n in range(20):
        make_response(survey, {"service": "bus", "age": n}, language="sv", channel="kiosk")
    untouched = make_response(other)
    kept = [f.attname for f in Response._meta.concrete_fields if f.name not in ("id", "key", "receipt")]
    before = sorted(map(str, Response.objects.filter(survey=survey).values(*kept)))
    Job.objects.all().delete()  # nothing waits to be forwarded
    survey_actions.close_survey(survey, by=None)
    assert survey_actions.forget_keys(survey)
    rows = Response.objects.filter(survey=survey)
    assert sorted(map(str, rows.values(*kept))) == before
    assert {type(row.pk) for row in rows} == {uuid.UUID}
    assert Response.objects.get(survey=other).key == untouched.key


def test_a_notice_that_few_saw_does_not_date_their_answers_after_closing(process):
    survey = make_survey(process)
    for notice, n in ((1, 12), (2, 3), (3, 8), (4, 20)):
        keep_notice(notice_scope(survey), {"fi": [("Mitä", f"{notice}")]})
        for _ in range(n):
            Response.objects.filter(pk=make_response(survey).pk).update(notice=notice)
    Job.objects.all().delete()
    survey_actions.close_survey(survey, by=None)
    assert survey_actions.forget_keys(survey)
    lines = [(line.version and line.version.number, line.n) for line in notice_lines(survey)]
    assert lines == [(4, 20), (3, 0), (2, 0), (1, 12), (None, 11)]
