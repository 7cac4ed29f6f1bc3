"""Publishing versions: what was answered keeps its meaning, whatever a later version says."""

import csv
import io
import json
import uuid
from collections import Counter

from django.core.management import call_command

from surveys.actions.questionnaires import publish_version
from surveys.models import Response
from surveys.queries.results import live_results
from tests.factories.surveys import choice, make_survey, question, texts, usual_document

EARLIER, LATER = 100, 20


def answered(survey, answers, n):
    """So many responses to the version in use, without the way that residents take."""
    rows = [
        Response(
            survey=survey, version=survey.current, key=uuid.uuid4(), content_hash="-", language="fi", channel="web",
            answers=answers,
        )
        for _ in range(n)
    ]  # fmt: skip
    Response.objects.bulk_create(rows)


def exported(survey, path):
    call_command("export_responses", survey.slug, "--format", "csv", "--output", str(path), stdout=io.StringIO())
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    return [row for row in rows if not row["received_on"].startswith("#")]


def test_a_live_edit_changes_no_answer_and_keeps_the_columns(process, coordinator, tmp_path):
    survey = make_survey(process)
    answered(survey, {"service": "bus", "rating": 4}, EARLIER)
    before = exported(survey, tmp_path / "before.csv")
    stored = sorted(json.dumps(one) for one in Response.objects.values_list("answers", flat=True))
    later = usual_document()
    asked = later["pages"][0]["questions"]
    asked[0]["choices"][1]["label"] = texts("Linja-auto")
    asked[0]["choices"].append(choice("pool", "Uimahalli"))
    asked.append(question("added", "yes_no"))
    publish_version(survey, later, by=coordinator)
    answered(survey, {"service": "pool", "added": "yes", "rating": 2}, LATER)
    last = json.loads(json.dumps(later))
    last["pages"][1]["questions"] = [one for one in last["pages"][1]["questions"] if one["name"] != "rating"]
    publish_version(survey, last, by=coordinator)
    answered(survey, {"service": "pool", "added": "no"}, LATER)

    assert (
        sorted(json.dumps(one) for one in Response.objects.filter(version__number=1).values_list("answers", flat=True))
        == stored
    )
    after = exported(survey, tmp_path / "after.csv")
    assert set(before[0]) < set(after[0])  # only what is new is added, nothing is taken away
    assert Counter(row["version"] for row in after) == {"1": EARLIER, "2": LATER, "3": LATER}
    kept = [{name: row[name] for name in before[0]} for row in after if row["version"] == "1"]
    assert kept == before
    assert Counter(row["rating"] for row in after if row["version"] == "3") == {"": LATER}
    tables = {table["name"]: table for table in live_results(survey)["questions"]}
    assert {line["value"]: line["count"] for line in tables["service"]["choices"]}["bus"] == EARLIER
    assert (tables["added"]["n"], tables["added"]["not_asked"]) == (2 * LATER, EARLIER)
    assert (tables["rating"]["n"], tables["rating"]["not_asked"]) == (EARLIER + LATER, LATER)
