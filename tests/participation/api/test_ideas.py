"""Leaving an idea by program."""

import uuid

import pytest
from django.utils import timezone

from participation.models import Phase, Submission
from tests.factories.participation import make_area, make_process, make_theme


def address(process):
    return f"/api/v1/processes/{process.slug}/submissions/"


def sent(**fields):
    return {"key": str(uuid.uuid4()), "text": "Lisää penkkejä rantareitille.", "language": "fi"} | fields


def test_idea_is_stored_with_everything_that_was_sent(api, process):
    theme, area = make_theme(process), make_area()
    point = {"type": "Point", "coordinates": [27.9, 62.3]}
    answer = api.post(
        address(process), sent(title="Penkit", theme=theme.slug, area=area.slug, location=point, channel="web")
    )
    assert answer.status_code == 201
    assert answer.data["received_on"] == timezone.localdate().isoformat()
    assert len(answer.data["receipt"]) == 19
    stored = Submission.objects.get()
    assert (stored.theme, stored.area, stored.location, stored.channel) == (theme, area, point, "form")


def test_same_again_is_200_and_other_content_409(api, process):
    words = sent()
    first, again = api.post(address(process), words), api.post(address(process), words)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data == again.data
    refused = api.post(address(process), words | {"text": "Muuta"})
    assert (refused.status_code, refused.data["code"]) == (409, "already_received")
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"text": ""}, "text", "blank"),
        ({"text": "a" * 10_001}, "text", "max_length"),
        ({"text": None}, "text", "null"),
        ({"key": "1"}, "key", "invalid"),
        ({"language": "xx"}, "language", "invalid_choice"),
        ({"theme": "none"}, "theme", "unknown"),
        ({"area": "none"}, "area", "unknown"),
        ({"channel": "survey"}, "channel", "invalid_choice"),
        ({"location": {"type": "Point", "coordinates": [1]}}, "location", "not_a_point"),
    ],
)
def test_invalid_idea_is_a_400_with_its_field(api, process, fields, field, code):
    answer = api.post(address(process), sent(**fields))
    assert (answer.status_code, answer.data["code"]) == (400, "invalid")
    assert [fault["code"] for fault in answer.data["errors"][field]] == [code]
    assert not Submission.objects.exists()


def test_missing_key_and_nul_are_clear_errors(api, process):
    assert api.post(address(process), {"text": "x", "language": "fi"}).data["errors"]["key"][0]["code"] == "required"
    assert api.post(address(process), sent(text="a\x00b")).status_code == 400
    assert api.post(address(process), b"{", content_type="application/json").status_code == 400


def test_closed_phase_is_409_not_open_and_unknown_process_404(api, process):
    Phase.objects.update(takes_ideas=False)
    answer = api.post(address(process), sent())
    assert (answer.status_code, answer.data["code"]) == (409, "not_open")
    assert api.post("/api/v1/processes/nothing/submissions/", sent()).data["code"] == "not_found"
    assert api.post(address(make_process(state="draft")), sent()).status_code == 404
