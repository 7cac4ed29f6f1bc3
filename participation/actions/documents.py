"""Documents to print: PDF files from templates and data, kept for a while for those who read the same."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache

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


def kept_document(name: str, content: Mapping[str, Any], make: Callable[[], bytes], seconds: int) -> bytes:
    """Return a file made of content: once within some seconds, and anew as soon as anything in the content changed.

    What was erased is thus gone from the file too.
    """
    told = json.dumps(content, sort_keys=True, default=str)
    key = f"document.{name}.{hashlib.sha256(told.encode()).hexdigest()}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = make()
        cache.set(key, kept, seconds)
    return kept
