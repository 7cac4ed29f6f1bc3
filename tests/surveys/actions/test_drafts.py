"""Unfinished responses: opened with their code only, updated under it, gone when sent or after thirty days."""

import datetime
import uuid

import pytest
from django.utils import timezone

from participation.errors import NotOpen
from participation.models import Job
from surveys.actions.drafts import PURGE_DRAFT, Unfinished, draft_of, drop_drafts, purge_draft, save_draft
from surveys.models import SurveyDraft
from tests.factories.surveys import make_survey


@pytest.fixture
def survey(process):
    return make_survey(process)


def unfinished(**more):
    fields = {"key": uuid.uuid4(), "answers": {"idea": "Kesken"}, "step": "page1", "language": "fi", "channel": ""}
    return Unfinished(**fields | more)


def test_save_draft_is_opened_with_its_code_in_any_spelling(survey):
    kept = unfinished()
    code = save_draft(survey, survey.current, kept)
    draft = draft_of(survey, code.lower().replace("-", " "))
    assert (draft.key, draft.answers) == (kept.key, {"idea": "Kesken"})
    assert code.replace("-", "") not in draft.code_hash
    assert draft_of(survey, "0000-0000-0000-0000") is None
    assert draft_of(survey, "x" * 5000) is None


def test_code_opens_only_its_own_survey(survey, process):
    code = save_draft(survey, survey.current, unfinished())
    assert draft_of(make_survey(process), code) is None


def test_save_draft_again_updates_under_the_same_code(survey):
    kept = unfinished()
    code = save_draft(survey, survey.current, kept)
    again = save_draft(survey, survey.current, unfinished(key=kept.key, answers={"idea": "Lisää"}), code=code)
    assert again == code
    assert SurveyDraft.objects.get().answers == {"idea": "Lisää"}
    assert Job.objects.filter(kind=PURGE_DRAFT).count() == 1


def test_save_draft_with_an_unknown_code_makes_a_new_one(survey):
    assert save_draft(survey, survey.current, unfinished(), code="0000-0000-0000-0000") != "0000-0000-0000-0000"


def test_save_draft_is_refused_when_the_survey_is_closed(process):
    closed = make_survey(process, closes=timezone.now() - datetime.timedelta(hours=5), opens=None)
    with pytest.raises(NotOpen):
        save_draft(closed, closed.current, unfinished())


def test_drop_drafts_deletes_those_of_one_form(survey):
    mine, other = unfinished(), unfinished()
    for one in (mine, mine, other):
        save_draft(survey, survey.current, one)
    assert drop_drafts(survey, mine.key) == 2
    assert SurveyDraft.objects.get().key == other.key


def test_purge_draft_deletes_after_thirty_days_and_looks_again_before(survey, work_off):
    save_draft(survey, survey.current, unfinished())
    draft = SurveyDraft.objects.get()
    today = timezone.localdate()
    assert not purge_draft(draft, today + datetime.timedelta(days=29))
    assert Job.objects.filter(kind=PURGE_DRAFT).count() == 2
    assert purge_draft(draft, today + datetime.timedelta(days=30))
    assert not SurveyDraft.objects.exists()
    Job.objects.update(available_at=timezone.now())
    work_off()
