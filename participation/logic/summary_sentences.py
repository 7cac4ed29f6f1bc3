"""The sentences of a summary in plain Finnish, Swedish and English, made of numbers by rules; right for 0, 1, 2 and many.

Names stand in their base form beside a colon or a word that takes the ending, so that no name is ever inflected.
"""

import datetime
from collections.abc import Mapping, Sequence

from participation.logic.text import pick

LANGUAGES = ("fi", "sv", "en")
NARROW = "\u00a0"
Names = Mapping[str, str]
Texts = dict[str, str]
Pairs = Sequence[tuple[Names, int | None]]

FORMS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "received": {
        "fi": ("Palautetta ei ole vielä tullut.", "Saimme {n} palautteen.", "Saimme {n} palautetta."),
        "sv": ("Ingen respons har kommit än.", "Vi har fått {n} respons.", "Vi har fått {n} respons."),
        "en": (
            "No contributions have come yet.",
            "We have received {n} contribution.",
            "We have received {n} contributions.",
        ),
    },
    "decided": {
        "fi": (
            "Yhtään päätöstä ei ole vielä julkaistu.",
            "{n} palautteesta on julkaistu päätös.",
            "{n} palautteesta on julkaistu päätös.",
        ),
        "sv": (
            "Inga beslut har publicerats än.",
            "Beslut har publicerats om {n} respons.",
            "Beslut har publicerats om {n} respons.",
        ),
        "en": (
            "No decisions have been published yet.",
            "A decision on {n} contribution has been published.",
            "Decisions on {n} contributions have been published.",
        ),
    },
    "groups": {
        "fi": (
            "Mikään työryhmä ei ole vielä saanut palautetta.",
            "Palautetta on saanut {n} työryhmä.",
            "Palautetta on saanut {n} työryhmää.",
        ),
        "sv": (
            "Ingen arbetsgrupp har fått respons än.",
            "{n} arbetsgrupp har fått respons.",
            "{n} arbetsgrupper har fått respons.",
        ),
        "en": (
            "No working group has received any contributions yet.",
            "{n} working group has received contributions.",
            "{n} working groups have received contributions.",
        ),
    },
    "waiting": {
        "fi": (
            "Kaikki palautteet on ohjattu työryhmälle.",
            "{n} palaute odottaa vielä työryhmää.",
            "{n} palautetta odottaa vielä työryhmää.",
        ),
        "sv": (
            "All respons är styrd till en arbetsgrupp.",
            "{n} respons väntar ännu på en arbetsgrupp.",
            "{n} respons väntar ännu på en arbetsgrupp.",
        ),
        "en": (
            "Every contribution is with a working group.",
            "{n} contribution still waits for a working group.",
            "{n} contributions still wait for a working group.",
        ),
    },
    "told_area": {
        "fi": ("Yksikään palaute ei kerro aluetta.", "{n} palaute kertoo alueen.", "{n} palautetta kertoo alueen."),
        "sv": ("Ingen respons anger sitt område.", "{n} respons anger sitt område.", "{n} respons anger sitt område."),
        "en": ("No contribution tells its area.", "{n} contribution tells its area.", "{n} contributions tell their area."),
    },
    "no_theme": {
        "fi": ("Jokaisella palautteella on teema.", "{n} palaute on ilman teemaa.", "{n} palautetta on ilman teemaa."),
        "sv": ("All respons har ett tema.", "{n} respons saknar tema.", "{n} respons saknar tema."),
        "en": ("Every contribution has a theme.", "{n} contribution has no theme.", "{n} contributions have no theme."),
    },
    "asked": {
        "fi": ("Palautteissa ei ole kysymyksiä.", "{n} palautteessa kysytään jotakin.", "{n} palautteessa kysytään jotakin."),
        "sv": ("Responsen innehåller inga frågor.", "I {n} respons ställs en fråga.", "I {n} respons ställs en fråga."),
        "en": ("No contribution asks a question.", "{n} contribution asks a question.", "{n} contributions ask a question."),
    },
    "unanswered": {
        "fi": (
            "Kaikkiin kysymyksiin on vastattu.",
            "Niistä {n} odottaa vielä vastausta.",
            "Niistä {n} odottaa vielä vastausta.",
        ),
        "sv": ("Alla frågor har besvarats.", "Av dem väntar {n} ännu på svar.", "Av dem väntar {n} ännu på svar."),
        "en": ("Every question has been answered.", "Of these, {n} still waits for an answer.", "Of these, {n} still wait for an answer."),
    },
    "steps": {
        "fi": ("Seuraavia askelia ei ole vielä kirjattu.", "Seuraavia askelia on kirjattu {n}.", "Seuraavia askelia on kirjattu {n}."),
        "sv": ("Inga nästa steg har antecknats än.", "{n} nästa steg har antecknats.", "{n} nästa steg har antecknats."),
        "en": ("No next steps have been written down yet.", "{n} next step has been written down.", "{n} next steps have been written down."),
    },
    "with_day": {
        "fi": ("Määräpäivää ei ole vielä sovittu.", "Määräpäivä on sovittu {n} askeleelle.", "Määräpäivä on sovittu {n} askeleelle."),
        "sv": ("Inget datum har bestämts än.", "Datum är bestämt för {n} steg.", "Datum är bestämt för {n} steg."),
        "en": ("No day has been agreed yet.", "A day has been agreed for {n} step.", "A day has been agreed for {n} steps."),
    },
    "promises": {
        "fi": ("Lupauksia ei ole vielä annettu.", "Lupauksia on annettu {n}.", "Lupauksia on annettu {n}."),
        "sv": ("Inga löften har getts än.", "{n} löfte har getts.", "{n} löften har getts."),
        "en": ("No promises have been made yet.", "{n} promise has been made.", "{n} promises have been made."),
    },
    "kept": {
        "fi": ("Yksikään ei ole vielä valmis.", "Niistä {n} on valmis.", "Niistä {n} on valmiina."),
        "sv": ("Inget är klart än.", "Av dem är {n} klart.", "Av dem är {n} klara."),
        "en": ("None is done yet.", "Of these, {n} is done.", "Of these, {n} are done."),
    },
    "late": {
        "fi": ("Mikään ei ole myöhässä.", "Myöhässä on {n}.", "Myöhässä on {n}."),
        "sv": ("Inget är försenat.", "{n} är försenat.", "{n} är försenade."),
        "en": ("None is late.", "{n} is late.", "{n} are late."),
    },
}  # fmt: skip
COUNTED = {
    "fi": ("{name}: ei palautetta.", "{name}: {n} palaute.", "{name}: {n} palautetta."),
    "sv": ("{name}: ingen respons.", "{name}: {n} respons.", "{name}: {n} respons."),
    "en": ("{name}: no contributions.", "{name}: {n} contribution.", "{name}: {n} contributions."),
}
RESPONSES = {
    "fi": ("Kysely {name}: ei vielä vastauksia.", "Kysely {name}: {n} vastaus.", "Kysely {name}: {n} vastausta."),
    "sv": ("Enkäten {name}: inga svar än.", "Enkäten {name}: {n} svar.", "Enkäten {name}: {n} svar."),
    "en": ("Survey {name}: no responses yet.", "Survey {name}: {n} response.", "Survey {name}: {n} responses."),
}
SHARE = {"fi": "Se on {p}\u00a0% kaikista.", "sv": "Det är {p}\u00a0% av alla.", "en": "That is {p}% of all."}
EXPECTED = {
    "fi": "Asukasmäärän mukaan odotimme noin {e}.",
    "sv": "Enligt antalet invånare väntade vi oss ungefär {e}.",
    "en": "By its inhabitants we expected about {e}.",
}
FEW = {
    "fi": "{name}: alle {n} palautetta.",
    "sv": "{name}: färre än {n} respons.",
    "en": "{name}: fewer than {n} contributions.",
}
NONE_MISSING = {
    "fi": "Mikään alue ei jää selvästi alle sen, mitä asukasmäärän mukaan odotimme.",
    "sv": "Inget område ligger klart under det som vi väntade oss enligt antalet invånare.",
    "en": "No area is clearly below what we expected by its inhabitants.",
}
METHOD = {
    "fi": "Palautteen antajat valikoituivat itse. Luvut kertovat, mitä he sanoivat, eivät sitä, mitä kaikki asukkaat ajattelevat.",
    "sv": "De som gav respons valde det själva. Siffrorna berättar vad de sade, inte vad alla invånare tycker.",
    "en": "Those who wrote chose to do so themselves. The numbers tell what they said, not what all residents think.",
}
PERIOD = {
    "fi": ("Se tuli {first}.", "Kaikki tulivat {first}.", "Ensimmäinen tuli {first} ja viimeinen {last}."),
    "sv": ("Den kom {first}.", "All respons kom {first}.", "Den första kom {first} och den sista {last}."),
    "en": ("It came on {first}.", "All came on {first}.", "The first came on {first} and the last on {last}."),
}
MOST = {
    "fi": "Eniten palautetta tuli alueelta {name}: {n}.",
    "sv": "Mest respons kom från området {name}: {n}.",
    "en": "Most contributions came from {name}: {n}.",
}
WORDS = {
    "fi": "Muita enemmän puhuttiin näistä: {words}.",
    "sv": "Mer än på andra håll talade man om: {words}.",
    "en": "Words used here more than elsewhere: {words}.",
}
HIDDEN = {"fi": "ei näytetä", "sv": "visas inte", "en": "not shown"}


