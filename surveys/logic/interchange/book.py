"""The sheets of a form as an XLSX file in which every cell is text: no formula, no link."""

from __future__ import annotations

import io

import xlsxwriter

from surveys.logic.interchange.writing import Cells, Sheets, headings

SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "calculation",
    "appearance",
    "parameters",
)
CHOICES = ("list_name", "name")
SETTINGS = ("form_title", "form_id", "default_language", "style")
WIDTHS = {"type": 26, "name": 24, "list_name": 20, "relevant": 40, "constraint": 30}


def book_of(sheets: Sheets) -> bytes:
    """Return the file."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows, first in (
        ("survey", sheets.survey, SURVEY),
        ("choices", sheets.choices, CHOICES),
        ("settings", [sheets.settings], SETTINGS),
    ):
        fill(book.add_worksheet(name), rows, list(headings(rows, first)) or list(first), bold, wrapped)
    book.close()
    return target.getvalue()


def fill(sheet: object, rows: list[Cells], columns: list[str], bold: object, wrapped: object) -> None:
    """Write one sheet: headings that stay in sight, then the rows."""
    sheet.freeze_panes(1, 2)  # type: ignore[attr-defined]  # XlsxWriter has no types
    for n, column in enumerate(columns):
        width = WIDTHS.get(column, 44 if "::" in column else 18)
        sheet.set_column(n, n, width)  # type: ignore[attr-defined]
        sheet.write_string(0, n, column, bold)  # type: ignore[attr-defined]
        for line, row in enumerate(rows, 1):
            if row.get(column):
                sheet.write_string(line, n, row[column], wrapped)  # type: ignore[attr-defined]
