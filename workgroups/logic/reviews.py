"""Rules of reviews: outcomes, what a decision needs before residents may read it, likeness of two texts."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from participation.logic.language import LITTLE_WORDS, little

ADOPTED, PARTLY, NOT_ADOPTED, ALREADY_DONE, OUT_OF_SCOPE = OUTCOMES = (
    "adopted",
    "partly_adopted",
    "not_adopted",
    "already_done",
    "out_of_scope",
)
PROMISING = frozenset({ADOPTED, PARTLY})  # outcomes that promise a next step
TEXT_LIMIT = 4000  # characters of a reason or next step
TABS = {
    "waiting": ("routed",),
    "in_review": ("in_review", "on_agenda"),
    "decided": ("decided",),
    "answered": ("published",),
}
AGES = ("new", "week", "month", "late")
SHORTEST_LEMMA = 4
# Base forms so frequent that sharing them says nothing.
DULL_WORDS = (
    "olla voida pitää saada tehdä tulla kaikki paljon myös enemmän koska sekä joka jokin itse sama hyvä vain vielä "
    "mutta niin kuin tämä siellä täällä jossa ilman kanssa jälkeen voisi pitäisi olisi olisivat tulisi esimerkiksi "
    "haluta antaa käyttää pieni suuri iso uusi paikka alue kaupunki kunta asukas ihminen mahdollinen mahdollisuus "
    "skulle vara kunna också många mycket från eller finnas göra vilja behöva alla andra bara även "
    "have that this with more should would could they there their from make also need very much people"
)
DULL = frozenset(DULL_WORDS.split())
# Base forms that weigh next to nothing in an index but would explain badly why two texts are alike.
EMPTY = frozenset().union(*LITTLE_WORDS.values()) | little(
    "yksi kaksi kolme toinen ensimmäinen muu moni joku jokin jokainen mikään kukaan kumpi molemmat oma itse hän minä sinä "
    "tuo sellainen tällainen millainen mennä tehdä päästä jaksaa laittaa ottaa pystyä ehtiä kannattaa osata tarvita tietää "
    "enää vaikka aina usein joskus heti silti siis ihan liian melko noin edes kohti takia vuoksi varten "
    "lähes ainakin etenkin kuitenkin ettei eikä eivät siitä sitä sinne tästä tähän nykyään vasta koko osa asia kerta "
    "någon något ingen alltid ofta aldrig efter innan under över utan mycket annan varje göra komma gå få ta behöva veta "
    "some every each always often never after before under over without much other only just want know come take think"
)
FEWEST_SHARED = 2


@dataclass(frozen=True)
class Ruling:
    """What is decided: outcome, reason and next step by language, and until when."""

    outcome: str
    reason: Mapping[str, str]
    next_step: Mapping[str, str]
    due: datetime.date | None = None


@dataclass(frozen=True)
class Lack:
    """What a decision still needs: a field, a code, and the language in which it is missing, if it is one."""

    field: str
    code: str
    language: str = ""


def lacks_of(outcome: str, reason: Mapping[str, str], next_step: Mapping[str, str]) -> list[Lack]:
    """Return what keeps a decision from being published; an empty list means that it can be."""
    told = [language for language, text in reason.items() if text.strip()]
    stepped = [language for language, text in next_step.items() if text.strip()]
    lacks = [] if told else [Lack("reason", "reason_missing")]
    if outcome in PROMISING and not stepped:
        lacks.append(Lack("next_step", "next_step_missing"))
    elif stepped:
        lacks += [Lack("next_step", "next_step_language", language) for language in told if language not in stepped]
        lacks += [Lack("reason", "reason_language", language) for language in stepped if told and language not in told]
    return lacks


def without_blanks(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that say something, trimmed."""
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def tab_of(state: str) -> str:
    """Return the tab of the inbox in which a state is listed; states outside every tab give an empty text."""
    return next((tab for tab, states in TABS.items() if state in states), "")


def telling_lemmas(lemmas: Iterable[str]) -> list[str]:
    """Return the distinct lemmas that can make two texts alike, longest first, then by letter."""
    telling = {lemma for lemma in lemmas if len(lemma) >= SHORTEST_LEMMA and not lemma.isdigit()} - DULL - EMPTY
    return sorted(telling, key=lambda word: (-len(word), word))


@dataclass(frozen=True)
class Likeness:
    """How alike another text is: its key, the words both have, a share between 0 and 1."""

    key: str
    words: tuple[str, ...]
    share: float


def most_alike(own: Collection[str], others: Mapping[str, Collection[str]], limit: int = 3) -> list[Likeness]:
    """Return the texts that share most lemmas with one's own, at least two; equal ones in the order of their keys."""
    mine = set(own)
    found = []
    for key, lemmas in others.items():
        theirs = set(lemmas)
        shared = mine & theirs
        if len(shared) >= FEWEST_SHARED:
            words = tuple(sorted(shared, key=lambda word: (-len(word), word)))
            found.append(Likeness(key, words, len(shared) / min(len(mine), len(theirs))))
    return sorted(found, key=lambda one: (-len(one.words), -one.share, one.key))[:limit]
