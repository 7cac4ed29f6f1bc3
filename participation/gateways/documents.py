"""Door to typst: PDF documents that a screen reader can read (PDF/UA-1).

A template lies under templates/ and sees the data only as JSON, so that no text of a person can become markup. It may
read nothing outside templates/ and uses the fonts that come with typst: every machine gives the same pages.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from participation.errors import PermanentFailure


def render_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template, e.g. "participation/letter.typ"; raises PermanentFailure where it has a fault."""
    root = Path(settings.BASE_DIR) / "templates"
    try:
        pdf = typst.compile(
            root / template,
            root=root,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise PermanentFailure(f"{template}: {error}", "document_failed") from error
    return bytes(pdf or b"")


def query_pdf(template: str, data: Mapping[str, Any], selector: str) -> list[dict[str, Any]]:
    """Return the values that a template notes under a label while it is set, e.g. the places of boxes."""
    root = Path(settings.BASE_DIR) / "templates"
    try:
        found = typst.query(
            root / template,
            selector,
            field="value",
            root=root,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise PermanentFailure(f"{template}: {error}", "document_failed") from error
    return list(json.loads(found))


def render_picture(template: str, data: Mapping[str, Any], *, dots: int = 144) -> bytes:
    """Return the first page of a template as a PNG picture with so many dots an inch."""
    root = Path(settings.BASE_DIR) / "templates"
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        png = typst.compile(
            root / template, root=root, ignore_system_fonts=True, sys_inputs=inputs, format="png", ppi=float(dots)
        )
    except typst.TypstError as error:
        raise PermanentFailure(f"{template}: {error}", "document_failed") from error
    return bytes(png[0] if isinstance(png, list) else png or b"")
