"""Words of residents' texts: which language, which words, which base forms, and keywords in any inflection."""

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

LANGUAGES = ("fi", "sv", "en")
WORD = re.compile(r"[^\W_]+(?:[-'’:][^\W_]+)*")
COMPOUNDING = ("fi", "sv")  # languages that write compounds as one word
LONG_ENOUGH = 5  # letters of a keyword that is looked for at the end of compounds whose beginning is no known word
SHORTEST_PART = 3  # letters; "tie" is a part of "koulutie", shorter ones are endings more often than words


def little(words: str) -> frozenset[str]:
    """Return the words of a line."""
    return frozenset(words.split())


# Little words that are frequent in one of the languages and rare in the others.
LITTLE_WORDS: Mapping[str, frozenset[str]] = {
    "fi": little(
        "ja on ei se että tai kun myös olisi voisi sekä niin joka mutta ovat kuin hyvä lisää enemmän jos "
        "oli nyt vain tämä sen siellä kaikki kaikille paljon ole voi saa saada pitäisi tulisi pois "
        "koska jotka jossa olla jo vielä kanssa ilman joten minun meidän mitä missä mikä tänne kiitos"
    ),
    "sv": little(
        "och är inte det att som en ett för på med till av vi jag kan skulle mer flera finns från eller men "
        "den de har också där när så bara man vara bättre borde mycket mellan samt bra måste ska hur tack"
    ),
    "en": little(
        "the and is not of to for with in it this that are be would should more there we you they have has "
        "can could from or but on at as an by i my our their please need better where when which thank"
    ),
}
LETTERS: Mapping[str, Mapping[str, float]] = {
    "fi": {"ä": 0.4, "y": 0.2, "aa": 0.5, "ii": 0.6, "uu": 0.5, "ää": 1.0, "yy": 0.8, "kk": 0.2, "ntt": 0.6, "öi": 0.6},
    "sv": {"å": 1.5, "ä": 0.3, "ck": 0.4, "sj": 0.5, "fö": 0.6, "gg": 0.2, "ör": 0.3, "är": 0.4, "x": 0.2, "arna": 0.8},
    "en": {"th": 0.6, "w": 0.5, "ing": 0.4, "ee": 0.1, "oo": 0.2, "c": 0.2, "tion": 0.7, "ow": 0.4, "q": 0.2},
}
LETTER_ROW = {language: tuple(cues.items()) for language, cues in LETTERS.items()}
CLEAR_LEAD = 0.5  # a lead per word from which the cheap cues alone decide
LOOKED_UP = 40  # words looked up in the dictionaries when the cheap cues do not decide


class LemmaFiles(TrieDictionaryFactory):
    """Dictionaries as compact tries on disk, each file written whole or not at all."""

    def _write_trie_to_disk(self, lang: str, trie: object) -> None:
        self._cache_dir.mkdir(parents=True, exist_ok=True)
        unfinished = self._cache_dir / f"{lang}.{os.getpid()}.part"
        trie.save(unfinished)  # type: ignore[attr-defined]
        unfinished.replace(self._cache_dir / f"{lang}.dic")


class Dictionaries:
    """The dictionaries in use; which folder keeps them can be chosen once at the start."""

    files = LemmaFiles()
    lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=files))


def use_cache_folder(path: Path) -> None:
    """Keep the prepared dictionaries in this folder, which is created when first needed, a subfolder a version."""
    Dictionaries.files = LemmaFiles(disk_cache_dir=str(path / version("simplemma")))
    Dictionaries.lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=Dictionaries.files))
    lemma_of.cache_clear()
    parts_of.cache_clear()


def prepare(languages: Iterable[str] = LANGUAGES) -> None:
    """Build the dictionaries of these languages if the folder lacks them; seconds once, nothing later."""
    for language in languages:
        Dictionaries.files.get_dictionary(language)


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case and in order, numbers included."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


def detect_language(text: str, offered: Sequence[str] = LANGUAGES) -> str:
    """Tell in which of the offered languages a text is written; the first of them when nothing speaks for one.

    Little words and letter pairs decide clear cases; the dictionaries are asked only when those are close.
    """
    words = [word for word in words_of(text) if not word.isnumeric()]
    candidates = [language for language in offered if language in LITTLE_WORDS]
    if not words or len(candidates) < 2:
        return offered[0]
    scores = {language: cues_for(language, words) for language in candidates}
    best, second = sorted(scores.values(), reverse=True)[:2]
    if best - second < CLEAR_LEAD * len(words) ** 0.5:
        sample = list(dict.fromkeys(words))[:LOOKED_UP]
        for language in candidates:
            scores[language] += sum(is_known(word, language) for word in sample)
    return max(candidates, key=lambda language: scores[language])


def cues_for(language: str, words: Iterable[str]) -> float:
    """Return how much little words and letters speak for a language."""
    little = LITTLE_WORDS[language]
    return sum(
        (2.0 if word in little else 0.0) + sum(weight for letters, weight in LETTER_ROW[language] if letters in word)
        for word in words
    )


