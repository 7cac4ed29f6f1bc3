"""Edits of a working document: an edit and the edit that takes it back leave everything as it was."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.logic.authoring import operations as ops
from surveys.logic.authoring.merging import rebased, touched, with_free_names
from surveys.logic.authoring.operations import applied
from surveys.logic.authoring.readiness import lacks_of, previewed, users_of
from surveys.logic.authoring.reading import operation_from_json, operation_to_json
from surveys.logic.authoring.starting import as_type, copy_of, new_document, new_page, new_question
from surveys.logic.authoring.strings import coverage_of, missing_strings, spot_of, strings_of
from surveys.logic.authoring.working import AuthoringError, finished, names_of, normal, working_copy
from surveys.logic.questionnaire.types import TYPES
from tests.factories.surveys import choice, document, question, texts

WORDS = st.sampled_from(["", "a", "Kuinka usein?", "{{ service }} toimii", "x" * 40])
NAMES = st.sampled_from(["service", "why", "idea", "rating", "age", "uusi", "page1", "page2", "gone"])
VALUES = st.sampled_from(["library", "bus", "other", "x", "gone"])
SPOTS = st.sampled_from(
    [
        ("question", "service", "label", "fi"), ("question", "why", "hint", "sv"), ("question", "age", "min"),
        ("question", "service", "required"), ("question", "service", "choices", "bus", "label", "fi"),
        ("question", "service", "choices", "other", "other"), ("page", "page1", "title", "fi"), ("about", "title", "fi"),
        ("question", "rating", "step_labels", "3", "fi"), ("question", "why", "visible_if"), ("languages",),
        ("question", "gone", "label", "fi"), ("question", "service", "label"),
    ]
)  # fmt: skip
ANY = st.one_of(
    WORDS,
    st.none(),
    st.booleans(),
    st.integers(-3, 200),
    st.sampled_from([{"question": "service", "is": "bus"}, {"fi": "a", "sv": ""}, ["fi", "en"], []]),
)
NEW = st.builds(
    lambda name, kind: {"name": name, "type": kind, "label": {"fi": "Uusi"}},
    NAMES,
    st.sampled_from(["number", "scale"]),
)
AFTER = st.one_of(st.just(""), NAMES)
EDITS = st.one_of(
    st.builds(ops.Change, SPOTS, ANY),
    st.builds(ops.AddQuestion, NAMES, NEW, AFTER),
    st.builds(ops.DeleteQuestion, NAMES),
    st.builds(ops.MoveQuestion, NAMES, NAMES, AFTER),
    st.builds(ops.ReplaceQuestion, NAMES, NEW),
    st.builds(ops.RenameQuestion, NAMES, NAMES),
    st.builds(ops.AddPage, st.builds(lambda name, q: {"name": name, "questions": [q]}, NAMES, NEW), AFTER),
    st.builds(ops.DeletePage, NAMES),
    st.builds(ops.MovePage, NAMES, AFTER),
    st.builds(
        ops.AddChoice, NAMES, st.just("choices"), st.builds(lambda v: {"value": v, "label": {"fi": v}}, VALUES), VALUES
    ),
    st.builds(ops.DeleteChoice, NAMES, st.just("choices"), VALUES),
    st.builds(ops.MoveChoice, NAMES, st.just("choices"), VALUES, VALUES),
    st.builds(ops.RenameChoice, NAMES, st.just("choices"), VALUES, VALUES),
)
SEVERAL = st.one_of(EDITS, st.builds(lambda parts: ops.Together(tuple(parts)), st.lists(EDITS, min_size=1, max_size=4)))


def sample():
    doc = document(
        [
            question(
                "service",
                "single_choice",
                required=True,
                choices=[choice("library"), choice("bus"), choice("other", other=True)],
            ),
            question("why", "short_text", visible_if={"question": "service", "is": "other"}),
        ],
        [
            question("idea", "long_text", label=texts("Mitä {{service}} tarvitsee?")),
            question("rating", "scale"),
            question("age", "number", min=0, max=120),
        ],
    )
    return working_copy(doc, {"title": texts("Kysely")})


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SEVERAL, min_size=1, max_size=8))
def test_an_edit_and_its_inverse_change_nothing(edits):
    doc = sample()
    states, inverses = [], []
    for edit in edits:
        before = copy.deepcopy(doc)
        try:
            after, inverse = applied(doc, edit)
        except AuthoringError:
            assert doc == before  # a refused edit leaves the document alone
            continue
        assert doc == before
        assert normal(after) == after  # nothing empty was left behind
        assert operation_from_json(operation_to_json(edit)) == edit
        assert operation_from_json(operation_to_json(inverse)) == inverse
        states.append(before)
        inverses.append(inverse)
        doc = after
    for before, inverse in zip(reversed(states), reversed(inverses), strict=True):
        doc, _again = applied(doc, inverse)
        assert doc == before


@settings(max_examples=200, deadline=None)
@given(EDITS, EDITS)
def test_edits_that_do_not_meet_give_the_same_in_either_order(one, other):
    if not (touched(one) and touched(other)) or isinstance(one, ops.MoveQuestion | ops.MovePage | ops.MoveChoice):
        return
    doc = sample()
    try:
        first, _inverse = applied(doc, one)
        good, clashes = rebased(first, other, touched(one))
        if good is None or clashes or isinstance(other, ops.MoveQuestion | ops.MovePage | ops.MoveChoice):
            return
        both, _inverse = applied(first, good)
        turned, _inverse = applied(applied(doc, other)[0], one)
    except AuthoringError:
        return
    if not isinstance(one, ops.RenameQuestion | ops.RenameChoice) and not isinstance(
        other, ops.RenameQuestion | ops.RenameChoice
    ):
        assert both == turned


def test_renaming_follows_into_conditions_and_texts():
    after, _inverse = applied(sample(), ops.RenameQuestion("service", "palvelu"))
    assert after["pages"][0]["questions"][1]["visible_if"] == {"question": "palvelu", "is": "other"}
    assert after["pages"][1]["questions"][0]["label"]["fi"] == "Mitä {{palvelu}} tarvitsee?"
    after, _inverse = applied(sample(), ops.RenameChoice("service", "choices", "other", "muu"))
    assert after["pages"][0]["questions"][1]["visible_if"]["is"] == "muu"
    assert not lacks_of(after)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_can_be_begun_copied_previewed_and_turned_into_every_other(kind):
    doc = new_document(["fi"], {"title": {"fi": "Kysely"}})
    new = new_question(doc, kind, "Mitä kuuluu?", set())
    assert new["name"] == "mita_kuuluu"
    doc, _inverse = applied(doc, ops.AddQuestion("page1", new, ""))
    assert copy_of(new, names_of(doc))["name"] == "mita_kuuluu_copy"
    assert previewed(doc, new, lambda _what: "?") or kind == "image_choice"
    for other in TYPES:
        turned = as_type(new, other)
        assert applied(doc, ops.ReplaceQuestion(new["name"], turned))[0]["pages"][0]["questions"][0] == turned


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (ops.Change(("about", "title"), {}), "no_title"),
        (ops.Change(("question", "age", "label"), {}), "no_words"),
        (ops.Change(("question", "service", "choices", "bus", "label"), {}), "no_words_of_choice"),
        (ops.Change(("question", "age", "max"), -5), "does_not_fit"),
        (ops.DeleteQuestion("service"), "looks_ahead"),
        (ops.AddPage({"name": "uusi", "questions": []}, ""), "empty_page"),
    ],
)
def test_what_is_missing_is_found(change, code):
    assert lacks_of(sample()) == []
    assert finished(sample())
    after, _inverse = applied(sample(), change)
    assert code in {lack.code for lack in lacks_of(after)}


def test_coverage_counts_every_text_that_is_written_somewhere():
    doc = sample()
    full = coverage_of(doc)
    assert [one.language for one in full] == ["fi", "sv", "en"]
    assert all(one.missing == 0 and one.share == 1 for one in full)
    doc, _inverse = applied(doc, ops.Change(("question", "age", "label", "sv"), None))
    doc, _inverse = applied(doc, ops.Change(("question", "age", "hint", "fi"), "Vuosina"))
    assert [one.missing for one in coverage_of(doc)] == [0, 2, 1]
    assert {(string.field, code) for string, code in missing_strings(doc)} == {
        ("question/age/label", "sv"), ("question/age/hint", "sv"), ("question/age/hint", "en"),
    }  # fmt: skip
    assert all(spot_of(string.field) == string.spot for string in strings_of(doc))
    assert users_of(doc, "service") == ["why"]


@pytest.mark.parametrize(
    "data",
    [
        None, {}, {"do": "explode"}, {"do": "change", "at": "x", "to": 1}, {"do": "delete_page", "page": 1},
        {"do": "together", "parts": []}, {"do": "together", "parts": [{"do": "together", "parts": []}]},
        {"do": "add_question", "page": "a", "question": "b", "after": ""}, {"do": "delete_page", "page": "a", "x": 1},
    ],
)  # fmt: skip
def test_what_is_no_edit_is_refused(data):
    with pytest.raises(AuthoringError):
        operation_from_json(data)


@pytest.mark.parametrize(
    "edit",
    [
        ops.Change(("question", "age", "min"), "kolme"), ops.Change(("question", "age", "pattern"), "x"),
        ops.Change(("question", "service", "choices", "bus", "point"), [1]), ops.Change(("languages",), []),
        ops.Change(("about", "secret"), "x"), ops.Change(("question", "age", "label", "FI"), "x"),
        ops.Change(("question", "age", "label", "fi"), "x" * 30_000), ops.AddQuestion("page1", {"name": "1", "type": "number"}, ""),
        ops.AddQuestion("page1", {"name": "a", "type": "nothing"}, ""), ops.RenameQuestion("age", "service"),
        ops.RenameChoice("service", "choices", "bus", " "), ops.AddChoice("age", "choices", {"value": "a"}, ""),
        ops.ReplaceQuestion("age", {"name": "other", "type": "number"}),
    ],
)  # fmt: skip
def test_an_edit_that_does_not_fit_is_refused(edit):
    with pytest.raises(AuthoringError):
        applied(sample(), edit)


def test_new_things_get_free_names():
    doc = sample()
    edit = ops.Together(
        (
            ops.AddQuestion("page1", question("age", "number"), ""),
            ops.AddQuestion("page1", question("age", "number"), ""),
        )
    )
    free = with_free_names(doc, edit)
    assert [part.question["name"] for part in free.parts] == ["age_2", "age_3"]
    assert new_page(doc)["name"] == "page3"
