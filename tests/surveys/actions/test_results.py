"""Epochs: what the public sees changes only when enough new answers have come."""

import datetime

import pytest
from django.utils import timezone

from participation.errors import Conflict
from participation.models import AuditEntry, Job
from surveys.actions.privacy import ResponsesPrivacy
from surveys.actions.results import PUBLISH, promise_publication, publish_results, set_results_public
from surveys.actions.surveys import close_survey
from surveys.models import PublishedResults, Response, Survey
from surveys.queries.results import live_results, published_results
from tests.factories.surveys import make_response, make_survey


@pytest.fixture
def survey(process):
    return make_survey(process, results_public=True)


def answer(survey, n, service="library"):
    for _ in range(n):
        make_response(survey, {"service": service})


def an_hour_later(survey):
    earlier = timezone.now() - datetime.timedelta(minutes=61)
    PublishedResults.objects.filter(survey=survey).update(as_of=earlier)


def seen(survey):
    """What everybody sees, without the moment."""
    results = published_results(survey)
    return {key: value for key, value in results.items() if key != "as_of"} if results else None


def test_first_epoch_needs_the_threshold(survey):
    answer(survey, 4)
    assert publish_results(survey) is None
    answer(survey, 1)
    assert publish_results(survey).n == 5
    assert AuditEntry.objects.filter(verb="publish_results").count() == 1


def test_one_answer_changes_nothing_public_while_live_results_leak_it(survey):
    answer(survey, 12)
    publish_results(survey)
    for _ in range(4):
        before, live_before = seen(survey), live_results(survey)
        answer(survey, 1, "bus")
        an_hour_later(survey)
        publish_results(survey)
        assert seen(survey) == before
        leaked = live_results(survey)["questions"][0]["choices"][1]["count"]
        assert (
            leaked - live_before["questions"][0]["choices"][1]["count"] == 1
        )  # the control arm: live tells the answer
    answer(survey, 1, "bus")
    an_hour_later(survey)
    publish_results(survey)
    assert seen(survey)["n"] == 17


def test_new_epoch_waits_for_the_hour_and_is_promised_for_its_end(survey):
    answer(survey, 5)
    epoch = publish_results(survey)
    Job.objects.all().delete()
    answer(survey, 5)
    Job.objects.all().delete()
    assert publish_results(survey) is None
    promise = Job.objects.get(kind=PUBLISH)
    assert promise.available_at == epoch.as_of + datetime.timedelta(minutes=60)


def test_closing_waives_the_hour_but_never_the_threshold(survey, coordinator):
    answer(survey, 5)
    publish_results(survey)
    answer(survey, 3)
    close_survey(survey, by=coordinator)
    assert publish_results(survey) is None
    survey.refresh_from_db()
    other = make_survey(survey.process, results_public=True)
    answer(other, 5)
    publish_results(other)
    answer(other, 5)
    close_survey(other, by=coordinator)
    assert publish_results(other).n == 10


def test_hidden_results_are_neither_published_nor_seen(process):
    survey = make_survey(process)
    answer(survey, 9)
    assert publish_results(survey) is None
    assert published_results(survey) is None
    assert not Job.objects.filter(kind=PUBLISH).exists()


def test_responses_share_one_promise(survey):
    answer(survey, 3)
    assert Job.objects.filter(kind=PUBLISH, reference=str(survey.pk)).count() == 1
    assert promise_publication(survey) is None


def test_promised_job_publishes_and_may_run_twice(survey, work_off):
    answer(survey, 6)
    Job.objects.update(available_at=timezone.now())
    work_off()
    assert PublishedResults.objects.get(survey=survey).n == 6
    promise_publication(survey)
    work_off()
    assert PublishedResults.objects.get(survey=survey).n == 6


def test_switch_shows_results_once_and_refuses_what_is_so_already(process, coordinator, work_off):
    survey = make_survey(process)
    answer(survey, 5)
    set_results_public(survey, public=True, by=coordinator)
    work_off()
    assert seen(survey)["n"] == 5
    with pytest.raises(Conflict):
        set_results_public(Survey.objects.get(pk=survey.pk), public=True, by=coordinator)
    set_results_public(survey, public=False, by=coordinator)
    assert published_results(survey) is None
    assert list(AuditEntry.objects.filter(by=coordinator).order_by("pk").values_list("verb", flat=True)) == [
        "show_results",
        "hide_results",
    ]


def test_nothing_small_is_stored_in_an_epoch(survey):
    answer(survey, 20)
    answer(survey, 2, "bus")
    publish_results(survey)
    service = PublishedResults.objects.get(survey=survey).content["questions"][0]
    assert [line["count"] for line in service["choices"]] == [None, None, None]


def test_forgetting_a_receipt_erases_its_response(survey):
    kept, gone = make_response(survey), make_response(survey)
    assert ResponsesPrivacy().forget_receipt(gone.receipt) == 1
    assert ResponsesPrivacy().forget_receipt(gone.receipt) == 0
    assert list(Response.objects.values_list("pk", flat=True)) == [kept.pk]
    noted = AuditEntry.objects.get(verb="forget_response")
    assert (noted.subject_id, noted.data) == (str(survey.process_id), {"survey": survey.pk})
