"""A summary as files: one document, four kinds beside the page, the same numbers in each."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.conf import settings

from participation.actions.documents import kept_document, pdf_document
from participation.gateways.book_files import book_file
from participation.gateways.slide_files import slide_file
from participation.gateways.word_files import word_file
from participation.logic.summary_documents import Document, palette_of

OFFICE = "application/vnd.openxmlformats-officedocument."
KEPT = 3600  # seconds a file for the public is kept


def pdf_file(document: Document) -> bytes:
    """Return the PDF/UA-1 of a summary."""
    data = {**asdict(document), "colours": palette_of(document.theme)}
    return pdf_document("participation/summaries/summary.typ", data)


def word_document(document: Document) -> bytes:
    """Return the DOCX of a summary, in the town's template when one is set."""
    return word_file(document, settings.SUMMARY_TEMPLATE)


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its media type and who makes it."""

    content_type: str
    make: Callable[[Document], bytes]
    name: str


FILES = {
    "pdf": FileKind("application/pdf", pdf_file, "PDF"),
    "docx": FileKind(f"{OFFICE}wordprocessingml.document", word_document, "Word"),
    "xlsx": FileKind(f"{OFFICE}spreadsheetml.sheet", book_file, "Excel"),
    "pptx": FileKind(f"{OFFICE}presentationml.presentation", slide_file, "PowerPoint"),
}


def summary_file(document: Document, kind: str) -> bytes:
    """Return a summary as a file of one kind."""
    return FILES[kind].make(document)


def kept_file(document: Document, kind: str) -> bytes:
    """Return a file for the public; made once an hour, and anew as soon as anything in the summary was erased."""
    return kept_document(f"summary.{kind}", asdict(document), lambda: summary_file(document, kind), KEPT)
