"""Series in the browser: joining, deciding, what everybody sees, the file."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models.audit import AuditEntry
from surveys.actions.results import publish_results
from surveys.models import SeriesLink, Survey
from tests.factories.participation import make_process
from tests.factories.surveys import document, make_response, make_survey, question

pytestmark = pytest.mark.django_db


def doc(label="Miten palvelut toimivat?", **scale):
    return document([question("rating", "scale", **scale) | {"label": {"fi": label, "sv": label, "en": label}}])


def wave(process, slug, days, steps, *, public=True, questions=None):
    """A survey that ended some days ago, with these steps chosen; published."""
    survey = make_survey(process, slug=slug, doc=questions or doc(), results_public=public)
    for step in steps:
        make_response(survey, {"rating": step})
    closes = timezone.now() + datetime.timedelta(days=days)
    Survey.objects.filter(pk=survey.pk).update(opens=closes - datetime.timedelta(days=30), closes=closes)
    survey.refresh_from_db()
    publish_results(survey)
    return survey


@pytest.fixture
def surveys(process):
    return wave(process, "ennen", -400, [2, 2, 3, 3, 3, 4]), wave(process, "nyt", 10, [4, 4, 4, 5, 5, 5])


def join(client, survey, earlier):
    return client.post(reverse("surveys:survey_series", args=[survey.slug]), {"earlier": earlier.slug})


def test_a_survey_continues_another_and_both_are_drawn(client, coordinator, surveys):
    before, now = surveys
    client.force_login(coordinator)
    address = reverse("surveys:survey_series", args=[now.slug])
    assert client.get(address).status_code == 200
    assert client.post(address, {"earlier": ""}).status_code == 422
    assert join(client, now, before).status_code == 302
    page = client.get(address).content.decode()
    assert page.count('class="whisker"') == 2
    assert page.count('class="join"') == 1
    assert Survey.objects.get(pk=before.pk).series == Survey.objects.get(pk=now.pk).series == "ennen"
    lines = list(
        csv.DictReader(
            io.StringIO(client.get(reverse("surveys:series_file", args=[now.slug])).content.decode("utf-8-sig"))
        )
    )
    assert [(line["survey"], line["n"], line["value"][:5], line["break_before"]) for line in lines[:2]] == [
        ("ennen", "6", "2.833", "0"),
        ("nyt", "6", "4.5", "0"),
    ]
    assert lines[2]["question"] == "# rows"
    client.post(address, {"leave": "1"})
    assert Survey.objects.get(pk=now.pk).series == ""
    assert list(AuditEntry.objects.filter(verb__contains="series").values_list("verb", flat=True)) == ["leave_series"]


def test_changed_words_break_until_the_coordinator_says_that_they_mean_the_same(client, coordinator, process):
    before = wave(process, "ennen", -400, [2, 2, 3, 3, 3, 4])
    now = wave(process, "nyt", 10, [4, 4, 4, 5, 5, 5], questions=doc("Miten hyvin palvelut toimivat arjessasi?"))
    client.force_login(coordinator)
    join(client, now, before)
    address = reverse("surveys:survey_series", args=[now.slug])
    assert 'class="broken"' in client.get(address).content.decode()
    decide = reverse("surveys:series_question", args=[now.slug, "rating"])
    said = {"rating-continues": "rating", "rating-verdict": "same", "rating-note": ""}
    assert client.post(decide, said).status_code == 302
    assert SeriesLink.objects.get().changes == ["words"]
    page = client.get(address).content.decode()
    assert 'class="broken"' not in page
    assert 'class="join"' in page
    client.post(decide, said | {"rating-verdict": "break", "rating-note": "Nyt kysyttiin arjesta."})
    assert "Nyt kysyttiin arjesta." in client.get(address).content.decode()
    assert "Nyt kysyttiin arjesta." in client.get(reverse("surveys:series_page", args=[now.slug])).content.decode()
    client.post(decide, {"rating-continues": ""})
    assert 'class="whisker"' not in client.get(address).content.decode()
    assert client.post(decide, {"rating-continues": "nonsense"}).status_code == 422


def test_another_scale_is_never_the_same(client, coordinator, process):
    before = wave(process, "ennen", -400, [2, 2, 3, 3, 3, 4])
    now = wave(process, "nyt", 10, [4, 4, 4, 5, 5, 5], questions=doc(max=10))
    client.force_login(coordinator)
    join(client, now, before)
    decide = reverse("surveys:series_question", args=[now.slug, "rating"])
    assert client.post(decide, {"rating-continues": "rating", "rating-verdict": "same"}).status_code == 422
    assert not SeriesLink.objects.exists()
    assert 'class="broken"' in client.get(reverse("surveys:survey_series", args=[now.slug])).content.decode()


def test_everybody_sees_published_numbers_alone(client, process):
    before = wave(process, "ennen", -400, [2, 2, 3, 3, 3, 4], public=False)
    now = wave(process, "nyt", 10, [1, 2, 3, 4, 5] * 5)
    Survey.objects.update(series="sama")
    page, file = (reverse(f"surveys:{name}", args=[now.slug]) for name in ("series_page", "series_public_file"))
    assert client.get(page).status_code == client.get(file).status_code == 404
    assert (
        reverse("surveys:series_page", args=["nyt"])
        not in client.get(reverse("surveys:results_page", args=["nyt"])).content.decode()
    )
    Survey.objects.update(results_public=True)
    before.refresh_from_db()
    publish_results(before)
    make_response(now, {"rating": 1})  # came after the epoch: in no public number
    assert page in client.get(reverse("surveys:results_page", args=["nyt"])).content.decode()
    shown = client.get(page)
    assert shown.status_code == 200
    assert not shown.cookies
    lines = list(csv.DictReader(io.StringIO(client.get(file).content.decode("utf-8-sig"))))
    assert [(line["survey"], line["n"], line["value"]) for line in lines[:2]] == [
        ("ennen", "6", ""),  # six answered; how, too few did
        ("nyt", "25", "3.0"),
    ]


def test_other_peoples_surveys_are_found_by_their_published_numbers_alone(client, coordinator, process):
    now = wave(process, "nyt", 10, [4, 4, 4, 5, 5, 5])
    theirs = wave(make_process(), "muu", -400, [2, 2, 3, 3, 3, 4], public=False)
    client.force_login(coordinator)
    assert join(client, now, theirs).status_code == 422
    Survey.objects.update(series="sama")
    assert "muu" not in client.get(reverse("surveys:series_file", args=[now.slug])).content.decode()


@pytest.mark.parametrize("waves", [1, 3])
def test_queries_grow_by_survey_not_by_question(client, coordinator, process, waves, django_assert_num_queries):
    for number in range(waves):
        wave(process, f"s{number}", 10 - 300 * number, [4, 4, 4, 5, 5, 5])
    Survey.objects.update(series="sama")
    with django_assert_num_queries({1: 5, 3: 11}[waves]):
        client.get(reverse("surveys:series_page", args=["s0"]))
