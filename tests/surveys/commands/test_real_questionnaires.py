"""Three large real questionnaires: read, published, filled in on every branch that chance finds, sent, kept, exported."""

import csv
import io
import json
import random
import re
import uuid
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.management import call_command

from surveys.logic.questionnaire.choosing import scale_ends
from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.validation import Validator
from surveys.models import Response
from tests.factories.surveys import make_survey

pytestmark = pytest.mark.shared_data
SHARED = Path(settings.BASE_DIR).parent / "shared" / "data"
BOOKS = ("FSD1050.xml", "FSD2503.xml", "FSD2358.xml")
PEOPLE = 25


@pytest.fixture(autouse=True)
def present():
    if not SHARED.exists():
        pytest.skip("../shared/data is not present")


def tag(element):
    return element.tag.rpartition("}")[2]


def parts(element, *names):
    return [one for one in element.iter() if tag(one) in names]


def words(elements):
    return " ".join(" ".join(one.itertext()) for one in elements).strip()


def questionnaire_of(book):
    """The questions of a code book in our form: twenty to a page, each shown to those who took the way that leads to it."""
    root = ElementTree.parse(SHARED / "fsd-ddi-codebooks" / book).getroot()
    asked = []
    for n, var in enumerate(parts(root, "var")):
        label = words(parts(var, "qstnLit")) or words(parts(var, "labl")[:1])
        choices, seen = [], set()
        for category in parts(var, "catgry"):
            value = words(parts(category, "catValu"))
            if value and value not in seen:
                seen.add(value)
                choices.append({"value": value, "label": {"fi": words(parts(category, "labl")) or value}})
        kind = "dropdown" if len(choices) > 12 else "single_choice" if choices else "number"
        one = {
            "name": re.sub(r"[^A-Za-z0-9_]", "_", f"v{n}_{var.get('name', 'x')}")[:60],
            "type": kind,
            "label": {"fi": " ".join(label.split()) or "?"},
        }
        if choices:
            one["choices"] = choices
        before = next((q for q in reversed(asked) if 1 < len(q.get("choices", ())) <= 4), None)
        if n % 7 == 6 and before:
            one["visible_if"] = {"question": before["name"], "is_not": before["choices"][0]["value"]}
        asked.append(one)
    pages = [
        {"name": f"p{n}", "title": {"fi": f"Osa {n + 1}"}, "questions": asked[n * 20 : n * 20 + 20]}
        for n in range((len(asked) + 19) // 20)
    ]
    return {"format": 1, "languages": ["fi"], "pages": pages}


def filled(document, seed):
    """Fitting answers to everything, some left out: the server drops what was not shown."""
    by, answers = random.Random(seed), {}
    for asked in document.questions:
        if not asked.kind.takes_answer or (not asked.required and by.random() < 0.15):
            continue
        values = [choice.value for choice in asked.choices]
        low, high = int(asked.min or 0), int(asked.max if asked.max is not None else (asked.min or 0) + 9)
        one = by.choice(values) if values else None
        made = {
            "multi_choice": [one], "ranking": values[: int(asked.max or len(values))], "number": by.randint(low, high),
            "slider": low, "date": "2026-11-22", "yes_no": by.choice(("yes", "no")), "consent": True, "long_text": "Sanoja",
            "short_text": "Sanoja", "matrix_single": {row.value: one for row in asked.rows},
            "matrix_multi": {row.value: [one] for row in asked.rows}, "scale": scale_ends(asked)[0] if asked.type == "scale" else 0,
            "allocation": {one: asked.total}, "map": {"type": "Point", "coordinates": [27.87, 62.31]}, "image_choice": one,
        }.get(asked.type, one)  # fmt: skip
        if (asked.type == "map" and asked.shapes and "point" not in asked.shapes) or asked.type == "file":
            continue
        answers[asked.name] = made
    return answers


def run_through(survey, client, tmp_path):
    """Send as many people's answers as it takes; returns (questions, shown at least once, stored, exported columns)."""
    document = from_json(survey.current.document)
    validator, seen, meant = Validator(document), set(), []
    for seed in range(PEOPLE):
        sent = filled(document, seed)
        outcome = validator.check(sent)
        assert not outcome.errors, outcome.errors
        body = {"key": str(uuid.uuid4()), "version": 1, "language": "fi", "channel": "web", "answers": sent}
        answer = client.post(f"/api/v1/surveys/{survey.slug}/responses/", body, content_type="application/json")
        assert answer.status_code == 201, answer.content[:500]
        seen |= set(outcome.shown)
        meant.append(outcome.answers)
    stored = list(Response.objects.filter(survey=survey).values_list("answers", flat=True))
    # PostgreSQL keeps the fields of JSON in an order of its own.
    alike = [sorted(json.dumps(one, sort_keys=True) for one in answers) for answers in (stored, meant)]
    assert alike[0] == alike[1]
    file = tmp_path / f"{survey.slug}.csv"
    call_command("export_responses", survey.slug, "--format", "csv", "--output", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert len([row for row in rows if row.get("channel") == "web"]) == PEOPLE
    asked = [question.name for question in document.questions if question.kind.takes_answer]
    columns = {column.partition(".")[0] for column in rows[0]} | set(rows[0])
    assert set(asked) <= columns, sorted(set(asked) - columns)[:5]
    return len(asked), len(seen & set(asked)), len(stored), len(rows[0])


@pytest.mark.parametrize("book", BOOKS)
def test_a_real_code_book_runs_through_the_engine(process, client, tmp_path, book, capsys):
    survey = make_survey(process, doc=questionnaire_of(book), slug=book.lower().replace(".", "-"))
    asked, seen, stored, columns = run_through(survey, client, tmp_path)
    page = client.get(f"/fi/surveys/{survey.slug}/")
    assert page.status_code == 200
    assert client.get(f"/fi/surveys/{survey.slug}/all/").content.count(b"data-question=") >= asked
    with capsys.disabled():
        print(
            f"\n{book}: {asked} questions, {seen} of them asked, {stored} responses stored as meant, {columns} columns"
        )
    assert asked >= 100
    assert seen == asked


def large_forms(at_least):
    from participation.errors import ParticipationError
    from surveys.actions.interchange import read_survey

    found = []
    for path in sorted(SHARED.rglob("xlsform/**/*.xls*")):
        try:
            read = read_survey(path.read_bytes())
        except ParticipationError:
            continue
        if read.kept >= at_least:
            found.append((read.kept, path.stem, read))
    return sorted(found, key=lambda one: (-one[0], one[1]))


def test_the_largest_real_forms_are_imported_answered_and_exported(process, client, tmp_path, capsys):
    from surveys.actions.interchange import survey_from_json
    from surveys.actions.surveys import open_survey

    forms = large_forms(15)[:3]
    lines = []
    for n, (_kept, name, read) in enumerate(forms):
        made = survey_from_json(read.data, process, by=None, slug=f"real-{n}")
        survey = made[0] if isinstance(made, tuple) else made
        open_survey(survey, by=None)
        asked, seen, stored, columns = run_through(survey, client, tmp_path)
        lines.append(f"{name}: {asked} questions, {seen} of them asked, {stored} stored as meant, {columns} columns")
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert len(lines) == 3
