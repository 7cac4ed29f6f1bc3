"""Batches of codes: stored as hashes only, made in seconds, withdrawn as a whole; the level is chosen once."""

import csv
import io
import time
import zipfile

import pikepdf
import pytest
from django.apps import apps

from participation.errors import Conflict, ParticipationError
from participation.models.audit import AuditEntry
from surveys.actions import codes as actions
from surveys.actions.admissions import admission_for_code
from surveys.actions.codes import FreshBatch
from surveys.actions.mailings import print_codes
from surveys.errors import NotAdmitted
from surveys.logic import codes as rules
from surveys.models import AccessCode, CodeBatch, Survey
from tests.factories.surveys import make_codes, make_survey, texts

KEY = "0b6c2f6e-6a1f-4f5e-9c55-0e4b5c1f2a11"


@pytest.fixture
def survey(process):
    return make_survey(process, identity="code", languages=["fi", "sv", "en"])


def batch(survey, **fields):
    return CodeBatch(**{"survey": survey, "name": "Kirje", "size": 3} | fields)


def everything_stored():
    """All values of all tables as text."""
    return " ".join(str(row) for model in apps.get_models() for row in model.objects.values_list())


def test_plain_codes_are_stored_nowhere(survey, coordinator):
    fresh = actions.make_codes(batch(survey), by=coordinator)

    assert AccessCode.objects.filter(batch=fresh.batch).count() == len(set(fresh.codes)) == 3
    stored = everything_stored()
    assert not any(code in stored or code.replace("-", "") in stored for code in fresh.codes)
    entry = AuditEntry.objects.get(verb="make_codes")
    assert (entry.by, entry.data) == (coordinator, {"survey": survey.slug, "size": 3})


def test_five_thousand_codes_are_made_in_seconds(survey):
    start = time.monotonic()
    assert len(set(make_codes(survey, 5000))) == 5000
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("size", [0, rules.MOST + 1])
def test_a_batch_has_a_size(survey, size):
    with pytest.raises(ParticipationError) as refusal:
        actions.make_codes(batch(survey, size=size), by=None)
    assert "size" in refusal.value.fields
    assert not CodeBatch.objects.exists()


def test_a_name_is_used_once(survey):
    make_codes(survey, name="Kirje")
    with pytest.raises(ParticipationError) as refusal:
        make_codes(survey, name="Kirje")
    assert "name" in refusal.value.fields
    assert AccessCode.objects.count() == 3


def test_only_a_survey_by_code_has_codes_and_only_until_it_closes(process):
    with pytest.raises(ParticipationError):
        make_codes(make_survey(process))
    with pytest.raises(Conflict):
        make_codes(make_survey(process, identity="code", state=Survey.State.CLOSED))


def test_withdrawn_codes_stop_working_and_entered_ones_stay(survey, coordinator):
    first, second, _third = make_codes(survey)
    admission_for_code(survey, first, key=KEY)
    actions.withdraw_batch(CodeBatch.objects.get(), by=coordinator)

    assert admission_for_code(survey, first, key=KEY)
    with pytest.raises(NotAdmitted):
        admission_for_code(survey, second, key=KEY)
    with pytest.raises(Conflict):
        actions.withdraw_batch(CodeBatch.objects.get(), by=coordinator)
    assert AuditEntry.objects.filter(verb="withdraw_codes", by=coordinator).count() == 1


def test_the_level_is_chosen_before_the_survey_opens(process, coordinator):
    survey = make_survey(process, state=Survey.State.DRAFT)
    actions.set_identity(survey, "code", by=coordinator)
    assert Survey.objects.get().identity == "code"
    with pytest.raises(ParticipationError):
        actions.set_identity(survey, "blood", by=coordinator)
    Survey.objects.update(state=Survey.State.OPEN)
    with pytest.raises(Conflict):
        actions.set_identity(survey, "open", by=coordinator)
    assert Survey.objects.get().identity == "code"


def checked(content, pages):
    """Open a PDF and check what makes it readable for a screen reader."""
    pdf = pikepdf.open(io.BytesIO(content))
    assert len(pdf.pages) == pages
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).startswith("fi")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as about:
        assert about["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert about["dc:title"]
    figures = []

    def walk(node):
        if isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == "/Figure":
                figures.append(node)
            for child in node.get("/K") if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]:
                walk(child)

    walk(pdf.Root.StructTreeRoot)
    assert figures
    assert all(str(figure.get("/Alt", "")) for figure in figures)
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            descriptor = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
            assert any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
    return pdf


def test_letters_are_one_a_page_and_accessible(survey):
    fresh = actions.make_codes(batch(survey), by=None)
    name, kind, content = print_codes(fresh, ["letters"])
    assert (name, kind) == (f"{survey.slug}-{fresh.batch.pk}-letters.pdf", "application/pdf")
    checked(content, 3)


def test_long_texts_still_fit_one_page(survey):
    survey.lead = survey.readers = texts("Pitkä teksti palveluista ja siitä, kuka lukee. " * 40)
    survey.title = texts(
        "Hyvin pitkä otsikko kyselylle, joka koskee kaikkia kaupungin palveluja ja niiden kehittämistä"
    )
    checked(print_codes(FreshBatch(batch(survey), [rules.new_code(), rules.new_code()]), ["letters"])[2], 2)


def test_labels_are_twenty_four_a_sheet(survey):
    codes = [rules.new_code() for _n in range(25)]
    checked(print_codes(FreshBatch(batch(survey, pk=1), codes), ["labels"])[2], 2)


def test_the_list_holds_code_and_address_and_several_files_are_packed(survey):
    fresh = actions.make_codes(batch(survey), by=None)
    name, _kind, content = print_codes(fresh, ["labels", "list"])
    assert name.endswith(".zip")
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert len(archive.namelist()) == 2
    rows = list(csv.reader(io.StringIO(archive.read(archive.namelist()[1]).decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == fresh.codes
    assert all(row[2].endswith(f"/s/{survey.slug}/") for row in rows[1:])


def test_words_of_people_stay_words_in_letters(survey):
    survey.title = texts('#panic("x") $1/0$ <script> \\ "')
    checked(print_codes(FreshBatch(batch(survey), [rules.new_code()]), ["letters"])[2], 1)
