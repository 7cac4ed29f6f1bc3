"""Words that want to be markup, formulas or commands, through every renderer of a summary: they come out as words."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from participation.actions.summary_files import FILES, summary_file
from participation.logic.summary_documents import Bar, Block, Chapter, Document, Figure, Step, Verdict, Voice
from participation.logic.text import clean

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
        Block("a", "sentence", words, "fi", rests=words),
        Block("b", "chart", words, "fi", alt=words, bars=bars),
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
