"""What surveys erase by themselves, and which notice an answer came under."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from participation.actions.jobs import run_jobs
from participation.actions.retention import RETENTION_ENDS, erase_expired, set_period
from participation.models import DeletionRecord, Notification
from participation.models.privacy import NoticeVersion
from participation.queries.retention import retention_lines
from surveys.actions.notices import renew_notice, renew_notices, set_basis
from surveys.actions.questionnaires import publish_version
from surveys.actions.responses import record_response
from surveys.actions.results import publish_results, set_results_public
from surveys.actions.retention import place_of
from surveys.actions.spreading import change_times, reopen_survey
from surveys.actions.surveys import close_survey, open_survey
from surveys.gateways.attachments import write_attachment
from surveys.models import AnswerFile, Response, Survey, SurveyDraft, Upload
from surveys.models.paper import Scan, ScanPage
from surveys.models.results import PublishedResults, ResultsBlock, ResultsCopy
from tests.factories.surveys import document, make_response, make_survey, question, texts, usual_document

DAY = datetime.timedelta(days=1)


@pytest.fixture
def closed(process, settings, tmp_path):
    """A closed survey with answers, published results, a file, an archive, a scan."""
    settings.MEDIA_ROOT = tmp_path
    survey = make_survey(process)
    for _n in range(6):
        make_response(survey)
    set_results_public(survey, public=True, by=None)
    run_jobs()
    call_command("recount_results", survey.slug, stdout=io.StringIO())
    publish_results(survey)
    close_survey(survey, by=None)
    run_jobs()
    survey.refresh_from_db()
    Upload.objects.create(survey=survey, question="photo", kind="image/png", size=3, name=write_attachment(b"png"))
    AnswerFile.objects.create(survey=survey, kind="parquet", state="ready", name=write_attachment(b"parquet"))
    scan = Scan.objects.create(survey=survey, name=write_attachment(b"scan"), kind="image/png", title="a.png")
    ScanPage.objects.create(scan=scan, number=1, picture=write_attachment(b"page"))
    return survey


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_answers_go_two_years_after_closing_never_without_a_warning(
    closed, coordinator, settings, django_capture_on_commit_callbacks
):
    end = closed.closed_on.replace(year=closed.closed_on.year + 2) + DAY
    Scan.objects.update(arrived_on=end)
    assert erase_expired(end - 40 * DAY) == {}
    assert not Notification.objects.filter(kind=RETENTION_ENDS).exists()
    assert erase_expired(end + 10 * DAY) == {}  # late: the warning comes first
    assert Notification.objects.filter(kind=RETENTION_ENDS).count() == 2  # answers, files
    assert Response.objects.count() == 6
    with django_capture_on_commit_callbacks(execute=True):
        counts = erase_expired(end + 24 * DAY)
    assert counts["responses"] == 6
    for model in (Response, ResultsCopy, ResultsBlock, Upload, AnswerFile, Scan, ScanPage):
        assert not model.objects.exists(), model
    assert files_in(settings.MEDIA_ROOT) == []
    closed.refresh_from_db()
    assert closed.erased_on is not None
    assert PublishedResults.objects.get().n == 6
    assert publish_results(closed) is None
    record = DeletionRecord.objects.filter(kind="surveys.answers").get()
    assert (record.counts["responses"], record.scope_name, record.amount) == (6, closed.title, 24)
    assert erase_expired(end + 25 * DAY) == {}


def test_the_time_of_an_open_survey_has_not_begun(process, coordinator):
    survey = make_survey(process)
    make_response(survey)
    line = next(retention_lines([process], "surveys.answers", place_of(survey)))
    assert (line.kept.n, line.ends_on, line.is_due) == (1, None, False)
    assert erase_expired(timezone.localdate() + 4000 * DAY).get("responses") is None
    close_survey(survey, by=None)
    assert next(retention_lines([process], "surveys.answers")).ends_on is not None
    reopen_survey(Survey.objects.get(pk=survey.pk), None, by=coordinator)
    assert next(retention_lines([process], "surveys.answers")).ends_on is None


@pytest.mark.parametrize("kind", ["surveys.drafts", "surveys.scans", "surveys.ordered_files"])
def test_a_survey_can_keep_for_a_shorter_time(process, coordinator, kind, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    survey = make_survey(process)
    long_ago = timezone.now() - 5 * DAY
    SurveyDraft.objects.create(survey=survey, version=survey.current, code_hash="x", key="0" * 32, saved_on=long_ago.date())  # fmt: skip
    Scan.objects.create(survey=survey, name="n", kind="image/png", title="t", arrived_on=long_ago.date())
    AnswerFile.objects.create(survey=survey, kind="sav", by=coordinator, ordered_at=long_ago)
    assert erase_expired(timezone.localdate()) == {}
    set_period(next(retention_lines([process], kind)), 3, by=coordinator)
    assert sum(erase_expired(timezone.localdate()).values()) == 1
    assert DeletionRecord.objects.get().kind == kind


def consent_document(words):
    doc = usual_document()
    doc["pages"][1]["questions"].append(question("agree", "consent", label=texts(words)))
    return doc


def test_each_answer_knows_the_words_it_was_given_under_and_old_words_stay(process, coordinator):
    survey = make_survey(process, doc=consent_document("Suostun haastatteluun"), state=Survey.State.DRAFT)
    open_survey(survey, by=coordinator)
    first_version = survey.current
    first = make_response(survey)
    publish_version(survey, consent_document("Suostun haastatteluun ja nauhoitukseen"), by=None)
    second = make_response(survey)
    change_times(survey, survey.opens, survey.closes + DAY, by=coordinator)
    third = make_response(survey)
    late = make_response(survey, version=first_version)  # a form that was opened long before
    assert [one.notice for one in (first, second, third, late)] == [1, 2, 3, 1]
    told = {one.number: str(one.parts["fi"]) for one in NoticeVersion.objects.all()}
    assert "nauhoitukseen" not in told[1]
    assert "nauhoitukseen" in told[2]
    assert set(NoticeVersion.objects.get(number=3).parts) == {"fi", "sv", "en"}
    assert renew_notice(survey) == 3
    assert renew_notices() == 1
    assert NoticeVersion.objects.count() == 3


def test_the_notice_tells_the_basis_and_the_time_that_were_chosen(process, coordinator, work_off):
    survey = make_survey(process)
    make_response(survey)
    renew_notice(survey)
    set_basis(survey, "consent", by=coordinator)
    set_basis(survey, "nonsense", by=coordinator)
    assert survey.notice == 2
    set_period(next(retention_lines([process], "surveys.answers")), 7, by=coordinator)
    work_off()
    survey.refresh_from_db()
    assert survey.notice == 3
    words = str(NoticeVersion.objects.get(number=3).parts["en"])
    assert "7 months" in words
    assert "article 6(1)(a)" in words


def test_the_same_answer_again_keeps_its_notice(process):
    survey = make_survey(process, doc=document([question("name", "short_text")]))
    renew_notice(survey)
    key = "6f1d3a0e-2b53-4d5e-9a54-111111111111"
    once = record_response(survey, survey.current, key=key, answers={"name": "a"}, language="fi")
    Survey.objects.filter(pk=survey.pk).update(notice=9)
    survey.refresh_from_db()
    again = record_response(survey, survey.current, key=key, answers={"name": "a"}, language="fi")
    assert (once.response.notice, again.response.notice, again.is_new) == (1, 1, False)
