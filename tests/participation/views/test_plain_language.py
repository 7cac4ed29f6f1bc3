"""The check of wording beside a field."""

import pytest

ADDRESS = "/en/desk/plain-language/"


def test_a_text_gets_hints_in_words(client, coordinator):
    client.force_login(coordinator)
    text = "Mikäli mahdollista, mm. penkit. " + "sana " * 21 + ". " + "hyväksyttäneen " * 60
    hints = client.post(ADDRESS, {"text": text, "language": "fi"}).json()["hints"]
    assert len(hints) == 5
    assert {"words": "“Mikäli” is a word of offices. Write rather:", "instead": "jos", "language": "fi"} in hints
    assert [hint["words"] for hint in hints if "60 words" in hint["words"]]
    assert [hint["words"] for hint in hints if "LIX" in hint["words"]]
    assert client.post(ADDRESS, {"text": "Penkit tulevat.", "language": "fi"}).json() == {"hints": []}
    assert client.post(ADDRESS, {"text": "Mikäli", "language": "../x"}).json() == {"hints": []}


@pytest.mark.parametrize(("method", "status"), [("get", 302), ("post", 302)])
def test_it_is_for_staff(client, method, status):
    assert getattr(client, method)(ADDRESS).status_code == status
