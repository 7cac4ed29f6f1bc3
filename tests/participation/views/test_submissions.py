"""Leaving an idea on the form: what is kept, what is refused, what comes back."""

import re
import uuid

import pytest
from django.utils import translation

from participation.models import Follow, Phase, Submission
from participation.queries.notifications import leave_address
from tests.factories.participation import make_area, make_process, make_submission, make_theme

TEXT = "Lisää penkkejä rantareitille, jotta vanhukset jaksavat kävellä."
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def address(process):
    return f"/en/processes/{process.slug}/submit/"


def sent(**fields):
    return {"key": str(uuid.uuid4()), "text": TEXT} | fields


def test_form_says_who_reads_and_until_when(client, db):
    process = make_process(readers={"en": "Working group 1 reads it on 10 January."})
    page = client.get(address(process)).content.decode()
    assert "Working group 1 reads it on 10 January." in page
    assert "Open until" in page
    assert re.search(r'name="key" value="[0-9a-f-]{36}"', page)


def test_idea_is_stored_and_answered_with_its_receipt(client, process):
    theme, area = make_theme(process), make_area()
    page = client.post(address(process), sent(theme=theme.slug, area=area.slug, title="Benches"))
    assert page.status_code == 201
    assert CODE.search(page.content.decode())
    assert "http://testserver/r/" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert not page.cookies
    stored = Submission.objects.get()
    assert (stored.theme, stored.area, stored.title, stored.channel) == (theme, area, "Benches", "form")


def test_sending_again_gives_the_same_receipt(client, process):
    words = sent()
    first, again = client.post(address(process), words), client.post(address(process), words)
    assert (first.status_code, again.status_code) == (201, 200)
    assert CODE.search(first.content.decode())[0] == CODE.search(again.content.decode())[0]
    assert Submission.objects.count() == 1


def test_other_words_under_the_same_key_stay_on_the_form(client, process):
    words = sent()
    client.post(address(process), words)
    page = client.post(address(process), words | {"text": "Aivan toinen ajatus."})
    assert page.status_code == 422
    assert "Aivan toinen ajatus." in page.content.decode()
    assert Submission.objects.get().text == TEXT


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "   "}, "Write your idea or feedback."),
        ({"text": "a" * 1_000_000}, "too long"),
        ({"text": "nolla\x00merkki"}, "Null characters"),
        ({"title": "a" * 201}, "too long"),
        ({"email": "ei osoite"}, "name@example.org"),
        ({"theme": "nothing-by-this-name"}, "valid choice"),
        ({"website": "http://spam.example"}, "Leave this field empty."),
        ({"key": "not a key"}, "Open the form again."),
    ],
)
def test_invalid_form_keeps_what_was_written(client, process, fields, words):
    page = client.post(address(process), sent(title="My title", email="me@example.org") | fields)
    assert page.status_code == 422
    shown = page.content.decode()
    assert words in shown
    assert "<title>Error:" in shown
    assert (fields.get("title") or "My title") in shown
    if fields.get("text", TEXT).strip():
        assert fields.get("text", TEXT).replace("\x00", "")[:20] in shown.replace("\x00", "")
    assert not Submission.objects.exists()


def test_closed_phase_says_so_and_gives_the_text_back(client, process):
    Phase.objects.update(takes_ideas=False)
    assert "Ideas are not collected at the moment" in client.get(address(process)).content.decode()
    page = client.post(address(process), sent())
    assert page.status_code == 409
    assert TEXT in page.content.decode()
    assert not Submission.objects.exists()


def test_words_are_escaped_when_the_form_comes_back(client, process):
    page = client.post(address(process), sent(text="<script>alert(1)</script>", email="x")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_address_is_stored_apart_and_not_shown(client, process):
    page = client.post(address(process), sent(email="me@example.org"))
    assert "me@example.org" not in page.content.decode()
    assert Follow.objects.get().language == "en"


def test_writing_from_another_site_is_refused(client, process):
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(address(process), sent(), headers=headers).status_code == 403
    assert not Submission.objects.exists()


def follow_address(process):
    follow = Follow.objects.create(submission=make_submission(process), email="me@example.org", language="en")
    with translation.override(follow.language):
        return leave_address(follow).removeprefix("http://testserver")


def test_follower_leaves_with_one_press_and_no_cookie(client, process):
    leave = follow_address(process)
    assert "Erase my address" in client.get(leave).content.decode()
    assert Follow.objects.exists()
    page = client.post(leave, {"List-Unsubscribe": "One-Click"})
    assert page.status_code == 200
    assert not Follow.objects.exists()
    assert not page.cookies
    assert client.post(leave).status_code == 200


def test_forged_link_erases_nobody(client, process):
    leave = follow_address(process)
    assert client.post(leave.replace("/leave/", "x/leave/")).status_code == 200
    assert Follow.objects.exists()
