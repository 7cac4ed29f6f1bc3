"""Tallies: sums, shares, order, merging."""

import random
import statistics

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.logic.result_tables import Shape, newest, table_of, tables_of
from surveys.logic.results import Form, Tally, add, merge, tally_of

SHAPES = [
    Shape("area", "single_choice", {"fi": "Alue"}, (("north", {}), ("south", {}), ("other", {}))),
    Shape("helps", "multi_choice", {"fi": "Mikä auttaa"}, (("bus", {}), ("phone", {}))),
    Shape("age", "number", {"fi": "Ikä"}),
    Shape("easy", "scale", {"fi": "Helppoa"}, tuple((str(n), {}) for n in range(1, 6))),
    Shape("claims", "matrix_single", {}, tuple((str(n), {}) for n in range(1, 6)), (("near", {}), ("own", {}))),
    Shape("order", "ranking", {}, (("a", {}), ("b", {}), ("c", {}))),
    Shape("money", "allocation", {}, (("a", {}), ("b", {}))),
    Shape("words", "long_text", {}),
]


def asked(name, answers):
    return name != "helps" or answers.get("area") == "north"


FORM = Form({shape.name: shape.type for shape in SHAPES}, asked)

answers_strategy = st.fixed_dictionaries(
    {},
    optional={
        "area": st.sampled_from(["north", "south", {"value": "other", "text": "saaristo"}]),
        "helps": st.lists(st.sampled_from(["bus", "phone"]), unique=True),
        "age": st.one_of(st.integers(0, 110), st.floats(0, 110, allow_nan=False)),
        "easy": st.one_of(st.integers(1, 5), st.just("no_opinion")),
        "claims": st.dictionaries(st.sampled_from(["near", "own"]), st.sampled_from(list("12345"))),
        "order": st.permutations(["a", "b", "c"]).flatmap(lambda p: st.integers(0, 3).map(lambda n: p[:n])),
        "money": st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 100)),
        "words": st.sampled_from(["", "  ", "bussi"]),
    },
)


def tables(documents):
    return {t["name"]: t for t in tables_of(SHAPES, tally_of([(FORM, answers) for answers in documents]))}


@given(st.lists(answers_strategy, max_size=40))
@settings(deadline=None)
def test_every_response_is_answered_missing_or_not_asked(documents):
    for table in tables(documents).values():
        assert table["n"] + table["missing"] + table["not_asked"] == len(documents)


@given(st.lists(answers_strategy, max_size=40))
@settings(deadline=None)
def test_single_choices_sum_to_n_and_shares_to_one(documents):
    for name in ("area", "easy"):
        table = tables(documents)[name]
        assert sum(line["count"] for line in table["choices"]) == table["n"]
        if table["n"]:
            assert abs(sum(line["share"] for line in table["choices"]) - 1) < 1e-9
    for row in tables(documents)["claims"]["rows"]:
        assert sum(line["count"] for line in row["choices"]) == row["n"]


@given(st.lists(answers_strategy, max_size=30), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_does_not_matter(documents, rng):
    shuffled = list(documents)
    rng.shuffle(shuffled)
    assert tables(documents) == tables(shuffled)


@given(st.lists(answers_strategy, max_size=30), st.integers(0, 30))
@settings(deadline=None)
def test_merged_parts_equal_the_recount(documents, cut):
    pairs = [(FORM, answers) for answers in documents]
    whole = tally_of(pairs, FORM.types)
    parts = merge(tally_of(pairs[:cut], FORM.types), tally_of(pairs[cut:], FORM.types))
    assert parts == whole
    assert merge(whole, Tally()) == whole


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=60))
@settings(deadline=None)
def test_numbers_agree_with_the_standard_library(numbers):
    table = tables([{"age": number} for number in numbers])["age"]
    assert abs(table["mean"] - statistics.fmean(numbers)) < 1e-9
    assert table["median"] == statistics.median(numbers)
    assert abs(table["stdev"] - statistics.stdev(numbers)) < 1e-9
    assert (table["min"], table["max"]) == (min(numbers), max(numbers))
    assert sum(step["count"] for step in table["distribution"]) == len(numbers)


