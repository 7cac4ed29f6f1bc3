"""Plain language: a few simple rules that see long sentences, words of offices and abbreviations, and say what instead.

They are hints for whoever writes to residents and never stop anything: a rule sees words, not meaning. Words are found in
any inflection by their base form; expressions of several words by their beginnings.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from participation.logic.language import lemma_of
from participation.logic.reading import HARD, WORD, lix, sentences_of

LONGEST: Mapping[str, int] = {"fi": 20, "sv": 22, "en": 25}  # words of a sentence that reads easily
MOST = 5  # hints at once; more are not read

# Base form or first words: what to write instead, in the language of the text.
OFFICE_WORDS: Mapping[str, Mapping[str, str]] = {
    "fi": {
        "mikäli": "jos",
        "koskien": "…sta, …stä",
        "liittyen": "…sta, …stä",
        "johtuen": "koska",
        "johdosta": "takia, koska",
        "toimesta": "kerro, kuka tekee",
        "puitteissa": "mukaan, aikana",
        "osalta": "kirjoita suoraan, mitä asia koskee",
        "välittömästi": "heti",
        "suorittaa": "tehdä",
        "toimenpide": "kerro, mitä tehdään",
        "toimeenpanna": "tehdä",
        "toimeenpano": "tekeminen",
        "mahdollistaa": "niin että voi",
        "edellyttää": "vaatia",
        "kyseinen": "tämä, se",
        "mainittu": "tämä, se",
        "asianomainen": "se, jota asia koskee",
        "pääsääntöisesti": "yleensä",
        "lähtökohtaisesti": "yleensä",
        "tarkoituksenmukainen": "järkevä, sopiva",
        "kohdentaa": "suunnata, käyttää",
        "priorisoida": "panna tärkeysjärjestykseen",
        "resurssi": "raha, aika tai väki",
        "resursoida": "antaa rahaa tai väkeä",
        "implementoida": "ottaa käyttöön",
        "koordinoida": "sovittaa yhteen",
        "osallistaa": "ottaa mukaan",
        "tiedustella": "kysyä",
        "määräraha": "raha, joka on varattu",
        "kustannusvaikutus": "mitä maksaa",
        "jalkauttaa": "ottaa käyttöön",
        "tiimoilta": "…sta, …stä",
        "ko": "tämä",
        "em": "tämä",
        "saattaa tiedoksi": "kertoa",
        "otetaan huomioon soveltuvin osin": "kerro, mitä otetaan mukaan",
    },
    "sv": {
        "avseende": "om",
        "beträffande": "om",
        "gällande": "om",
        "rörande": "om",
        "samt": "och",
        "erhålla": "få",
        "inkomma": "komma in",
        "vidta": "göra",
        "ombesörja": "ordna, sköta",
        "emedan": "eftersom",
        "huruvida": "om",
        "härvid": "då",
        "därvid": "då",
        "medelst": "med",
        "erforderlig": "som behövs",
        "föreligga": "finnas",
        "tillse": "se till",
        "verkställa": "genomföra",
        "möjliggöra": "göra att man kan",
        "implementera": "införa",
        "ifrågavarande": "den här",
        "ovannämnd": "den här",
        "omgående": "genast",
        "resurs": "pengar, tid eller folk",
        "prioritera": "sätta först",
        "med anledning av": "på grund av, därför",
        "i enlighet med": "enligt",
        "inom ramen för": "inom, i",
        "för närvarande": "nu",
        "i det fall": "om",
    },
    "en": {
        "utilise": "use",
        "utilize": "use",
        "commence": "start",
        "facilitate": "help",
        "implement": "carry out",
        "endeavour": "try",
        "terminate": "end",
        "regarding": "about",
        "ascertain": "find out",
        "forthwith": "at once",
        "aforementioned": "this",
        "expedite": "speed up",
        "sufficient": "enough",
        "stakeholder": "people concerned",
        "prioritise": "put first",
        "prior to": "before",
        "subsequent to": "after",
        "in accordance with": "by, under",
        "with regard to": "about",
        "in order to": "to",
        "in the event": "if",
        "pursuant to": "under",
        "due to the fact that": "because",
    },
}
SHORT_FORMS: Mapping[str, Mapping[str, str]] = {
    "fi": {"ko.": "tämä", "em.": "tämä", "ao.": "tämä", "mm.": "muun muassa, esimerkiksi", "ts.": "toisin sanoen"}
    | {"tms.": "tai muu sellainen", "yms.": "ja muut sellaiset", "esim.": "esimerkiksi", "ml.": "myös"},
    "sv": {"bl.a.": "bland annat", "t.ex.": "till exempel", "dvs.": "det vill säga", "resp.": "och"}
    | {"ang.": "om", "m.m.": "med mera", "f.n.": "nu", "s.k.": "så kallad"},
    "en": {"e.g.": "for example", "i.e.": "that is", "etc.": "and so on", "viz.": "namely"},
}


@dataclass(frozen=True)
class Hint:
    """One hint: which rule, the words it saw, what to write instead, the number it counted and its limit."""

    code: str  # long_sentence, office_word, short_form or hard
    seen: str = ""
    instead: str = ""
    number: int = 0
    limit: int = 0


def hints_of(text: str, language: str) -> list[Hint]:
    """Return at most five hints on a text, the longest sentences first; a language without rules has none."""
    rules = language.partition("-")[0]
    if rules not in LONGEST:
        return []
    hints = [*long_sentences(text, rules), *office_words(text, rules), *short_forms(text, rules)]
    level = lix([text])
    if level is not None and level > HARD[rules]:
        hints.append(Hint("hard", number=level, limit=HARD[rules]))
    return hints[:MOST]


def long_sentences(text: str, language: str) -> Iterator[Hint]:
    """Yield the sentences that are too long, the longest first, by their first words."""
    limit = LONGEST[language]
    found = [words for words in sentences_of(text) if len(words) > limit]
    for words in sorted(found, key=len, reverse=True)[:2]:
        yield Hint("long_sentence", seen=" ".join(words[:4]) + " …", number=len(words), limit=limit)


def office_words(text: str, language: str) -> Iterator[Hint]:
    """Yield the words and expressions of offices, each once, in the order of the text."""
    table = OFFICE_WORDS[language]
    told: set[str] = set()
    for found in WORD.finditer(text):
        word = found[0].lower()
        key = word if word in table else lemma_of(word, language)
        if key in table and key not in told and not text[found.end() :].startswith("."):
            told.add(key)
            yield Hint("office_word", seen=found[0], instead=table[key])
    for phrase, instead in table.items():
        if " " in phrase and (seen := re.search(pattern_of(phrase), text, re.IGNORECASE)):
            yield Hint("office_word", seen=seen[0], instead=instead)


def pattern_of(phrase: str) -> str:
    """Return the pattern of an expression: its words one after the other, each as a whole."""
    return r"\b" + r"\s+".join(re.escape(word) for word in phrase.split()) + r"\b"


def short_forms(text: str, language: str) -> Iterator[Hint]:
    """Yield the abbreviations that a reader must know already."""
    for short, instead in SHORT_FORMS[language].items():
        if seen := re.search(rf"(?<!\w){re.escape(short)}", text, re.IGNORECASE):
            yield Hint("short_form", seen=seen[0], instead=instead)
