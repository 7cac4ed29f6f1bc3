"""Door to Excel: the tables of a summary as a workbook, one sheet a table, each with its chart; texts on the first sheets."""

import re
from io import BytesIO
from typing import Any

from participation.logic.summary_documents import Block, Document, palette_of

LONGEST_NAME = 31  # letters that Excel lets a sheet's name have


def book_file(document: Document) -> bytes:
    """Return the XLSX of a summary."""
    import xlsxwriter  # noqa: PLC0415 -- slow import

    kept = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(kept, options)
    book.set_properties({"title": f"{document.title} – {document.subtitle}", "author": document.city})
    deep, _bright, pale = palette_of(document.theme)
    looks = {
        "title": book.add_format({"bold": True, "font_size": 20, "font_color": f"#{deep}"}),
        "head": book.add_format({"bold": True, "bg_color": f"#{deep}", "font_color": "#ffffff"}),
        "figure": book.add_format({"bold": True, "font_size": 16, "bg_color": f"#{pale}", "align": "left"}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True, "valign": "top", "text_wrap": True}),
    }
    names: set[str] = set()
    first_sheet(book, document, looks, names)
    for chapter in document.chapters:
        for block in chapter.blocks:
            if block.kind == "chart":
                table_sheet(book, document, block, looks, names)
    book.close()
    return kept.getvalue()


def plain(words: str) -> str:
    """Return words that the library takes for words: what looks like a formula or a cell of a sheet would be one."""
    return re.sub(r"^=|!(?=[$A-Z])", lambda found: " =" if found[0] == "=" else "! ", words)


def sheet_name(words: str, names: set[str]) -> str:
    """Return a name that Excel takes, used once."""
    bare = re.sub(r"[\[\]:*?!/\\']", " ", words).strip()[:LONGEST_NAME] or "-"
    name, number = bare, 2
    while name.casefold() in names:
        tail = f" {number}"
        name, number = bare[: LONGEST_NAME - len(tail)] + tail, number + 1
    names.add(name.casefold())
    return name


def first_sheet(book: Any, document: Document, looks: dict[str, Any], names: set[str]) -> None:
    """Write the cover and every sentence, quote, decision and step, one a row."""
    sheet = book.add_worksheet(sheet_name(document.words["contents"], names))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, 34)
    sheet.write(0, 0, document.title, looks["title"])
    sheet.write(1, 0, document.subtitle)
    sheet.write(2, 0, document.city)
    row = 4
    for figure in document.figures:
        sheet.write(row, 0, figure.label, looks["bold"])
        sheet.write(row, 1, figure.told, looks["figure"])
        row += 1
    for label, words in document.facts:
        sheet.write(row, 0, label, looks["bold"])
        sheet.write(row, 1, words)
        row += 1
    row += 1
    for place, words in enumerate((document.words["section"], document.words["what"], document.words["rests"])):
        sheet.write(row, place, words, looks["head"])
    sheet.freeze_panes(row + 1, 0)
    for chapter in document.chapters:
        for block in chapter.blocks:
            for words, rests in texts_of(block):
                row += 1
                sheet.write(row, 0, chapter.title, looks["bold"])
                sheet.write(row, 1, words, looks["words"])
                sheet.write(row, 2, rests, looks["words"])


def texts_of(block: Block) -> list[tuple[str, str]]:
    """Return the words of a block with what they rest on; charts have sheets of their own."""
    if block.kind == "sentence":
        return [(block.text, block.rests)]
    if block.kind == "quotes":
        return [(f"{voice.role}: {voice.text}", block.text) for voice in block.voices]
    if block.kind == "decisions":
        return [(f"{one.outcome} ({one.day}): {one.title}\n{one.reason}".strip(), block.text) for one in block.verdicts]
    return [(f"{one.what} – {one.who}", one.by) for one in block.steps]


def table_sheet(book: Any, document: Document, block: Block, looks: dict[str, Any], names: set[str]) -> None:
    """Write a table with its chart."""
    name = sheet_name(block.text, names)
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 2, 14)
    sheet.write(0, 0, block.text, looks["title"])
    head = (document.words["what"], document.words["number"], document.words["share"])
    for place, words in enumerate(head):
        sheet.write(2, place, words, looks["head"])
    for row, bar in enumerate(block.bars, 3):
        sheet.write(row, 0, bar.label)
        if bar.n is None:
            sheet.write(row, 1, bar.told)
        else:
            sheet.write_number(row, 1, bar.n)
        sheet.write(row, 2, bar.share)
    last = 2 + len(block.bars)
    chart = book.add_chart({"type": "column" if block.over_time else "bar"})
    deep, bright, _pale = palette_of(document.theme)
    fill = {"color": f"#{bright if block.over_time else deep}"}
    chart.add_series(
        {
            "name": plain(document.words["number"]), "categories": [name, 3, 0, last, 0], "values": [name, 3, 1, last, 1],
            "fill": fill, "gap": 45, "data_labels": {"value": True},
        }
    )  # fmt: skip
    chart.set_title({"name": plain(block.text)})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": not block.over_time, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 720, "height": 120 + 26 * max(6, len(block.bars))})
    sheet.insert_chart(2, 4, chart, {"description": block.alt})
    sheet.freeze_panes(3, 0)
