"""3,000 real answers for `real_input`: two election questionnaires of ../shared/data as surveys, recorded and forwarded."""

from __future__ import annotations

import csv
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.servers import ROOT

DATA = ROOT.parent / "shared" / "data"
OLDER, NEWER = DATA / "yle-vaalikone-2011" / "responses.csv", DATA / "yle-vaalikone-2015"
ANSWERS, ITEMS = 3000, 20


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def older() -> tuple[list[str], list[dict[str, Any]]]:
    """Return the items of 2011 and what each respondent answered: steps from 1 to 5, and in own words what to promote."""
    rows = rows_of(OLDER)
    asked = [name for name in rows[0] if name[:1].isdigit()][:ITEMS]
    wish = next(name for name in rows[0] if name.startswith("Mitä asioita"))
    return asked, [answered([row[name] for name in asked], row[wish]) for row in rows]


def newer() -> tuple[list[str], list[dict[str, Any]]]:
    """Return the items of 2015 and what each respondent answered, with the longest of the reasons given."""
    items = rows_of(NEWER / "items.csv")[:ITEMS]
    place = {row["item"]: n for n, row in enumerate(items)}
    steps: dict[str, list[str]] = defaultdict(lambda: [""] * ITEMS)
    said: dict[str, str] = defaultdict(str)
    for row in rows_of(NEWER / "answers.csv"):
        if row["item"] in place:
            steps[row["rid"]][place[row["item"]]] = row["answer"]
            said[row["rid"]] = max(said[row["rid"]], row["comment"], key=len)
    return [row["text_fi"] for row in items], [answered(steps[rid], said[rid]) for rid in steps]


def answered(steps: Iterable[str], words: str) -> dict[str, Any]:
    """Return one response."""
    found: dict[str, Any] = {}
    for n, step in enumerate(steps):
        if step.strip()[:1] in {"1", "2", "3", "4", "5"}:
            found[f"item{n}"] = int(float(step))
    return found | ({"words": words.strip()[:3900]} if words.strip() else {})


def document_of(asked: list[str]) -> Mapping[str, Any]:
    """Return the questionnaire: a scale an item, then an open question whose answers working groups handle."""
    scales = [
        {"name": f"item{n}", "type": "scale", "label": {"fi": words[:400]}, "min": 1, "max": 5}
        for n, words in enumerate(asked)
    ]
    own = {"name": "words", "type": "long_text", "label": {"fi": "Omin sanoin"}, "open_answer": True}
    return {
        "format": 1,
        "languages": ["fi"],
        "pages": [{"name": "p", "title": {"fi": "Kysely"}, "questions": [*scales, own]}],
    }


def add_answers(process: Any) -> int:
    """Record and forward 3,000 real answers in two surveys and publish their results; returns how many."""
    from surveys.actions.counting import count_responses
    from surveys.actions.responses import forward_open_answers, record_response
    from surveys.actions.results import publish_results
    from tests.factories.surveys import make_survey

    left = ANSWERS
    for name, (asked, people) in (("vaalikone-2011", older()), ("vaalikone-2015", newer())):
        survey = make_survey(process, doc=document_of(asked), slug=name, results_public=True)
        for answers in people[:left]:
            how = {"key": uuid.uuid4(), "language": "fi"}
            forward_open_answers(record_response(survey, survey.current, answers=answers, **how).response)
        left -= len(people[:left])
        count_responses(survey)
        publish_results(survey)
    assert left == 0
    return ANSWERS
