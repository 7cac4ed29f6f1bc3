"""Paper: what is typed means the same answers as the web page; nothing is refused; codes; ticks; channels."""

import json
import random
import uuid
from pathlib import Path

import pytest

from surveys.logic import channel_effects as effects
from surveys.logic.paper import codes
from surveys.logic.paper.fields import all_fields, fields_of, letter_of
from surveys.logic.paper.keying import cleaned_typing, differing, read_typing
from surveys.logic.paper.ticks import as_json, read_boxes
from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.types import TYPES
from tests.factories.surveys import choice, document, question, texts

ROWS = [{"value": "r1", "label": texts("Rivi 1")}, {"value": "r2", "label": texts("Rivi 2")}]
THREE = [choice("bus"), choice("car"), choice("else", other=True)]
PLAIN = [choice("bus"), choice("car"), choice("bike")]

KEYED = [  # type, settings, typed by part ("" = the question itself), answer, marks (kind)
    ("single_choice", {"choices": THREE}, {"": "b"}, "car", []),
    ("single_choice", {"choices": THREE}, {"": "C", "else": "Hevonen"}, {"value": "else", "text": "Hevonen"}, []),
    ("single_choice", {"choices": THREE}, {"else": "Hevonen"}, {"value": "else", "text": "Hevonen"}, []),
    ("single_choice", {"choices": THREE}, {"": "ab"}, None, ["outside"]),
    ("single_choice", {"choices": THREE}, {"": "z"}, None, ["outside"]),
    ("single_choice", {"choices": THREE, "required": True}, {}, None, []),
    ("dropdown", {"choices": PLAIN}, {"": "a"}, "bus", []),
    ("yes_no", {}, {"": "b"}, "no", []),
    ("multi_choice", {"choices": PLAIN}, {"": "ac"}, ["bus", "bike"], []),
    ("multi_choice", {"choices": PLAIN}, {"": "c, a"}, ["bus", "bike"], []),
    ("multi_choice", {"choices": PLAIN, "max": 1}, {"": "ac"}, None, ["outside"]),
    ("scale", {}, {"": "4"}, 4, []),
    ("scale", {}, {"": "7"}, None, ["outside"]),
    ("scale", {"no_opinion": True}, {"": "x"}, "no_opinion", []),
    ("matrix_single", {"choices": PLAIN, "rows": ROWS}, {"r1": "a", "r2": "bc"}, {"r1": "bus"}, ["outside"]),
    ("matrix_single", {"choices": PLAIN, "rows": ROWS, "required": True}, {"r1": "a"}, {"r1": "bus"}, []),
    ("matrix_multi", {"choices": PLAIN, "rows": ROWS}, {"r1": "ab"}, {"r1": ["bus", "car"]}, []),
    ("ranking", {"choices": PLAIN}, {"bus": "2", "car": "1"}, ["car", "bus"], []),
    ("ranking", {"choices": PLAIN}, {"bus": "1", "car": "1"}, None, ["outside"]),
    ("allocation", {"choices": PLAIN}, {"bus": "40", "car": "60"}, {"bus": 40, "car": 60}, []),
    ("allocation", {"choices": PLAIN}, {"bus": "40"}, None, ["outside"]),
    ("number", {"min": 0, "max": 120}, {"": "37,5"}, 37.5, []),
    ("number", {"min": 0, "max": 120}, {"": "400"}, None, ["outside"]),
    ("number", {"min": 0, "max": 120}, {"": "noin 30"}, None, ["outside"]),
    ("slider", {"min": 0, "max": 10}, {"": "3"}, 3, []),
    ("date", {}, {"": "1.2.2026"}, "2026-02-01", []),
    ("date", {}, {"": "01022026"}, "2026-02-01", []),
    ("date", {}, {"": "31.2.2026"}, None, ["outside"]),
    ("short_text", {}, {"": "Kirjasto"}, "Kirjasto", []),
    ("long_text", {}, {"": "Rivi\nja toinen"}, "Rivi\nja toinen", []),
    ("long_text", {}, {"": "?"}, None, ["illegible"]),
    ("long_text", {}, {"": "?? penkki vai pankki"}, None, ["hand"]),
    ("consent", {}, {"": "x"}, True, []),
    ("file", {}, {"": "x"}, None, ["attached"]),
    ("map", {}, {"1": "Torin kulma"}, [{"geometry": None, "text": "Torin kulma"}], []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "settings", "typed", "answer", "kinds"), KEYED)
def test_what_is_typed(kind, settings, typed, answer, kinds):
    doc = from_json(document([question("q", kind, **settings)]))
    keyed = {f"q:{part}" if part else "q": words for part, words in typed.items()}
    assert set(keyed) <= set(all_fields(doc)), "typed into a field that is not printed"
    reading = read_typing(doc, cleaned_typing(doc, keyed))
    assert reading.answers.get("q") == answer
    assert [mark.kind for mark in reading.marks] == kinds
    if kinds == ["outside"]:
        assert reading.marks[0].written, "what breaks a rule is kept as written"