def is_known(word: str, language: str) -> bool:
    """Tell whether the dictionary has this form, as a common word or as a name."""
    return dictionary_form(word, language) is not None


def dictionary_form(word: str, language: str) -> str | None:
    """Return the base form that the dictionary gives for a form, or None."""
    dictionary = Dictionaries.files.get_dictionary(language)
    return dictionary.get(word) or dictionary.get(word.capitalize())


@lru_cache(maxsize=100_000)
def lemma_of(word: str, language: str) -> str:
    """Return the base form of a word in lower case: "palveluverkkoa" gives "palveluverkko".

    A compound unknown to the dictionary keeps its beginning and gets the base form of its last known part.
    """
    word = unicodedata.normalize("NFC", word).lower().partition(":")[0]
    if language not in LITTLE_WORDS or not word:
        return word
    known = dictionary_form(word, language)
    if known:
        return known.lower()
    for head, tail in splits_of(word, language):
        return head + (dictionary_form(tail, language) or tail).lower()
    return Dictionaries.lemmatizer.lemmatize(word, language).lower()


def splits_of(word: str, language: str) -> Iterable[tuple[str, str]]:
    """Yield the ways to cut a compound in two: a beginning and a last part that is a word, the longest one first."""
    if language not in COMPOUNDING:
        return
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        head, tail = word[:cut].rstrip("-"), word[cut:]
        if is_part(tail, language) and (is_part(head, language) or any(True for _parts in splits_of(head, language))):
            yield word[:cut], tail


def is_part(word: str, language: str) -> bool:
    """Tell whether the dictionary has this form as a common word of some length."""
    return len(word) >= SHORTEST_PART and word in Dictionaries.files.get_dictionary(language)


def lemmas_of(text: str, language: str) -> list[str]:
    """Return the base forms of the words of a text, in order."""
    return [lemma_of(word, language) for word in words_of(text)]


@lru_cache(maxsize=100_000)
def parts_of(word: str, language: str) -> frozenset[str]:
    """Return every base form that a word holds: its own and those of the parts of a compound."""
    lemma = lemma_of(word, language)
    parts = {word, lemma}
    for head, tail in splits_of(lemma, language):
        if lemma_of(tail, language) == tail:
            parts |= {head.rstrip("-"), lemma_of(head.rstrip("-"), language), tail}
    return frozenset(parts)


def find_keyword(keywords: Iterable[str], text: str, language: str) -> tuple[str, str] | None:
    """Return the first keyword that a text holds and the word as written, or None.

    A keyword is found in any inflection and as a part of a compound; one of several words needs them in a row.
    """
    written, places = index_of(text, language)
    for keyword in keywords:
        wanted = words_of(keyword)
        if len(wanted) == 1:
            place = place_of_one(wanted[0], written, places, language)
        else:
            place = place_of(wanted, written, language) if wanted else None
        if place is not None:
            return keyword, " ".join(written[place : place + len(wanted)])
    return None


@lru_cache(maxsize=16)
def index_of(text: str, language: str) -> tuple[list[str], dict[str, int]]:
    """Return the words of a text as written, and where each base form and part stands first."""
    written = WORD.findall(unicodedata.normalize("NFC", text))
    places: dict[str, int] = {}
    for place, word in enumerate(written):
        for part in parts_of(word.lower(), language):
            places.setdefault(part, place)
    return written, places


def place_of_one(keyword: str, written: Sequence[str], places: Mapping[str, int], language: str) -> int | None:
    """Return where a form of the keyword or a compound with it stands first, or None."""
    lemma = lemma_of(keyword, language)
    found = [places[form] for form in (keyword, lemma) if form in places]
    if language in COMPOUNDING and len(lemma) >= LONG_ENOUGH:
        found += [
            place for part, place in places.items() if part.endswith(lemma) and ends_in(written[place], lemma, language)
        ]
    return min(found, default=None)


def ends_in(word: str, lemma: str, language: str) -> bool:
    """Tell whether a word is a compound that ends in this base form."""
    return len(word) >= len(lemma) + SHORTEST_PART and lemma_of(word, language).endswith(lemma)


def place_of(wanted: Sequence[str], written: Sequence[str], language: str) -> int | None:
    """Return where these words stand in a row, or None."""
    for place in range(len(written) - len(wanted) + 1):
        if all(is_same(word, written[place + n].lower(), language) for n, word in enumerate(wanted)):
            return place
    return None


def is_same(keyword: str, word: str, language: str) -> bool:
    """Tell whether a word is a form of the keyword or a compound with it."""
    lemma = lemma_of(keyword, language)
    if word == keyword or lemma_of(word, language) in (lemma, keyword):
        return True
    return bool({keyword, lemma} & parts_of(word, language)) or (
        language in COMPOUNDING and len(lemma) >= LONG_ENOUGH and ends_in(word, lemma, language)
    )
