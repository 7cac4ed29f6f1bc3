"""What conditions of routing rules can name: what residents are asked in a process, and at which workshop tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.extension_points import AskedQuestion, question_sources
from participation.logic.text import pick
from participation.models import Process, Workshop
from workgroups.models import Group, Rule

Grouped = Sequence[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Conditions:
    """Grouped choices (value, words): surveys and their questions, answers that come with a contribution, tables."""

    asked: Grouped
    answers: Grouped
    places: Grouped

    @property
    def words(self) -> dict[str, str]:
        """The words of every value."""
        grouped = (*self.asked, *self.answers, *self.places)
        return {value: label for _name, choices in grouped for value, label in choices}


def conditions_of(process: Process) -> Conditions:
    """Return what a rule of this process can name, in words of the language in use."""
    language = get_language() or "fi"
    sources: dict[str, list[AskedQuestion]] = {}
    for source in question_sources:
        for one in source.questions(process):
            sources.setdefault(one.source, []).append(one)
    asked, answers = [], []
    for name, questions in sources.items():
        title = pick(questions[0].source_name, language)[0]
        whole = [(name, _("All answers: %(survey)s") % {"survey": title})]
        words = {one.name: pick(one.label, language)[0] for one in questions}
        asked.append((title, whole + [(f"{name}/{one.name}", words[one.name]) for one in questions if not one.options]))
        answers += [
            (
                f"{title}: {words[one.name]}",
                [(f"{name}/{one.name}={value}", pick(label, language)[0]) for value, label in one.options],
            )
            for one in questions
            if one.options
        ]
    return Conditions(asked, answers, places_of(process, language))


def places_of(process: Process, language: str) -> Grouped:
    """Return the workshops of a process with their tables, the newest first."""
    found = []
    for one in Workshop.objects.filter(process=process).order_by("-starts", "-pk"):
        name = pick(one.name, language)[0]
        tables = [(f"{one.code}/{n}", _("Table %(n)s") % {"n": n}) for n in range(1, one.tables + 1)]
        found.append((name, [(one.code, _("The whole workshop: %(name)s") % {"name": name}), *tables]))
    return found


@dataclass(frozen=True)
class RuleLine:
    """A rule with its conditions in words and the groups that it asks for their opinion."""

    rule: Rule
    words: Sequence[str]
    also: Sequence[Group]


def lines_of(rules: Iterable[Rule], process: Process, names: Mapping[str, Mapping[str, str]]) -> list[RuleLine]:
    """Return rules with their conditions in the language in use; names holds the words of channels and languages."""
    known = conditions_of(process).words
    return [RuleLine(rule, words_of(rule, known, names), list(rule.also.all())) for rule in rules]


def words_of(rule: Rule, known: Mapping[str, str], names: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return each condition of a rule in words; what is gone keeps its short name."""
    language = get_language() or "fi"
    found = [_("words: %(words)s") % {"words": ", ".join(rule.keywords)}] if rule.keywords else []
    if rule.theme:
        found.append(_("theme: %(name)s") % {"name": pick(rule.theme.name, language)[0]})
    if rule.area:
        found.append(_("area: %(name)s") % {"name": pick(rule.area.name, language)[0]})
    if rule.question or (rule.survey and not rule.option):
        value = f"{rule.survey}/{rule.question}" if rule.question else rule.survey
        found.append(_("question: %(name)s") % {"name": known.get(value, value)})
    if rule.option:
        value = f"{rule.survey}/{rule.option}"
        found.append(_("answer: %(name)s") % {"name": known.get(value, rule.option)})
    if rule.workshop:
        value = f"{rule.workshop}/{rule.table}" if rule.table else rule.workshop
        place = known.get(rule.workshop, rule.workshop)
        found.append(f"{place}, {known.get(value, value)}" if rule.table else place)
    if rule.channel:
        found.append(_("channel: %(name)s") % {"name": names["channels"].get(rule.channel, rule.channel)})
    if rule.language:
        found.append(_("language: %(name)s") % {"name": names["languages"].get(rule.language, rule.language)})
    return found or [_("everything")]
