"""A file that many ask for is made once, and anew when anything in it changed."""

from participation.actions.documents import kept_document


def test_a_document_is_made_once_and_anew_when_its_content_changed():
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"file %d" % len(made))
        return made[-1]

    whole, erased = {"quotes": ["Lisää penkkejä", "Kiitos"]}, {"quotes": ["Lisää penkkejä"]}
    assert kept_document("test", whole, make, 60) == kept_document("test", dict(whole), make, 60) == b"file 0"
    assert kept_document("test", erased, make, 60) == b"file 1"
    assert kept_document("another", whole, make, 60) == b"file 2"
