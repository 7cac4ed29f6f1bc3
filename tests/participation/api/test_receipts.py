"""Journeys for programs."""

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from participation.actions.ideas import receive_idea
from participation.actions.receipts import LOOKUPS_A_MINUTE, Stage, add_journey_entry


@pytest.fixture(autouse=True)
def fresh_counter():
    cache.clear()


@pytest.fixture
def code(process):
    received = receive_idea(process, key="k1", text="Lisää penkkejä.")
    add_journey_entry(
        received.submission,
        Stage("decided", {"fi": "Tehdään."}, "2.1", {"fi": "Ryhmä"}, f"/fi/processes/{process.slug}/"),
    )
    return received.code


def test_journey_has_its_stages(api, code, process):
    answer = api.post("/api/v1/journeys/", {"receipt": code})
    today = timezone.localdate().isoformat()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    received, decided = answer.json()["stages"]
    assert answer.json()["kind"] == "submission"
    assert (received["stage"], received["on"], "group" in received) == ("received", today, False)
    assert set(received["text"]) >= {"fi", "sv", "en"}
    assert decided == {
        "stage": "decided",
        "on": today,
        "text": {"fi": "Tehdään."},
        "group": "2.1",
        "link": f"/fi/processes/{process.slug}/",
    }


@pytest.mark.parametrize("typed", ["0000-0000-0000-0000", "nothing"])
def test_unknown_code_is_404(api, code, typed):
    answer = api.post("/api/v1/journeys/", {"receipt": typed})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_unknown_and_impossible_codes_cost_the_same_queries(api, code, django_assert_num_queries):
    for typed in ("0000-0000-0000-0000", "nothing at all"):
        with django_assert_num_queries(1):
            api.post("/api/v1/journeys/", {"receipt": typed})


def test_missing_code_is_400(api, db):
    assert api.post("/api/v1/journeys/", {}).json()["errors"]["receipt"][0]["code"] == "required"


@time_machine.travel("2026-11-21 12:00:05", tick=False)  # the count begins anew with each minute
def test_too_many_are_429(api, code):
    for _ in range(LOOKUPS_A_MINUTE):
        api.post("/api/v1/journeys/", {"receipt": code})
    answer = api.post("/api/v1/journeys/", {"receipt": code})
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (429, "throttled", "60")
