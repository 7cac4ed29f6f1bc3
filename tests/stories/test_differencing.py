"""One more response changes nothing that the public can fetch before the next epoch; then it moves for all at once."""

import csv
import datetime
import io
import json
import re
import zipfile
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.actions.jobs import run_jobs
from surveys.actions.answer_files import order_file
from surveys.actions.open_data import publish_open_data
from surveys.actions.results import publish_results
from surveys.actions.surveys import close_survey
from surveys.models.files import AnswerFile
from surveys.models.results import PublishedResults
from surveys.models.surveys import Survey
from tests.factories.surveys import make_response, make_survey

LANGUAGES = ("fi", "sv", "en")
CHANGING = re.compile(r'nonce="[^"]*"|name="(?:key|opened|sent_key|progress|csrfmiddlewaretoken)" value="[^"]*"')
KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def public_addresses(survey):
    names = ("survey_page", "results_page", "survey_privacy")
    pages = [reverse(f"surveys:{name}", args=[survey.slug]) for name in names]
    pages += [reverse("participation:front"), reverse("participation:process_page", args=[survey.process.slug])]
    pages += [reverse("participation:privacy"), reverse("participation:overview", args=[survey.process.slug])]
    pages += [reverse("surveys:open_data_page", args=[survey.slug])]
    api = [
        reverse("open_data_file", args=[survey.slug]),
        f"/api/v1/surveys/{survey.slug}/",
        f"/api/v1/surveys/{survey.slug}/results/",
        "/api/v1/processes/",
    ]
    return [page.replace("/fi/", f"/{language}/", 1) for page in pages for language in LANGUAGES] + api


def everything(client, survey):
    found = {}
    for address in public_addresses(survey):
        answer = client.get(address)
        if not answer.streaming:
            assert answer.status_code in (200, 302, 404), address
            found[address] = KEYS.sub("", CHANGING.sub("", answer.content.decode()))
        else:
            found[address] = b"".join(answer.streaming_content)
    return found


@pytest.fixture
def survey(process):
    survey = make_survey(process, results_public=True)
    for n in range(24):
        make_response(survey, {"service": "library" if n % 3 else "bus", "rating": n % 5 + 1, "age": 20 + n})
    publish_results(survey)
    return survey


def test_one_more_response_is_seen_nowhere(client, survey):
    before = everything(client, survey)
    make_response(survey, {"service": "other", "rating": 1, "age": 77})
    publish_results(survey)
    after = everything(client, survey)
    assert [address for address in before if before[address] != after[address]] == []


def test_open_data_stays_as_it_was_published_and_says_no_more_than_the_tables(client, coordinator, survey):
    close_survey(survey, by=None)
    run_jobs()
    survey.refresh_from_db()
    one = order_file(survey, "open", language="fi", by=coordinator)
    run_jobs()
    publish_open_data(AnswerFile.objects.select_related("survey").get(pk=one.pk), is_read=True, by=coordinator)
    before = everything(client, survey)
    Survey.objects.update(state="open")  # as for answers on paper that are brought in late
    make_response(Survey.objects.get(), {"service": "other", "rating": 1, "age": 77})
    Survey.objects.update(state="closed")
    publish_results(Survey.objects.get())
    after = everything(client, survey)
    assert [address for address in before if before[address] != after[address]] == []
    file = before[reverse("open_data_file", args=[survey.slug])]
    header, *rows = csv.reader(zipfile.ZipFile(io.BytesIO(file)).read("answers.csv").decode("utf-8-sig").splitlines())
    tables = {table["name"]: table for table in PublishedResults.objects.get(survey=survey).content["questions"]}
    for name in ("service", "rating"):
        told = Counter(row[header.index(name)] for row in rows)
        shown = {str(line["value"]): line["count"] for line in tables[name]["choices"] if line["count"]}
        assert {value: n for value, n in told.items() if value not in ("", "*")} == shown


def test_every_language_and_the_api_show_the_same_epoch(client, survey):
    api = client.get(f"/api/v1/surveys/{survey.slug}/results/").json()
    row = PublishedResults.objects.get(survey=survey)
    assert json.loads(json.dumps(row.content["questions"])) == api["questions"]
    page = reverse("surveys:results_page", args=[survey.slug])
    pages = [client.get(page.replace("/fi/", f"/{language}/", 1)).content.decode() for language in LANGUAGES]
    numbers = [re.findall(r"<td[^>]*>\s*([\d,. \u00a0%–]+)\s*<", html) for html in pages]
    plain = [[re.sub(r"\D", "", number) for number in found] for found in numbers]
    assert plain[0]
    assert plain[0] == plain[1] == plain[2]


def test_groups_and_filters_are_refused_to_the_public(client, survey):
    for query in ("by=service", "where=service:bus", "by=language", "by=service&where=rating:1"):
        assert client.get(f"/api/v1/surveys/{survey.slug}/results/?{query}").status_code == 400


def test_a_question_moves_on_only_with_enough_new_and_different_answers(survey):
    for _n in range(6):
        make_response(survey, {"service": "library"})
    PublishedResults.objects.update(as_of=timezone.now() - datetime.timedelta(hours=2))
    row = publish_results(survey)
    tables = {table["name"]: table for table in row.content["questions"]}
    assert row.n == 30
    assert tables["service"]["n"] == 24  # all six said the same
    assert tables["rating"]["n"] == 24  # none of the six answered it
    for n in range(6):
        make_response(survey, {"service": "library" if n % 2 else "bus"})
    PublishedResults.objects.update(as_of=timezone.now() - datetime.timedelta(hours=2))
    tables = {table["name"]: table for table in publish_results(survey).content["questions"]}
    assert tables["service"]["n"] == 36
