"""Door to python-docx: minutes as a document that people go on writing in, with real headings, title and language."""

import io
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from participation.logic.summary_documents import palette_of

LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
STYLES = {"decision": "Intense Quote", "source": "Subtitle"}


def render_docx(words: Mapping[str, Any]) -> bytes:
    """Return the words of minutes as a DOCX file."""
    document = Document()
    town_look(document)
    own = str(words["language"])
    document.core_properties.title = str(words["title"])
    document.core_properties.subject = str(words["subtitle"])
    document.core_properties.author = str(words["foot"])
    document.core_properties.language = LANGUAGES.get(own, own)
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
    language_of_styles(document, LANGUAGES.get(own, own))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def town_look(document: Any) -> None:
    """Give the styles the colours of the town, plain letters and A4; whoever goes on writing keeps them."""
    deep, bright, _pale = palette_of(settings.CITY_THEME)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    looks = {
        "Normal": (11, "222222", False),
        "Title": (24, deep, True),
        "Heading 1": (14, deep, True),
        "Subtitle": (10, "525252", False),
        "Intense Quote": (11, "222222", True),
    }
    for name, (size, tint, bold) in looks.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = "Calibri", Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(tint.upper())
        for old in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
            old.getparent().remove(old)
        for wide in style.element.findall(f"{qn('w:rPr')}/{qn('w:spacing')}"):
            wide.getparent().remove(wide)
    decision = document.styles["Intense Quote"]
    decision.paragraph_format.left_indent = decision.paragraph_format.right_indent = Cm(0.4)
    decision.paragraph_format.space_before = decision.paragraph_format.space_after = Pt(6)
    for name in ("Intense Quote", "Subtitle"):
        document.styles[name].paragraph_format.keep_with_next = True
    side = OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", bright)):
        side.set(qn(f"w:{key}"), value)
    lines = OxmlElement("w:pBdr")
    lines.append(side)
    decision.element.get_or_add_pPr().insert_element_before(lines, "w:shd", "w:spacing", "w:ind", "w:jc")


def mark(run: Any, code: str) -> None:
    """Tell in which language a stretch of text is."""
    properties = run._element.get_or_add_rPr()  # noqa: SLF001 -- python-docx has no other way to a language
    properties.append(language_tag(LANGUAGES.get(code, code)))


def language_tag(code: str) -> Any:
    """Return the mark of a language."""
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), code)
    return tag


def language_of_styles(document: Any, code: str) -> None:
    """Set the language of everything that is written into the document later."""
    document.styles["Normal"].element.get_or_add_rPr().append(language_tag(code))
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), code)
