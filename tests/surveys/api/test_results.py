"""Results and exports for programs."""

import csv
import io
import json

import pytest
from django.db import connection

from participation.actions.people import create_api_token
from surveys.actions.results import publish_results
from surveys.models import Survey
from tests.factories.participation import make_person, make_process
from tests.factories.surveys import make_response, make_survey


@pytest.fixture
def survey(process):
    survey = make_survey(process, results_public=True)
    for n in range(12):
        make_response(survey, {"service": "library" if n % 2 else "bus", "age": 20 + n})
    return survey


@pytest.fixture
def staff(api, coordinator):
    api.credentials(HTTP_AUTHORIZATION="Bearer " + create_api_token(coordinator, "read", by=None))
    return api


def results_of(client, survey, **query):
    return client.get(f"/api/v1/surveys/{survey.slug}/results/", query)


def test_public_gets_the_epoch_and_not_what_came_later(api, survey):
    assert results_of(api, survey).status_code == 404
    publish_results(survey)
    make_response(survey, {"service": "bus"})
    answer = results_of(api, survey).json()
    assert (answer["n"], answer["threshold"]) == (12, 5)
    service = answer["questions"][0]
    assert [line["count"] for line in service["choices"]] == [
        None,
        6,
        None,
    ]  # nobody chose "other"; hiding it alone would tell
    assert {"name", "type", "n", "missing", "not_asked", "choices"} <= set(service)


def test_coordinator_gets_live_numbers(staff, survey):
    answer = results_of(staff, survey).json()
    assert answer["n"] == 12
    assert [line["count"] for line in answer["questions"][0]["choices"]] == [6, 6, 0]


def test_groups_and_filters_are_for_coordinators(api, staff_of_other, survey):
    publish_results(survey)
    for query in ({"by": "service"}, {"where": "service:bus"}, {"weights": "1"}):
        assert results_of(api, survey, **query).status_code == 400
        assert results_of(staff_of_other, survey, **query).status_code == 400


@pytest.fixture
def staff_of_other(db):
    from rest_framework.test import APIClient

    client = APIClient()
    person = make_person(roles=[("coordinator", make_process())])
    client.credentials(HTTP_AUTHORIZATION="Bearer " + create_api_token(person, "read", by=None))
    return client


def test_groups_follow_the_disclosure_rules(staff, survey):
    make_response(survey, {"service": "other"})
    groups = results_of(staff, survey, by="service").json()["groups"]
    assert [(group["value"], group["n"]) for group in groups] == [("library", 6), ("bus", 6), ("other", None)]
    assert groups[0]["label"]["sv"] == "Kirjasto (sv)"
    assert results_of(staff, survey, by="language").json()["groups"][0]["n"] == 13


def test_filters_keep_only_matching_responses(staff, survey):
    answer = results_of(staff, survey, where="service:bus").json()
    assert answer["n"] == 6
    assert results_of(staff, survey, where=["service:bus", "language:sv"]).json()["n"] is None


@pytest.mark.parametrize(
    "query",
    [
        {"by": "idea"},
        {"by": "nothing"},
        {"where": "bus"},
        {"where": "service:gone"},
        {"where": "nothing:1"},
        {"where": "idea:1"},
    ],
)
def test_impossible_groups_and_filters_are_refused(staff, survey, query):
    answer = results_of(staff, survey, **query)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == set(query)


def test_results_of_a_draft_are_a_404(api, process):
    assert results_of(api, make_survey(process, state=Survey.State.DRAFT)).status_code == 404


def export(client, survey, **query):
    return client.get(f"/api/v1/surveys/{survey.slug}/responses/export/", query)


def test_export_needs_an_account_and_an_own_process(api, staff_of_other, survey):
    assert export(api, survey).status_code == 401
    assert export(staff_of_other, survey).status_code == 404


def test_export_csv_has_every_row_and_counts_them(staff, survey):
    make_response(survey, {"service": {"value": "other", "text": "=cmd()"}, "why": "@koska"})
    body = export(staff, survey, format="csv").getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[0][:6] == ["received_on", "language", "channel", "batch", "identity", "version"]
    assert rows[0][6:9] == ["marks", "service", "service.text"]
    assert len(rows) == 15
    assert rows[-1][:2] == ["# rows", "13"]
    written = next(row for row in rows if len(row) > 7 and row[7] == "other")
    assert written[8:10] == ["'=cmd()", "'@koska"]


def test_export_json_is_one_document(staff, survey):
    body = json.loads(export(staff, survey, format="json").getvalue())
    assert body["rows"] == len(body["responses"]) == 12
    assert body["responses"][0]["answers"]["service"] in ("library", "bus")


def test_unknown_format_is_refused(staff, survey):
    assert export(staff, survey, format="sav").status_code == 400


def test_export_asks_as_many_queries_for_one_row_as_for_twelve(staff, survey, process, django_assert_num_queries):
    one = make_survey(process)
    make_response(one)
    for some in (one, survey):
        with django_assert_num_queries(9 if connection.vendor == "postgresql" else 8):
            export(staff, some).getvalue()
