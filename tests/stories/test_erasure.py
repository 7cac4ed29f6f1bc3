"""A canary in every channel that copies residents' words: after erasing it is nowhere, and it never was in logs or jobs."""

import io
import json
import logging
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from participation.actions.jobs import run_jobs
from participation.actions.privacy import forget_receipt
from participation.actions.retention import purge_all
from participation.actions.search import index_words
from participation.models import AssistantCall, Process, Quote, Receipt, Submission, SubmissionEvent, Summary
from surveys.actions.corrections import correct_response, withdraw_response
from surveys.actions.drafts import Unfinished, save_draft
from surveys.actions.responses import record_response
from surveys.models import Response, SurveyDraft
from tests.factories.participation import make_follow
from tests.factories.surveys import make_survey
from tests.factories.workgroups import assign, make_group
from workgroups.models import AgendaItem, Assignment, Decision, Meeting, Minutes

CANARY = "zyxkanaria"
WORDS = f"Pitäkää {CANARY} auki myös iltaisin. Muuten {CANARY} jää käyttämättä."


def rows_with(word):
    """The tables, and fields, in which a word stands anywhere."""
    found = set()
    there = set(connection.introspection.table_names())
    for model in (one for one in apps.get_models() if one._meta.db_table in there):
        for row in model._base_manager.values():
            found |= {f"{model.__name__}.{name}" for name, value in row.items() if word in json.dumps(value, ensure_ascii=False, default=str).lower()}  # fmt: skip
    return found


def files_with(word):
    """The files of this installation in which a word stands; the database itself is looked at row by row."""
    folders = [Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)]
    return [path for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.is_file() and path.suffix not in (".sqlite3", ".sqlite3-wal") and word.encode() in path.read_bytes()]  # fmt: skip


def cached_words():
    return str(getattr(cache, "_cache", ""))


@pytest.fixture
def story(process):
    """One response whose words went everywhere."""
    survey = make_survey(process)
    group = make_group(process)
    key = uuid.uuid4()
    kept = Unfinished(key, {"idea": WORDS}, "page1", "fi", "web")
    save_draft(survey, survey.current, kept)
    answers = {"service": "bus", "idea": WORDS}
    recorded = record_response(survey, survey.current, key=key, answers=answers, language="fi", channel="web")
    run_jobs()
    submission = Submission.objects.get(text=WORDS)
    make_follow(submission)
    index_words()
    part = Submission.objects.create(process=process, text=WORDS[:20], language="fi", channel="survey", whole=submission, content_hash="")  # fmt: skip
    Decision.objects.create(submission=submission, group=group, outcome="will_do", reason={"fi": "Kyllä."}, number=1, quote=WORDS[:36])  # fmt: skip
    SubmissionEvent.objects.create(submission=submission, kind="routed", data={"word": CANARY, "rule": 1})
    Assignment.objects.filter(submission=submission).delete()
    assign(submission, group, explanation={"word": CANARY, "words": [CANARY], "rule": 1})
    decided_on = {"decisions": [{"reference": str(submission.pk), "title": WORDS[:30]}]}
    summary = Summary.objects.create(process=process, number=1, fingerprint="x", content=decided_on)
    meeting = Meeting.objects.create(group=group, number=1, starts=timezone.now())
    matter = AgendaItem.objects.create(meeting=meeting, submission=submission, order=1)
    Minutes.objects.create(meeting=meeting, words={"fi": {"sections": [{"key": matter.pk, "title": WORDS[:30]}]}})
    Quote.objects.create(summary=summary, section="s", source="submissions", reference=str(submission.pk), excerpt=WORDS[:36], language="fi", order=1)  # fmt: skip
    AssistantCall.objects.create(summary=summary, section="s", address="http://127.0.0.1", sent=[{"content": WORDS[:36]}], answer=WORDS[:36])  # fmt: skip
    return survey, recorded, submission, part


def test_the_canary_was_planted_in_every_channel(story):
    found = rows_with(CANARY)
    assert {
        "Response.answers", "Submission.text", "SurveyDraft.answers", "Decision.quote", "Quote.excerpt", "SearchText.words",
        "AssistantCall.sent", "AssistantCall.answer", "SubmissionEvent.data", "Assignment.explanation", "Summary.content",
        "Minutes.words",
    } <= found  # fmt: skip
    assert not {one for one in found if one.startswith(("Job.", "AuditEntry.", "Notification."))}


@pytest.mark.parametrize("way", ["receipt", "taken back", "corrected first", "command"])
def test_after_erasing_the_canary_is_nowhere(story, way, caplog, django_capture_on_commit_callbacks):
    survey, recorded, _submission, _part = story
    caplog.set_level(logging.DEBUG)
    response = Response.objects.get(pk=recorded.response.pk)
    with django_capture_on_commit_callbacks(execute=True):
        if way == "receipt":
            forget_receipt(Receipt.objects.get(pk=response.receipt_id), by=None)
        elif way == "command":
            call_command("forget", receipt=recorded.code, stdout=io.StringIO())
        else:
            if way == "corrected first":
                correct_response(
                    response, {"service": "bus", "idea": f"Toinen {CANARY}"}, based_on=response.content_hash
                )
                run_jobs()
                response = Response.objects.get(pk=response.pk)
            withdraw_response(response)
    for _turn in range(3):
        run_jobs()
        call_command("recount_results", survey.slug, stdout=io.StringIO())
    assert rows_with(CANARY) == set()
    assert files_with(CANARY) == []
    assert CANARY not in cached_words()
    assert CANARY not in caplog.text


def test_after_retention_the_words_are_gone_from_all_that_copied_the_contribution(story):
    _survey, _recorded, submission, _part = story
    Submission.objects.update(received_on=timezone.localdate().replace(year=2000))
    Process.objects.update(retention_months=1)
    purge_all()
    assert Submission.objects.get(pk=submission.pk).text == "–"
    left = rows_with(CANARY) - {"Response.answers", "SurveyDraft.answers", "ResultsCopy.book", "ResultsBlock.rows"}
    assert left == set()


def test_a_draft_goes_with_the_receipt_of_its_form(story):
    _survey, recorded, _submission, _part = story
    forget_receipt(Receipt.objects.get(pk=recorded.response.receipt_id), by=None)
    assert not SurveyDraft.objects.exists()
