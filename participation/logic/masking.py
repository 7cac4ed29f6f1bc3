"""Personal data in free text: found by pattern and checksum, replaced by marks such as [nimi] before words are quoted."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from participation.logic.language import is_part

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
    Aada Aapo Aatos Adam Adele Ahmed Ahti Aija Aila Aimo Aino Airi Aki Aku Alberto Albin Aleksi Alexander Alexandra
    Alfred Ali Alina Alisa Alma Amanda Amina Amir Amira Anastasia Anatoli Anders Andreas Andrei Anette Anh Anita
    Anja Anna Anne Annele Anneli Anni Annika Annikki Annukka Anssi Antero Anton Antonia Antti Anu Ari Arja Arto Arvi
    Arvid Arvo Asko Asmo Asta Astrid Atte August Aukusti Auli Aune Auvo Axel Bengt Benjamin Bertel Birgitta Bjarne
    Björn Bo Boris Camilla Carina Carita Carl Caroline Catharina Cecilia Charlotta Christa Christer Christian
    Christina Christoffer Clara Dan Daniel David Dennis Diana Dmitri Ebba Edith Edvard Edvin Eeli Eemeli Eemil Eerik
    Eerika Eerikki Eero Eetu Eeva Eevi Eija Eila Einar Einari Eino Elena Elia Elias Elin Elina Elisa Elisabet
    Elisabeth Ella Ellen Elli Ellinoora Elma Elmeri Elsa Elsi Elvi Emil Emilia Emilie Emma Emmi Enni Ensio Enzo Erik
    Erja Erkka Erkki Esa Esko Essi Esteri Eugen Eva Eveliina Evert Fanni Farah Fatima Felix Filip Filippa Frans
    Fredrik Frida Gabriel Gabriella Georg Greta Gun Gunilla Gunnar Gunnel Gunvor Gustav Göran Göte Hamza Hanna Hanne
    Hannele Hannu Hans Harald Harri Harriet Hasan Hassan Heidi Heikki Heini Heino Helena Helga Helge Heli Helmer
    Helmi Helvi Henna Henri Henrik Herman Hertta Hilda Hilja Hilkka Hilma Hugo Hussein Ibrahim Ida Igor Iida Iina
    Iiris Iiro Iivari Ilari Ilja Ilkka Ilmari Ilona Ilpo Immi Inga Inger Ingmar Ingrid Inka Irene Irina Iris Irja
    Irma Isa Isabella Ismo Isto Ivan Jaakko Jaakob Jaana Jakob Jalmari James Jan Janette Jani Janina Janne Jari
    Jarkka Jarkko Jarmo Jarno Jasmin Jean Jenna Jenni Jenny Jens Jere Jeremias Jesse Jessica Jimi Joakim Joel Johan
    Johanna John Jonas Jonathan Joni Jonna Jooa Joona Joonas Joose Jorma Josef Josefin Josefina Jouko Jouni Juha
    Juhana Juhani Juho Jukka Julia Juni Jussi Juuso Jyri Jyrki Jörgen Kaapo Kaarina Kaarlo Kai Kaija Kaisa Kaisu Kaj
    Kalervo Kalevi Kalle Kanerva Kari Karin Karl Karoliina Karolina Kasper Katariina Katarina Kati Katja Katri
    Katriina Kauko Keijo Kenneth Kerstin Kerttu Kiia Kim Kimmo Kirill Kirsi Kirsikka Kirsti Klaus Konsta Kosti
    Krista Krister Kristian Kristiina Kristina Kullervo Kustaa Kyllikki Kyösti Lahja Laila Lari Lars Lasse Lassi
    Laura Lauri Lea Leena Leevi Leif Lempi Lena Lennart Lenni Leo Leonard Liina Liisa Lilja Lilli Linda Linnea Linus
    Lisa Lise Lotta Lotte Loviisa Lovisa Ludvig Luka Lukas Luukas Lyyli Maaria Maarit Magnus Maija Maiju Maikki
    Maire Maj Maja Maksim Malin Manne Manu Marcus Margareta Margaretha Margit Mari Maria Mariam Marianne Mariia
    Marika Marina Marita Maritta Marja Marjaana Marjaleena Marjatta Marjo Marjukka Marjut Marketta Markku Marko
    Markus Marlene Martin Martina Martta Martti Mathias Mathilda Matias Matilda Mats Matti Mattias Mauri Max
    Maximilian Mea Meeri Melissa Meri Merika Merja Mervi Mette Mia Michael Michaela Mihail Miia Miisa Mika Mikael
    Mikaela Mikko Miko Milja Milka Milla Milo Mimosa Minea Minna Minttu Mira Mirja Mirjam Miro Misa Mohamed Mohammed
    Monica Monika Moona Muhammad Muhammed Mustafa Natalia Natalie Nea Neea Nelli Nette Nguyen Nico Nicole Niilo
    Niina Niki Niklas Niko Nikolai Nils Nina Noa Noel Nooa Noomi Noora Nora Oiva Okko Ola Olav Olavi Oleg Olga
    Oliver Olivia Olli Olof Onerva Onni Oona Orvo Orvokki Oscar Oskar Oskari Osmo Ossi Otso Otto Outi Paavali Paavo
    Patrick Patrik Paul Paula Pauli Pauliina Peetu Peik Pekka Pekko Pentti Peppi Per Pernilla Pertti Peter Petra
    Petri Petteri Pia Pihla Piia Pinja Pirita Pirjo Pirkko Pontus Päivi Päiviö Quang Rabbe Raija Raimo Rainer Raisa
    Ralf Rami Ramona Rasmus Rauha Rauni Rauno Rebecka Reetta Reetu Reijo Reima Reino Riikka Riina Riitta Risto Rita
    Ritva Robert Robin Roger Rolf Ronald Roni Ronja Roope Roosa Rosa Rune Ruut Saana Saara Sabina Saga Said Saija
    Saimi Sakari Salla Salli Salme Sami Samu Samuel Samuli Sandra Sanelma Sanja Sanna Sanni Santeri Santtu Sara Sari
    Saskia Sasu Satu Seija Selja Selma Senja Seppo Sergei Severi Signe Siina Siiri Silja Silva Simo Simon Sini
    Sinikka Sinna Siri Sirkka Sirkku Sirpa Siru Sisko Sofia Solveig Sonja Sophie Stefan Stella Sten Stig Sture
    Susanna Suvi Svante Sven Svetlana Sylvi Sylvia Taavetti Taavi Taimi Taina Taisto Taneli Tanja Tapani Tapio Tarja
    Tarmo Taru Tatjana Tatu Tauno Teemu Teija Tellervo Teo Teppo Terhi Tero Terttu Tessa Thanh Theo Therese Thomas
    Thuy Tiia Tiina Tilda Timo Tino Toini Toivo Tomas Tommi Toni Topi Topias Torsten Tove Tuija Tuire Tuomas Tuomo
    Tuukka Tuula Tuuli Tuulikki Tuure Tytti Tyyne Tyyni Ulf Ulla Ulrik Ulrika Unto Uolevi Urho Urpo Ursula Usko Uuno
    Valdemar Valtteri Vanessa Vappu Veera Veijo Veikka Veikko Venla Vera Verna Verner Verneri Vesa Vieno Viivi
    Viktor Viktoria Vilhelm Vilhelmiina Vilho Vilja Viljami Viljo Ville Vilma Viola Virpi Vladimir Väinö Waltteri
    Werner Wilhelm Wille William Wilma Yasmin Yrjänä Yrjö Yuri Yusuf Zahra Ådel Åke Åsa Örjan Östen
    """.split()  # noqa: SIM905 -- a list of hundreds of names reads better as a paragraph
)
GAP = r"[^\S\r\n\v\f\x85\u2028\u2029]"  # what parts words of one line: a heading and the text under it are two
CAPITAL = r"[A-ZÅÄÖ][a-zåäöéüšž]+(?:-[A-ZÅÄÖ][a-zåäöéüšž]+)?"
FAMILY_NAME = re.compile(r"(?:[aeiouyäö]nen|[aeiouyäö]s(?:en|elle|ella|ellä|elta|eltä|esta|estä|een|ta|tä))$")
AFTER_NAMED_PLACE = re.compile(
    GAP + r"+(?:katu|kadu|tie|puisto|aukio|tori|kuja|polku|koulu|silta|raitti|gata|väg|park|skola)"
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
            if not is_one(match):
                continue
            if kind == "name" and taken and taken[-1].kind == kind and start < taken[-1].end:
                taken[-1] = Mark(kind, taken[-1].start, end)  # three words: two first names and a family name
            elif not any(start < mark.end and mark.start < end for mark in taken):
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
    """Tell whether two capitalised words are a person: a known first name, or a family name that is no other word.

    No street, park or school named after a person counts.
    """
    first, last = match.group(1).split()
    if AFTER_NAMED_PLACE.match(match.string, match.end(1)):
        return False
    if first.split("-")[0] in FIRST_NAMES:
        return True
    return bool(FAMILY_NAME.search(last)) and not any(is_part(word.lower(), "fi") for word in (first, last))


Check = Callable[[re.Match[str]], bool]
# Lengths are bounded: a pattern that may begin at every letter and run to the end takes the square of the length.
RULES: tuple[tuple[str, re.Pattern[str], Check], ...] = (
    (
        "email",
        re.compile(r"[\w.+%-]{1,100}+(?:@|\(at\)| at (?=[\w-]++\.))[\w-]++(?:\.[\w-]++)++", re.IGNORECASE),
        lambda _m: True,
    ),
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
            r"(?<![\w.,/+-])(?:(?:\+|00(?:358|4[4-9]|372))(?:[ \-()]{0,2}\d){6,14}|\(?0[1-9](?:[ \-()]{0,2}\d){5,9})"
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
            r"\b[a-zåäö-]{2,60}(?:katu|kadu\w{0,4}|tie\w{0,4}|kuja\w{0,4}|polku|polu\w{1,4}|väylä\w{0,4}|kaari|kaare\w{1,4}|"
            r"raitti|raiti\w{1,4}|gatan|vägen|gränden|stigen)" + GAP + r"++"
            r"(\d{1,3}(?:-\d{1,3})?(?:\s?[a-zåäö]\b)?(?:\s(?:as\.?\s?)?\d{1,3}\b)?)(?![\d\w]|[.,]\d|-\w| ?(?:€|euro|%|k?m\b|metri|\d{3}))",
            re.IGNORECASE,
        ),
        is_house,
    ),
    (
        "name",
        re.compile(rf"\b(?=({CAPITAL}{GAP}{CAPITAL})\b)"),
        is_name,
    ),
)
