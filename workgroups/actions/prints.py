"""Agendas and minutes as tagged PDF documents, minutes also as a document to write on in."""

from participation.actions.documents import kept_document, pdf_document
from workgroups.gateways.word import render_docx
from workgroups.models import Meeting, Minutes
from workgroups.queries.agenda import agenda_words
from workgroups.queries.minutes import words_for

TEMPLATE = "workgroups/meetings/document.typ"
KEPT = 24 * 3600  # seconds a finished PDF is kept


def print_minutes(minutes: Minutes, language: str) -> bytes:
    """Return published minutes as a tagged PDF; made once a day, and anew when words of a resident were erased."""
    words = words_for(minutes, language)
    return kept_document("minutes", words, lambda: pdf_document(TEMPLATE, words), KEPT)


def write_minutes(minutes: Minutes, language: str) -> bytes:
    """Return published minutes as a DOCX file with real headings, title and language."""
    return render_docx(words_for(minutes, language))


def print_agenda(meeting: Meeting, language: str) -> bytes:
    """Return the agenda as a tagged PDF in the language of the reader."""
    return pdf_document(TEMPLATE, agenda_words(meeting, language.split("-", 1)[0]))
