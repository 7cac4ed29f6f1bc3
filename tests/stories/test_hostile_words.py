"""Words that want to be markup, formulas or commands, through every renderer: they come out as words.

Summaries as PDF, DOCX, PPTX and XLSX; what is printed: agendas, letters, paper forms, slips, posters; minutes as DOCX,
charts as SVG, mails. Pages and the rescue tools stand in test_advisories.py, exports of answers in
tests/surveys/logic/test_exports.py.
"""

import io
import uuid
import zipfile
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.utils import timezone

from participation.actions.documents import pdf_document
from participation.actions.summary_files import FILES, summary_file
from participation.extension_points import Wording
from participation.gateways.mail import send_mail
from participation.logic.summary_documents import Bar, Block, Chapter, Document, Figure, Step, Verdict, Voice
from participation.logic.text import clean
from participation.models import Workshop
from participation.models.walls import WorkshopSlip
from participation.queries.digests import Told
from participation.queries.mails import content_of
from participation.queries.slips import slips_document
from surveys.actions import mailings, paper
from surveys.logic.chart_files import Words, svg_of
from surveys.logic.drawings import drawing_of
from surveys.models import PaperBatch
from surveys.queries.spreading import print_data
from surveys.views.spreading import PRINTS
from tests.factories.participation import make_submission
from tests.factories.surveys import choice, make_survey, question
from tests.factories.surveys import document as questionnaire
from tests.factories.workgroups import make_group
from workgroups.gateways.word import render_docx
from workgroups.models import AgendaItem, Meeting
from workgroups.queries.agenda import agenda_words

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', '=HYPERLINK("http://x.example";"a")', "{=1+1}",
    "+1+1|cmd!A0", "@SUM(1)", '#read("/etc/passwd")', '#eval("1")', "$x$ `raw` *b* _i_ @label <label>", "]]>&amp;&#0;",
    "http://x.example/", "]] #panic()", "a\ufffe\uffff\x0b\x00\u202eb",
]  # fmt: skip
NAMES = ("contents", "section", "what", "rests", "number", "share", "who", "by", "quotes", "day", "decision")


def document(words):
    """Return a summary in which every field that holds words holds these."""
    bars = [Bar(words, 1, words, words, 1.0), Bar(words, None, words)]
    blocks = [
        Block("a", "sentence", words, "fi", rests=words, head=words),
        Block("b", "chart", words, "fi", alt=words, bars=bars, head=words),
        Block("b2", "chart", words, "fi", alt=words, bars=bars),
        Block("c", "quotes", words, "fi", voices=[Voice(words, "fi", words)]),
        Block("d", "decisions", words, "fi", verdicts=[Verdict(words, "adopted", words, "fi", words, words)]),
        Block("e", "steps", words, "fi", steps=[Step(words, words, words)]),
    ]
    figures = [Figure(words, words)]
    chapters = [Chapter("x", words, blocks)]
    named = dict.fromkeys(NAMES, words)
    return Document(words, words, words, "kuulolla", "fi", [(words, words)], words, figures, chapters, named)


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_hostile_words_are_words_in_office_files(kind):
    for words in map(clean, HOSTILE):
        file = zipfile.ZipFile(io.BytesIO(summary_file(document(words), kind)))
        parts = {name: file.read(name) for name in file.namelist() if name.endswith((".xml", ".rels"))}
        said = "".join("".join(ElementTree.fromstring(part).itertext()) for part in parts.values())
        assert words in said, words
        sheets = b"".join(part for name, part in parts.items() if name.startswith("xl/worksheets/"))
        assert b"<f>" not in sheets
        assert b"<hyperlink" not in sheets
        assert not any(b"x.example" in part for name, part in parts.items() if name.endswith(".rels"))


def test_hostile_words_are_words_in_pdf():
    pypdfium2 = pytest.importorskip("pypdfium2", reason="the extra scan reads PDF files")
    for words in map(clean, HOSTILE):
        pdf = pypdfium2.PdfDocument(summary_file(document(words), "pdf"))
        said = "".join(page.get_textpage().get_text_range() for page in pdf)
        assert "".join(words.split())[:12] in "".join(said.split()), words
        assert "root:" not in said


def test_every_kind_of_file_is_tried():
    assert set(FILES) == {"docx", "pptx", "xlsx", "pdf"}