def number(n: int, language: str) -> str:
    """Return a whole number as people write it in a language."""
    return f"{n:,}" if language == "en" else f"{n:,}".replace(",", NARROW)


def percent(part: int, whole: int) -> int:
    """Return a share in whole per cent, half upwards; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def day(one: datetime.date, language: str) -> str:
    """Return a day as people write it in a language."""
    return f"{one.day} {one:%B} {one.year}" if language == "en" else f"{one.day}.{one.month}.{one.year}"


def form(forms: tuple[str, str, str], n: int) -> str:
    """Return the wording for none, one or more."""
    return forms[min(n, 2)]


def said(kind: str, n: int) -> Texts:
    """Return a sentence that tells one number."""
    return {code: form(FORMS[kind][code], n).format(n=number(n, code)) for code in LANGUAGES}


def counted(name: Names, n: int, forms: Mapping[str, tuple[str, str, str]] = COUNTED) -> Texts:
    """Return "name: so many contributions", or so many of what the forms say."""
    return {code: form(forms[code], n).format(name=named(name, code), n=number(n, code)) for code in LANGUAGES}


def few(name: Names, threshold: int) -> Texts:
    """Return "name: fewer than so many"."""
    return {code: FEW[code].format(name=named(name, code), n=threshold) for code in LANGUAGES}


def with_share(texts: Texts, part: int, whole: int) -> Texts:
    """Add which share of all it is, where that says something: from 1 % on, and not for everything."""
    share = percent(part, whole)
    if not share or part == whole:
        return texts
    return joined(texts, {code: SHARE[code].format(p=share) for code in LANGUAGES})


def expected(n: int) -> Texts:
    """Return how many were expected."""
    return {code: EXPECTED[code].format(e=number(n, code)) for code in LANGUAGES}


def period(n: int, first: datetime.date, last: datetime.date) -> Texts:
    """Return when contributions came."""
    place = 0 if n == 1 else 1 if first == last else 2
    return {code: PERIOD[code][place].format(first=day(first, code), last=day(last, code)) for code in LANGUAGES}


def most(name: Names, n: int) -> Texts:
    """Return from where most came."""
    return {code: MOST[code].format(name=named(name, code), n=number(n, code)) for code in LANGUAGES}


def spoken_of(words: Sequence[str]) -> Texts:
    """Return the words that a part uses more than the rest."""
    return {code: WORDS[code].format(words=", ".join(words)) for code in LANGUAGES}


def listed(lead: Names, pairs: Pairs) -> Texts:
    """Return "lead: this 3, that 2."; what may not be shown says so."""
    return {
        code: f"{lead[code]}: "
        + ", ".join(f"{named(name, code)} {HIDDEN[code] if n is None else number(n, code)}" for name, n in pairs)
        + "."
        for code in LANGUAGES
    }


def joined(*parts: Mapping[str, str]) -> Texts:
    """Return sentences after each other."""
    return {code: " ".join(part[code] for part in parts) for code in LANGUAGES}


def named(name: Names, language: str) -> str:
    """Return a name in a language, or the nearest there is."""
    return pick(name, language)[0]
