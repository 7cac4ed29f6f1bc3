"""Every text in every language: complete, unbroken, and in the words that were agreed."""

import re
from collections.abc import Iterator

import polib
import pytest

from tools.messages import LANGUAGES, catalogue, problems, wrong_in

NEVER = {
    "fi": (
        r"\bprojekti",  # osallistumisprosessi, or its own name
        r"\bkäyttäjä",  # asukas
        r"\bkansalai(nen|s(?!opisto|toiminta))",  # asukas
        r"virheellinen",  # an error says what to do
        r"pahoittelemme|anteeksi",
        r"\bpöytäkirja(?!n pykälä)",  # muistio
        r"\btyöryhmitty|\btiimi",  # työryhmä
        r"\blähetä lomake",  # lähetä vastaus
        r"\bselkosuom",  # selkokieli
        r"\bkunnan\b|\bkunta\b",  # kaupunki, as in the name of the service
    ),
    "sv": (
        r"\bprojekt",
        r"\banvändare",  # invånare
        r"\bmedborgare",
        r"felaktig",
        r"tyvärr|ursäkta",
        r"\bpersonuppgiftsbeskrivning",  # dataskyddsbeskrivning
        r"\bkommunens?\b",  # staden
        r"\bkiosk",  # svarsställe
    ),
}
NEVER["fi_Easy"] = NEVER["fi"]
LONGEST_EASY = 10  # words in a sentence of plain Finnish
TERMS = {
    "working group": ("työryhmä", "arbetsgrupp"),
    "survey": ("kysely", "enkät"),
    "receipt": ("kuitti", "kvitto"),
    "receipt code": ("kuittikoodi", "kvittokod"),
    "phase": ("vaihe", "skede"),
    "decision": ("päätös", "beslut"),
    "summary": ("yhteenveto", "sammandrag"),
    "kiosk": ("vastauspiste", "svarsställe"),
    "objective": ("tavoite", "mål"),
    "goal": ("päämäärä", "målsättning"),
    "measure": ("toimenpide", "åtgärd"),
    "batch": ("erä", "parti"),
    "already done": ("on jo tehty", "redan gjort"),
    "not adopted": ("ei oteta mukaan", "tas inte med"),
    "partly adopted": ("otetaan osittain", "tas delvis med"),
    "fewer than 5 answers – not shown": ("alle 5 vastausta – ei näytetä", "färre än 5 svar – visas inte"),
    "Privacy notice": ("Tietosuojaseloste", "Dataskyddsbeskrivning"),
    "Accessibility statement": ("Saavutettavuusseloste", "Tillgänglighetsutlåtande"),
}


def said(language: str) -> Iterator[tuple[str, str]]:
    for entry in catalogue(language):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            if text:
                yield entry.msgid, text


def test_every_text_is_translated_and_unbroken():
    assert not problems()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_are_never_used(language):
    found = [
        f"{language}: {text!r} has {match.group()!r}"
        for _msgid, text in said(language)
        for pattern in NEVER[language]
        if (match := re.search(pattern, text, re.IGNORECASE))
    ]
    assert not found


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_shouted_at(language):
    assert not [text for _msgid, text in said(language) if "!" in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_percent_signs_keep_to_their_numbers(language):
    assert not [text for _msgid, text in said(language) if re.search(r"[\d)] ?%%?(?![\w(])", text)]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_terms_of_the_glossary(language):
    words = dict(said(language))
    place = ("fi", "sv").index(language)
    assert {term: words.get(term) for term in TERMS} == {term: both[place] for term, both in TERMS.items()}


@pytest.mark.parametrize(
    ("language", "word"), [("fi", r"työryhm|alatyöryhm"), ("sv", r"arbetsgrupp|undergrupp"), ("fi_Easy", r"työryhm")]
)
def test_working_groups_have_one_name(language, word):
    others = [
        text
        for msgid, text in said(language)
        if re.search(r"\bworking groups? %\(", msgid) and not re.search(word, text, re.IGNORECASE)
    ]
    assert not others


def test_plain_finnish_has_short_sentences():
    sentences = [one for _msgid, text in said("fi_Easy") for one in re.split(r"(?<=[.?:])\s", text)]
    assert not [one for one in sentences if len(one.split()) > LONGEST_EASY]


def test_plain_finnish_is_no_copy():
    finnish = {(msgid, text) for msgid, text in said("fi") if len(text.split()) > 12}
    assert not [text for msgid, text in said("fi_Easy") if (msgid, text) in finnish]


@pytest.mark.parametrize(
    ("english", "finnish"),
    [
        ("Hello %(name)s", "Hei"),
        ("Hello", "Hei %(name)s"),
        ("{n} left", "jäljellä"),
        ("Line\n", "Rivi"),
    ],
)
def test_broken_translations_are_seen(english, finnish):
    assert wrong_in(polib.POEntry(msgid=english, msgstr=finnish))


def test_a_missing_plural_form_is_seen():
    entry = polib.POEntry(msgid="%(n)s answer", msgid_plural="%(n)s answers", msgstr_plural={0: "%(n)s vastaus", 1: ""})
    assert wrong_in(entry)


def test_one_may_be_said_without_its_number():
    entry = polib.POEntry(
        msgid="One thing", msgid_plural="%(n)s things", msgstr_plural={0: "Yksi kohta", 1: "%(n)s kohtaa"}
    )
    assert not wrong_in(entry)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_day_ends_no_sentence(language):
    """A short day ends in a full stop of its own: "7.12."; messages write it with its year, which does not."""
    shown = re.compile(r"%\((day|due|on)\)s\.")
    with_year = {"The oldest came on %(day)s.", "Promised to be done by %(day)s.", "Meant to be done by %(day)s."}
    assert not [text for msgid, text in said(language) if msgid not in with_year and shown.search(text)]