MANY = clean(" ".join(HOSTILE))
SAID = ("#panic()", "<script>", "{=1+1}", "#read(")  # of the words, what no line may break


def in_every_language(words):
    return dict.fromkeys(("fi", "sv", "en"), words)


@pytest.fixture
def hostile(process):
    """A survey, a workshop and a meeting that are called like this, with a contribution that says so."""
    named = in_every_language(MANY)
    doc = questionnaire([question("q1", "single_choice", label=named, choices=[choice("a", MANY), choice("b", MANY)])])
    survey = make_survey(process, doc=doc, title=named, lead=named, readers=named)
    meeting = Meeting.objects.create(
        group=make_group(process, name=named), number=1, starts=timezone.now(), place=named
    )
    said = make_submission(process, text=MANY, title="")
    AgendaItem.objects.create(meeting=meeting, submission=said, order=1, note=MANY)
    return survey, meeting


def printed(survey, meeting):
    """Everything that is printed, by its name."""
    batch = paper.make_batch(PaperBatch(survey=survey, language="fi", size=1), MANY[:60], double=0, by=None)
    words = agenda_words(meeting, "fi")
    slip = WorkshopSlip(number=1, key=uuid.uuid4())
    workshop = Workshop(code="W1", name=in_every_language(MANY))
    yield "agenda", pdf_document("workgroups/meetings/document.typ", words)
    yield "letters with codes", mailings.letters(survey, ["ABCD-EFGH"])
    yield "paper form", paper.print_batch(batch, by=None)
    yield "cover of paper forms", paper.cover_sheet(batch)
    yield "slips", pdf_document("participation/workshops/slips.typ", slips_document(workshop, [slip]))
    for what in ("poster", "letter"):
        yield what, pdf_document(f"surveys/share/{PRINTS[what]}.typ", print_data(survey, "fi", what))


def test_hostile_words_are_words_on_everything_printed(hostile):
    pypdfium2 = pytest.importorskip("pypdfium2", reason="the extra scan reads PDF files")
    for name, file in printed(*hostile):
        pages = pypdfium2.PdfDocument(file)
        said = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
        assert "root:" not in said, name
        assert "<script>" in said, (name, said[:300])


def test_hostile_words_are_words_in_minutes_and_charts(hostile):
    _survey, meeting = hostile
    words = agenda_words(meeting, "fi") | {"notes": [], "notes_title": ""}
    file = zipfile.ZipFile(io.BytesIO(render_docx(words)))
    parts = [file.read(name) for name in file.namelist() if name.endswith((".xml", ".rels"))]
    said = "".join("".join(ElementTree.fromstring(part).itertext()) for part in parts)
    assert all(one in said for one in SAID)
    assert b"x.example" not in b"".join(file.read(name) for name in file.namelist() if name.endswith(".rels"))
    cells = [{"value": one, "label": in_every_language(MANY), "count": 5, "share": 0.5} for one in "ab"]
    table = {"name": "q1", "type": "single_choice", "label": in_every_language(MANY), "n": 10, "choices": cells}
    drawn = ElementTree.fromstring(svg_of(drawing_of(table), Words(MANY, MANY, "fi")))
    assert {one.tag.rpartition("}")[2] for one in drawn.iter()} <= {"svg", "title", "desc", "text", "rect", "g", "line"}
    assert all(one in "".join(drawn.itertext()) for one in SAID)


@pytest.mark.parametrize("n", [1, 3])
def test_hostile_words_are_words_in_mails(settings, db, n):
    """One message and a digest of several: markup stays words, the subject stays one line, no address is made of words."""
    wording = Wording(
        subject=f"a\r\nBcc: x@example.org {MANY}", paragraphs=[MANY], address="/fi/", button=MANY, item=MANY
    )
    content, subject, template = content_of([Told(uuid.uuid4(), MANY, wording)] * n, "", "fi")
    html = render_to_string(f"emails/participation/{template}.html", content)
    text = render_to_string(f"emails/participation/{template}.txt", content)
    send_mail(to="a@example.org", subject=subject, text=text, html=html, message_id="<a@b>", headers={})
    sent = mail.outbox[0]
    assert sent.message()["Bcc"] is None
    assert "\n" not in sent.subject
    page = html.replace("&lt;", "").replace("&quot;", "")
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="http://x.example' not in page
    assert "&lt;script&gt;" in html
    assert "<script>" in text
