"""An import stores all rows or none, and a repeated one adds nothing."""

import datetime

import pytest

from participation.actions.imports import ImportOrder, ImportRefused, import_submissions, read_import
from participation.errors import ParticipationError
from participation.logic.imports import Columns
from participation.models import Area, AuditEntry, Submission, SubmissionEvent
from tests.factories.participation import make_area

FILE = (
    "id;otsikko;teksti;alue;pvm\n"
    "1;Puita;Lisää puita torille, koska siellä on kuuma.;Keskusta;1.3.2026\n"
    "2;Träd;Vi behöver mera träd på torget och i parkerna.;Ei tiedossa;\n"
    "3;;x;;\n"
)
COLUMNS = Columns("teksti", "otsikko", "alue", "id", "pvm")


def bring(process, data=FILE, **fields):
    order = ImportOrder(process=process, columns=fields.pop("columns", COLUMNS), **fields)
    return import_submissions(read_import(data.encode()), order, by=None)


def test_import_stores_a_submission_a_row(process):
    area = make_area(name={"fi": "Keskusta", "sv": "Centrum"})
    report = bring(process, batch="Asukasilta", channel="workshop")
    first = Submission.objects.get(origin_reference="1")
    assert (report.added, report.known, report.rows) == (3, 0, 3)
    assert (first.area, first.language, first.received_on) == (area, "fi", datetime.date(2026, 3, 1))
    assert first.batch.name == "Asukasilta"
    assert Submission.objects.get(origin_reference="2").language == "sv"
    assert Submission.objects.get(origin_reference="3").text == "x"
    assert report.unknown_areas == {"Ei tiedossa": 1}
    assert SubmissionEvent.objects.count() == 3
    assert AuditEntry.objects.get(verb="import_submissions").data == {"added": 3, "known": 0}


def test_repeated_import_adds_nothing(process):
    bring(process)
    report = bring(process, FILE.replace("kuuma", "kylmä"))
    assert (report.added, report.known, report.changed) == (0, 3, 1)
    assert Submission.objects.count() == 3


def test_a_reference_that_comes_again_is_numbered(process):
    data = "id;teksti\n1;Yksi\n1;Kaksi\n"
    columns = Columns("teksti", reference="id")
    assert bring(process, data, columns=columns).repeated == 1
    assert set(Submission.objects.values_list("origin_reference", flat=True)) == {"1", "1 (2)"}
    assert bring(process, data, columns=columns).added == 0


def test_batches_without_a_name_do_not_mix(process):
    columns = Columns("teksti")
    first, second = bring(process, columns=columns), bring(process, columns=columns)
    assert first.batch != second.batch


def test_areas_are_made_when_asked(process):
    report = bring(process, create_areas=True)
    assert report.created_areas == 2
    assert Submission.objects.get(origin_reference="1").area == Area.objects.get(slug="keskusta")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("id;otsikko;teksti;alue;pvm\n1;a;;b;\n", "row 2, column teksti: The text is missing."),
        (f"id;otsikko;teksti;alue;pvm\n1;a;{'x' * 10_001};b;\n", "row 2, column teksti: The text is too long"),
        (f"id;otsikko;teksti;alue;pvm\n1;{'x' * 201};a;b;\n", "row 2, column otsikko: The text is too long"),
        ("id;otsikko;teksti;alue;pvm\n1;a;b;c;32.1.2026\n", "row 2, column pvm"),
        ("id;otsikko;teksti;alue;pvm\n1;a;b;c;1.1.2999\n", "is in the future"),
        ("id;otsikko;teksti;alue;pvm\n1;a\x00;b;c;\n", "row 2, column otsikko: The cell holds a NUL"),
        ('id;otsikko;teksti;alue;pvm\n1;a;"b;c;\n', "row 2: A quotation mark"),
        ("", "The file is empty."),
    ],
)
def test_import_refuses_all_when_one_row_is_broken(process, settings, data, words):
    settings.LANGUAGE_CODE = "en"
    good = "9;t;Hyvä rivi;a;\n" if data.count("\n") > 1 and "NUL" not in words else ""
    with pytest.raises(ImportRefused) as caught:
        bring(process, data + good)
    assert words.split(":")[0] in str(caught.value) or words in str(caught.value)
    assert not Submission.objects.exists()


def test_a_missing_column_names_the_nearest(process):
    with pytest.raises(ParticipationError) as caught:
        bring(process, columns=Columns("tekstit"))
    assert "teksti" in str(caught.value)


def test_import_refuses_without_a_text_column(process):
    with pytest.raises(ParticipationError):
        bring(process, columns=Columns(""))


def test_places_are_taken_from_two_columns(process):
    columns = Columns("t", latitude="lat", longitude="lon")
    bring(process, "t;lat;lon\na;60.1;25\nb;;\n", columns=columns)
    assert Submission.objects.get(text="a").location == {"type": "Point", "coordinates": [25.0, 60.1]}
    with pytest.raises(ImportRefused):
        bring(process, "t;lat;lon\na;x;25\n", columns=columns)
