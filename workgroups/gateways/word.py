"""Door to python-docx: minutes as a document that people go on writing in, with real headings, title and language."""

import io
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from participation.logic.summary_documents import palette_of
from participation.logic.word_marks import LOCALES, border, mark_language, own_page, plain_style

STYLES = {"decision": "Intense Quote", "source": "Subtitle"}


def render_docx(words: Mapping[str, Any]) -> bytes:
    """Return the words of minutes as a DOCX file."""
    document = Document()
    town_look(document)
    own = str(words["language"])
    document.core_properties.title = str(words["title"])
    document.core_properties.subject = str(words["subtitle"])
    document.core_properties.author = str(words["foot"])
    document.core_properties.language = LOCALES.get(own, own)
    mark(document.add_heading(str(words["title"]), 0).runs[0], own)
    mark(document.add_paragraph(str(words["subtitle"]), "Subtitle").runs[0], own)
    for label, told in words["facts"]:
        line = document.add_paragraph()
        first, second = line.add_run(f"{label}: "), line.add_run(str(told))
        first.bold = True
        mark(first, own)
        mark(second, own)
    if words["lead"]:
        mark(document.add_paragraph().add_run(str(words["lead"])), own)
    parts = [(str(words["notes_title"]), own, words["notes"])] if words["notes"] else []
    parts += [
        (f"{n}. {section['title']}", section["language"], section["paragraphs"])
        for n, section in enumerate(words["sections"], 1)
    ]
    for title, code, paragraphs in parts:
        mark(document.add_heading(title, 1).runs[0], code)
        for one in paragraphs:
            mark(document.add_paragraph(style=STYLES.get(one["kind"])).add_run(str(one["text"])), one["language"])
    mark(document.sections[0].footer.paragraphs[0].add_run(str(words["foot"])), own)
    language_of_styles(document, own)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def town_look(document: Any) -> None:
    """Give the styles the colours of the town, plain letters and A4; whoever goes on writing keeps them."""
    deep, bright, _pale = palette_of(settings.CITY_THEME)
    own_page(document)
    looks = {
        "Normal": (11, "222222", False),
        "Title": (24, deep, True),
        "Heading 1": (14, deep, True),
        "Subtitle": (10, "525252", False),
        "Intense Quote": (11, "222222", True),
    }
    for name, (size, tint, bold) in looks.items():
        style = document.styles[name]
        plain_style(style)
        style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), bold
        style.font.color.rgb = RGBColor.from_string(tint.upper())
        for wide in style.element.findall(f"{qn('w:rPr')}/{qn('w:spacing')}"):
            wide.getparent().remove(wide)
    decision = document.styles["Intense Quote"]
    decision.paragraph_format.left_indent = decision.paragraph_format.right_indent = Cm(0.4)
    decision.paragraph_format.space_before = decision.paragraph_format.space_after = Pt(6)
    for name in ("Intense Quote", "Subtitle"):
        document.styles[name].paragraph_format.keep_with_next = True
    border(decision.element.get_or_add_pPr(), "w:pBdr", ("left",), bright, 18, 8)


def mark(run: Any, code: str) -> None:
    """Tell in which language a stretch of text is."""
    mark_language(run._element.get_or_add_rPr(), code)  # noqa: SLF001 -- python-docx has no other way to a language


def language_of_styles(document: Any, code: str) -> None:
    """Set the language of everything that is written into the document later."""
    mark_language(document.styles["Normal"].element.get_or_add_rPr(), code)
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), LOCALES.get(code, code))
