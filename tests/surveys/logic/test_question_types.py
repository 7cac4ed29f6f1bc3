"""What the types promise beside storing: places, patterns, own orders, earlier answers in later texts."""

import time

import pytest

from surveys.logic.geometry import cleaned_geometry, contains, middle_of
from surveys.logic.questionnaire.document import from_json, to_json
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.logic.questionnaire.ordering import shuffled
from surveys.logic.questionnaire.patterns import fits, problem_of
from surveys.logic.questionnaire.piping import filled, piped, without_references
from surveys.logic.questionnaire.validation import Validator
from tests.factories.surveys import choice, document, question

POINT = {"type": "Point", "coordinates": [27.873, 62.315]}
LINE = {"type": "LineString", "coordinates": [[27.8, 62.3], [27.9, 62.3]]}
SQUARE = {"type": "Polygon", "coordinates": [[[27, 62], [28, 62], [28, 63], [27, 63], [27, 62]]]}


def asked(**more):
    return from_json(document([question("q", more.pop("kind", "map"), **more)]))


def checked(doc, value):
    return Validator(doc).check({"q": value})


@pytest.mark.parametrize(
    "value",
    [
        POINT,
        [{"geometry": POINT, "text": "Pimeä"}],
        [{"geometry": None, "text": "Torin kulma"}],
        [{"geometry": POINT, "text": "", "place": "keskusta"}],
    ],
)
def test_places_of_the_contract_are_kept(value):
    assert checked(asked(), value).answers == {"q": value}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (LINE, "not_a_place"),
        ({"type": "Point", "coordinates": [200, 62]}, "not_a_place"),
        ({"type": "Point", "coordinates": [float("nan"), 62]}, "not_a_place"),
        ({"type": "Point", "coordinates": ["27", 62]}, "not_a_place"),
        ({"type": "GeometryCollection", "geometries": []}, "not_a_place"),
        ([{"geometry": POINT, "text": "", "more": 1}], "not_a_place"),
        ([{"geometry": POINT, "text": "x" * 1001}], "too_long"),
        ([{"geometry": POINT, "text": ""}] * 4, "too_many_places"),
        ("no JSON", "not_a_place"),
    ],
)
def test_what_is_no_place_is_refused(value, code):
    assert checked(asked(), value).errors["q"][0].code == code


def test_lines_and_areas_where_they_are_asked_for():
    doc = asked(shapes=["line", "area"])
    assert checked(doc, [{"geometry": LINE, "text": ""}, {"geometry": SQUARE, "text": ""}]).valid
    assert not checked(doc, POINT).valid
    assert (
        checked(asked(shapes=["line"], min=2), [{"geometry": LINE, "text": ""}]).errors["q"][0].code == "too_few_places"
    )


def test_too_many_corners_and_open_rings():
    with pytest.raises(ValueError, match="positions"):
        cleaned_geometry({"type": "LineString", "coordinates": [[0, 0]] * 501})
    open_ring = {"type": "Polygon", "coordinates": [[[27, 62], [28, 62], [28, 63]]]}
    assert cleaned_geometry(open_ring)["coordinates"][0][-1] == [27, 62]


def test_outlines_hold_their_places_and_have_a_middle():
    assert contains(SQUARE, [27.5, 62.5])
    assert not contains(SQUARE, [28.5, 62.5])
    assert middle_of(SQUARE) == [27.5, 62.5]
    assert middle_of(None) is None


def test_page_fields_of_a_map():
    doc = asked(shapes=["point"])
    fields = {
        "a:q": ['[{"geometry":{"type":"Point","coordinates":[1,2]},"text":"a"}]'],
        "a:q:place1": ["torg|27.8|62.3"],
        "a:q:text2": ["kulma"],
    }
    value = doc.questions[0].kind.from_fields(doc.questions[0], fields)
    assert [item.get("place") for item in value] == [None, "torg", None]
    assert checked(doc, value).valid
    assert doc.questions[0].kind.from_fields(doc.questions[0], {"a:q": ["{broken"]}) == "{broken"


@pytest.mark.parametrize("value", ["x", 3, "", None, [], "../../etc/passwd"])
def test_an_answer_of_a_file_is_an_id(value):
    outcome = checked(asked(kind="file", required=True), value)
    assert not outcome.valid


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|b)*c", "a*a*a*a*", r"(a)\1", "[", "", "a" * 201, "(a{2,}){3}"])
def test_dangerous_patterns_are_refused(pattern):
    assert problem_of(pattern)
    with pytest.raises(QuestionnaireError):
        asked(kind="short_text", pattern=pattern)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("[0-9]{5}", "78200", "7820"),
        (r"[^@ ]+@[^@ ]+\.[a-z]+", "a@b.fi", "a@b"),
        (r"(\+358|0)[0-9 ]{5,12}", "040 123456", "x"),
        ("[A-Z]{3}-?[0-9]{3}", "ABC-123", "AB"),
    ],
)
def test_patterns_are_matched_whole_with_the_authors_words(pattern, good, bad):
    doc = asked(kind="short_text", pattern=pattern, pattern_message={"fi": "Kirjoita toisin."})
    assert checked(doc, good).valid
    fault = checked(doc, bad).errors["q"][0]
    assert (fault.code, fault.params["message"]) == ("no_match", {"fi": "Kirjoita toisin."})
    assert from_json(to_json(doc)) == doc


def test_an_accepted_pattern_is_quick_on_a_long_answer():
    began = time.perf_counter()
    fits(r"[^@ ]+@[^@ ]+\.[a-z]+", "a" * 250)
    assert time.perf_counter() - began < 0.5


def test_an_order_of_its_own_for_each_form_with_fixed_ends():
    choices = [choice(f"c{n}") for n in range(8)]
    doc = asked(
        kind="multi_choice",
        shuffle=True,
        choices=[choice("first", fixed=True), *choices, choice("other", other=True), choice("none", exclusive=True)],
    )
    orders = {tuple(c.value for c in shuffled(doc.questions[0], f"key{n}").choices) for n in range(20)}
    assert len(orders) > 10
    assert {(order[0], order[-2], order[-1]) for order in orders} == {("first", "other", "none")}
    assert shuffled(doc.questions[0], "key1") == shuffled(doc.questions[0], "key1")
    assert (
        shuffled(asked(kind="multi_choice", choices=choices).questions[0], "x").choices
        == asked(kind="multi_choice", choices=choices).questions[0].choices
    )


def test_earlier_answers_stand_in_later_texts_as_they_were_written():
    texts = {"fi": "Hei {{name|asukas}}, {{ place }}?", "sv": "Hej"}
    assert filled(texts, lambda name, _code: {"name": "{{place}} <b>"}.get(name, ""))["fi"] == "Hei {{place}} <b>, …?"
    assert without_references(texts)["fi"] == "Hei asukas, …?"
    doc = from_json(document([question("name", "short_text")], [question("q", "yes_no", hint={"fi": "{{name}}"})]))
    assert piped(doc.questions[1], lambda *_: "Aino").hint == {"fi": "Aino"}


def test_only_answers_of_earlier_pages_can_stand_in_texts():
    with pytest.raises(QuestionnaireError, match="no earlier question"):
        from_json(document([question("name", "short_text"), question("q", "yes_no", hint={"fi": "{{name}}"})]))
    with pytest.raises(QuestionnaireError, match="no earlier question"):
        asked(kind="yes_no", hint={"fi": "{{nobody}}"})
