"""Personal data in free text: found by pattern and checksum, replaced by marks such as [nimi] before words are quoted."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MARKS = {
    "person_code": {"fi": "henkilötunnus", "sv": "personbeteckning", "en": "personal identity code"},
    "phone": {"fi": "puhelinnumero", "sv": "telefonnummer", "en": "phone number"},
    "email": {"fi": "sähköposti", "sv": "e-post", "en": "e-mail"},
    "link": {"fi": "linkki", "sv": "länk", "en": "link"},
    "account": {"fi": "tilinumero", "sv": "kontonummer", "en": "account number"},
    "business": {"fi": "Y-tunnus", "sv": "FO-nummer", "en": "business ID"},
    "plate": {"fi": "rekisteritunnus", "sv": "registernummer", "en": "number plate"},
    "house": {"fi": "osoitenumero", "sv": "husnummer", "en": "house number"},
    "name": {"fi": "nimi", "sv": "namn", "en": "name"},
}
CHECK_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
POSTAL_CODES = re.compile(r"0\d{4}(?:[ ,]+0\d{4})*")
NUMBERED_DATE = re.compile(r"\d{1,2}-\d{1,2}-\d{4}")
NO_PLATES = frozenset({"EU", "YK", "EN", "ISO", "SFS", "KV", "LED", "WC"})
ROADS = ("valta", "kanta", "maan", "seutu", "yhdys", "kehä", "moottori", "riks", "stam", "lands")

FIRST_NAMES = frozenset(
    """
    Aino Aila Airi Aleksi Anders Andreas Anette Anita Anja Anna Anne Anneli Anni Annika Annikki Antero Antti Anu
    Ari Arja Arto Asta Axel Birgitta Bo Camilla Carina Carl Christer Christina Daniel Eero Eeva Eija Eila Eino Elina
    Elisa Ella Elli Emilia Emma Erik Erkki Esa Esko Eva Eveliina Fredrik Gun Gunilla Gustav Hanna Hannele Hannu Hans Harri
    Heidi Heikki Helena Heli Henna Henri Henrik Hilkka Iida Ilkka Inga Inger Inka Irja Irma Isabella Jaakko Jaana Jan
    Jani Janne Jari Jarkko Jarmo Jenna Jenni Jessica Joakim Johan Johanna John Joni Joonas Jorma Jouko Jouni Juha Juhani
    Juho Jukka Julia Jussi Jyrki Kaarina Kai Kaija Kaisa Kalevi Kalle Karin Kari Kati Katja Katri Kauko Kerttu Kimmo
    Kirsi Kirsti Krister Kristiina Kyllikki Laila Lars Lasse Laura Lauri Lea Leena Leif Lena Lennart Liisa Linda Linnea
    Lotta Magnus Maija Maj Malin Margareta Margit Mari Maria Marianne Mari Maritta Marja Marjatta Marjo Marjut Markku
    Marko Markus Martti Mats Matti Mauri Mervi Merja Mia Michael Miia Mika Mikael Mikko Milla Minna Mira Mirja Mirjam
    Monica Nea Niina Niklas Niko Nina Noora Olavi Olli Olof Oskar Ossi Otto Outi Paavo Paula Pauli Peter Petra Petri Petteri
    Pekka Per Pentti Pertti Pia Pirjo Pirkko Päivi Raija Raimo Raisa Rami Reijo Reino Riikka Riitta Risto Ritva
    Robert Roger Roope Saara Saija Sakari Salla Sami Samuel Samuli Sanna Sanni Sara Sari Satu Seija Seppo Siiri
    Simo Sini Sinikka Sirkka Sirpa Sofia Stefan Stig Sture Susanna Suvi Suvi Taina Tanja Tapani Tapio Tarja Tarmo Taru
    Teemu Teija Tero Terhi Terttu Thomas Tiia Tiina Timo Toni Tomas Tommi Topi Tuija Tuomas Tuomo Tuula Tuulikki Ulla
    Ulf Urpo Vappu Veera Veijo Veikko Vesa Viljami Ville Virpi Yrjö Åke Åsa Östen
    """.split()  # noqa: SIM905 -- a list of two hundred names reads better as a paragraph
)
AFTER_NAMED_PLACE = re.compile(
    r"\s+(?:katu|kadu|tie|puisto|aukio|tori|kuja|polku|koulu|silta|raitti|gata|väg|park|skola)"
)


@dataclass(frozen=True)
class Mark:
    """One stretch of the original text that was hidden, and what it was."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Masked:
    """A text with its personal data hidden, and what was hidden where in the original."""

    text: str
    marks: tuple[Mark, ...]


def mask(text: str, language: str = "fi") -> Masked:
    """Hide personal data behind marks in the text's language; what has the form of it but is not stays readable."""
    taken: list[Mark] = []
    for kind, pattern, is_one in RULES:
        for match in pattern.finditer(text):
            start, end = match.span(1) if pattern.groups else match.span()
            if is_one(match) and not any(start < mark.end and mark.start < end for mark in taken):
                taken.append(Mark(kind, start, end))
    taken.sort(key=lambda mark: mark.start)
    return Masked("".join(pieces(text, taken, language)), tuple(taken))


