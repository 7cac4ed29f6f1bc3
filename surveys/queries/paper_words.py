"""Conditions as printed instructions: who answers a question, told by the numbers and letters of the paper form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from participation.logic.text import pick
from surveys.logic.paper.fields import lettered, numbers_of, options_of
from surveys.logic.questionnaire.conditions import All, AnyOf, Condition, Not, Test
from surveys.logic.questionnaire.document import Question, Questionnaire
from surveys.logic.questionnaire.written import typed_date
from surveys.queries.questionnaires import number_words

OPPOSITE = {
    "is": "is_not", "is_not": "is", "selected": "not_selected", "not_selected": "selected",
    "gt": "lte", "gte": "lt", "lt": "gte", "lte": "gt",
}  # fmt: skip
SHORTENED = 40  # characters of an option's words beside its letter


class Instructions:
    """Writes the conditions of one questionnaire in one language; use it while that language is active."""

    def __init__(self, document: Questionnaire, language: str) -> None:
        self.document = document
        self.language = language
        self.numbers = numbers_of(document)

    def question(self, condition: Condition | None) -> str:
        """Return the instruction above a question, empty for one that everybody answers."""
        return _("Answer only if %(condition)s.") % {"condition": self.words(condition)} if condition else ""

    def part(self, condition: Condition | None) -> str:
        """Return the instruction above a part of the form."""
        return _("Answer this part only if %(condition)s.") % {"condition": self.words(condition)} if condition else ""

    def words(self, condition: Condition, *, inner: bool = False) -> str:
        """Return a condition as the second half of a sentence."""
        match condition:
            case All(parts) | AnyOf(parts):
                between = _(" and ") if isinstance(condition, All) else _(" or ")
                said = between.join(self.words(part, inner=len(parts) > 1) for part in parts)
                return f"({said})" if inner and len(parts) > 1 else said or _("you answer the form")
            case Not(part):
                return self.negated(part, inner=inner)
        return self.test(condition)

    def negated(self, condition: Condition, *, inner: bool) -> str:
        """Return the opposite of a condition."""
        match condition:
            case Not(part):
                return self.words(part, inner=inner)
            case All(parts):
                return self.words(AnyOf(tuple(Not(part) for part in parts)), inner=inner)
            case AnyOf(parts):
                return self.words(All(tuple(Not(part) for part in parts)), inner=inner)
        if condition.operator == "answered":
            return self.test(Test(condition.question, "answered", value=not condition.value, row=condition.row))
        if condition.operator == "in":
            parts = tuple(Test(condition.question, "is_not", value, condition.row) for value in condition.value)
            return self.words(All(parts), inner=inner)
        return self.test(Test(condition.question, OPPOSITE[condition.operator], condition.value, condition.row))

    def test(self, test: Test) -> str:
        """Return one comparison in words."""
        question = self.document.by_name[test.question]
        if not question.kind.takes_answer:
            return self.computed(question, test)
        where = self.place(question, test.row)
        if question.type in ("consent", "file") or (test.operator == "answered" and not question.choices):
            given = test.value is True if test.operator in ("answered", "is", "selected") else test.value is not True
            words = _("you filled in %(where)s") if given else _("you left %(where)s empty")
            return words % {"where": where}
        if test.operator == "answered":
            return (_("you answered %(where)s") if test.value else _("you left %(where)s empty")) % {"where": where}
        values = test.value if test.operator == "in" else (test.value,)
        if known := self.options(question, values):
            return self.choosing(test.operator) % {"options": known, "where": where}
        return self.comparing(test.operator) % {"where": where, "value": _(" or ").join(map(plain_value, values))}

    def place(self, question: Question, row: str | None) -> str:
        """Return which question, or which row of it, is meant."""
        number = self.numbers[question.name]
        rows = {value: letter for letter, value in lettered(question.rows)}
        if row is not None and row in rows:
            return _("row %(row)s of question %(number)s") % {"row": rows[row], "number": number}
        return _("question %(number)s") % {"number": number}

    def options(self, question: Question, values: Sequence[Any]) -> str:
        """Return letters with their words for values that can be ticked; empty when one of them cannot."""
        if question.type == "scale":
            return ""
        letters = {value: letter for letter, value in options_of(question)}
        if not letters or any(value not in letters for value in values if isinstance(value, str)):
            return ""
        labels = {choice.value: pick(choice.label, self.language)[0] for choice in question.choices}
        labels |= {"yes": _("Yes"), "no": _("No")} if question.type == "yes_no" else {}
        known = [value for value in values if isinstance(value, str)]
        said = [f"{letters[value]} ({shortened(labels.get(value, value))})" for value in known]
        return _(" or ").join(said)

    def choosing(self, operator: str) -> str:
        """Return the sentence for ticked options."""
        if operator in ("is_not", "not_selected"):
            return _("you did not tick %(options)s in %(where)s")
        return _("you ticked %(options)s in %(where)s")

    def comparing(self, operator: str) -> str:
        """Return the sentence for a comparison with a number, a day or words."""
        return {
            "is": _("your answer to %(where)s is %(value)s"),
            "selected": _("your answer to %(where)s is %(value)s"),
            "in": _("your answer to %(where)s is %(value)s"),
            "is_not": _("your answer to %(where)s is not %(value)s"),
            "not_selected": _("your answer to %(where)s is not %(value)s"),
            "gt": _("your answer to %(where)s is more than %(value)s"),
            "gte": _("your answer to %(where)s is %(value)s or more"),
            "lt": _("your answer to %(where)s is less than %(value)s"),
            "lte": _("your answer to %(where)s is %(value)s or less"),
        }[operator]

    def computed(self, question: Question, test: Test) -> str:
        """Return a comparison with a computed number, with the sum that the reader can do."""
        words = self.comparing("is" if test.operator == "answered" else test.operator)
        value = plain_value(test.value[0] if isinstance(test.value, tuple) else test.value)
        return words % {"where": self.sum(question.expression), "value": value}

    def sum(self, expression: Any) -> str:
        """Return an expression as a sum of question numbers."""
        if not isinstance(expression, Mapping):
            return plain_value(expression)
        ((word, operand),) = expression.items()
        if word in ("question", "count"):
            asked = self.document.by_name[operand]
            if not asked.kind.takes_answer:
                return self.sum(asked.expression)
            counted = _("number of ticks in question %(number)s") if word == "count" else _("answer %(number)s")
            return counted % {"number": self.numbers[operand]}
        sign = {"add": " + ", "subtract": " − ", "multiply": " × ", "divide": " ÷ ", "min": " ∧ ", "max": " ∨ "}
        parts = operand if isinstance(operand, list) else [operand]
        said = [self.sum(part) for part in parts]
        if word == "min":
            return _("the smallest of %(parts)s") % {"parts": ", ".join(said)}
        if word == "max":
            return _("the largest of %(parts)s") % {"parts": ", ".join(said)}
        return f"({sign.get(word, ' ').join(said)})"


def shortened(words: str) -> str:
    """Return the beginning of long words."""
    return words if len(words) <= SHORTENED else words[: SHORTENED - 1].rstrip() + "…"


def plain_value(value: Any) -> str:
    """Return a value of a comparison as it is written on paper."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return number_words(value) if isinstance(value, int | float) else typed_date(value)
