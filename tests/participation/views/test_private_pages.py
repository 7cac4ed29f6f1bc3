"""What only signed-in people may read stays in no cache; what everybody reads may stay."""

import pytest
from django.conf import settings
from django.test import RequestFactory


@pytest.mark.parametrize("path", ["/fi/desk/", "/fi/desk/operations/", "/fi/desk/summaries/"])
def test_staff_pages_are_not_kept(client, admin_person, path):
    client.force_login(admin_person)
    assert client.get(path).headers["Cache-Control"] == "private, no-store"


def test_the_way_to_the_sign_in_page_is_not_kept(client, db):
    answer = client.get("/fi/desk/operations/")
    assert answer.status_code == 302
    assert "no-store" in answer.headers["Cache-Control"]


def test_public_pages_may_be_kept_until_somebody_signs_in(client, process, admin_person):
    assert "Cache-Control" not in client.get("/fi/").headers
    client.force_login(admin_person)
    assert client.get("/fi/").headers["Cache-Control"] == "private, no-store"


def test_answers_to_programs_with_a_key_are_not_kept(client, process):
    answer = client.get("/api/v1/processes/", headers={"Authorization": "Bearer forged"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_journey_is_never_kept(client, process):
    assert "no-store" in client.post("/fi/receipts/", {"code": "7K4M-Q2XD-9TVE-B3HC"}).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Referer": "https://evil.example/testserver/"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 404),
        ({"Origin": "http://testserver"}, 404),
        ({}, 404),
    ],
)
def test_residents_forms_refuse_other_sites(client, process, headers, status):
    """No cookie and no token: where a form comes from is what counts."""
    sent = client.post("/fi/receipts/", {"code": "7K4M-Q2XD-9TVE-B3HC"}, headers=headers)
    assert sent.status_code == status


def test_a_forged_host_is_refused(client, db):
    assert client.get("/fi/", headers={"Host": "evil.example"}).status_code == 400
    assert RequestFactory().get("/").get_host() in (*settings.ALLOWED_HOSTS, "testserver")
