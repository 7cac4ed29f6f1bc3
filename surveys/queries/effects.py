"""What publishing a working copy changes, in words: which answers stay comparable, which do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Count, Q, When
from django.db.models.fields.json import KeyTransform
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.logic.text import pick
from surveys.logic.questionnaire.parts import Questionnaire
from surveys.logic.questionnaire.versions import BREAKING, Effect, compare
from surveys.models.responses import Response
from surveys.models.surveys import Survey

EFFECTS: dict[str, Callable[[], str]] = {
    "question_removed": lambda: _("It is not asked any more. Answers so far are kept in results."),
    "question_added": lambda: _("New: earlier respondents were not asked."),
    "order_changed": lambda: _("The order of questions changes."),
    "language_added": lambda: _("New language: %(item)s"),
    "language_removed": lambda: _("Language no longer offered: %(item)s"),
    "type_changed": lambda: _("Another type: earlier answers cannot be counted with new ones."),
    "text_changed": lambda: _("Other words. If the meaning changes, earlier answers mean something else."),
    "became_required": lambda: _("It must be answered from now on."),
    "became_optional": lambda: _("It may be left unanswered from now on."),
    "condition_changed": lambda: _("It is shown to others than before."),
    "choice_added": lambda: _("New option: “%(item)s”. Earlier respondents could not choose it."),
    "choice_removed": lambda: _("The option “%(item)s” goes. Earlier answers keep it."),
    "choice_renamed": lambda: _("Other words for the option “%(item)s”."),
    "row_added": lambda: _("New row: “%(item)s”."),
    "row_removed": lambda: _("The row “%(item)s” goes. Earlier answers keep it."),
    "row_renamed": lambda: _("Other words for the row “%(item)s”."),
    "limits_changed": lambda: _("Other limits."),
    "forwarding_changed": lambda: _("Where its answers go changes."),
}

KEPT: dict[str, Callable[[int], str]] = {
    "question_removed": lambda n: ngettext("%(n)s answer keeps it.", "%(n)s answers keep it.", n),
    "type_changed": lambda n: ngettext("%(n)s answer keeps the old one.", "%(n)s answers keep the old one.", n),
    "choice_removed": lambda n: ngettext("%(n)s answer keeps it.", "%(n)s answers keep it.", n),
    "choice_renamed": lambda n: ngettext("%(n)s answer keeps the old words.", "%(n)s answers keep the old words.", n),
    "row_removed": lambda n: ngettext("%(n)s answer keeps it.", "%(n)s answers keep it.", n),
}


@dataclass(frozen=True)
class EffectLine:
    """One change in words, and whether it keeps answers from being compared."""

    question: str
    words: str
    is_breaking: bool


def effect_lines(survey: Survey, old: Questionnaire | None, new: Questionnaire) -> list[EffectLine]:
    """Return what publishing changes, and how many answers keep what goes; nothing for the first version."""
    effects = compare(old, new) if old else []
    counts = counts_kept(survey, effects)
    return [line_of(effect, old, new, counts.get(effect, 0)) for effect in effects] if old else []


def counts_kept(survey: Survey, effects: Sequence[Effect]) -> dict[Effect, int]:
    """Return how many answers have what an effect takes away or renames; one query."""
    asked = [effect for effect in effects if effect.code in KEPT]
    if not asked:
        return {}
    answers = {f"a{n}": KeyTransform(effect.question, "answers") for n, effect in enumerate(asked)}
    found_in = {f"f{n}": Case(When(having(effect, f"a{n}"), then=1)) for n, effect in enumerate(asked)}
    rows = Response.objects.filter(survey=survey).annotate(**answers).annotate(**found_in)
    found = rows.aggregate(**{f"n{n}": Count(f"f{n}") for n in range(len(asked))})
    return {effect: found[f"n{n}"] for n, effect in enumerate(asked)}


def having(effect: Effect, path: str) -> Q:
    """Return the condition of the answers that an effect is about: the question, the chosen option, the answered row."""
    if not effect.item:
        return Q(answers__has_key=effect.question)
    if effect.code == "row_removed":
        return Q(**{f"{path}__has_key": effect.item})
    chosen = Q(**{path: effect.item}) | Q(**{f"{path}__value": effect.item})
    return chosen | Q(**{f"{path}__icontains": f'"{effect.item}"'}) | Q(**{f"{path}__has_key": effect.item})


def line_of(effect: Effect, old: Questionnaire, new: Questionnaire, kept: int) -> EffectLine:
    """Return one change in words."""
    language = get_language() or "fi"
    asked = new.by_name.get(effect.question) or old.by_name.get(effect.question)
    name = (pick(asked.label, language)[0] or asked.name) if asked else ""
    item = dict(settings.LANGUAGES).get(effect.item, effect.item)
    for document in (old, new):
        found = document.by_name.get(effect.question)
        for choice in (*found.choices, *found.rows) if found else ():
            if choice.value == effect.item:
                item = pick(choice.label, language)[0] or effect.item
    words = EFFECTS[effect.code]() if effect.code in EFFECTS else effect.code
    words %= {"item": item}
    if kept:
        words += " " + KEPT[effect.code](kept) % {"n": kept}
    return EffectLine(name, words, effect.code in BREAKING)
