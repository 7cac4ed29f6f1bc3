"""What publishing a working copy changes, in words: which answers stay comparable, which do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.text import pick
from surveys.logic.questionnaire.parts import Questionnaire
from surveys.logic.questionnaire.versions import BREAKING, Effect, compare

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


@dataclass(frozen=True)
class EffectLine:
    """One change in words, and whether it keeps answers from being compared."""

    question: str
    words: str
    is_breaking: bool


def effect_lines(old: Questionnaire | None, new: Questionnaire) -> list[EffectLine]:
    """Return what publishing changes; nothing for the first version."""
    return [line_of(effect, old, new) for effect in compare(old, new)] if old else []


def line_of(effect: Effect, old: Questionnaire, new: Questionnaire) -> EffectLine:
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
    return EffectLine(name, words % {"item": item}, effect.code in BREAKING)
