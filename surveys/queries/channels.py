"""The channel check: two channels of a survey compared, area and age held equal, for staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from participation.errors import ParticipationError
from participation.logic.text import pick
from surveys.logic.channel_effects import Effect, Stratum, effect_of, held, raw_shares
from surveys.logic.questionnaire.document import Question, Questionnaire
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of

COMPARED = ("single_choice", "dropdown", "image_choice", "multi_choice", "yes_no", "scale")
GROUPING = ("single_choice", "dropdown")
AGE_NAMES = ("ika", "age", "alder", "ikaryhma")


@dataclass(frozen=True)
class OptionLine:
    """One option of a question: plain shares of both channels, and the difference with equals compared."""

    question: Question
    value: Any
    label: Mapping[str, str]
    first: float
    second: float
    effect: Effect


@dataclass(frozen=True)
class ChannelCheck:
    """Two channels compared."""

    first: str
    second: str
    channels: dict[str, int]
    area: Question | None
    age: Question | None
    groupings: list[Question]
    lines: list[OptionLine]
    small: bool

    @property
    def clear(self) -> list[OptionLine]:
        """The options in which the channels differ clearly."""
        return [line for line in self.lines if line.effect.stands]


def check_of(survey: Survey, *, first: str = "", second: str = "", age: str = "") -> ChannelCheck:
    """Return the comparison of two channels; the two largest unless they are named. Raises ParticipationError."""
    if survey.current is None:
        raise ParticipationError("no questionnaire", "no_version")
    document = document_of(survey.current)
    rows = list(Response.objects.in_results().filter(survey=survey).order_by().values_list("channel", "answers"))
    sizes = dict(Counter(channel for channel, _answers in rows).most_common())
    names = [name for name in (first, second) if name in sizes]
    names += [name for name in sizes if name not in names]
    groupings = [one for one in document.questions if one.type in GROUPING and one.role != "area"]
    area = next((one for one in document.questions if one.role == "area"), None)
    by_age = chosen_age(document, age)
    pair = (*names, "", "")[:2]
    small = min(sizes.get(pair[0], 0), sizes.get(pair[1], 0)) < survey.threshold
    lines = [] if small else compared(document, rows, pair, [one for one in (area, by_age) if one], survey.threshold)
    return ChannelCheck(pair[0], pair[1], sizes, area, by_age, groupings, lines, small)


def chosen_age(document: Questionnaire, name: str) -> Question | None:
    """Return the question by which people are grouped beside the area: the chosen one, else the one called age."""
    fit = {one.name: one for one in document.questions if one.type in GROUPING and one.role != "area"}
    return next((fit[known] for known in (name, *AGE_NAMES) if known in fit), None)


def compared(
    document: Questionnaire, rows: list[tuple[str, Any]], pair: tuple[str, ...], held_equal: list[Question], k: int
) -> list[OptionLine]:
    """Return a line for each option that enough people of both channels could choose."""
    used = {one.name for one in held_equal}
    lines: list[OptionLine] = []
    for question in document.questions:
        if question.type not in COMPARED or question.name in used:
            continue
        for value, label in options(question):
            strata = strata_of(rows, pair, question, value, held_equal)
            effect = effect_of(strata.values())
            if effect and min(effect.first_n, effect.second_n) >= k:
                lines.append(OptionLine(question, value, label, *raw_shares(strata), effect))
    effects = held([line.effect for line in lines])
    return [OptionLine(**{**vars(line), "effect": effect}) for line, effect in zip(lines, effects, strict=True)]


def options(question: Question) -> list[tuple[Any, Mapping[str, str]]]:
    """Return the options of a question; a scale is looked at as "above its middle"."""
    if question.type == "scale":
        return [("above", {"fi": "asteikon yläpuolisko", "sv": "skalans övre halva", "en": "upper half of the scale"})]
    if question.type == "yes_no":
        return [("yes", {"fi": "Kyllä", "sv": "Ja", "en": "Yes"})]
    return [(choice.value, choice.label) for choice in question.choices]


def strata_of(
    rows: list[tuple[str, Any]], pair: tuple[str, ...], question: Question, value: Any, held_equal: list[Question]
) -> dict[Any, Stratum]:
    """Return by area and age how many of each channel answered and chose."""
    strata: dict[Any, Stratum] = {}
    for channel, answers in rows:
        if channel not in pair or question.name not in answers:
            continue
        place = tuple(str(plain(answers.get(one.name, ""))) for one in held_equal)
        if "" in place:
            continue  # who told neither area nor age has no equals
        one, hit = strata.setdefault(place, Stratum()), chose(question, answers[question.name], value)
        if channel == pair[0]:
            one.first_n, one.first_hits = one.first_n + 1, one.first_hits + hit
        else:
            one.second_n, one.second_hits = one.second_n + 1, one.second_hits + hit
    return strata


def plain(answer: Any) -> Any:
    """Return the value of an answer without the words of a written other."""
    return answer.get("value", "") if isinstance(answer, dict) else answer


def chose(question: Question, answer: Any, value: Any) -> bool:
    """Tell whether an answer is this option."""
    if question.type == "scale":
        return isinstance(answer, int) and answer > (question.lowest + question.highest) / 2
    if isinstance(answer, list):
        return value in [plain(item) for item in answer]
    return bool(plain(answer) == value)


def name_of(question: Question, language: str) -> str:
    """Return what a question is called in a choice."""
    return pick(question.label, language)[0]
