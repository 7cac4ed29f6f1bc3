"""Disclosure control: what an attacker can derive from what is shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.logic.disclosure import may_publish, next_tables, protect, safe_choices, too_few
from surveys.logic.result_tables import Shape, tables_of
from surveys.logic.results import Form, tally_of

K = 5


def lines(counts):
    n = sum(counts)
    return [{"value": str(i), "label": {}, "count": c, "share": c / n if n else None} for i, c in enumerate(counts)]


def bounds(shown, n):
    """What simple arithmetic tells about each hidden cell of a table with a total: (least, most)."""
    rest = n - sum(line["count"] for line in shown if line["count"] is not None)
    hidden = [line for line in shown if line["count"] is None]
    return [(rest, rest) if len(hidden) == 1 else (0, rest) for _line in hidden]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=9))
@settings(deadline=None)
def test_no_small_cell_can_be_derived_from_a_table_with_a_total(counts):
    n = sum(counts)
    if n < K:
        return
    shown = safe_choices(lines(counts), n, K, adds_up=True)
    for line in shown:
        assert line["count"] is None or (line["count"] >= K and n - line["count"] >= K)
        assert (line["count"] is None) == (line["share"] is None)
    hidden = [line for line in shown if line["count"] is None]
    assert len(hidden) != 1
    assert all(most > least for least, most in bounds(shown, n))
    if hidden and len(hidden) < len(shown):
        assert n - sum(line["count"] or 0 for line in shown) >= K


def test_control_arm_threshold_alone_gives_the_hidden_cell_away():
    counts = [30, 20, 3]
    threshold_only = [dict(line, count=None if line["count"] < K else line["count"]) for line in lines(counts)]
    assert bounds(threshold_only, 53) == [(3, 3)]
    assert bounds(safe_choices(lines(counts), 53, K, adds_up=True), 53) == [(0, 23), (0, 23)]


def published(shapes, documents, asked=lambda _name, _answers: True):
    form = Form({shape.name: shape.type for shape in shapes}, asked)
    tables = tables_of(shapes, tally_of([(form, answers) for answers in documents]))
    return {t["name"]: t for t in protect(tables, {s.name: s for s in shapes}, len(documents), K)}


CHOICE = Shape("area", "single_choice", {}, (("north", {}), ("south", {})))
AGE = Shape("age", "number", {})
EASY = Shape("easy", "scale", {}, tuple((str(n), {}) for n in range(1, 6)))
BRANCH = Shape("why", "yes_no", {}, (("yes", {}), ("no", {})), depends_on=("area",), required=True)


def test_question_with_few_answers_shows_nothing():
    table = published([CHOICE], [{"area": "north"}] * 4 + [{}] * 30)["area"]
    assert table["hidden"]
    assert table["n"] is None
    assert [line["count"] for line in table["choices"]] == [None, None]


def test_means_and_extremes_are_hidden_when_few_answered():
    table = published([AGE], [{"age": 40}] * 4)["age"]
    assert [table[name] for name in ("mean", "median", "stdev", "min", "max")] == [None] * 5
    assert table["distribution"] == []


def test_extremes_of_single_people_are_hidden_and_bins_joined():
    table = published([AGE], [{"age": 20 + n} for n in range(40)] + [{"age": 103}])["age"]
    assert table["mean"] is not None
    assert table["max"] is None
    assert all(step["count"] >= K for step in table["distribution"])
    assert sum(step["count"] for step in table["distribution"]) == 41


def test_few_different_numbers_with_a_rare_one_show_no_mean():
    table = published([AGE], [{"age": 1}] * 20 + [{"age": 2}] * 20 + [{"age": 9}])["age"]
    assert table["mean"] is None
    assert [(s["from"], s["to"], s["count"]) for s in table["distribution"]] == [(1, 1, 20), (2, 9, 21)]


def test_mean_of_a_scale_is_hidden_with_its_small_steps():
    documents = [{"easy": 1}] * 2 + [{"easy": 2}] * 6 + [{"easy": 4}] * 20
    table = published([EASY], documents)["easy"]
    assert table["mean"] is None
    whole = published([EASY], [{"easy": step} for step in range(1, 6)] * 6)["easy"]
    assert whole["mean"] == 3


def test_number_asked_never_tells_a_hidden_count():
    documents = [{"area": "south"}] * 3 + [{"area": "north", "why": "yes"}] * 20 + [{"area": "north", "why": "no"}] * 20
    shown = published([CHOICE, BRANCH], documents, lambda name, a: name != "why" or a.get("area") == "north")
    assert [line["count"] for line in shown["area"]["choices"]] == [None, None]
    assert shown["why"]["hidden"]
    assert shown["why"]["n"] is None
    enough = documents + [{"area": "south"}] * 4
    shown = published([CHOICE, BRANCH], enough, lambda name, a: name != "why" or a.get("area") == "north")
    assert (shown["why"]["n"], shown["why"]["not_asked"]) == (40, 7)


def test_matrix_rows_are_protected_one_by_one():
    matrix = Shape("claims", "matrix_single", {}, (("1", {}), ("2", {})), (("near", {}), ("own", {})))
    documents = [{"claims": {"near": "1"}}] * 10 + [{"claims": {"near": "2", "own": "1"}}] * 10
    documents += [{"claims": {"own": "2"}}] * 2
    near, own = published([matrix], documents)["claims"]["rows"]
    assert [line["count"] for line in near["choices"]] == [10, 10]
    assert [line["count"] for line in own["choices"]] == [None, None]
    assert own["mean"] is None


def test_consent_shows_how_many_gave_it():
    consent = Shape("ok", "consent", {}, (("yes", {}),))
    assert published([consent], [{"ok": True}] * 9 + [{}])["ok"]["choices"][0]["count"] == 9


def test_multi_choice_hides_small_counts_and_small_complements():
    multi = Shape("helps", "multi_choice", {}, (("bus", {}), ("phone", {}), ("web", {})))
    documents = [{"helps": ["bus", "phone"]}] * 20 + [{"helps": ["bus", "web"]}] * 3 + [{"helps": ["phone"]}] * 2
    counts = [line["count"] for line in published([multi], documents)["helps"]["choices"]]
    assert counts == [None, None, None]


def test_ranking_and_allocation_keep_means_of_enough_people():
    ranking = Shape("order", "ranking", {}, (("a", {}), ("b", {})))
    table = published([ranking], [{"order": ["a", "b"]}] * 9 + [{"order": ["b", "a"]}] * 8)["order"]
    assert [row["mean"] for row in table["rows"]] == [(9 + 16) / 17, (18 + 8) / 17]
    table = published([ranking], [{"order": ["a", "b"]}] * 9 + [{"order": ["b", "a"]}] * 2)["order"]
    assert [row["mean"] for row in table["rows"]] == [None, None]
    money = Shape("money", "allocation", {}, (("a", {}), ("b", {})))
    table = published([money], [{"money": {"a": 100}}] * 9 + [{"money": {"b": 100}}] * 2)["money"]
    assert [row["mean"] for row in table["rows"]] == [100, None]


def test_epochs_wait_for_enough_new_answers_and_an_hour():
    assert not may_publish(4, None, None, K, closed=False)
    assert may_publish(5, None, None, K, closed=False)
    assert not may_publish(9, 5, 600, K, closed=False)
    assert not may_publish(10, 5, 59, K, closed=False)
    assert may_publish(10, 5, 60, K, closed=False)
    assert may_publish(10, 5, 1, K, closed=True)
    assert not may_publish(9, 5, 600, K, closed=True)


def test_a_table_that_stays_says_since_when_whether_few_came_or_none():
    def table(n, yes):
        lines = [
            {"value": "yes", "count": yes, "share": yes / n},
            {"value": "no", "count": n - yes, "share": 1 - yes / n},
        ]
        return {"name": "q", "type": "yes_no", "label": {"fi": "?"}, "n": n, "missing": None, "not_asked": None, "choices": lines, "hidden": False}  # fmt: skip

    (few,) = next_tables([table(20, 10)], [table(22, 11)], 5, as_of="2026-01-01")
    (none,) = next_tables([table(20, 10)], [table(20, 10)], 5, as_of="2026-01-01")
    (later,) = next_tables([few], [table(23, 12)], 5, as_of="2026-02-02")
    (moved,) = next_tables([later], [table(30, 15)], 5, as_of="2026-03-03")
    assert few == none == later
    assert (few["n"], few["as_of"], "as_of" in moved) == (20, "2026-01-01", False)


@pytest.mark.parametrize(
    ("counts", "joined"),
    [
        ({}, set()),
        ({1: 9}, {1}),
        ({1: 10, 2: 50}, set()),
        ({1: 3, 2: 50}, {1, 2}),  # three alone would be told by the rest
        ({1: 3, 2: 8, 3: 50}, {1, 2}),
        ({1: 30, 2: 2, 3: 40}, {1, 2}),
    ],
)
def test_kinds_of_few_people_are_told_together(counts, joined):
    assert too_few(counts, 10) == joined
