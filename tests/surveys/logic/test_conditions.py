"""Conditions: the evaluator here and the one in the browser agree on every vector."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as pace
from hypothesis import strategies as some

from surveys.logic.questionnaire.conditions import (
    condition_from_json,
    condition_to_json,
    holds,
    questions_of,
)
from surveys.logic.questionnaire.faults import QuestionnaireError

VECTORS = json.loads((Path(__file__).parent / "condition_vectors.json").read_text(encoding="utf-8"))
SCRIPT = Path(settings.BASE_DIR) / "participation/static/participation/js/logic.js"
RUNNER = """
import {{ holds }} from "{script}";
import {{ readFileSync }} from "node:fs";
const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(([condition, answers]) => holds(condition, answers))));
"""
scalars = some.one_of(
    some.sampled_from(["a", "b", "2026-01-01", "2026-12-31", ""]), some.integers(-2, 2), some.booleans()
)
names = some.sampled_from(["q1", "q2", "toString"])
tests = some.one_of(
    some.builds(
        lambda q, op, v: {"question": q, op: v},
        names,
        some.sampled_from(["is", "is_not", "selected", "not_selected"]),
        scalars,
    ),
    some.builds(lambda q, v: {"question": q, "in": v}, names, some.lists(scalars, min_size=1, max_size=3)),
    some.builds(lambda q, v: {"question": q, "answered": v}, names, some.booleans()),
    some.builds(
        lambda q, op, v: {"question": q, op: v},
        names,
        some.sampled_from(["gt", "gte", "lt", "lte"]),
        some.one_of(some.integers(-2, 2), some.sampled_from(["2026-01-01", "2026-12-31"])),
    ),
    some.builds(lambda q, v: {"question": q, "row": "r", "is": v}, names, scalars),
)
conditions = some.recursive(
    tests,
    lambda parts: some.one_of(
        some.lists(parts, max_size=3).map(lambda p: {"all": p}),
        some.lists(parts, max_size=3).map(lambda p: {"any": p}),
        parts.map(lambda p: {"not": p}),
    ),
    max_leaves=6,
)
values = some.one_of(
    scalars,
    some.lists(scalars, max_size=3),
    some.fixed_dictionaries({"value": scalars, "text": some.just("x")}),
    some.dictionaries(some.sampled_from(["r", "s"]), scalars, max_size=2),
)
answers = some.dictionaries(names, values, max_size=3)


def in_browser_language(cases):
    """What logic.js says, run by Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not there")
    script = RUNNER.format(script=SCRIPT.as_uri())
    done = subprocess.run(
        [node, "--input-type=module", "-e", script], input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["says"])
def test_vector(vector):
    assert holds(condition_from_json(vector["if"], ""), vector["answers"]) is vector["holds"]


def test_the_browser_agrees_on_every_vector():
    cases = [[vector["if"], vector["answers"]] for vector in VECTORS]
    assert in_browser_language(cases) == [vector["holds"] for vector in VECTORS]


def test_the_browser_agrees_on_generated_conditions():
    cases = []

    @given(conditions, answers)
    @pace(max_examples=2000, deadline=None, derandomize=True, database=None)
    def collect(condition, given_answers):
        cases.append([condition, given_answers])

    collect()
    here = [holds(condition_from_json(condition, ""), given_answers) for condition, given_answers in cases]
    there = in_browser_language(cases)
    differing = [case for case, a, b in zip(cases, here, there, strict=True) if a is not b]
    assert len(cases) >= 1500
    assert differing == []


@given(conditions)
@pace(max_examples=200, deadline=None)
def test_conditions_survive_writing_and_reading(condition):
    read = condition_from_json(condition, "")
    assert condition_from_json(condition_to_json(read), "") == read
    assert set(questions_of(read)) <= {"q1", "q2", "toString"}


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {},
        {"all": {}},
        {"all": [], "any": []},
        {"not": {"question": "a", "is": 1}, "is": 1},
        {"question": "a"},
        {"question": 1, "is": 1},
        {"question": "a", "is": 1, "gt": 1},
        {"question": "a", "is": []},
        {"question": "a", "in": []},
        {"question": "a", "gt": "x"},
        {"question": "a", "answered": 1},
        {"question": "a", "row": 1, "is": 1},
        {"question": "a", "is": 1, "else": 1},
    ],
)
def test_what_is_no_condition_is_refused(broken):
    with pytest.raises(QuestionnaireError):
        condition_from_json(broken, "here")


def test_endless_nesting_is_refused():
    deep = {"question": "a", "is": 1}
    for _ in range(30):
        deep = {"not": deep}
    with pytest.raises(QuestionnaireError, match="too deeply"):
        condition_from_json(deep, "here")
