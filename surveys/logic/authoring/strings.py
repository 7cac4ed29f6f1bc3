"""Every text of a working document with its spot, for translating side by side and for measuring what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.logic.authoring.spots import Spot
from surveys.logic.authoring.working import ABOUT, LISTS, Document, Texts, pages_of

QUESTION_TEXTS = ("label", "hint", "unit", "min_label", "max_label", "pattern_message")
CHOICE_TEXTS = ("label", "hint", "image_alt")


@dataclass(frozen=True)
class String:
    """One text in all its languages: where it is, what it is, of which question."""

    spot: Spot
    kind: str
    texts: Texts
    owner: str = ""  # a question, or a page, or nothing for the survey's own texts

    @property
    def field(self) -> str:
        """The spot as one word, for the name of an input."""
        return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in self.spot)


@dataclass(frozen=True)
class Coverage:
    """How much is written in one language."""

    language: str
    written: int
    of: int

    @property
    def missing(self) -> int:
        """How many texts it lacks."""
        return self.of - self.written

    @property
    def share(self) -> float:
        """The written share; an empty document lacks nothing."""
        return self.written / self.of if self.of else 1.0


def strings_of(document: Document) -> list[String]:
    """Return every text that is written in some language, in the order in which residents see them."""
    return [string for string in all_strings(document) if any(words.strip() for words in string.texts.values())]


def all_strings(document: Document) -> Iterator[String]:
    """Yield every text, unwritten ones too."""
    about = document.get("about", {})
    for key in ABOUT:
        yield String(("about", key), key, about.get(key, {}))
    for page in pages_of(document):
        yield String(("page", page["name"], "title"), "page_title", page.get("title", {}), page["name"])
        for question in page["questions"]:
            yield from strings_of_question(question)


def strings_of_question(question: dict[str, Any]) -> Iterator[String]:
    """Yield the texts of a question, its options and rows."""
    name = question["name"]
    for key in QUESTION_TEXTS:
        yield String(("question", name, key), key, question.get(key, {}), name)
    for step, texts in question.get("step_labels", {}).items():
        yield String(("question", name, "step_labels", step), "step", texts, name)
    for which in LISTS:
        for choice in question.get(which, ()):
            for key in CHOICE_TEXTS:
                spot = ("question", name, which, choice["value"], key)
                yield String(spot, which if key == "label" else key, choice.get(key, {}), name)


def coverage_of(document: Document, languages: Sequence[str] = ()) -> list[Coverage]:
    """Return for each promised language how many texts are written in it."""
    strings = strings_of(document)
    return [
        Coverage(code, sum(bool(one.texts.get(code, "").strip()) for one in strings), len(strings))
        for code in languages or document["languages"]
    ]


def missing_strings(document: Document) -> list[tuple[String, str]]:
    """Return each text with each promised language that it lacks."""
    return [
        (string, code)
        for string in strings_of(document)
        for code in document["languages"]
        if not string.texts.get(code, "").strip()
    ]


def spot_of(field: str) -> Spot:
    """Return the spot that the name of an input means."""
    return tuple(part.replace("%2F", "/").replace("%25", "%") for part in field.split("/"))
