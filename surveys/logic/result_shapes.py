"""From a questionnaire's document to what counting and tables need: shapes of questions, and who was asked what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from surveys.logic.questionnaire.conditions import All, Condition, holds, questions_of
from surveys.logic.questionnaire.document import Question, Questionnaire
from surveys.logic.questionnaire.piping import without_references
from surveys.logic.result_tables import Shape, Texts
from surveys.logic.results import COUNTED, NO_OPINION, Answers, Form

YES_NO: tuple[tuple[str, Texts], ...] = (
    ("yes", {"fi": "Kyllä", "sv": "Ja", "en": "Yes"}),
    ("no", {"fi": "Ei", "sv": "Nej", "en": "No"}),
)
NO_OPINION_WORDS: Texts = {"fi": "En osaa sanoa", "sv": "Kan inte säga", "en": "No opinion"}


def shapes_of(document: Questionnaire) -> list[Shape]:
    """Return the shapes of all questions that are counted or exported, in order."""
    found = []
    for page in document.pages:
        for question in page.questions:
            if question.type in COUNTED or question.type in ("calculated", "map", "file"):
                conditions = (*questions_of(page.visible_if), *questions_of(question.visible_if))
                found.append(shape_of(question, tuple(dict.fromkeys(conditions))))
    return found


def shape_of(question: Question, depends_on: tuple[str, ...]) -> Shape:
    """Return the shape of one question."""
    return Shape(
        name=question.name,
        type=question.type,
        label=without_references(question.label),
        choices=choices_of(question),
        rows=tuple((row.value, row.label) for row in question.rows),
        role=question.role or "",
        depends_on=depends_on,
        required=question.required,
        extra={
            "written_other": any(choice.other for choice in question.choices),
            "others": tuple(choice.value for choice in question.choices if choice.other),
            "open_answer": question.open_answer,
            "multiple": question.multiple,
            "unit": dict(question.unit),
            "ends": [dict(question.min_label), dict(question.max_label)],
        },
    )


def choices_of(question: Question) -> tuple[tuple[str, Texts], ...]:
    """Return value and words of each choice; steps of a scale are choices too."""
    if question.type == "yes_no":
        return YES_NO
    if question.type == "consent":
        return YES_NO[:1]
    if question.type == "scale":
        low, high = int(question.lowest), int(question.highest)
        steps = [(str(step), step_words(question, step)) for step in range(low, high + 1)]
        return (*steps, *(((NO_OPINION, NO_OPINION_WORDS),) if question.no_opinion else ()))
    return tuple((choice.value, choice.label) for choice in question.choices)


def step_words(question: Question, step: int) -> Texts:
    """Return "1, strongly disagree" in each language that has words for the step, else the number alone."""
    words: dict[str, str] = {}
    if step == question.lowest:
        words |= question.min_label
    elif step == question.highest:
        words |= question.max_label
    words |= {code: text for code, text in question.step_labels.get(str(step), {}).items() if text}
    return {code: f"{step}, {text}" for code, text in words.items() if text} or {"fi": str(step)}


def form_of(document: Questionnaire) -> Form:
    """Return one version as counting needs it."""
    types = {question.name: question.type for question in document.questions if question.type in COUNTED}
    conditions: dict[str, Condition] = {}
    for page in document.pages:
        for question in page.questions:
            parts = tuple(part for part in (page.visible_if, question.visible_if) if part is not None)
            if parts:
                conditions[question.name] = parts[0] if len(parts) == 1 else All(parts)
    return Form(types, partial(was_asked, conditions))


def was_asked(conditions: Mapping[str, Condition], name: str, answers: Answers) -> bool:
    """Tell whether these answers led to the question."""
    return holds(conditions.get(name), answers)
