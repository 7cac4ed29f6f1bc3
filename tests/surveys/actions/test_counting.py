"""The copy for results: counted once, exact at every moment, built anew without being in anybody's way."""

import pytest
from django.utils import timezone

from participation.models import Job
from surveys.actions import counting
from surveys.actions.corrections import correct_response, withdraw_response
from surveys.actions.counting import count_responses, rebuild_results, recount
from surveys.actions.surveys import close_survey
from surveys.actions.unlinking import unlink_responses
from surveys.models import ReplacedAnswers, Response, ResultsBlock, ResultsCopy
from surveys.queries.results import live_results
from tests.factories.surveys import make_response, make_survey


@pytest.fixture
def survey(process):
    return make_survey(process)


def answer(survey, n, service="library", **more):
    return [make_response(survey, {"service": service, "age": 20 + k, **more}) for k in range(n)]


def shown(survey, **query):
    found = live_results(survey, **query)
    return {key: value for key, value in found.items() if key != "as_of"}


def test_new_answers_are_seen_at_once_and_the_same_after_counting(survey):
    answer(survey, 7)
    answer(survey, 6, "bus", rating=4)
    for query in ({}, {"by": "service"}, {"where": ["service:bus"]}, {"by": "service,rating"}, {"by": "language"}):
        before = shown(survey, **query)
        assert count_responses(survey) == (13 if query == {} else 0)
        assert shown(survey, **query) == before
    assert recount(survey) == 0
    assert not Response.objects.filter(counted=False).exists()


def test_correction_and_withdrawal_are_exact_before_and_after_counting(survey):
    first, second, *_rest = answer(survey, 6)
    count_responses(survey)
    correct_response(first, {"service": "bus"}, based_on=first.content_hash)
    withdraw_response(second)
    assert ReplacedAnswers.objects.count() == 2
    before = shown(survey)
    assert before["n"] == 5
    assert [line["count"] for line in before["questions"][0]["choices"]] == [4, 1, 0]
    count_responses(survey)
    assert shown(survey) == before
    assert recount(survey) == 0
    assert not ReplacedAnswers.objects.exists()
    assert Job.objects.filter(kind=counting.REBUILD).count() == 1
    rebuild_results(survey)
    assert shown(survey) == before
    assert set(ResultsBlock.objects.values_list("sign", flat=True)) == {1}  # nothing of the old answers is left


def test_correction_of_what_was_not_counted_needs_no_subtraction(survey):
    [first] = answer(survey, 1)
    correct_response(first, {"service": "bus"}, based_on=first.content_hash)
    assert not ReplacedAnswers.objects.exists()


def test_answers_that_come_and_change_while_it_is_rebuilt_are_counted_once(survey, monkeypatch):
    rows = answer(survey, 8)
    count_responses(survey)
    monkeypatch.setattr(counting, "AT_ONCE", 3)
    order = sorted(rows, key=lambda row: row.pk)
    read = counting.counted_rows

    def meddled(survey):
        for number, row in enumerate(read(survey)):
            if number == 4:  # three were read in the first page, three in the second
                for response in (order[0], order[7]):
                    correct_response(response, {"service": "bus"}, based_on=response.content_hash)
                withdraw_response(order[1])
                answer(survey, 1, "bus")
                assert shown(survey)["n"] == 8
                assert count_responses(survey) == 0  # the copy is being built: new answers wait, and are shown
            yield row

    monkeypatch.setattr(counting, "counted_rows", meddled)
    assert rebuild_results(survey)
    assert shown(survey)["n"] == 8
    assert count_responses(survey) == 3
    assert shown(survey)["n"] == 8
    assert recount(survey) == 0


def test_only_one_rebuilds_and_one_that_was_overtaken_gives_up(survey, monkeypatch):
    answer(survey, 3)
    count_responses(survey)
    begun = counting.begin_rebuilding(survey)
    assert begun is not None
    assert rebuild_results(survey) is False
    ResultsCopy.objects.update(rebuilding_until=timezone.now(), serial=99)  # its lease ran out, somebody wrote
    assert counting.end_rebuilding(begun[0], counting.Counts(), counting.Book(), set()) is False
    assert shown(survey)["n"] == 3


def test_small_blocks_are_joined(survey, monkeypatch):
    monkeypatch.setattr(counting, "SMALL_BLOCKS", 4)
    for _ in range(9):
        answer(survey, 1)
        count_responses(survey)
    assert ResultsBlock.objects.count() < 5
    assert shown(survey)["n"] == 9
    assert recount(survey) == 0


def test_closed_survey_is_copied_anew_in_the_order_of_its_new_ids(survey, coordinator, work_off):
    answer(survey, 5)
    count_responses(survey)
    close_survey(survey, by=coordinator)
    unlink_responses(survey)
    assert Job.objects.filter(kind=counting.REBUILD).exists()
    Job.objects.update(available_at=timezone.now())
    work_off()
    assert ResultsCopy.objects.get(survey=survey).generation == 1
    assert recount(survey) == 0


def test_sending_promises_counting_in_the_background(survey, work_off):
    answer(survey, 2)
    assert not Job.objects.filter(kind=counting.COUNT).exists()  # nothing is asked of the one who sends
    work_off()
    assert Job.objects.filter(kind=counting.COUNT).count() == 1
    Job.objects.update(available_at=timezone.now())
    work_off()
    assert ResultsCopy.objects.get(survey=survey).n == 2


def test_live_results_cost_the_same_queries_for_any_number(survey, django_assert_num_queries):
    for count in (3, 40):
        answer(survey, count)
        count_responses(survey)
        with django_assert_num_queries(5):  # versions, copy, new ones, replaced ones, whether it was written meanwhile
            live_results(survey)
