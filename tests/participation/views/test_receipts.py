"""Typing a code and reading the journey."""

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from participation.actions.ideas import receive_idea
from participation.actions.receipts import LOOKUPS_A_MINUTE, Stage, add_journey_entry
from participation.models import Receipt, Submission
from tests.factories.participation import make_theme

TEXT = "Lisää penkkejä rantareitille, jotta vanhukset jaksavat kävellä."


@pytest.fixture(autouse=True)
def fresh_counter():
    cache.clear()


@pytest.fixture
def code(process):
    received = receive_idea(
        process, key="k1", text=TEXT, theme=make_theme(process, name={"fi": "Luonto", "sv": "Natur"})
    )
    group = {"fi": "Palveluverkko", "sv": "Servicenätet"}
    add_journey_entry(received.submission, Stage("routed", {}, "2.1", group, f"/fi/processes/{process.slug}/"))
    add_journey_entry(
        received.submission, Stage("decided", {"fi": "Penkit tulevat.", "sv": "Bänkarna kommer."}, "2.1", group)
    )
    Submission.objects.update(state="published")
    return received.code


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "Penkit tulevat."), ("sv", "Bänkarna kommer."), ("en", "Penkit tulevat.")]
)
def test_journey_shows_stages_group_and_answer_in_the_language(client, code, process, language, words):
    page = client.post(f"/{language}/receipts/", {"code": code})
    shown = page.content.decode()
    assert page.status_code == 200
    assert words in shown
    assert "2.1" in shown
    assert f"/{language}/processes/{process.slug}/" in shown
    assert TEXT not in shown
    assert code not in shown


def test_journey_is_kept_nowhere(client, code):
    for page in (client.get("/fi/receipts/"), client.post("/fi/receipts/", {"code": code})):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert not page.cookies


@pytest.mark.parametrize(
    "spelling",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("1", "I").replace("-", "–"),
    ],
)
def test_code_is_read_as_it_was_meant(client, code, spelling):
    assert client.post("/fi/receipts/", {"code": spelling(code)}).status_code == 200


@pytest.mark.parametrize("typed", ["0000-0000-0000-0000", "abc", "ÄÖÅ", "' OR 1=1 --"])
def test_unknown_code_is_a_kind_404_that_keeps_what_was_typed(client, code, typed):
    page = client.post("/en/receipts/", {"code": typed})
    assert page.status_code == 404
    assert "There is no contribution with this code." in page.content.decode()
    assert "<title>Error:" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Type your receipt code."), ("a" * 81, "longer than a receipt code")]
)
def test_invalid_code_is_a_422(client, db, typed, words):
    page = client.post("/en/receipts/", {"code": typed})
    assert page.status_code == 422
    assert words in page.content.decode()


@time_machine.travel(timezone.now().replace(second=5), tick=False)  # not over the end of a minute
def test_looking_is_slowed_by_network_not_by_address(client, code):
    for n in range(LOOKUPS_A_MINUTE):
        assert client.post("/en/receipts/", {"code": code}, REMOTE_ADDR=f"192.0.2.{n}").status_code == 200
    refused = client.post("/en/receipts/", {"code": code}, REMOTE_ADDR="192.0.2.200")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert client.post("/en/receipts/", {"code": code}, REMOTE_ADDR="198.51.100.1").status_code == 200


def test_counter_keeps_no_address(client, code):
    client.post("/en/receipts/", {"code": code}, REMOTE_ADDR="192.0.2.7")
    assert "192.0" not in str(getattr(cache, "_cache", {}))


@pytest.mark.parametrize("count", [1, 3])
def test_journey_costs_the_same_for_one_and_three_contributions(
    client, process, code, django_assert_num_queries, count
):
    receipt = Receipt.objects.get()
    row = Submission.objects.get()
    for n in range(count - 1):
        Submission.objects.create(
            process=process,
            receipt=receipt,
            text="Toinen",
            language="fi",
            channel="survey",
            content_hash=str(n),
            theme=row.theme,
        )
    with django_assert_num_queries(6):
        page = client.post("/fi/receipts/", {"code": code})
    assert page.content.count(b"journey-card") == count


def test_receipt_of_answers_without_open_answers_says_so(client, process, code):
    Submission.objects.update(receipt=None)
    Receipt.objects.update(kind="response")
    assert "no open answer" in client.post("/en/receipts/", {"code": code}).content.decode()


def test_short_address_leads_to_the_page(client, db):
    assert client.get("/r/", headers={"Accept-Language": "sv"}).headers["Location"] == "/sv/receipts/"
