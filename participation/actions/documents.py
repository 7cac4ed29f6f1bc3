"""Documents to print: PDF files from templates and data."""

from collections.abc import Mapping
from typing import Any

from participation.gateways.documents import query_pdf, render_pdf, render_picture


def pdf_document(template: str, data: Mapping[str, Any]) -> bytes:
    """Return a PDF/UA-1 document made of a typst template under templates/ and of data that stays data."""
    return render_pdf(template, data)


def noted_in_document(template: str, data: Mapping[str, Any], label: str) -> list[dict[str, Any]]:
    """Return what a template notes about itself under a label, e.g. the places of boxes; data stays data."""
    return query_pdf(template, data, f"<{label}>")


def picture_document(template: str, data: Mapping[str, Any]) -> bytes:
    """Return a PNG picture made of a typst template, two dots a point."""
    return render_picture(template, data)
