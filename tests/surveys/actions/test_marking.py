"""Leaving marked answers out: exact in results, in words in the audit log, nothing deleted, only what is marked."""

import pytest

from participation.errors import ParticipationError
from participation.models import AuditEntry, Job
from surveys.actions import surveys as survey_actions
from surveys.actions.counting import count_responses, rebuild_results, recount
from surveys.actions.marking import judge_marked
from surveys.actions.results import publish_results, set_results_public
from surveys.models import PublishedResults, ReplacedAnswers, Response
from surveys.queries.marks import mark_lines, with_and_without
from surveys.queries.responses import table_rows
from surveys.queries.results import live_results
from tests.factories.surveys import make_response, make_survey


@pytest.fixture
def survey(process):
    survey = make_survey(process)
    for n in range(8):
        make_response(survey, {"service": "library" if n % 2 else "bus"})
    for n in range(6):
        make_response(survey, {"service": "bus", "rating": 5}, marks="burst identical" if n else "burst")
    return survey


def marked(survey):
    return list(Response.objects.filter(survey=survey).marked().values_list("pk", flat=True))


def buses(survey, **how):
    found = live_results(survey, **how)
    return found["n"], {line["value"]: line["count"] for line in found["questions"][0]["choices"]}["bus"]


@pytest.mark.parametrize("counted", [True, False])
def test_what_is_left_out_is_out_of_every_number_and_comes_back_whole(survey, coordinator, counted):
    if counted:
        count_responses(survey)
    assert buses(survey) == (14, 10)
    assert buses(survey, where=["marks:none"])[0] == 8
    keys = marked(survey)
    assert judge_marked(survey, keys, leave_out=True, reason="Sama verkko", by=coordinator) == 6
    assert buses(survey) == (8, 4)
    count_responses(survey)
    assert rebuild_results(survey)
    assert (buses(survey), recount(survey), ReplacedAnswers.objects.count()) == ((8, 4), 0, 0)
    assert judge_marked(survey, keys, leave_out=False, reason="Koululuokka", by=coordinator) == 6
    assert buses(survey) == (14, 10)
    count_responses(survey)
    assert (buses(survey), recount(survey)) == ((14, 10), 0)
    entries = AuditEntry.objects.filter(verb__in=["leave_out_answers", "take_in_answers"]).order_by("pk")
    assert [(one.verb, one.by, one.data) for one in entries] == [
        ("leave_out_answers", coordinator, {"n": 6, "reason": "Sama verkko"}),
        ("take_in_answers", coordinator, {"n": 6, "reason": "Koululuokka"}),
    ]


def test_only_marked_answers_of_this_survey_with_a_reason(survey, coordinator, process):
    other = make_response(make_survey(process), {"service": "bus"}, marks="fast")
    plain = list(Response.objects.filter(survey=survey, marks="").values_list("pk", flat=True))
    for keys, reason in ((marked(survey), " "), (plain, "Väärä mielipide"), ([other.pk], "Muu"), ([], "Ei mitään")):
        with pytest.raises(ParticipationError):
            judge_marked(survey, keys, leave_out=True, reason=reason, by=coordinator)
    assert not Response.objects.filter(left_out=True).exists()


def test_with_and_without_tells_what_changes_but_nothing_of_a_few(survey, coordinator):
    count_responses(survey)
    judge_marked(survey, marked(survey)[:2], leave_out=True, reason="Sama", by=coordinator)
    both = with_and_without(survey)
    assert (both.arrived, both.counted, both.unmarked, both.left_out) == (14, 12, 8, 2)
    shares = {line.label["fi"]: round(line.change) for one in both.questions for line in one.lines}
    assert shares["Bussi"] == -21  # 10 of 14, 4 of 8
    lines = {line.mark: (line.n, line.left_out) for line in mark_lines(survey)}
    assert lines["burst"] == (6, 2)
    assert lines["identical"][0] == 5
    survey.threshold = 7
    assert not with_and_without(survey).is_told


def test_published_numbers_follow_and_say_how_many_are_left_out(survey, coordinator):
    set_results_public(survey, public=True, by=coordinator)
    assert publish_results(survey).n == 14
    judge_marked(survey, marked(survey), leave_out=True, reason="Sama", by=coordinator)
    survey_actions.close_survey(survey, by=None)
    publish_results(survey)
    epoch = PublishedResults.objects.get()
    assert (epoch.n, epoch.content["left_out"]) == (8, 6)


def test_leaving_a_few_out_publishes_nothing_new(survey, coordinator):
    set_results_public(survey, public=True, by=coordinator)
    publish_results(survey)
    judge_marked(survey, marked(survey)[:2], leave_out=True, reason="Sama", by=coordinator)
    survey_actions.close_survey(survey, by=None)
    assert publish_results(survey) is None


def test_files_tell_the_marks_and_marks_survive_closing(survey, coordinator):
    judge_marked(survey, marked(survey)[:1], leave_out=True, reason="Sama", by=coordinator)
    survey_actions.close_survey(survey, by=None)
    Response.objects.update(counted=False)
    Job.objects.all().delete()
    assert survey_actions.forget_keys(survey)
    header, *rows = table_rows(survey)
    column = header.index("marks")
    cells = sorted(str(row[column] or "") for row in rows)
    assert cells.count("") == 8
    assert sum("left_out" in cell for cell in cells) == 1
    assert sum("burst" in cell for cell in cells) == 6
