"""What programs are told is in the language that they ask for, also where a framework beneath speaks."""

import re

import pytest

SENT = [
    ("post", "/api/v1/surveys/none/responses/", "{bad"),
    ("post", "/api/v1/journeys/", "[]"),
    ("post", "/api/v1/journeys/", "{}"),
    ("post", "/api/v1/journeys/", '{"receipt": {}}'),
    ("post", "/api/v1/journeys/", '{"receipt": "a\\u0000"}'),
    ("delete", "/api/v1/journeys/", ""),
    ("get", "/api/v1/submissions/", ""),
    ("get", "/api/v1/processes/?page=0", ""),
    ("get", "/api/v1/groups/none/", ""),
    ("post", "{ideas}", '{"key": 1, "text": "", "language": "xx", "publish": "w", "location": [], "title": [], "theme": 5}'),
    ("post", "{ideas}", '{"key": [], "text": null, "language": null, "publish": {}, "title": true, "channel": []}'),
]  # fmt: skip
ENGLISH = re.compile(r"\b(the|this|that|is|not|must|valid|field|was|were|no|may|be|expected|invalid|request|found)\b")


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize(("method", "address", "body"), SENT)
def test_refusals_are_in_the_language_asked_for(client, process, method, address, body, language):
    address = address.format(ideas=f"/api/v1/processes/{process.slug}/submissions/")
    answer = client.generic(
        method.upper(), address, body, content_type="application/json", headers={"Accept-Language": language}
    )
    said = answer.json()
    words = [said["message"], *(error["message"] for told in said.get("errors", {}).values() for error in told)]
    assert answer.status_code >= 400
    assert [text for text in words if ENGLISH.search(text.lower())] == []
