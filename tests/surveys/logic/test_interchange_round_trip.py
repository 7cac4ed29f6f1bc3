"""Questionnaires as XLSForm, there and back: written, read again, equal; and accepted by the reference reader."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.logic.interchange.book import book_of
from surveys.logic.interchange.columns import form_of
from surveys.logic.interchange.reading import Reader
from surveys.logic.interchange.workbook import Row, read_workbook
from surveys.logic.interchange.writing import Writer
from surveys.logic.questionnaire.document import from_json, to_json
from tests.factories.surveys import choice, document, question, texts

# There and back.
VALUES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_ åäö'.-]{0,8}[a-z0-9]", fullmatch=True)
WORDS = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=20)
    .map(lambda words: f"K{words}k")
    .filter(lambda words: "${" not in words and "\ufffe" not in words)
)
LABELS = st.fixed_dictionaries({"fi": WORDS, "sv": WORDS})
CHOICES = st.lists(VALUES, min_size=1, max_size=4, unique=True).flatmap(
    lambda values: st.tuples(*(LABELS for _ in values)).map(
        lambda labels: [{"value": v, "label": w} for v, w in zip(values, labels, strict=True)]
    )
)


def kinds():
    made = st.fixed_dictionaries
    bounds = st.sampled_from([{}, {"min": 0}, {"min": -1.5, "max": 10}])
    return st.one_of(
        made({"type": st.sampled_from(["date", "consent", "information", "yes_no"])}),
        made(
            {"type": st.sampled_from(["short_text", "long_text"])},
            optional={"max_length": st.integers(1, 10_000), "open_answer": st.just(True)},
        ),
        st.tuples(made({"type": st.just("number")}, optional={"step": st.sampled_from([1, 5, 0.5]), "unit": LABELS}), bounds)
        .map(lambda pair: {**pair[0], **pair[1]}),
        made({"type": st.just("slider"), "min": st.just(0), "max": st.just(50)}, optional={"step": st.just(5), "min_label": LABELS}),
        made(
            {"type": st.just("scale")},
            optional={"max": st.just(7), "min_label": LABELS, "step_labels": made({"2": LABELS}), "no_opinion": st.just(True)},
        ),
        made(
            {"type": st.sampled_from(["single_choice", "dropdown", "ranking"]), "choices": CHOICES},
            optional={"shuffle": st.just(True)},
        ),
        made({"type": st.just("file")}),
        made({"type": st.just("short_text"), "pattern": st.just("[a-z ']+"), "pattern_message": LABELS}),
        made(
            {"type": st.just("map")},
            optional={"max": st.integers(1, 5), "shapes": st.sampled_from([["area"], ["point", "line"]])},
        ),
        made({"type": st.just("multi_choice"), "choices": CHOICES}, optional={"min": st.just(1), "max": st.just(3)}),
        made({"type": st.sampled_from(["matrix_single", "matrix_multi"]), "choices": CHOICES, "rows": CHOICES}),
        made({"type": st.just("calculated"), "expression": st.sampled_from([{"add": [1, {"multiply": [2, -3]}]}, {"max": [1, 2]}])}),
    )  # fmt: skip


def conditions(earlier):
    tests = []
    for one in earlier:
        name, kind = one["name"], one["type"]
        if kind in ("single_choice", "dropdown"):
            values = st.sampled_from([c["value"] for c in one["choices"]])
            tests += [values.map(lambda v, n=name, w=w: {"question": n, w: v}) for w in ("is", "is_not", "selected")]
        elif kind == "multi_choice":
            values = st.sampled_from([c["value"] for c in one["choices"]])
            tests += [values.map(lambda v, n=name, w=w: {"question": n, w: v}) for w in ("selected", "not_selected")]
        elif kind == "number":
            tests.append(st.integers(-5, 5).map(lambda v, n=name: {"question": n, "lte": v}))
        elif kind == "matrix_single":
            pairs = st.tuples(st.sampled_from(one["rows"]), st.sampled_from(one["choices"]))
            tests.append(pairs.map(lambda p, n=name: {"question": n, "row": p[0]["value"], "is": p[1]["value"]}))
        elif kind == "date":
            tests.append(st.just({"question": name, "gte": "2026-02-03"}))
        elif kind == "consent":
            tests.append(st.just({"question": name, "is": True}))
        if kind in ("single_choice", "short_text", "number", "date"):
            tests.append(st.booleans().map(lambda v, n=name: {"question": n, "answered": v}))
    if not tests:
        return st.none()
    one = st.one_of(tests)
    # the shape that reading gives: "any" of equal tests is "in", and "not selected" has a word of its own
    mixed = st.tuples(one, one).filter(lambda p: not all("is" in t for t in p)).map(list)
    return st.none() | one | mixed.map(lambda p: {"any": p}) | st.tuples(one, one).map(lambda p: {"all": list(p)}) | one.filter(
        lambda t: "selected" not in t
    ).map(lambda t: {"not": t})  # fmt: skip


@st.composite
def documents(draw):
    earlier, pages = [], []
    for p in range(draw(st.integers(1, 3))):
        condition = draw(conditions(earlier))
        questions = []
        for _ in range(draw(st.integers(1, 4))):
            made = {"name": f"q{len(earlier)}", "label": draw(LABELS), "required": draw(st.booleans()), **draw(kinds())}
            if made["type"] in ("calculated", "information"):
                made["required"] = False
            shown_if = draw(conditions(earlier))
            questions.append(made | ({"visible_if": shown_if} if shown_if else {}))
            earlier.append(made)
        title = draw(LABELS) if draw(st.booleans()) else {}
        pages.append(
            {"name": f"p{p}", "title": title, "questions": questions} | ({"visible_if": condition} if condition else {})
        )
    return {"format": 1, "languages": ["fi", "sv"], "pages": pages}


def there_and_back(data):
    """Write a document as a workbook, read it again; returns what was read and the workbook."""
    sheets = Writer(from_json(data), slug="koe", about={"title": texts("Koe")}).write()
    assert sheets.findings == []
    book = {
        name: tuple(
            Row(n, tuple(cells)) for n, cells in enumerate([columns(rows), *values(rows)], 1)
        )
        for name, rows in (("survey", sheets.survey), ("choices", sheets.choices), ("settings", [sheets.settings]))
    }  # fmt: skip
    return Reader(form_of(book)).read(), sheets


def columns(rows):
    return list(dict.fromkeys(key for row in rows for key in row))


def values(rows):
    return [[row.get(key, "") for key in columns(rows)] for row in rows]


@given(documents())
@settings(max_examples=80, deadline=None)
def test_a_questionnaire_comes_back_equal(data):
    found, _sheets = there_and_back(data)
    assert to_json(from_json(found.document)) == to_json(from_json(data))
    assert found.findings == []
    assert found.about == {"title": texts("Koe")}


def rich_document():
    """Every type that XLSForm has, with the settings it lacks."""
    return document(
        [
            question("one", "single_choice", role="theme", required=True,
                     choices=[choice("a b", "A"), choice("o'c", "=1+1"), choice("muu", "Muu", other=True)]),
            question("many", "multi_choice", min=1, choices=[choice("a"), choice("none", exclusive=True)],
                     visible_if={"question": "one", "in": ["a b", "o'c"]}),
            question("idea", "long_text", open_answer=True, hint=texts('rivi\ntoinen <b> & "x"')),
            question("sure", "yes_no"),
            question("some", "single_choice", choices=[choice("x", visible_if={"question": "sure", "is": "yes"}), choice("y")]),
            question("pics", "image_choice", multiple=True, choices=[choice("x", image="/media/x.png")]),
        ],
        [question("last", "information", visible_if={"not": {"question": "sure", "is": "no"}})],
    )  # fmt: skip


def test_the_workbook_itself_comes_back_equal_and_holds_no_formula():
    import io

    import openpyxl

    data = rich_document()
    sheets = Writer(from_json(data), slug="koe", about={}).write()
    file = book_of(sheets)
    found = Reader(form_of(read_workbook(file))).read()
    assert to_json(from_json(found.document)) == to_json(from_json(data))
    assert found.findings == []
    book = openpyxl.load_workbook(io.BytesIO(file))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}


def accepted_by_pyxform(sheets):
    """Build the XForm with the reference reader, from the workbook itself."""
    from pyxform.xls2xform import convert

    return convert(book_of(sheets), validate=False, form_name="data", file_type=".xlsx").xform


@pytest.mark.filterwarnings("ignore")
@given(documents())
@settings(max_examples=25, deadline=None)
def test_pyxform_accepts_what_is_written(data):
    _found, sheets = there_and_back(data)
    assert "<h:html" in accepted_by_pyxform(sheets)


def test_what_xlsform_lacks_is_named():
    data = document(
        [
            question("money", "allocation", choices=[choice("a b"), choice("c")]),
            question("box", "consent"),
            question("q", "short_text", visible_if={"question": "box", "is": False}),
            question("r", "short_text", visible_if={"question": "money", "answered": True}),
            {"name": "n", "type": "calculated", "expression": {"count": "money"}},
        ]
    )
    found = Writer(from_json(data), slug="koe", about={}).write().findings
    assert [f.code for f in found] == [
        "export_allocation", "shown_no_condition", "shown_asks_unknown", "export_calculation",
    ]  # fmt: skip
