"""The questionnaire as one typed, immutable document: pages, questions, choices; read from and written to JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from surveys.logic.geometry import KINDS, position
from surveys.logic.questionnaire.conditions import (
    Condition,
    condition_from_json,
    condition_to_json,
    is_number,
    questions_of,
)
from surveys.logic.questionnaire.expressions import check_expression, names_in
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.logic.questionnaire.parts import FORMAT, Choice, Page, Question, Questionnaire, Texts
from surveys.logic.questionnaire.patterns import problem_of
from surveys.logic.questionnaire.piping import all_references, references_in
from surveys.logic.questionnaire.types import TYPES

__all__ = ["Choice", "Page", "Question", "Questionnaire", "Texts", "from_json", "missing_texts", "to_json"]
NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_.-]{0,63}$", re.ASCII)
VALUE = re.compile(
    r"^[^\s\x00-\x1f\x7f\ud800-\udfff](?:[^\x00-\x1f\x7f\ud800-\udfff]{0,118}[^\s\x00-\x1f\x7f\ud800-\udfff])?$"
)
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[a-z]{2,8})?$", re.ASCII)
ROLES = ("theme", "area", "quotes")
MAX_QUESTIONS = 1000


def from_json(data: Any) -> Questionnaire:
    """Read a document strictly; raises QuestionnaireError with the path of what is wrong."""
    reader = Reader(data)
    document = reader.questionnaire()
    check_references(document)
    return document


def to_json(document: Questionnaire) -> dict[str, Any]:
    """Write a document; what has its usual value is left out. Reading it again gives an equal document."""
    return {
        "format": document.format,
        "languages": list(document.languages),
        "pages": [written(page) for page in document.pages],
    }


def written(thing: Page | Question | Choice) -> dict[str, Any]:
    """Write a page, question or choice: required keys, and what differs from its usual value."""
    result: dict[str, Any] = {}
    for item in fields(thing):
        value = getattr(thing, item.name)
        always = item.name in ("name", "type", "value", "label", "title", "questions", "required")
        if not always and (value in (None, "", (), {}, False) or value == item.default) and value != 0.0:
            continue
        if not always and value is False:
            continue
        if item.name in ("questions", "choices", "rows"):
            value = [written(part) for part in value]
        elif item.name == "visible_if":
            value = condition_to_json(value)
        elif isinstance(value, Mapping):
            value = dict(value)
        elif isinstance(value, tuple):
            value = list(value)
        result[item.name] = value
    return result


def check_references(document: Questionnaire) -> None:
    """Raise QuestionnaireError unless names are unique and conditions look back only."""
    seen: set[str] = set()
    for p, page in enumerate(document.pages):
        before = set(seen)
        look_back(questions_of(page.visible_if), seen, f"pages[{p}].visible_if")
        look_back(references_in(page.title), before, f"pages[{p}].title")
        for q, question in enumerate(page.questions):
            path = f"pages[{p}].questions[{q}]"
            look_back(questions_of(question.visible_if), seen, f"{path}.visible_if")
            look_back(names_in(question.expression), seen, f"{path}.expression")
            for choice in (*question.choices, *question.rows):
                look_back(questions_of(choice.visible_if), seen, f"{path}.{choice.value}.visible_if")
            look_back(all_references(question), before, f"{path}.label")
            if question.name in seen:
                raise QuestionnaireError(f"{path}.name", f'"{question.name}" is used twice')
            seen.add(question.name)
    if len(seen) > MAX_QUESTIONS:
        raise QuestionnaireError("pages", f"more than {MAX_QUESTIONS} questions")


def look_back(names: Any, seen: set[str], path: str) -> None:
    """Raise QuestionnaireError for a name that was not asked before."""
    for name in names:
        if name not in seen:
            raise QuestionnaireError(path, f'"{name}" is no earlier question')


class Reader:
    """Reads JSON into the dataclasses, keeping the path for error messages."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.base = ""  # the language in which every text exists

    def questionnaire(self) -> Questionnaire:
        """Read the whole."""
        data = self.mapping(self.data, "", {"format", "languages", "pages"})
        if data.get("format", FORMAT) != FORMAT or isinstance(data.get("format"), bool):
            raise QuestionnaireError("format", f"only format {FORMAT} is known")
        languages = self.items(data.get("languages"), "languages")
        if not all(isinstance(code, str) and LANGUAGE.match(code) for code in languages):
            raise QuestionnaireError("languages", "is not a list of language codes")
        if len(set(languages)) != len(languages):
            raise QuestionnaireError("languages", "names a language twice")
        self.base = languages[0]
        pages = [self.page(page, f"pages[{n}]") for n, page in enumerate(self.items(data.get("pages"), "pages"))]
        self.unique([page.name for page in pages], "pages")
        return Questionnaire(tuple(pages), tuple(languages))

    def page(self, value: Any, path: str) -> Page:
        """Read one page."""
        data = self.mapping(value, path, {"name", "title", "questions", "visible_if"})
        asked = self.items(data.get("questions"), f"{path}.questions")
        return Page(
            name=self.name(data.get("name"), f"{path}.name"),
            title=self.texts(data.get("title", {}), f"{path}.title"),
            questions=tuple(self.question(one, f"{path}.questions[{n}]") for n, one in enumerate(asked)),
            visible_if=self.condition(data.get("visible_if"), f"{path}.visible_if"),
        )

    def question(self, value: Any, path: str) -> Question:
        """Read one question and let its type look at it."""
        data = self.mapping(value, path, {item.name for item in fields(Question)})
        name, kind = self.name(data.get("name"), f"{path}.name"), data.get("type")
        if not isinstance(kind, str) or kind not in TYPES:
            raise QuestionnaireError(f"{path}.type", f"{kind!r:.60} is no question type")
        unneeded = set(data) & SETTINGS.keys() - TYPES[kind].settings
        if unneeded:
            raise QuestionnaireError(f"{path}.{min(unneeded)}", f"means nothing to {kind}")
        read = {key: getattr(self, SETTINGS[key])(data[key], f"{path}.{key}") for key in SETTINGS.keys() & data.keys()}
        question = Question(
            name=name,
            type=kind,
            label=self.label(data.get("label"), f"{path}.label", optional=kind == "calculated"),
            hint=self.texts(data.get("hint", {}), f"{path}.hint"),
            required=self.truth(data.get("required", False), f"{path}.required"),
            choices=self.choices(data.get("choices", []), f"{path}.choices"),
            rows=self.choices(data.get("rows", []), f"{path}.rows"),
            visible_if=self.condition(data.get("visible_if"), f"{path}.visible_if"),
            **read,
        )
        for problem in question.kind.problems(question):
            raise QuestionnaireError(path, problem)
        return question

    def choices(self, value: Any, path: str) -> tuple[Choice, ...]:
        """Read choices or rows."""
        if value == []:
            return ()
        choices = []
        for n, one in enumerate(self.items(value, path)):
            here = f"{path}[{n}]"
            data = self.mapping(one, here, {item.name for item in fields(Choice)})
            if not isinstance(data.get("value"), str) or not VALUE.match(data["value"]):
                raise QuestionnaireError(f"{here}.value", "is not a value of 1 to 120 letters")
            choices.append(
                Choice(
                    value=data["value"],
                    label=self.label(data.get("label"), f"{here}.label"),
                    hint=self.texts(data.get("hint", {}), f"{here}.hint"),
                    other=self.truth(data.get("other", False), f"{here}.other"),
                    exclusive=self.truth(data.get("exclusive", False), f"{here}.exclusive"),
                    image=self.text(data.get("image", ""), f"{here}.image"),
                    image_alt=self.texts(data.get("image_alt", {}), f"{here}.image_alt"),
                    point=self.point(data.get("point"), f"{here}.point"),
                    fixed=self.truth(data.get("fixed", False), f"{here}.fixed"),
                    visible_if=self.condition(data.get("visible_if"), f"{here}.visible_if"),
                )
            )
        self.unique([choice.value for choice in choices], path)
        return tuple(choices)

    def mapping(self, value: Any, path: str, known: set[str]) -> dict[str, Any]:
        """Read an object without unknown keys."""
        if not isinstance(value, dict):
            raise QuestionnaireError(path, "is not an object")
        if unknown := set(value) - known:
            raise QuestionnaireError(path, f'"{min(map(str, unknown))}" is not known here')
        return value

    def items(self, value: Any, path: str) -> list[Any]:
        """Read a list with something in it."""
        if not isinstance(value, list) or not value:
            raise QuestionnaireError(path, "is not a list with something in it")
        return value

    def unique(self, names: list[str], path: str) -> None:
        """Raise for a name used twice."""
        for n, name in enumerate(names):
            if name in names[:n]:
                raise QuestionnaireError(f"{path}[{n}]", f'"{name}" is used twice')

    def name(self, value: Any, path: str) -> str:
        """Read a name: letters, digits, _ . and -."""
        if not isinstance(value, str) or not NAME.match(value):
            raise QuestionnaireError(path, "is not a name of letters, digits, _ . or -")
        return value

    def text(self, value: Any, path: str) -> str:
        """Read a text."""
        if not isinstance(value, str) or re.search(r"[\x00\ud800-\udfff]", value):
            raise QuestionnaireError(path, "is not a text")
        return value

    def truth(self, value: Any, path: str) -> bool:
        """Read true or false."""
        if not isinstance(value, bool):
            raise QuestionnaireError(path, "is neither true nor false")
        return value

    def number(self, value: Any, path: str) -> int | float:
        """Read a number that computers agree about."""
        if not is_number(value) or not abs(value) <= 10**12:
            raise QuestionnaireError(path, "is not a number")
        return int(value) if float(value).is_integer() else float(value)

    def positive(self, value: Any, path: str) -> int | float:
        """Read a number above zero."""
        number = self.number(value, path)
        if number <= 0:
            raise QuestionnaireError(path, "is not above zero")
        return number

    def length(self, value: Any, path: str) -> int:
        """Read a number of characters."""
        if not is_number(value) or not 1 <= value <= 10_000 or int(value) != value:
            raise QuestionnaireError(path, "is not between 1 and 10000")
        return int(value)

    def texts(self, value: Any, path: str) -> dict[str, str]:
        """Read texts by language."""
        if not isinstance(value, dict) or not all(isinstance(code, str) and LANGUAGE.match(code) for code in value):
            raise QuestionnaireError(path, "is not an object of texts by language")
        return {code: self.text(words, f"{path}.{code}") for code, words in value.items()}

    def label(self, value: Any, path: str, *, optional: bool = False) -> dict[str, str]:
        """Read texts that must exist in the first language."""
        texts = self.texts({} if value is None else value, path)
        if not optional and not texts.get(self.base, "").strip():
            raise QuestionnaireError(path, f'has no text in "{self.base}"')
        return texts

    def labels(self, value: Any, path: str) -> dict[str, dict[str, str]]:
        """Read texts by language for each step."""
        if not isinstance(value, dict):
            raise QuestionnaireError(path, "is not an object of steps")
        return {str(step): self.texts(texts, f"{path}.{step}") for step, texts in value.items()}

    def condition(self, value: Any, path: str) -> Condition | None:
        """Read a condition, or nothing."""
        return None if value is None else condition_from_json(value, path)

    def calculation(self, value: Any, path: str) -> Any:
        """Read an expression."""
        check_expression(value, path)
        return value

    def point(self, value: Any, path: str) -> tuple[float, float] | None:
        """Read longitude and latitude, or nothing."""
        if value is None:
            return None
        try:
            east, north = position(value)
        except ValueError:
            raise QuestionnaireError(path, "is not longitude and latitude") from None
        return east, north

    def pattern(self, value: Any, path: str) -> str:
        """Read a regular expression that is safe to try on answers."""
        text = self.text(value, path)
        if problem := problem_of(text):
            raise QuestionnaireError(path, problem)
        return text

    def shapes(self, value: Any, path: str) -> tuple[str, ...]:
        """Read what can be drawn on a map."""
        shapes = self.items(value, path)
        if not all(isinstance(shape, str) and shape in KINDS for shape in shapes) or len(set(shapes)) != len(shapes):
            raise QuestionnaireError(path, "is not a list of point, line and area")
        return tuple(shapes)

    def role(self, value: Any, path: str) -> str:
        """Read what a chosen value stands for."""
        if value not in ROLES:
            raise QuestionnaireError(path, "is neither theme, area nor quotes")
        return str(value)


