"""The texts of a questionnaire side by side, grouped as residents meet them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.logic.authoring.strings import String
from surveys.logic.authoring.working import Document, pages_of, questions_in
from surveys.queries.authoring import label_of

KINDS: dict[str, Callable[[], str]] = {
    "title": lambda: _("Title of the survey"),
    "lead": lambda: _("What it is about"),
    "readers": lambda: _("Who reads the answers, and when"),
    "thanks": lambda: _("Thanks and what happens next"),
    "page_title": lambda: _("Title of the page"),
    "label": lambda: _("Question"),
    "hint": lambda: _("Help text"),
    "unit": lambda: _("Unit"),
    "min_label": lambda: _("Words for the first end"),
    "max_label": lambda: _("Words for the last end"),
    "pattern_message": lambda: _("What to say when it does not match"),
    "step": lambda: _("Words for a step"),
    "choices": lambda: _("Option"),
    "rows": lambda: _("Row"),
    "image_alt": lambda: _("What the picture shows"),
}


@dataclass(frozen=True)
class Pair:
    """One text: what it is, in the source language, in the target language."""

    name: str
    kind: str
    source: str
    target: str
    is_long: bool

    @property
    def id(self) -> str:
        """The id of its input."""
        return "t-" + "".join(letter if letter.isalnum() else "-" for letter in self.name)


@dataclass(frozen=True)
class Section:
    """The texts of one question, one page or the survey itself."""

    title: str
    pairs: Sequence[Pair]


def sections_of(document: Document, strings: Sequence[String], source: str, target: str) -> list[Section]:
    """Return texts by what they belong to, in order."""
    titles = titles_of(document)
    owners: list[tuple[str, str]] = []
    found: dict[tuple[str, str], list[Pair]] = {}
    for string in strings:
        place = (string.spot[0], string.owner)
        if place not in found:
            owners.append(place)
        words = string.texts.get(source, "")
        found.setdefault(place, []).append(
            Pair(
                string.field,
                KINDS[string.kind](),
                words,
                string.texts.get(target, ""),
                len(words) > 60 or "\n" in words,
            )
        )
    return [Section(titles.get(place, "") or _("The survey"), found[place]) for place in owners]


def titles_of(document: Document) -> dict[tuple[str, str], str]:
    """Return what each page and question is called above its texts; a page and a question may share a name."""
    titles = {}
    for number, page in enumerate(pages_of(document), 1):
        words = {"number": number, "title": label_of(page, "title")}
        named = _("Page %(number)s: %(title)s") % words if words["title"] else _("Page %(number)s") % words
        titles["page", page["name"]] = named
    titles |= {("question", one["name"]): label_of(one) or one["name"] for one in questions_in(document)}
    return titles
