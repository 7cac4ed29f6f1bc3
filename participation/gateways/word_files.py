"""Door to Word: a summary as a DOCX that screen readers can read: headings, tables with header rows, languages marked."""

from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from participation.logic.summary_documents import Block, Document, palette_of
from participation.logic.word_marks import (
    LOCALES,
    border,
    header_row,
    keep_whole,
    mark_language,
    own_page,
    plain_style,
    shade,
)

CELLS = 24  # grid columns that a full bar spans: bars are shaded cells, sharp at every size
TOGETHER = 14  # bars of a chart that are kept on one page
STYLES = ("Title", "Subtitle", "Heading 1", "Heading 2", "Intense Quote", "List Bullet")


def word_file(document: Document, template: str = "") -> bytes:
    """Return the DOCX of a summary, in the town's own template if there is one: its styles, page, head and foot stay."""
    file = in_template(template) if template else in_own_look(document)
    file.core_properties.title = f"{document.title} – {document.subtitle}"
    file.core_properties.author = document.city
    file.core_properties.language = LOCALES.get(document.language, "fi-FI")
    mark_language(file.styles["Normal"].element.get_or_add_rPr(), document.language)
    foot = file.sections[0].footer
    last = foot.paragraphs[-1] if foot.paragraphs and not foot.paragraphs[-1].text else foot.add_paragraph()
    last.text = document.foot
    cover(file, document)
    for chapter in document.chapters:
        file.add_heading(chapter.title, 1)
        for block in chapter.blocks:
            add_block(file, block, document)
    kept = BytesIO()
    file.save(kept)
    return kept.getvalue()


def in_own_look(document: Document) -> Any:
    """Return an empty file in the colours of the town's theme."""
    import docx  # noqa: PLC0415 -- slow import
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415 -- slow import

    deep, bright, _pale = palette_of(document.theme)
    file = docx.Document()
    own_page(file)
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for name, size in (("Title", 30), ("Heading 1", 18), ("Heading 2", 13)):
        style = file.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor.from_string(deep.upper())
    for loose in file.styles["List Bullet"].element.get_or_add_pPr().findall(qn("w:contextualSpacing")):
        loose.getparent().remove(loose)
    plain_style(file.styles["Title"])
    plain_style(file.styles["Subtitle"])
    quote = file.styles["Intense Quote"]
    plain_style(quote)
    quote.font.color.rgb = RGBColor.from_string("222222")
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(0.5)
    quote.paragraph_format.space_before, quote.paragraph_format.space_after = Pt(6), Pt(6)
    border(quote.element.get_or_add_pPr(), "w:pBdr", ("left",), bright, 18, 8)
    return file


def in_template(path: str) -> Any:
    """Return the town's template without what stands in it; styles that it lacks are added from the usual ones."""
    import docx  # noqa: PLC0415 -- slow import

    file, usual = docx.Document(path), docx.Document()
    body = file.element.body
    for part in list(body):
        if not part.tag.endswith("}sectPr"):
            body.remove(part)
    known = {style.name for style in file.styles}
    for name in STYLES:
        if name not in known:
            file.styles.element.append(deepcopy(usual.styles[name].element))
    return file


def cover(file: Any, document: Document) -> None:
    """Write the cover: city, title, numbers first, version and seal; the rest begins on a new page."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 -- slow import

    deep, bright, pale = palette_of(document.theme)
    band = file.add_table(1, 1).rows[0].cells[0]
    shade(band, deep)
    lead = band.paragraphs[0]
    lead.paragraph_format.space_before = Pt(150)
    lead.paragraph_format.left_indent = Pt(14)
    run = lead.add_run(document.city)
    run.bold, run.font.size = True, Pt(14)
    for style, words, size in (("Title", document.title, 32), ("Subtitle", document.subtitle, 17)):
        paragraph = band.add_paragraph(style=style)
        paragraph.paragraph_format.left_indent = Pt(14)
        paragraph.paragraph_format.space_after = Pt(30 if style == "Subtitle" else 6)
        paragraph.add_run(words).font.size = Pt(size)
    for paragraph in band.paragraphs:
        for run in paragraph.runs:
            run.font.color.rgb = RGBColor(255, 255, 255)
    file.add_paragraph()
    figures = file.add_table(2, len(document.figures))
    for place, figure in enumerate(document.figures):
        top, below = figures.rows[0].cells[place], figures.rows[1].cells[place]
        number = top.paragraphs[0].add_run(figure.told)
        number.bold, number.font.size = True, Pt(28)
        number.font.color.rgb = RGBColor.from_string(deep.upper())
        below.paragraphs[0].add_run(figure.label)
        shade(top, pale)
        shade(below, pale)
    file.add_paragraph()
    for label, words in document.facts:
        paragraph = file.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(f"{label}: ")
        run.bold = True
        run.font.color.rgb = RGBColor.from_string(bright.upper())
        paragraph.add_run(words)
    file.add_page_break()


def add_block(file: Any, block: Block, document: Document) -> None:
    """Write one line of the summary."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 -- slow import

    if block.head:
        file.add_heading(block.head, 2)
    if block.kind == "sentence":
        add_sentence(file, block, document)
    elif block.kind == "chart":
        add_bars(file, block, document)
    elif block.kind == "quotes":
        for voice in block.voices:
            paragraph = file.add_paragraph(style="Intense Quote")
            paragraph.add_run(f"{voice.role}: ").bold = True
            mark_language(paragraph.add_run(voice.text)._r.get_or_add_rPr(), voice.language)  # noqa: SLF001 -- as above
    elif block.kind == "decisions":
        for verdict in block.verdicts:
            paragraph = file.add_paragraph(style="List Bullet")
            paragraph.paragraph_format.space_after = Pt(8)
            paragraph.paragraph_format.keep_together = True
            mark_language(titled(paragraph, verdict.title), verdict.language or document.language)
            said = paragraph.add_run(f"\n{verdict.outcome} · {verdict.day}")
            said.font.size, said.font.color.rgb = Pt(9.5), RGBColor(82, 82, 82)
            if verdict.reason:
                paragraph.add_run(f"\n{verdict.reason}")
    else:
        words = document.words
        rows = [(step.what, step.who, step.by) for step in block.steps]
        add_table(file, (words["what"], words["who"], words["by"]), rows, document)


