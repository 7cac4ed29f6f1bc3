"""Documents to print: PDF files from templates and data."""

from collections.abc import Mapping
from typing import Any

from participation.gateways.documents import render_pdf


def pdf_document(template: str, data: Mapping[str, Any]) -> bytes:
    """Return a PDF/UA-1 document made of a typst template under templates/ and of data that stays data."""
    return render_pdf(template, data)
