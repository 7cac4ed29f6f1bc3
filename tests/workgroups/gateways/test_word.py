"""Minutes as a document: headings, title and language are real."""

import io

from docx import Document

from workgroups.gateways.word import render_docx

WORDS = {
    "language": "fi",
    "title": "Muistio 1",
    "subtitle": "2.1 Palveluverkko",
    "facts": [["Paikka", "Kaupungintalo"]],
    "lead": "Kokous käsitteli 1 asian.",
    "notes_title": "Keskustelu",
    "notes": [{"text": "Puhuttiin.", "language": "fi", "kind": "plain"}],
    "sections": [
        {"title": "Bänkar", "language": "sv", "paragraphs": [{"text": "Päätös.", "language": "fi", "kind": "decision"}]}
    ],
    "foot": "Kaupunkistrategia",
}


def test_headings_title_and_language_are_real():
    document = Document(io.BytesIO(render_docx(WORDS)))

    headings = [
        (one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith(("Head", "Title"))
    ]
    assert headings == [("Title", "Muistio 1"), ("Heading 1", "Keskustelu"), ("Heading 1", "1. Bänkar")]
    assert (document.core_properties.title, document.core_properties.language) == ("Muistio 1", "fi-FI")
    assert 'w:val="sv-FI"' in document.element.xml
    assert 'w:val="en-US"' not in document.styles.element.xml
