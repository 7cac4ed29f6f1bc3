"""Files for statistics programs, read back by pyreadstat: labels, missing values and types are right."""

import csv

import pyreadstat
import pytest
from django.core.management import call_command

from surveys.logic.variables import CANNOT_SAY, NO_ANSWER, NOT_ASKED, short_name
from tests.factories.surveys import choice, document, make_response, make_survey, question


@pytest.fixture
def survey(process):
    doc = document(
        [
            question("service", "single_choice", choices=[choice("library", "Kirjasto"), choice("bus", "Bussi")]),
            question("line", "single_choice", choices=[choice("1"), choice("12")], visible_if={"question": "service", "is": "bus"}),
            question("many", "multi_choice", choices=[choice("a"), choice("b-c")]),
            question("rating", "scale", no_opinion=True, min_label={"fi": "huono"}, max_label={"fi": "hyvä"}),
            question("age", "number"),
            question("grid", "matrix_single", choices=[choice("no"), choice("yes")], rows=[choice("r1", "Rivi")]),
            question("words", "long_text"),
        ]
    )  # fmt: skip
    survey = make_survey(process, doc=doc)
    make_response(survey, {"service": "bus", "line": "12", "many": ["a"], "rating": 4, "age": 31.5, "words": "=1+1 ä"})
    make_response(survey, {"service": "library", "rating": "no_opinion", "grid": {"r1": "yes"}})
    return survey


def read_sav(survey, tmp_path, **options):
    path = tmp_path / "vastaukset.sav"
    call_command("export_responses", survey.slug, format="sav", output=path)
    return pyreadstat.read_sav(str(path), **options)


def by_service(frame, name):
    return dict(zip(frame["service"], frame[name], strict=True))


def test_sav_has_labels_types_and_measures(survey, tmp_path):
    frame, meta = read_sav(survey, tmp_path, user_missing=True)
    assert meta.column_names_to_labels["service"] == "Kysymys service"
    assert meta.column_names_to_labels["many.b_c"] == "Kysymys many: B-c"
    assert meta.variable_value_labels["service"] == {
        1: "Kirjasto", 2: "Bussi", -1: "En osaa sanoa", -2: "Ei vastausta", -3: "Ei kysytty",
    }  # fmt: skip
    assert meta.variable_value_labels["rating"][1] == "1, huono"
    assert {meta.readstat_variable_types[name] for name in ("service", "many.a", "rating", "age")} == {"double"}
    assert meta.readstat_variable_types["words"] == "string"
    assert meta.variable_measure["service"] == "nominal"
    assert meta.variable_measure["rating"] == "ordinal"
    assert meta.variable_measure["age"] == "scale"
    assert meta.variable_value_labels["line"][12] == "12"
    assert by_service(frame, "line") == {2: 12, 1: NOT_ASKED}
    assert by_service(frame, "rating") == {2: 4, 1: CANNOT_SAY}
    assert by_service(frame, "age") == {2: 31.5, 1: NO_ANSWER}
    assert by_service(frame, "many.a") == {2: 1, 1: NO_ANSWER}
    assert by_service(frame, "grid.r1") == {2: NO_ANSWER, 1: 2}
    assert by_service(frame, "words") == {2: "=1+1 ä", 1: ""}


def test_sav_declares_the_codes_of_what_is_missing(survey, tmp_path):
    _frame, meta = read_sav(survey, tmp_path, user_missing=True)
    frame, _meta = read_sav(survey, tmp_path)
    assert meta.missing_ranges["rating"] == [{"lo": NOT_ASKED, "hi": CANNOT_SAY}]
    assert frame["rating"].dropna().tolist() == [4]
    assert frame["line"].dropna().tolist() == [12]


def test_syntax_reads_the_coded_csv_beside_it(survey, tmp_path):
    call_command("export_responses", survey.slug, format="sps", output=tmp_path / "vastaukset.sps")
    syntax = (tmp_path / "vastaukset.sps").read_text()
    assert "/FILE='vastaukset.csv'" in syntax
    assert "VALUE LABELS service 1 'Kirjasto' 2 'Bussi'" in syntax
    assert f"MISSING VALUES rating ({NOT_ASKED} THRU {CANNOT_SAY})." in syntax
    with (tmp_path / "vastaukset.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["line"] for row in rows} == {"12", str(NOT_ASKED)}
    assert {row["words"] for row in rows} == {"'=1+1 ä", ""}


def test_names_fit_every_program_and_stay_apart():
    taken = set()
    names = [short_name(name, taken) for name in ("Ikä", "ika", "Ika", "and", "1st", "x" * 80, "x" * 90)]
    assert names[:5] == ["Ik", "ika", "Ika_2", "v_and", "v_1st"]
    assert len(set(names)) == 7
    assert max(map(len, names)) == 64
