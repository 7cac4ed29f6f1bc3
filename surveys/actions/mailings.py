"""Printing fresh codes: letters, labels and a list, made in memory and handed out once."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from participation.actions.documents import pdf_document
from surveys.actions.codes import FreshBatch
from surveys.logic.exports import safe_cell
from surveys.models.surveys import Survey
from surveys.queries.codes import mailing_of

PDF, CSV, ZIP = "application/pdf", "text/csv; charset=utf-8", "application/zip"


def letters(survey: Survey, codes: Sequence[str]) -> bytes:
    """Return a letter a page as PDF/UA."""
    return pdf_document("surveys/codes/letters.typ", mailing_of(survey, codes))


def labels(survey: Survey, codes: Sequence[str]) -> bytes:
    """Return sheets of 3 × 8 labels as PDF/UA."""
    return pdf_document("surveys/codes/labels.typ", mailing_of(survey, codes))


def code_list(survey: Survey, codes: Sequence[str]) -> bytes:
    """Return the codes as CSV, for a printing house."""
    address = mailing_of(survey, ())["address"]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["number", "code", "address"])
    writer.writerows([number, safe_cell(code), address] for number, code in enumerate(codes, 1))
    return written.getvalue().encode("utf-8-sig")


KINDS: Mapping[str, tuple[str, str, Callable[[Survey, Sequence[str]], bytes]]] = {
    "letters": ("letters.pdf", PDF, letters),
    "labels": ("labels.pdf", PDF, labels),
    "list": ("codes.csv", CSV, code_list),
}


def print_codes(fresh: FreshBatch, kinds: Sequence[str]) -> tuple[str, str, bytes]:
    """Return file name, type and content of what was asked for: one file, or several in a ZIP file."""
    survey = fresh.batch.survey
    made = [(KINDS[kind][0], KINDS[kind][1], KINDS[kind][2](survey, fresh.codes)) for kind in kinds]
    stem = f"{survey.slug}-{fresh.batch.pk}"
    if len(made) == 1:
        name, content_type, content = made[0]
        return f"{stem}-{name}", content_type, content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, _type, content in made:
            archive.writestr(f"{stem}-{name}", content)
    return f"{stem}.zip", ZIP, packed.getvalue()