@given(st.lists(st.floats(0, 1e6), min_size=13, max_size=60, unique=True))
@settings(deadline=None)
def test_bins_hold_every_number_once(numbers):
    table = tables([{"age": number} for number in numbers])["age"]
    assert sum(step["count"] for step in table["distribution"]) == table["n"]


def test_hidden_question_is_not_asked_and_skipped_one_is_missing():
    table = tables([{"area": "north"}, {"area": "south"}, {"area": "north", "helps": ["bus"]}])["helps"]
    assert (table["n"], table["missing"], table["not_asked"]) == (1, 1, 1)


def test_multi_choice_shares_are_of_those_who_answered():
    table = tables([{"area": "north", "helps": ["bus", "phone"]}, {"area": "north", "helps": ["bus"]}, {}])["helps"]
    assert [(line["count"], line["share"]) for line in table["choices"]] == [(2, 1.0), (1, 0.5)]


def test_written_other_counts_as_other():
    table = tables([{"area": {"value": "other", "text": "kylä"}}])["area"]
    assert table["choices"][2]["count"] == 1


def test_no_opinion_is_outside_the_mean():
    table = tables([{"easy": 1}, {"easy": 5}, {"easy": "no_opinion"}])["easy"]
    assert table["mean"] == 3
    assert table["choices"][-1] == {"value": "no_opinion", "label": {}, "count": 1, "share": 1 / 3}


def test_ranking_has_first_places_and_mean_ranks():
    table = tables([{"order": ["a", "b", "c"]}, {"order": ["b", "a"]}])["order"]
    assert [line["count"] for line in table["choices"]] == [1, 1, 0]
    assert [(row["n"], row["mean"]) for row in table["rows"]] == [(2, 1.5), (2, 1.5), (1, 3.0)]


def test_allocation_has_means_of_those_who_gave_something():
    table = tables([{"money": {"a": 40, "b": 60}}, {"money": {"a": 100}}])["money"]
    assert [(row["n"], row["mean"]) for row in table["rows"]] == [(2, 70.0), (1, 60.0)]


def test_matrix_rows_have_own_n_and_mean():
    table = tables([{"claims": {"near": "1"}}, {"claims": {"near": "4", "own": "5"}}])["claims"]
    assert [(row["n"], row["mean"]) for row in table["rows"]] == [(2, 2.5), (1, 5.0)]


def test_number_in_words_is_missing_not_a_failure():
    table = tables([{"age": "forty"}, {"age": "40,5"}, {"age": float("inf")}])["age"]
    assert (table["n"], table["missing"], table["mean"]) == (0, 3, None)


def test_question_of_a_later_version_was_not_asked_before():
    tally = Tally()
    add(tally, Form({"old": "yes_no"}), {"old": "yes"})
    add(tally, Form({"old": "yes_no", "new": "yes_no"}), {"old": "no", "new": "yes"})
    add(tally, Form({"new": "yes_no"}), {"new": "no"})
    assert (tally.questions["new"].n, tally.questions["new"].not_asked) == (2, 1)
    assert (tally.questions["old"].n, tally.questions["old"].not_asked) == (2, 1)


def test_newest_words_win_and_no_choice_is_lost():
    old = Shape("q", "single_choice", {"fi": "Vanha"}, (("a", {"fi": "A"}), ("b", {"fi": "B"})))
    new = Shape("q", "single_choice", {"fi": "Uusi"}, (("b", {"fi": "Bee"}), ("c", {"fi": "C"})))
    shape = newest([old, new])["q"]
    assert shape.label == {"fi": "Uusi"}
    assert [value for value, _label in shape.choices] == ["b", "c", "a"]


def test_unknown_value_is_counted_last():
    tally = tally_of([(Form({"q": "single_choice"}), {"q": "gone"})])
    table = table_of(Shape("q", "single_choice", {}, (("a", {}),)), tally.questions["q"])
    assert [(line["value"], line["count"]) for line in table["choices"]] == [("a", 0), ("gone", 1)]


def test_thousand_responses_are_counted_alike_whatever_the_order():
    rng = random.Random(1)
    documents = [{"age": rng.random() * 100} for _ in range(1000)]
    assert tables(documents) == tables(documents[::-1])
