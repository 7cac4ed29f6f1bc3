"""Flat rows: no cell is a formula, columns stay, and what was exported can be imported."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.logic.exports import FORMULA_STARTS, columns_of, csv_cells, safe_cell
from surveys.logic.imports import answers_of, matched_headers, places_of
from surveys.logic.questionnaire.document import from_json
from surveys.logic.result_shapes import shapes_of
from tests.factories.surveys import choice, document, question

DOCUMENT = document(
    [
        question("service", "single_choice", choices=[choice("bus", "Bussi"), choice("other", "Muu", other=True)]),
        question("helps", "multi_choice", choices=[choice("a", "Apu, heti"), choice("b", "Bussi")]),
        question("claims", "matrix_single", choices=[choice("1"), choice("2")], rows=[choice("near"), choice("own")]),
        question("both", "matrix_multi", choices=[choice("x"), choice("y")], rows=[choice("r")]),
        question("order", "ranking", choices=[choice("a"), choice("b")]),
        question("money", "allocation", choices=[choice("a"), choice("b")]),
        question("age", "number"),
        question("rating", "scale", no_opinion=True, step_labels={"5": {"fi": "hyvä"}}),
        question("agree", "consent"),
        question("car", "yes_no"),
        question("born", "date"),
        question("idea", "long_text"),
    ]
)
SHAPES = shapes_of(from_json(DOCUMENT))
ANSWERS = {
    "service": {"value": "other", "text": "=1+1"},
    "helps": ["a"],
    "claims": {"near": "1", "own": "2"},
    "both": {"r": ["y"]},
    "order": ["b", "a"],
    "money": {"a": 40, "b": 60},
    "age": 12.5,
    "rating": 5,
    "agree": True,
    "car": "yes",
    "born": "2001-02-03",
    "idea": "-moi",
}


@given(st.text())
def test_no_text_starts_like_a_formula(text):
    cell = safe_cell(text)
    assert not cell or cell[0] not in FORMULA_STARTS
    assert cell.removeprefix("'") == text.removeprefix("'")


def read(header, cells):
    places, faults = matched_headers(header, places_of(SHAPES))
    assert not faults
    return answers_of(2, header, cells, places)


def test_exported_row_is_read_back():
    columns = columns_of(SHAPES)
    cells = ["" if cell is None else str(cell) for cell in csv_cells((), columns, ANSWERS)]
    answers, faults = read([column.name for column in columns], cells)
    assert not faults
    assert {**answers, "car": "yes" if answers["car"] else "no"} == ANSWERS


def test_labels_and_loose_cells_are_understood():
    header = ["Kysymys helps (sv)", "Kysymys claims [Near]", "kysymys  AGE", "car", "rating", "Kysymys helps"]
    answers, faults = read(header[:5], ["Apu, heti (sv)", "2", "1 200,5", "Nej", "5, hyvä"])
    assert not faults
    assert answers == {"helps": ["a"], "claims": {"near": "2"}, "age": 1200.5, "car": False, "rating": 5}
    assert read(["helps"], ["a; Bussi"])[0] == {"helps": ["a", "b"]}


def test_what_is_not_understood_is_a_fault_with_its_place():
    _answers, faults = read(["age", "service", "car", "helps.a"], ["twelve", "train", "maybe", "perhaps"])
    assert [(f.row, f.column, f.code) for f in faults] == [
        (2, "age", "not_a_number"),
        (2, "service", "unknown_choice"),
        (2, "car", "not_yes_or_no"),
        (2, "helps.a", "not_a_tick"),
    ]


def test_unknown_headers_are_faults():
    _places, faults = matched_headers(["nimi", "language", ""], places_of(SHAPES))
    assert [f.code for f in faults] == ["unknown_column", "no_known_column"]