def test_every_type_has_fields_or_is_only_read():
    """Every type that takes an answer has a form on paper; every one of them stands in the table above."""
    settings = {row[0]: row[1] for row in KEYED} | {"image_choice": {}}
    assert {name for name, kind in TYPES.items() if kind.takes_answer} <= set(settings)
    picture = [choice("a", image="/static/a.png", image_alt=texts("Penkki"))]
    for name, kind in TYPES.items():
        if not kind.takes_answer:
            continue
        more = {"choices": picture} if name == "image_choice" else settings[name]
        assert fields_of(from_json(document([question("q", name, **more)])).questions[0]), name


def test_an_answer_to_a_skipped_question_is_kept_apart():
    doc = from_json(
        document([question("a", "yes_no"), question("b", "short_text", visible_if={"question": "a", "is": "yes"})])
    )
    reading = read_typing(doc, {"a": "b", "b": "silti jotain"})
    assert reading.answers == {"a": "no"}
    assert [(mark.kind, mark.written) for mark in reading.marks] == [("skipped", "silti jotain")]


def test_any_typing_is_read_without_an_error():
    doc = from_json(json.loads((Path(__file__).parents[2] / "browser" / "all_types.json").read_text(encoding="utf-8")))
    dice = random.Random(4)
    signs = "abcxyz?1234567890 .,-äö€\n\u202e'\"<"
    for _round in range(300):
        typed = {name: "".join(dice.choices(signs, k=dice.randint(0, 6))) for name in all_fields(doc)}
        reading = read_typing(doc, cleaned_typing(doc, typed))
        assert set(reading.answers) <= set(doc.by_name)


def test_two_keyings_are_compared_by_meaning():
    doc = from_json(document([question("m", "multi_choice", choices=PLAIN), question("t", "short_text")]))
    fields = all_fields(doc).values()
    assert differing({"m": "ac", "t": "Bussi  "}, {"m": "c a", "t": "bussi"}, fields) == []
    assert differing({"m": "ac"}, {"m": "ab", "t": "x"}, fields) == ["m", "t"]
    assert differing({"t": "?"}, {"t": "?? penkki"}, fields) == []


def test_letters_and_codes():
    assert [letter_of(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["a", "z", "aa", "az", "ba", "zz", "aaa"]
    key = uuid.UUID(int=7)
    code = codes.sheet_code("secret", key)
    assert codes.code_hash("secret", code) == codes.code_hash("secret", code.lower().replace("-", " "))
    assert codes.code_hash("secret", code) != codes.code_hash("other", code)
    assert codes.read_mark(codes.page_mark(code, 3)) == (code.replace("-", ""), 3)
    assert codes.read_mark("https://example.org/r/") is None
    assert codes.code_hash("secret", "short") is None
    assert codes.response_key("secret", key) != codes.response_key("other", key)


def test_unsure_boxes_are_left_to_a_person():
    read = read_boxes(
        [("q", "a", 0.2), ("q", "b", 0.0), ("r", "a", 0.045), ("s", "a", 0.99), ("t", "a", 0.3), ("t", "b", 0.3)]
    )
    told = as_json(read, ["q", "r", "s", "t"])
    assert told["q"] == {"ticked": ["a"], "unsure": False}
    assert told["r"]["unsure"]
    assert told["s"]["unsure"]
    assert told["t"]["unsure"], "two ticks where one is asked for"


def test_strata_take_away_what_age_explains():
    """Old people answer on paper and choose more often; within an age group the channels do not differ."""
    young = effects.Stratum(first_n=800, first_hits=160, second_n=100, second_hits=20)
    old = effects.Stratum(first_n=100, first_hits=80, second_n=400, second_hits=320)
    plain = effects.raw_shares({1: young, 2: old})
    assert plain[1] - plain[0] > 0.3
    effect = effects.effect_of([young, old])
    assert effect.difference == pytest.approx(0, abs=1e-12)
    assert effect.p == pytest.approx(1)
    assert (effect.first_n, effect.second_n, effect.strata) == (900, 500, 2)
    assert effects.effect_of([effects.Stratum(first_n=5, first_hits=1)]) is None


def test_a_real_difference_stands_and_chance_does_not():
    real = effects.effect_of([effects.Stratum(200, 60, 200, 120)])
    assert real.low < 0.3 < real.high
    chance = [effects.effect_of([effects.Stratum(200, 100, 200, 112)]) for _option in range(10)]
    told = effects.held([real, *chance])
    assert [one.stands for one in told] == [True] + [False] * 10


def test_the_test_agrees_with_a_textbook():
    """The Berkeley admissions by department: the common odds test gives 1.53 without correction for continuity."""
    men = [(825, 512), (560, 353), (325, 120), (417, 138), (191, 53), (373, 22)]
    women = [(108, 89), (25, 17), (593, 202), (375, 131), (393, 94), (341, 24)]
    told = effects.effect_of(effects.Stratum(*m, *w) for m, w in zip(men, women, strict=True))
    assert told.p == pytest.approx(0.2170, abs=0.002)
