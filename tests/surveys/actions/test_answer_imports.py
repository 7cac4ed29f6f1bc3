"""Answers from a file: checked whole, written once whatever kills the worker, removed as a whole."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from participation.errors import Conflict, NotOpen, ParticipationError
from participation.models import Batch, Receipt, Submission
from participation.models.audit import AuditEntry
from surveys.actions import answer_imports as actions
from surveys.actions.counting import count_responses, recount
from surveys.actions.results import publish_results
from surveys.actions.surveys import close_survey, forget_keys
from surveys.logic.import_rows import own_words
from surveys.models import AnswerImport, Response, Survey
from tests.factories.surveys import make_response, make_survey

DATA = "service;rating;age;idea;pvm\nKirjasto;4;30;Lisää hyllyjä;1.3.2026\nBussi;2;;;2.3.2026\nbus;5;41;Bussi useammin;3.3.2026\n"
DIRT = DATA + "Taksi;9;monta;Kyyti;4.3.2026\n"


@pytest.fixture
def survey(process):
    return make_survey(process)


def kept(survey, coordinator, data=DATA, **mapping):
    one = actions.keep_answers(survey, "C:\\temp\\Vastaukset.csv", data.encode("cp1252"), by=coordinator)
    return actions.match_columns(one, one.mapping | mapping, by=coordinator)


def test_a_file_is_brought_in_with_its_days_and_forgotten(survey, coordinator, work_off):
    one = kept(survey, coordinator, channel="paper")
    assert one.setting("batch").startswith("Vastaukset ")
    assert default_storage.exists(f"answers/{one.name}")
    actions.start_import(one, by=coordinator)
    work_off()
    one.refresh_from_db()
    assert (one.state, one.added, one.left_out, one.emptied, one.name) == ("done", 3, 0, 0, "")
    rows = Response.objects.filter(survey=survey).order_by("received_on")
    assert [(row.answers["service"], row.channel, row.received_on.isoformat()) for row in rows] == [
        ("library", "paper", "2026-03-01"),
        ("bus", "paper", "2026-03-02"),
        ("bus", "paper", "2026-03-03"),
    ]
    assert Submission.objects.filter(batch=one.batch).count() == 2
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"start_answer_import", "import_responses"} <= verbs
    with pytest.raises(Conflict):
        actions.match_columns(one, {}, by=coordinator)


def test_faults_stop_everything_and_can_be_treated_otherwise(survey, coordinator, work_off):
    one = actions.start_import(kept(survey, coordinator, DIRT), by=coordinator)
    work_off()
    one.refresh_from_db()
    assert (one.state, Response.objects.count(), Batch.objects.count()) == ("refused", 0, 0)
    assert {(problem["row"], problem["column"]) for problem in one.problems} >= {(5, "service"), (5, "age")}
    assert all(problem["words"] for problem in one.problems)
    actions.match_columns(one, one.mapping | {"on_fault": "cell", "words": {"0": {"Taksi": "@other"}}}, by=coordinator)
    one.refresh_from_db()
    actions.start_import(one, by=coordinator)
    work_off()
    one.refresh_from_db()
    assert (one.state, one.added, one.emptied) == ("done", 4, 2)
    last = Response.objects.get(received_on="2026-03-04")
    assert last.answers == {"service": {"value": "other", "text": "Taksi"}, "idea": "Kyyti"}


def test_rows_with_faults_can_be_left_out(survey, coordinator, work_off):
    actions.start_import(kept(survey, coordinator, DIRT, on_fault="row"), by=coordinator)
    work_off()
    one = AnswerImport.objects.get()
    assert (one.state, one.added, one.left_out, len(one.problems) > 0) == ("done", 3, 1, True)


def test_a_worker_killed_in_between_leaves_no_double(survey, coordinator, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 1)
    one = actions.start_import(kept(survey, coordinator), by=coordinator)
    write, calls = actions.write_lines, []

    def dying(*arguments, **named):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        write(*arguments, **named)

    monkeypatch.setattr(actions, "write_lines", dying)
    with pytest.raises(KeyboardInterrupt):
        actions.bring_in(AnswerImport.objects.get())
    assert (Response.objects.count(), AnswerImport.objects.get().done) == (1, 1)
    actions.bring_in(AnswerImport.objects.get())
    actions.bring_in(AnswerImport.objects.get())
    assert (Response.objects.count(), AnswerImport.objects.get().state) == (3, "done")
    assert one.batch.name == Batch.objects.get().name


def test_all_of_it_can_be_removed_and_nothing_else(survey, coordinator, work_off):
    own = make_response(survey, {"service": "bus", "idea": "Oma ajatus"})
    one = actions.start_import(kept(survey, coordinator), by=coordinator)
    work_off()
    count_responses(survey)
    one.refresh_from_db()
    actions.undo_import(one, by=coordinator)
    work_off()
    one.refresh_from_db()
    assert one.state == "undone"
    assert list(Response.objects.values_list("pk", flat=True)) == [own.pk]
    assert Receipt.objects.filter(kind=Receipt.Kind.RESPONSE).count() == 1
    assert not Submission.objects.filter(batch=one.batch).exclude(state="withdrawn").exists()
    assert not Submission.objects.filter(batch=one.batch, text__contains="hyllyjä").exists()
    assert Submission.objects.filter(text="Oma ajatus").exists()
    count_responses(survey)
    assert recount(survey) == 0
    assert AuditEntry.objects.filter(verb="undo_answer_import").exists()
    again = actions.start_import(kept(survey, coordinator), by=coordinator)  # the name is free again
    work_off()
    again.refresh_from_db()
    assert again.state == "done"


def test_it_stays_once_results_with_it_were_published(process, coordinator, work_off):
    survey = make_survey(process, results_public=True, threshold=3)
    one = actions.start_import(kept(survey, coordinator), by=coordinator)
    work_off()
    publish_results(survey)
    one.refresh_from_db()
    with pytest.raises(Conflict):
        actions.undo_import(one, by=coordinator)
    assert Response.objects.count() == 3


def test_the_same_file_again_is_noticed_and_closing_meanwhile_takes_it_back(survey, coordinator, work_off):
    actions.start_import(kept(survey, coordinator), by=coordinator)
    work_off()
    with pytest.raises(ParticipationError) as refused:
        actions.start_import(kept(survey, coordinator), by=coordinator)
    assert refused.value.code == "batch_taken"
    with pytest.raises(ParticipationError):
        actions.start_import(kept(survey, coordinator, batch="toinen", columns=["", "", "", "", ""]), by=coordinator)
    waiting = actions.start_import(kept(survey, coordinator, batch="kolmas"), by=coordinator)
    close_survey(Survey.objects.get(pk=survey.pk), by=coordinator)
    actions.bring_in(AnswerImport.objects.select_related("survey", "batch").get(pk=waiting.pk))
    work_off()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.added, Response.objects.count()) == ("undone", 0, 3)
    assert waiting.problems[0]["words"]


def test_a_closed_survey_counts_late_files_without_receipts_or_contributions(survey, coordinator, work_off):
    survey = close_survey(Survey.objects.get(pk=survey.pk), by=coordinator)
    with pytest.raises(ParticipationError):  # what was on its way at closing comes first
        actions.start_import(kept(survey, coordinator), by=coordinator)
    assert forget_keys(survey)
    survey = Survey.objects.select_related("current", "process").get(pk=survey.pk)
    one = actions.start_import(kept(survey, coordinator), by=coordinator)
    again = AnswerImport.objects.select_related("survey", "batch").get(pk=one.pk)
    actions.write_lines(again, list(actions.reading_of(again).read()), done=0)  # a worker killed after writing
    work_off()
    one.refresh_from_db()
    assert (one.state, one.added, Response.objects.count()) == ("done", 3, 3)
    assert (Submission.objects.count(), Receipt.objects.count()) == (0, 0)
    count_responses(survey)
    assert recount(survey) == 0
    with pytest.raises(NotOpen):
        make_response(survey)
    actions.undo_import(one, by=coordinator)
    work_off()
    assert Response.objects.count() == 0


def test_what_was_never_brought_in_is_deleted_after_a_week(survey, coordinator, work_off):
    one = kept(survey, coordinator)
    name = one.name
    actions.purge_import(one)
    assert not AnswerImport.objects.exists()
    done = actions.start_import(kept(survey, coordinator, DIRT, on_fault="row"), by=coordinator)
    work_off()
    done.refresh_from_db()
    actions.purge_import(done)
    done.refresh_from_db()
    assert (done.problems, set(done.mapping)) == ([], {"batch"})
    assert timezone.now() - done.created_at < datetime.timedelta(days=1)
    assert name


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04x", b"only header\n"])
def test_what_is_no_table_is_refused_in_words(survey, coordinator, data):
    with pytest.raises(ParticipationError):
        actions.keep_answers(survey, "x.csv", data, by=coordinator)
    assert not AnswerImport.objects.exists()


@pytest.mark.parametrize("day", ["31.2.2026", "2026-02-30", "0000-01-01", "٢٠٢٦-٠١-٠١"])
def test_day_that_does_not_exist_is_a_fault_and_not_a_job_that_fails(survey, coordinator, work_off, day):
    one = actions.keep_answers(survey, "a.csv", f"service;pvm\nKirjasto;{day}\n".encode(), by=coordinator)
    actions.start_import(one, by=coordinator)
    work_off()
    one.refresh_from_db()
    assert (one.state, [fault["column"] for fault in one.problems]) == ("refused", ["pvm"])


def test_cell_of_blanks_is_parted_in_a_moment():
    shape = SimpleNamespace(type="multi", extra={"others": ["other"]}, choices=())
    cell = f"Taksi{' ' * 90_000}! ; Juna"
    assert own_words(shape, cell) == [{"value": "other", "text": f"Taksi{' ' * 90_000}!; Juna"}]
