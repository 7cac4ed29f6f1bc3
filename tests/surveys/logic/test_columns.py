"""Packed columns count exactly as the documents counted one by one, for any answers, groups, filters and orders."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.logic import column_sums
from surveys.logic.column_counts import EVERYBODY, counted_by, grouped_by, has_value, tallies_of
from surveys.logic.columns import Book, Row, encoded, joined, packed, unpacked
from surveys.logic.result_counts import Counts, added, counts_from_json, counts_to_json, difference
from surveys.logic.results import Form, QuestionTally, tally_of

OPTIONS = [f"o{n}" for n in range(11)]  # more than one plane of bits
chosen = st.sampled_from(OPTIONS)
choice = st.one_of(chosen, st.fixed_dictionaries({"value": st.just("o3"), "text": st.text(max_size=3)}))
number = st.one_of(st.integers(-3, 200), st.floats(-5, 5, allow_nan=False), st.just("no_opinion"), st.just("x"))
answers = st.fixed_dictionaries(
    {},
    optional={
        "one": choice,
        "many": st.lists(choice, max_size=6),
        "yes": st.booleans(),
        "amount": number,
        "grid": st.dictionaries(st.sampled_from("abc"), chosen, max_size=3),
        "ticks": st.dictionaries(st.sampled_from("abc"), st.lists(chosen, max_size=3), max_size=3),
        "rank": st.lists(chosen, unique=True, max_size=5),
        "share": st.dictionaries(chosen, st.integers(0, 100), max_size=4),
        "words": st.text(max_size=3),
        "place": st.just({"type": "Point"}),
    },
)
TYPES = {
    "one": "single_choice", "many": "multi_choice", "yes": "yes_no", "amount": "number", "grid": "matrix_single",
    "ticks": "matrix_multi", "rank": "ranking", "share": "allocation", "words": "long_text", "place": "map",
}  # fmt: skip
FORMS = [
    Form(TYPES),
    Form({name: kind for name, kind in TYPES.items() if name not in ("many", "grid")}, lambda name, _a: name != "one"),
]
respondents = st.lists(st.tuples(st.integers(0, 1), answers, st.sampled_from(["fi", "sv"])), max_size=30)


def rows_of(people):
    return [
        Row(FORMS[form], given, (language, "web", "open", str(form), "2026-11-22", "none"))
        for form, given, language in people
    ]


def whole(tally):
    """A tally without questions that nobody was ever asked."""
    nothing = QuestionTally(not_asked=tally.n)
    return tally.n, {name: q for name, q in tally.questions.items() if q != nothing}


def directly(rows):
    return whole(tally_of((row.form, row.answers) for row in rows))


@settings(max_examples=60, deadline=None)
@given(respondents, st.integers(0, 30))
def test_columns_count_as_documents_do_in_whatever_blocks(people, cut):
    rows, book = rows_of(people), Book()
    blocks = [encoded(rows[:cut], book), encoded(rows[cut:], book)]
    book = Book.read(book.written())
    again = [unpacked(packed(block)) for block in blocks]
    for parts in (blocks, again, [joined(blocks)]):
        found = tallies_of(parts, book, EVERYBODY).get("")
        assert (whole(found[0]) if found else (0, {})) == directly(rows)


@settings(max_examples=40, deadline=None)
@given(respondents)
def test_groups_and_filters_count_as_picking_the_documents(people):
    rows, book = rows_of(people), Book()
    blocks = [encoded(rows, book)]
    by_language = tallies_of(blocks, book, grouped_by(["@language", "one"], book, [["fi", "sv"], OPTIONS]))
    for (language, option), own in picked(rows, lambda row: [(row.about[0], value_of(row, "one"))]).items():
        if option:
            assert whole(by_language[f"{language}\x1f{option}"][0]) == directly(own)
    for option in OPTIONS:
        own = [row for row in rows if option in values_of(row, "many")]
        found = tallies_of(blocks, book, EVERYBODY, lambda block, o=option: has_value(block, "many", o, book)).get("")
        assert (whole(found[0]) if found else (0, {})) == directly(own)
        kept = tallies_of(blocks, book, EVERYBODY, lambda block, o=option: has_value(block, "one", o, book)).get("")
        expected = directly([row for row in rows if value_of(row, "one") == option])
        assert (whole(kept[0]) if kept else (0, {})) == expected


@settings(max_examples=40, deadline=None)
@given(respondents, st.integers(0, 30), st.sampled_from([1, 40, 1 << 12]), st.sampled_from([1, 8, 1 << 20]))
def test_groups_of_those_who_pass_add_up_to_all_who_pass_however_many_go_together(people, cut, wide, at_once):
    rows, book = rows_of(people), Book()
    blocks = [
        encoded(rows[:cut], book),
        encoded(rows[cut:], book),
        encoded(rows[:3], book),
        encoded(rows[:3], book, -1),
    ]
    groups = grouped_by(["@language", "@version"], book, [["fi"], ["0", "1"]])  # Swedish ones are in none
    before = column_sums.TOGETHER, column_sums.AT_ONCE
    column_sums.TOGETHER, column_sums.AT_ONCE = wide, at_once
    try:
        for _again in range(2):  # the second time what was combined is there
            counted = counted_by(blocks, book, groups, lambda block: has_value(block, "one", "o1", book))
            passing = [row for row in rows if value_of(row, "one") == "o1"]
            assert whole(counted.of_all()[0]) == directly(passing)
            for key, (tally, _about) in counted.by_group().items():
                language, version = key.split("\x1f")
                own = [row for row in passing if (row.about[0], row.about[3]) == (language, version)]
                assert whole(tally) == directly(own)
    finally:
        column_sums.TOGETHER, column_sums.AT_ONCE = before
    assert all(block.size <= 2 * sum(column.nbytes for column in block.columns()) for block in blocks)


@settings(max_examples=40, deadline=None)
@given(respondents, respondents)
def test_taking_away_undoes_adding_and_survives_json(people, others):
    book = Book()
    block, other = encoded(rows_of(people), book), encoded(rows_of(others), book)
    minus = encoded(rows_of(others), book, -1)
    alone = counts(tallies_of([block], book))
    both = added(alone, counts(tallies_of([other], book)))
    assert difference(alone, added(both, counts(tallies_of([other], book)), -1)) == 0
    assert difference(alone, counts(tallies_of([block, other, minus], book), alone)) == 0
    assert counts_from_json(counts_to_json(both)) == both
    if others:
        assert difference(alone, both) > 0


def counts(found, otherwise=None):
    return Counts(*found[""]) if found else (otherwise or Counts())


def picked(rows, keys):
    found = {}
    for row in rows:
        for key in keys(row):
            found.setdefault(key, []).append(row)
    return found


def value_of(row, name):
    value = row.answers.get(name) if row.form.types.get(name) else None
    return value["value"] if isinstance(value, dict) else value


def values_of(row, name):
    values = row.answers.get(name, []) if row.form.types.get(name) else []
    return [value["value"] if isinstance(value, dict) else value for value in values]


def test_block_takes_few_bytes():
    rows = rows_of([(0, {"one": "o1", "many": ["o1", "o10"], "amount": 30}, "fi")] * 1000)
    block = encoded(rows, Book())
    assert block.size <= 1000 * (5 + len(TYPES) + 2)
    assert Counter(len(planes) for planes in block.planes.values()) == {1: 1}