def pieces(text: str, marks: list[Mark], language: str) -> Iterator[str]:
    """Yield the readable stretches and the marks between them."""
    position = 0
    for mark in marks:
        words = MARKS[mark.kind]
        yield text[position : mark.start]
        yield f"[{words.get(language.split('-', maxsplit=1)[0], words['fi'])}]"
        position = mark.end
    yield text[position:]


def is_person_code(code: str) -> bool:
    """Tell whether this is a Finnish personal identity code: a real day, any separator since 2023, check letter mod 31."""
    code = re.sub(r"\s", "", code).upper()
    if not re.fullmatch(r"\d{6}[-+A-FYXWVU]\d{3}[0-9A-Y]", code):
        return False
    try:
        datetime.date(CENTURIES[code[6]] + int(code[4:6]), int(code[2:4]), int(code[:2]))
    except ValueError:
        return False
    return CHECK_LETTERS[int(code[:6] + code[7:10]) % 31] == code[10]


def is_account(number: str) -> bool:
    """Tell whether this is an IBAN: its digits, country last, leave 1 when divided by 97."""
    number = re.sub(r"\s", "", number).upper()
    turned = number[4:] + number[:4]
    return 15 <= len(number) <= 34 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def is_business(number: str) -> bool:
    """Tell whether this is a Finnish business ID: weights 7 9 10 5 8 4 2, modulo 11."""
    rest = sum(int(digit) * weight for digit, weight in zip(number[:7], (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return rest != 1 and number[8] == str((11 - rest) % 11)


def is_phone(written: str) -> bool:
    """Tell whether this is a phone number rather than a date or a row of postal codes."""
    digits = re.sub(r"\D", "", written)
    if POSTAL_CODES.fullmatch(written) or NUMBERED_DATE.fullmatch(written):
        return False
    return 9 <= len(digits) <= 15 if written.startswith(("+", "00")) else 7 <= len(digits) <= 11


def is_house(match: re.Match[str]) -> bool:
    """Tell whether the number after a street is a house: numbered roads and sums of money are not."""
    return not match.group(0).lower().startswith(ROADS)


def is_name(match: re.Match[str]) -> bool:
    """Tell whether two capitalised words are a person: a known first name, and no street or park named after one."""
    first = match.group(0).split()[0]
    return first.split("-")[0] in FIRST_NAMES and not AFTER_NAMED_PLACE.match(match.string, match.end())


Check = Callable[[re.Match[str]], bool]
RULES: tuple[tuple[str, re.Pattern[str], Check], ...] = (
    ("email", re.compile(r"[\w.+%-]+(?:@|\(at\)| at (?=[\w-]+\.))[\w-]+(?:\.[\w-]+)+"), lambda _m: True),
    ("link", re.compile(r"(?:https?://|www\.)[^\s<>\"']*[^\s<>\"'.,;:!?)\]]", re.IGNORECASE), lambda _m: True),
    (
        "account",
        re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE),
        lambda m: is_account(m.group(0)),
    ),
    (
        "person_code",
        re.compile(r"(?<!\w)\d{6} ?[-+A-FYXWVUa-fyxwvu] ?\d{3} ?[0-9A-Ya-y](?!\w)"),
        lambda m: is_person_code(m.group(0)),
    ),
    ("business", re.compile(r"(?<![\w-])\d{7}-\d(?![\w-])"), lambda m: is_business(m.group(0))),
    (
        "phone",
        re.compile(
            r"(?<![\w.,/+-])(?:(?:\+|00(?:358|4[4-9]|372))(?:[ \-()]{0,2}\d){6,14}|0[1-9](?:[ \-()]{0,2}\d){5,9})"
            r"(?![\d\w]|[.,]\d| ?(?:€|euro|%))"
        ),
        lambda m: is_phone(m.group(0)),
    ),
    (
        "plate",
        re.compile(r"(?<![\w-])[A-ZÅÄÖ]{2,3}-\d{1,3}(?![\w-])"),
        lambda m: m.group(0).split("-")[0] not in NO_PLATES,
    ),
    (
        "house",
        re.compile(
            r"\b[a-zåäö-]{2,}(?:katu|kadu\w{0,4}|tie\w{0,4}|kuja\w{0,4}|polku|polu\w{1,4}|väylä\w{0,4}|kaari|kaare\w{1,4}|"
            r"raitti|raiti\w{1,4}|gatan|vägen|gränden|stigen)\s+"
            r"(\d{1,3}(?:-\d{1,3})?(?:\s?[a-zåäö]\b)?(?:\s(?:as\.?\s?)?\d{1,3}\b)?)(?![\d\w]|[.,]\d|-\w| ?(?:€|euro|%|k?m\b|metri|\d{3}))",
            re.IGNORECASE,
        ),
        is_house,
    ),
    (
        "name",
        re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?\s[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?\b"),
        is_name,
    ),
)