def titled(paragraph: Any, words: str) -> Any:
    """Write bold words and return their properties."""
    run = paragraph.add_run(words)
    run.bold = True
    return run._r.get_or_add_rPr()  # noqa: SLF001 -- as above


def add_sentence(file: Any, block: Block, document: Document) -> None:
    """Write a sentence, and below it what it rests on."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 -- slow import

    paragraph = file.add_paragraph()
    mark_language(paragraph.add_run(block.text)._r.get_or_add_rPr(), block.language)  # noqa: SLF001 -- as above
    if block.rests:
        rests = paragraph.add_run(f"\n{document.words['rests']}: {block.rests}")
        rests.font.size, rests.font.color.rgb = Pt(8.5), RGBColor(82, 82, 82)


def add_table(file: Any, head: tuple[str, ...], rows: Sequence[tuple[str, ...]], document: Document) -> Any:
    """Write a table whose first row is its header, repeated on every page."""
    from docx.shared import Cm, RGBColor  # noqa: PLC0415 -- slow import

    deep, _bright, _pale = palette_of(document.theme)
    table = file.add_table(1, len(head))
    table.autofit = False
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        run = cell.paragraphs[0].add_run(words)
        run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
        shade(cell, deep)
    header_row(table)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
            border(cell._tc.get_or_add_tcPr(), "w:tcBorders", ("bottom",), "bfbfbf", 4)  # noqa: SLF001 -- as above
    widths = (8.0, 5.0, 3.2)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        keep_whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    file.add_paragraph()
    return table


def add_bars(file: Any, block: Block, document: Document) -> None:
    """Write a chart as a table: name, a bar of shaded cells, number, share; the description says the same in words."""
    from docx.enum.table import WD_ALIGN_VERTICAL  # noqa: PLC0415 -- slow import
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- slow import
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import
    from docx.shared import Cm, Pt  # noqa: PLC0415 -- slow import

    deep, bright, _pale = palette_of(document.theme)
    words = document.words
    table = file.add_table(1, CELLS + 3)
    table.autofit = False
    widths = [Cm(5.2), *[Cm(6.6 / CELLS)] * CELLS, Cm(2.2), Cm(1.9)]
    for column, column_width in zip(table.columns, widths, strict=True):
        column.width = column_width
    rows = [(words["what"], words["number"], words["share"], 0.0)]
    rows += [(bar.label, bar.told, bar.share, bar.width) for bar in block.bars]
    for place, (label, told, share, width) in enumerate(rows):
        row = table.rows[0] if place == 0 else table.add_row()
        cells = row.cells
        full = max(1, round(width * CELLS)) if width else 0
        for start, end, colour in ((1, full, bright if block.over_time else deep), (full + 1, CELLS, "")):
            if end >= start:
                merged = cells[start].merge(cells[end])
                if colour:
                    shade(merged, colour)
                    border(merged._tc.get_or_add_tcPr(), "w:tcBorders", ("top", "bottom"), "ffffff", 32)  # noqa: SLF001
        for cell, text in ((cells[0], label), (cells[CELLS + 1], told), (cells[CELLS + 2], share)):
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(9.5), place == 0
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            cell.paragraphs[0].paragraph_format.keep_with_next = len(block.bars) <= TOGETHER and place < len(rows) - 1
        keep_whole(row)
        for cell, cell_width in zip(cells, widths, strict=True):
            if cell in (cells[0], cells[-1], cells[-2]):
                cell.width = cell_width
    header_row(table)
    described = OxmlElement("w:tblDescription")
    described.set(qn("w:val"), block.alt)
    table._tbl.tblPr.append(described)  # noqa: SLF001 -- as above
    file.add_paragraph()
