"""A short hand for ready-made questionnaires: texts in three or four languages, choices, questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

CODES = ("fi", "sv", "en", "fi-easy")


@dataclass(frozen=True)
class Template:
    """A ready-made survey: its key, its texts, its pages, and the questions that keep a series comparable."""

    key: str
    title: Mapping[str, str]
    about: Mapping[str, str]  # what it is for, for the coordinator
    lead: Mapping[str, str]
    pages: Sequence[Mapping[str, Any]]
    locked: Sequence[str] = ()
    series: str = ""
    thanks: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        """The questionnaire as JSON."""
        return {"format": 1, "languages": list(CODES[:3]), "pages": [dict(page) for page in self.pages]}

    def readers(self) -> dict[str, str]:
        """Return who reads the answers, as it usually is; the coordinator makes it exact."""
        return dict(READERS)


def t(*words: str) -> dict[str, str]:
    """Return a text in Finnish, Swedish, English and, where it is given, easy Finnish."""
    return dict(zip(CODES, words, strict=False))


def page(name: str, title: Mapping[str, str], *questions: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page."""
    return {"name": name, "title": dict(title), "questions": [dict(question) for question in questions]}


def q(name: str, kind: str, *words: str, **settings: Any) -> dict[str, Any]:
    """Return a question."""
    return {"name": name, "type": kind, "label": t(*words), "required": False, **settings}


def c(value: str, *words: str, **settings: Any) -> dict[str, Any]:
    """Return a choice or row."""
    return {"value": value, "label": t(*words), **settings}


READERS = t(
    "Vastaukset lukevat kyselyn järjestäjät kaupungilla. Yhteenveto julkaistaan tällä sivustolla.",
    "Svaren läses av dem som ordnar enkäten i staden. Ett sammandrag publiceras på den här webbplatsen.",
    "The answers are read by the people in the town who run the survey. A summary is published on this site.",
    "Kaupungin työntekijät lukevat vastaukset. Yhteenveto tulee tälle sivustolle.",
)
THANKS = t(
    "Kiitos. Yhteenveto julkaistaan, kun kysely on päättynyt.",
    "Tack. Sammandraget publiceras när enkäten har stängts.",
    "Thank you. The summary is published when the survey has closed.",
    "Kiitos. Yhteenveto tulee, kun kysely on ohi.",
)
AGREE = [
    c("1", "Täysin eri mieltä", "Helt av annan åsikt", "Strongly disagree"),
    c("2", "Jokseenkin eri mieltä", "Delvis av annan åsikt", "Somewhat disagree"),
    c("3", "En osaa sanoa", "Kan inte säga", "Cannot say"),
    c("4", "Jokseenkin samaa mieltä", "Delvis av samma åsikt", "Somewhat agree"),
    c("5", "Täysin samaa mieltä", "Helt av samma åsikt", "Strongly agree"),
]
AGE = q(
    "ika", "single_choice", "Minkä ikäinen olet?", "Hur gammal är du?", "How old are you?", "Kuinka vanha olet?",
    choices=[
        c("-17", "alle 18", "under 18", "under 18"),
        c("18-29", "18–29", "18–29", "18–29"),
        c("30-49", "30–49", "30–49", "30–49"),
        c("50-64", "50–64", "50–64", "50–64"),
        c("65-74", "65–74", "65–74", "65–74"),
        c("75-", "75 tai yli", "75 eller över", "75 or over"),
        c("-", "En halua kertoa", "Jag vill inte säga", "I do not want to say"),
    ],
)  # fmt: skip
SATISFIED = {
    "min": 1,
    "max": 5,
    "no_opinion": True,
    "min_label": t("Erittäin tyytymätön", "Mycket missnöjd", "Very dissatisfied", "En ole tyytyväinen"),
    "max_label": t("Erittäin tyytyväinen", "Mycket nöjd", "Very satisfied", "Olen tyytyväinen"),
}
EASY_OR_HARD = {
    "min": 1,
    "max": 5,
    "no_opinion": True,
    "min_label": t("Hyvin vaikeaa", "Mycket svårt", "Very hard"),
    "max_label": t("Hyvin helppoa", "Mycket lätt", "Very easy"),
}
