"""A coded question in the demo: two readers, four codes, suggested themes; the readers do not always agree."""

from config.demo.town import Town
from participation.logic.language import find_keyword
from surveys.actions.coding import add_code, read_answer, suggest_codes
from surveys.models import CodeBook, Survey
from surveys.queries.coding import answers_of

QUESTION = "tarkeinta"
CODES = {
    "Liikkuminen": ["bussi", "tie", "pyörä", "juna"],
    "Luonto ja ranta": ["luonto", "ranta", "puisto", "metsä"],
    "Palvelut lähellä": ["kirjasto", "palvelu", "neuvola", "terveys"],
    "Yhdessä": ["yhdessä", "tapahtuma", "harrastus", "nuori"],
}
READ = 60
EVERY = 5  # of the answers with a code, the second reader leaves one out


def load_coding(survey: Survey, town: Town) -> CodeBook:
    """Make the code book, let two people read the first answers, and look for themes."""
    second = town.people["admin@example.org"]
    for label, words in CODES.items():
        book = add_code(survey, QUESTION, label, words, by=town.coordinator)
    unique = {answer.address: answer for answer in answers_of(survey, QUESTION) if answer.language == "fi"}
    coded = 0
    for answer in sorted(unique.values(), key=lambda answer: answer.text)[:READ]:
        given = [
            code["key"] for code in book.codes if find_keyword(code["words"], answer.text, answer.language) is not None
        ]
        coded += bool(given)
        read_answer(book, answer.address, given, by=town.coordinator)
        read_answer(book, answer.address, given[1:] if coded % EVERY == 0 else given, by=second)
    suggest_codes(book)
    return book
