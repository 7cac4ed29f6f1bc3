"""Questionnaires as XLSForm: the grammar, what each type becomes, and a way there and back that changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.logic.interchange import xpath
from surveys.logic.interchange.columns import form_of
from surveys.logic.interchange.reading import Reader
from surveys.logic.interchange.workbook import Row
from surveys.logic.interchange.xpath_parsing import ExpressionError, parse

NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,6}", fullmatch=True).filter(lambda n: n not in ("and", "or", "div", "mod"))
PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
STRINGS = PLAIN.filter(lambda text: not ("'" in text and '"' in text))
LEAVES = st.one_of(
    st.integers(0, 10**6).map(xpath.Number),
    st.floats(0.001, 1000, allow_nan=False).filter(lambda n: not n.is_integer()).map(xpath.Number),
    STRINGS.map(xpath.String),
    NAMES.map(xpath.Reference),
    st.just(xpath.Here()),
    st.lists(NAMES, min_size=1, max_size=3).map(lambda steps: xpath.Path(tuple(map(xpath.Step, steps)), "/")),
    NAMES.map(lambda name: xpath.Path((xpath.Step(".."), xpath.Step(name)))),
)


def deeper(inner):
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.tuples(st.sampled_from([*xpath.BINDING]), inner, inner).map(lambda made: xpath.Binary(*made)),
        parts.map(xpath.And),
        parts.map(xpath.Or),
        inner.map(xpath.Negative),
        st.tuples(st.sampled_from(["not", "selected", "count-selected", "if", "coalesce"]), parts).map(
            lambda made: xpath.Call(*made)
        ),
    )


@given(st.recursive(LEAVES, deeper, max_leaves=12))
@settings(max_examples=300, deadline=None)
def test_an_expression_written_and_read_is_the_same_tree(tree):
    assert parse(xpath.written(tree)) == tree


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_tree_or_an_error_with_its_place(text):
    try:
        tree = parse(text)
    except ExpressionError as error:
        tree, place = None, error.at
    assert tree is not None or place >= 1


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("1+2*3", "1 + (2 * 3)"),
        ("a-b", "a-b"),
        ("${a}=1 or ${b}=2 and ${c}=3", "${a} = 1 or (${b} = 2 and ${c} = 3)"),
        ("${x} = ‘other’", "${x} = 'other'"),
        ('selected (. , "x")', "selected(., 'x')"),
        ("- - 1", "--1"),
        ("* * *", "(*) * (*)"),
        ("instance('a')/root/item[name=${y}]/label", "instance('a')/root/item[name = ${y}]/label"),
        ("${last-saved#x}", "${last-saved#x}"),
        ("1 < 2 = true()", "(1 < 2) = true()"),
    ],
)
def test_binding_and_spelling(text, same_as):
    assert parse(text) == parse(same_as)


@pytest.mark.parametrize(
    "text", ["", "1 +", "(1", "${", "'open", "selected(", "a b", "=", "[1]", "(" * 99, "x" * 30_000]
)
def test_what_is_no_expression_is_refused(text):
    with pytest.raises(ExpressionError):
        parse(text)


def read(*survey, choices=(), settings=(), sheets=None):
    """Read rows of a form; the first ones are headings."""
    book = {
        "survey": tuple(Row(n, tuple(row)) for n, row in enumerate(survey, 1)),
        "choices": tuple(Row(n, tuple(row)) for n, row in enumerate(choices, 1)),
        "settings": tuple(Row(n, tuple(row)) for n, row in enumerate(settings, 1)),
        **(sheets or {}),
    }
    return Reader(form_of(book)).read()


HEAD = ("type", "name", "label::Suomi (fi)", "relevant", "constraint", "calculation", "appearance", "parameters")
LISTS = [
    ("list_name", "name", "label::Suomi (fi)"),
    ("ab", "a", "A"),
    ("ab", "b", "B"),
    ("yn", "yes", "Kyllä"),
    ("yn", "no", "Ei"),
    ("steps", "1", "huono"),
    ("steps", "2", "2"),
    ("steps", "3", "hyvä"),
]


def only(row):
    """The one question that a row becomes, without what every question has."""
    found = read(HEAD, row, choices=LISTS)
    (page,) = found.document["pages"]
    (one,) = page["questions"]
    return {key: value for key, value in one.items() if key not in ("name", "label", "required", "choices")}


@pytest.mark.parametrize(
    ("row", "becomes"),
    [
        (("text", "q", "Q"), {"type": "short_text"}),
        (("string", "q", "Q", "", "string-length(.) < 100"), {"type": "short_text", "max_length": 99}),
        (("text", "q", "Q", "", "", "", "multiline"), {"type": "long_text"}),
        (("integer", "q", "Q", "", ". > 0 and 9 >= ."), {"type": "number", "step": 1, "min": 1, "max": 9}),
        (("decimal", "q", "Q", "", ". mod 5 = 0"), {"type": "number", "step": 5}),
        (("range", "q", "Q", "", "", "", "", "start=0 end=10 step=2"), {"type": "slider", "min": 0, "max": 10, "step": 2}),
        (("range", "q", "Q", "", "", "", "rating", "start=1;end=5"), {"type": "scale"}),
        (("date", "q", "Q"), {"type": "date"}),
        (("note", "q", "Q"), {"type": "information"}),
        (("acknowledge", "q", "Q"), {"type": "consent"}),
        (("trigger", "q", "Q"), {"type": "consent"}),
        (("calculate", "q", "", "", "", "2 + 2 * -1"), {"type": "calculated", "expression": {"add": [2, {"multiply": [2, -1]}]}}),
        (("select_one ab", "q", "Q"), {"type": "single_choice"}),
        (("select one from ab", "q", "Q"), {"type": "single_choice"}),
        (("select_one ab", "q", "Q", "", "", "", "minimal"), {"type": "dropdown"}),
        (("select_one yn", "q", "Q"), {"type": "yes_no"}),
        (
            ("select_one steps", "q", "Q", "", "", "", "likert"),
            {"type": "scale", "max": 3, "min_label": {"fi": "huono"}, "max_label": {"fi": "hyvä"}},
        ),
        (("select_multiple ab", "q", "Q", "", "count-selected(.) <= 1"), {"type": "multi_choice", "max": 1}),
        (("rank ab", "q", "Q"), {"type": "ranking"}),
        (("time", "q", "Q"), {"type": "short_text"}),
        (("image", "q", "Q"), {"type": "file"}),
        (("geoshape", "q", "Q"), {"type": "map", "shapes": ["area"], "max": 1}),
        (("text", "q", "Q", "", "regex(., '[0-9]{5}')"), {"type": "short_text", "pattern": "[0-9]{5}"}),
        (("text", "q", "Q", "", "regex(., '(a+)+')"), {"type": "short_text"}),
        (("rank ab", "q", "Q", "", "", "", "", "randomize=true"), {"type": "ranking", "shuffle": True}),
    ],
)  # fmt: skip
def test_each_type_becomes(row, becomes):
    assert only(row) == becomes


def test_or_other_asks_for_words():
    found = read(HEAD, ("select_one ab or_other", "q", "Q"), choices=LISTS)
    assert found.document["pages"][0]["questions"][0]["choices"][-1] == {
        "value": "other", "label": {"fi": "Muu, mikä?"}, "other": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("audio", "q", "Q"), "no_media"),
        (("barcode", "q", "Q"), "no_media"),
        (("select_one missing", "q", "Q"), "list_missing"),
        (("select_one_from_file x.csv", "q", "Q"), "outside_list"),
        (("select_one_external x", "q", "Q"), "outside_list"),
        (("start", "q"), "metadata"),
        (("deviceid", "q"), "metadata"),
        (("spaceship", "q", "Q"), "no_type"),
        (("", "q", "Q"), "type_missing"),
        (("calculate", "q", "", "", "", "if(1, 2, 3)"), "no_calculation"),
        (("calculate", "q", "", "", "", "1 +"), "broken_expression"),
        (("range", "q", "Q", "", "", "", "", "start=1 end=1 step=1"), ""),
    ],
)
def test_what_cannot_be_kept_is_named(row, code):
    found = read(HEAD, ("text", "first", "Ensin"), row, choices=LISTS)
    assert [(f.code, f.row) for f in found.findings if f.effect == "dropped"] == ([(code, 3)] if code else [])
    assert found.kept == (2 if not code else 1)


def shown(relevant):
    """The condition that a text becomes, and the codes of what was lost."""
    found = read(
        HEAD,
        ("select_one ab", "one", "Q"),
        ("select_multiple ab", "many", "Q"),
        ("integer", "age", "Q"),
        ("date", "day", "Q"),
        ("acknowledge", "ok", "Q"),
        ("text", "q", "Q", relevant),
        ("text", "later", "Q"),
        choices=LISTS,
    )
    last = found.document["pages"][0]["questions"][5]
    return last.get("visible_if"), [f.code for f in found.findings]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("${one} = 'a'", {"question": "one", "is": "a"}),
        ("'a' != ${one}", {"question": "one", "is_not": "a"}),
        ("../one = 'a'", {"question": "one", "is": "a"}),
        ("${one} = 'a' or ${one} = 'b'", {"question": "one", "in": ["a", "b"]}),
        ("selected(${many}, 'a')", {"question": "many", "selected": "a"}),
        ("not(selected(${many}, 'a'))", {"question": "many", "not_selected": "a"}),
        ("selected(${many}, 'a') = false()", {"question": "many", "not_selected": "a"}),
        ("${many} = 'a'", {"question": "many", "selected": "a"}),
        ("count-selected(${many}) >= 1", {"question": "many", "answered": True}),
        ("string-length(${one}) = 0", {"question": "one", "answered": False}),
        ("${age} >= 18 and ${age} < '65'", {"all": [{"question": "age", "gte": 18}, {"question": "age", "lt": 65}]}),
        ("18 < ${age}", {"question": "age", "gt": 18}),
        ("${day} > date('2026-01-01')", {"question": "day", "gt": "2026-01-01"}),
        ("${ok} = 'OK'", {"question": "ok", "is": True}),
        ("${one} != ''", {"question": "one", "answered": True}),
        ("false()", {"any": []}),
        ("not(${one} = 'a' or ${age} = 1)",
         {"not": {"any": [{"question": "one", "is": "a"}, {"question": "age", "is": 1}]}}),
    ],
)  # fmt: skip
def test_conditions_become(text, condition):
    assert shown(text) == (condition, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("${later} = 'a'", "shown_asks_later"),
        ("${nobody} = 'a'", "shown_asks_unknown"),
        ("regex(${one}, 'a')", "shown_no_condition"),
        ("${age} > ${age}", "shown_no_condition"),
        ("${day} > today()", "shown_no_condition"),
        ("${one} > 'x'", "shown_no_order"),
        ("${one} = ", "shown_broken"),
    ],
)
def test_a_condition_without_counterpart_is_named_and_the_question_shown(text, code):
    assert shown(text) == (None, [code])


def test_groups_become_pages_and_their_conditions_add_up():
    found = read(
        HEAD,
        ("integer", "age", "Q"),
        ("begin_group", "outer", "Ulompi", "${age} > 1"),
        ("text", "a", "Q"),
        ("begin group", "inner", "Sisempi", "${a} != ''"),
        ("text", "b", "Q"),
        ("end group",),
        ("text", "c", "Q"),
        ("end_group",),
        ("begin_repeat", "people", "Ihmiset"),
        ("text", "who", "Q"),
        ("end_repeat",),
    )
    pages = found.document["pages"]
    assert [page["name"] for page in pages] == ["page_1", "outer", "inner", "outer_2", "people", "people_2", "people_3"]
    assert pages[1]["visible_if"] == pages[3]["visible_if"] == {"question": "age", "gt": 1}
    assert pages[2]["visible_if"] == {"all": [{"question": "age", "gt": 1}, {"question": "a", "answered": True}]}
    assert [(f.code, f.name) for f in found.findings] == [("repeat_rounds", "people")]
    assert (found.kept, found.asked) == (5, 5)


def test_a_table_becomes_a_matrix_whose_rows_can_be_asked_about():
    found = read(
        HEAD,
        ("begin_group", "m", "Taulukko", "", "", "", "table-list"),
        ("select_one ab", "r1", "Rivi 1"),
        ("select_one ab", "r2", "Rivi 2"),
        ("end_group",),
        ("text", "q", "Q", "${r2} = 'b'"),
        choices=LISTS,
    )
    matrix, last = found.document["pages"][0]["questions"]
    assert (matrix["type"], [row["value"] for row in matrix["rows"]]) == ("matrix_single", ["r1", "r2"])
    assert last["visible_if"] == {"question": "m", "row": "r2", "is": "b"}
    assert (found.kept, found.asked, found.findings) == (3, 3, [])


def test_languages_are_columns_and_the_default_comes_first():
    found = read(
        ("type", "name", "label", "label::Svenska (sv)", "label:English", "hint::Klingon"),
        ("text", "q", "Mikä on nimesi", "Vad heter du", "What is your name", "nuq"),
        settings=[("form_title", "default_language"), ("Koe", "Svenska (sv)")],
    )
    assert found.document["languages"][0] == "sv"
    assert found.document["pages"][0]["questions"][0]["label"]["en"] == "What is your name"
    assert [(f.code, f.name) for f in found.findings] == [("language_unknown", "Klingon")]


def test_names_that_do_not_fit_are_changed_and_said():
    found = read(HEAD, ("text", "ikä vuosina", "Q"), ("text", "1st", "Q", "${ikä vuosina} = 'x'"))
    first, second = found.document["pages"][0]["questions"]
    assert (first["name"], second["name"]) == ("ik_vuosina", "q_1st")
    assert second["visible_if"] == {"question": "ik_vuosina", "is": "x"}
    assert [f.code for f in found.findings] == ["renamed", "renamed"]


def test_settings_that_are_lost_are_named():
    head = ("type", "name", "label", "default", "readonly", "required", "choice_filter", "image", "constraint_message")
    found = read(
        head,
        ("select_one ab", "q", "Nimi on ${x}", "a", "yes", "${x} = 1", "x=${y}", "a.png", "Väärin"),
        choices=LISTS,
        sheets={"entities": (Row(1, ("dataset",)),)},
        settings=[("public_key",), ("abc",)],
    )
    assert {f.code for f in found.findings} == {
        "piping", "lost_default", "lost_readonly", "lost_required", "lost_choice_filter", "lost_media", "own_words",
        "sheet", "setting", "other_language",
    } - {"other_language"}  # fmt: skip


def test_earlier_answers_in_words_are_kept_and_begin_a_new_page():
    found = read(HEAD, ("text", "nimi", "Nimi"), ("note", "n", "Hei ${nimi}, {{x}} ${later}"), ("text", "later", "Q"))
    _first, second = found.document["pages"]
    assert second["questions"][0]["label"] == {"fi": "Hei {{nimi}}, { {x}} ${later}"}
    assert [f.code for f in found.findings] == ["piping", "new_page"]


def test_a_name_of_blanks_without_an_end_is_read_in_a_moment():
    """Looked for on both sides of the name, as many blanks would take hours."""
    found = read(HEAD, ("text", "nimi", "Nimi"), ("note", "n", "Hei ${ nimi } ${" + " " * 20_000 + "x"))
    assert found.document["pages"][1]["questions"][0]["label"]["fi"].startswith("Hei {{nimi}} ${")