SETTINGS: dict[str, str] = {  # setting -> how it is read; which type knows which stands in types.py
    "min": "number",
    "max": "number",
    "step": "positive",
    "max_length": "length",
    "unit": "texts",
    "min_label": "texts",
    "max_label": "texts",
    "step_labels": "labels",
    "no_opinion": "truth",
    "multiple": "truth",
    "total": "positive",
    "expression": "calculation",
    "open_answer": "truth",
    "role": "role",
    "shuffle": "truth",
    "pattern": "pattern",
    "pattern_message": "texts",
    "shapes": "shapes",
}


def missing_texts(document: Questionnaire) -> list[tuple[str, str]]:
    """Return (path, language) of every text that a promised language lacks."""
    missing: list[tuple[str, str]] = []

    def look(texts: Texts, path: str) -> None:
        if any(texts.values()):
            missing.extend((path, code) for code in document.languages if not texts.get(code))

    walk_texts(document, look)
    return missing


def walk_texts(document: Questionnaire, visit: Callable[[Texts, str], None]) -> None:
    """Call visit with every text of the document and its path."""
    for page in document.pages:
        visit(page.title, f"{page.name}.title")
        for question in page.questions:
            for key in ("label", "hint", "unit", "min_label", "max_label", "pattern_message"):
                visit(getattr(question, key), f"{question.name}.{key}")
            for step, texts in question.step_labels.items():
                visit(texts, f"{question.name}.step_labels.{step}")
            for choice in (*question.choices, *question.rows):
                visit(choice.label, f"{question.name}.{choice.value}.label")
                visit(choice.hint, f"{question.name}.{choice.value}.hint")
                visit(choice.image_alt, f"{question.name}.{choice.value}.image_alt")
