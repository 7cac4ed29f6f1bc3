"""What a new version changes, told in codes: which answers stay comparable."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.logic.questionnaire.document import Choice, Question, Questionnaire


@dataclass(frozen=True)
class Effect:
    """One change: its code, the question, and the choice or row if it is about one."""

    code: str
    question: str = ""
    item: str = ""


BREAKING = frozenset({"question_removed", "type_changed", "choice_removed", "row_removed"})


def compare(old: Questionnaire, new: Questionnaire) -> list[Effect]:
    """Return the effects of replacing one document by another, in the order of the new one."""
    effects = [Effect("question_removed", name) for name in old.by_name if name not in new.by_name]
    for question in new.questions:
        before = old.by_name.get(question.name)
        effects.extend([Effect("question_added", question.name)] if before is None else changes(before, question))
    kept_old = [question.name for question in old.questions if question.name in new.by_name]
    kept_new = [question.name for question in new.questions if question.name in old.by_name]
    if kept_old != kept_new:
        effects.append(Effect("order_changed"))
    effects.extend(Effect("language_added", item=code) for code in new.languages if code not in old.languages)
    effects.extend(Effect("language_removed", item=code) for code in old.languages if code not in new.languages)
    return effects


def changes(old: Question, new: Question) -> Iterator[Effect]:
    """Yield what changed in one question."""
    if old.type != new.type:
        yield Effect("type_changed", new.name)
    if (old.label, old.hint) != (new.label, new.hint):
        yield Effect("text_changed", new.name)
    if old.required != new.required:
        yield Effect("became_required" if new.required else "became_optional", new.name)
    if conditions_of(old) != conditions_of(new):
        yield Effect("condition_changed", new.name)
    yield from list_changes("choice", new.name, old.choices, new.choices)
    yield from list_changes("row", new.name, old.rows, new.rows)
    limits = ("min", "max", "step", "max_length", "total", "multiple", "no_opinion", "expression", "pattern", "shapes")
    if any(getattr(old, key) != getattr(new, key) for key in limits):
        yield Effect("limits_changed", new.name)
    if (old.open_answer, old.role) != (new.open_answer, new.role):
        yield Effect("forwarding_changed", new.name)


def conditions_of(question: Question) -> list[object]:
    """Return all conditions of a question: its own and those of what it offers."""
    return [
        question.visible_if,
        *({c.value: c.visible_if for c in (*question.choices, *question.rows) if c.visible_if}.items()),
    ]


def list_changes(word: str, name: str, old: tuple[Choice, ...], new: tuple[Choice, ...]) -> Iterator[Effect]:
    """Yield what changed among choices or rows: added, removed, renamed."""
    before, after = {choice.value: choice for choice in old}, {choice.value: choice for choice in new}
    for value, choice in after.items():
        if value not in before:
            yield Effect(f"{word}_added", name, value)
        elif before[value].label != choice.label:
            yield Effect(f"{word}_renamed", name, value)
    for value in before:
        if value not in after:
            yield Effect(f"{word}_removed", name, value)


def is_comparable(effects: list[Effect]) -> bool:
    """Tell whether all answers of the old version can be counted with those of the new one."""
    return not any(effect.code in BREAKING for effect in effects)
