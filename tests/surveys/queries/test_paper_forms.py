"""Paper forms of the demo and of large real questionnaires: whole, readable aloud, every condition an instruction."""

import io
import json
import re

import pikepdf
import pytest
from django.conf import settings
from django.utils import translation

from config.demo.reading import document as demo_document
from participation.actions.documents import noted_in_document, pdf_document
from surveys.actions.paper import FORM
from surveys.logic.interchange.columns import form_of
from surveys.logic.interchange.reading import Reader
from surveys.logic.interchange.workbook import read_workbook
from surveys.logic.paper.fields import all_fields
from surveys.logic.questionnaire.conditions import condition_from_json, questions_of
from surveys.logic.questionnaire.document import from_json
from surveys.models import Survey
from surveys.queries import paper_forms as forms
from surveys.queries.paper_words import Instructions
from tests.factories.surveys import choice, document, question, texts
from tests.surveys.actions.test_codes import checked
from tests.surveys.commands.test_real_questionnaires import BOOKS, questionnaire_of

DATA = settings.BASE_DIR.parent / "shared" / "data" / "xlsform"
CODE_BOOKS = DATA.parent / "fsd-ddi-codebooks"


def printed(doc, language, *, large=False, title=None):
    """Lay out and print one copy; returns (layout, data, PDF)."""
    survey = Survey(slug="s", title=title or texts("Kysely"), lead=texts("Kerro."), readers={})
    data = forms.form_data(survey, doc, language, large=large)
    blank = data | forms.to_print({}) | {"copies": [forms.copy_data(forms.blank_copy(), 1)]}
    layout = forms.layout_of(noted_in_document(FORM, blank, "mark"))
    stride = layout["stride"]
    copies = [forms.copy_data(forms.blank_copy(), stride)]
    return (
        layout,
        data,
        pdf_document(FORM, data | forms.to_print(layout) | {"copies": copies}),
    )


def words_in(pdf):
    pypdfium2 = pytest.importorskip("pypdfium2")
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as opened:
        return squeezed(" ".join(page.get_textpage().get_text_range() for page in opened))


def squeezed(words):
    return re.sub(r"[\s\u00ad\ufffe\u2010-]+", "", words)


def conditions_of(doc):
    pages = [("part", page.visible_if) for page in doc.pages if page.visible_if]
    return pages + [
        ("question", one.visible_if) for one in doc.questions if one.visible_if and one.type != "calculated"
    ]


def check_form(doc, language, **more):
    layout, _data, pdf = printed(doc, language, **more)
    checked_language(pdf, layout["stride"] - 1)
    words = words_in(pdf)
    with translation.override(language):
        writer = Instructions(doc, language)
        for kind, condition in conditions_of(doc):
            said = getattr(writer, kind)(condition)
            assert squeezed(said) in words, said
            for name in questions_of(condition):
                if name in writer.numbers:
                    assert str(writer.numbers[name]) in said
    boxes = {(box[1], box[2]) for box in layout["boxes"]}
    for name, one in all_fields(doc).items():
        assert all((name, letter) in boxes for letter in one.letters or ("",)), f"{name} cannot be filled in"
    for page, _field, _letter, x, y, w, h in layout["boxes"]:
        lowest = layout["lower"] if page == layout["last"] else 290
        assert x >= 17.9
        assert x + w <= 192.1
        assert 27 <= y <= y + h <= lowest + 10
    return len(conditions_of(doc)), layout["last"]


def checked_language(pdf, pages):
    """What makes every form readable for a screen reader, whatever its language."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == pages
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as about:
            assert about["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


@pytest.mark.parametrize("language", ["fi", "sv", "en", "fi-easy"])
@pytest.mark.parametrize("large", [False, True])
def test_the_form_of_the_demo(language, large):
    data = demo_document("survey")
    doc = from_json(data["document"])
    conditions, pages = check_form(doc, language, large=large, title=data["title"])
    assert conditions >= 1
    assert pages <= (6 if large else 3), "the slip is on the third page: two sheets are printed, not three"
    if language == "fi":
        layout, _data, pdf = printed(doc, language, large=large, title=data["title"])
        checked(pdf, layout["stride"] - 1)


def test_every_type_is_printed():
    path = settings.BASE_DIR / "tests" / "browser" / "all_types.json"
    check_form(from_json(json.loads(path.read_text(encoding="utf-8"))), "fi")


def test_conditions_become_sentences():
    doc = from_json(
        document(
            [
                question("a", "single_choice", choices=[choice("bus", "Bussi"), choice("car", "Auto")]),
                question("n", "number"),
                question(
                    "m", "matrix_single", choices=[choice("y", "Hyvä")], rows=[{"value": "r", "label": texts("Rivi")}]
                ),
                question("sum", "calculated", expression={"add": [{"question": "n"}, 1]}),
                question("z", "short_text"),
            ]
        )
    )
    said = {
        '{"question": "a", "is": "bus"}': "you ticked a (Bussi (en)) in question 1",
        '{"not": {"question": "a", "in": ["bus", "car"]}}': "(you did not tick a (Bussi (en)) in question 1 and you did not tick b (Auto (en)) in question 1)",
        '{"all": [{"question": "n", "gte": 18}, {"question": "n", "lt": 65}]}': "your answer to question 2 is 18 or more and your answer to question 2 is less than 65",
        '{"question": "m", "row": "r", "is": "y"}': "you ticked a (Hyvä (en)) in row a of question 3",
        '{"question": "n", "answered": false}': "you left question 2 empty",
        '{"not": {"any": [{"question": "n", "gt": 5}, {"question": "a", "answered": true}]}}': "your answer to question 2 is 5 or less and you left question 1 empty",
        '{"question": "sum", "gt": 3}': "your answer to (answer 2 + 1) is more than 3",
    }
    with translation.override("en"):
        writer = Instructions(doc, "en")
        for condition, words in said.items():
            assert writer.words(condition_from_json(json.loads(condition), "c")).strip("()") == words.strip("()")


def real_forms():
    """The three questionnaires with the most questions among the workbooks of the shared data, as they came out."""
    for path in (
        "bug_example_xls/UCL_Biomass_Plot_Form.xlsx",
        "bug_example_xls/duplicate_columns.xlsx",
        "example_xls/unknown_question_type.xls",
    ):
        read = Reader(form_of(read_workbook((DATA / "pyxform" / path).read_bytes()))).read()
        doc = read.document if hasattr(read.document, "pages") else from_json(read.document)
        yield path, doc


@pytest.mark.shared_data
def test_forms_of_real_questionnaires():
    if not DATA.exists():
        pytest.skip("../shared/data is not present")
    for (name, doc), (questions, branches) in zip(real_forms(), ((170, 54), (52, 20), (38, 23)), strict=True):
        conditions, pages = check_form(doc, doc.languages[0])
        asked = sum(one.kind.takes_answer for one in doc.questions)
        print(f"{name}: {asked} questions, {conditions} conditions as instructions, {pages} pages")
        assert (asked, conditions) == (questions, branches)


@pytest.mark.shared_data
def test_forms_of_real_code_books():
    if not CODE_BOOKS.exists():
        pytest.skip("../shared/data is not present")
    for book in BOOKS:
        doc = from_json(questionnaire_of(book))
        conditions, pages = check_form(doc, "fi")
        asked = sum(one.kind.takes_answer for one in doc.questions)
        print(f"{book}: {asked} questions, {conditions} conditions as instructions, {pages} pages")
        assert asked >= 100
        assert conditions >= 5
