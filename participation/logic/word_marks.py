"""What a Word document carries and python-docx has no words for: lines, grounds, languages, header rows; and our page."""

from typing import Any

LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


def own_page(file: Any) -> None:
    """Give a document our page: A4 with the same margins on both sides."""
    from docx.shared import Cm  # noqa: PLC0415 -- slow import

    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)


def plain_style(style: Any) -> None:
    """Take borders, italics and bold from a style."""
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import

    style.font.italic = style.font.bold = False
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)


def border(properties: Any, name: str, sides: tuple[str, ...], colour: str, eighths: int, space: int = 0) -> None:
    """Draw lines along the sides of a paragraph or a cell."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- slow import
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import

    lines = OxmlElement(name)
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", eighths), ("space", space), ("color", colour)):
            line.set(qn(f"w:{key}"), str(value))
        lines.append(line)
    follow = {"w:pBdr": ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),
              "w:tcBorders": ("w:shd", "w:noWrap", "w:tcMar", "w:vAlign")}[name]  # fmt: skip
    properties.insert_element_before(lines, *follow)


def mark_language(properties: Any, language: str) -> None:
    """Write the language of a run or style, for spelling and reading aloud."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- slow import
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import

    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), LOCALES.get(language, language))
    properties.append(mark)


def shade(cell: Any, colour: str) -> None:
    """Give a cell a ground."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- slow import
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import

    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:color"), "auto")
    ground.set(qn("w:fill"), colour.upper())
    cell._tc.get_or_add_tcPr().append(ground)  # noqa: SLF001 -- the library has no other way


def keep_whole(row: Any) -> None:
    """Let no page break cut through a row."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- slow import

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 -- as above


def header_row(table: Any) -> None:
    """Mark the first row as header."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- slow import
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 -- as above
