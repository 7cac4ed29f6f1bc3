"""A condition as rows of choices: "Show this question when … is …", in groups; read from a page, written as a condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.logic.authoring.readiness import condition_of
from surveys.logic.authoring.working import Document, pages_of
from surveys.logic.questionnaire.conditions import All, AnyOf, Condition, Test, condition_to_json
from surveys.logic.questionnaire.kinds import typed_number
from surveys.queries.authoring import label_of

Post = Mapping[str, Sequence[str]]
Pair = tuple[str, str]
ONE_OF = ("single_choice", "dropdown", "image_choice", "yes_no")
ORDERED = ("number", "slider", "scale", "calculated")
NO_VALUE = ("answered", "not_answered")


@dataclass(frozen=True)
class Row:
    """One comparison with everything that can be chosen in its place."""

    group: int
    number: int
    question: str
    row: str
    operator: str
    values: Sequence[str]
    rows: Sequence[Pair]
    operators: Sequence[Pair]
    options: Sequence[Pair]  # empty when the value is typed

    @property
    def id(self) -> str:
        """What the names of its inputs begin with."""
        return f"c-{self.group}-{self.number}"

    @property
    def needs_value(self) -> bool:
        """Whether it compares with something."""
        return self.operator not in NO_VALUE

    @property
    def is_many(self) -> bool:
        """Whether several values can be chosen."""
        return self.operator == "in"

    @property
    def value(self) -> str:
        """The single value."""
        return self.values[0] if self.values else ""


@dataclass(frozen=True)
class Group:
    """Comparisons that belong together: all of them, or any."""

    number: int
    mode: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class ConditionRows:
    """A whole condition as groups of rows; is_plain tells whether it can be shown so at all."""

    mode: str
    groups: Sequence[Group]
    is_plain: bool = True


def earlier_questions(document: Document, name: str) -> list[dict[str, Any]]:
    """Return the questions that are asked before a question or page."""
    found: list[dict[str, Any]] = []
    for page in pages_of(document):
        if page["name"] == name:
            return found
        for question in page["questions"]:
            if question["name"] == name:
                return found
            if question["type"] != "information":
                found.append(question)
    return found


def rows_of(part: dict[str, Any], before: list[dict[str, Any]]) -> ConditionRows:
    """Return the condition of a question or page as rows."""
    condition = condition_of(part)
    if condition is None:
        return ConditionRows("all", [], is_plain=not part.get("visible_if"))
    groups = groups_of(condition)
    asked = {question["name"]: question for question in before}
    if groups is None or any(test.question not in asked for _mode, tests in groups for test in tests):
        return ConditionRows("all", [], is_plain=False)
    mode = "any" if isinstance(condition, AnyOf) and len(groups) > 1 else "all"
    return ConditionRows(
        mode,
        [
            Group(g, inner, [row_of(g, n, test, asked[test.question]) for n, test in enumerate(tests)])
            for g, (inner, tests) in enumerate(groups)
        ],
    )


def groups_of(condition: Condition) -> list[tuple[str, list[Test]]] | None:
    """Return a condition as groups of comparisons; nothing when it is nested otherwise."""
    if isinstance(condition, Test):
        return [("all", [condition])]
    if not isinstance(condition, All | AnyOf) or not condition.parts:
        return None
    if all(isinstance(part, Test) for part in condition.parts):
        return [(mode_of(condition), list(condition.parts))]  # type: ignore[arg-type]  # all are tests
    groups = []
    for part in condition.parts:
        tests = [part] if isinstance(part, Test) else part.parts if isinstance(part, All | AnyOf) else [part]
        if not tests or not all(isinstance(test, Test) for test in tests):
            return None
        groups.append((mode_of(part), list(tests)))
    return groups  # type: ignore[return-value]  # all are tests


def mode_of(condition: Condition) -> str:
    """Return "any" or "all"."""
    return "any" if isinstance(condition, AnyOf) else "all"


def row_of(group: int, number: int, test: Test, question: dict[str, Any]) -> Row:
    """Return one comparison with its choices."""
    operator = "not_answered" if test.operator == "answered" and test.value is False else test.operator
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    return Row(
        group,
        number,
        test.question,
        test.row or "",
        operator,
        [str(value) for value in values],
        [(one["value"], label_of(one) or one["value"]) for one in question.get("rows", ())],
        operators_of(question),
        options_of(question),
    )


def operators_of(question: dict[str, Any]) -> list[Pair]:
    """Return how the answers of a question can be compared, in plain words."""
    words = {
        "is": _("is"),
        "is_not": _("is not"),
        "in": _("is one of"),
        "selected": _("includes"),
        "not_selected": _("does not include"),
        "gte": _("is at least"),
        "lte": _("is at most"),
        "gt": _("is more than"),
        "lt": _("is less than"),
        "answered": _("has been answered"),
        "not_answered": _("has not been answered"),
    }
    kind = question["type"]
    codes: tuple[str, ...] = ("answered", "not_answered")
    if kind == "matrix_single" or (kind in ONE_OF and not question.get("multiple")):
        codes = ("is", "is_not", "in", *codes)
    elif kind in ("multi_choice", "matrix_multi", "image_choice"):
        codes = ("selected", "not_selected", *codes)
    elif kind in ORDERED:
        codes = ("is", "gte", "lte", "gt", "lt", *codes)
    elif kind == "date":
        codes = ("gte", "lte", *codes)
    elif kind in ("short_text", "long_text"):
        codes = (*codes, "is")
    return [(code, words[code]) for code in codes]


def options_of(question: dict[str, Any]) -> list[Pair]:
    """Return what can be chosen as a value; nothing when it is typed."""
    if question["type"] == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    if question["type"] == "scale":
        low, high = int(question.get("min", 1)), int(question.get("max", 5))
        return [(str(step), str(step)) for step in range(low, min(high, low + 11) + 1)]
    return [(choice["value"], label_of(choice) or choice["value"]) for choice in question.get("choices", ())]


def first_test(question: dict[str, Any]) -> Test:
    """Return the comparison with which a new row begins."""
    operator = operators_of(question)[0][0]
    rows = question.get("rows")
    return test_of(question, rows[0]["value"] if rows else "", operator, [])


def test_of(question: dict[str, Any], row: str, operator: str, values: Sequence[str]) -> Test:
    """Return a comparison that fits its question, whatever was sent."""
    operators = [code for code, _words in operators_of(question)]
    code = operator if operator in operators else operators[0]
    rows = [one["value"] for one in question.get("rows", ())]
    of_row = (row if row in rows else rows[0]) if rows else None
    if code in NO_VALUE:
        return Test(question["name"], "answered", code == "answered", of_row)
    options = [value for value, _words in options_of(question)]
    fitting = [value for value in values if value in options] if options else list(values)
    if code == "in":
        return Test(question["name"], code, tuple(fitting or options[:1]), of_row)
    value = fitting[0] if fitting else (options[0] if options else "")
    return Test(question["name"], code, typed_value(question, value), of_row)


def typed_value(question: dict[str, Any], value: str) -> Any:
    """Return a value as answers hold it: a number for numbers, a day for dates."""
    if question["type"] in ORDERED:
        number = typed_number(value)
        return 0 if number is None or isinstance(number, str) else number
    if question["type"] == "date":
        return value if len(value) == 10 else "2026-01-01"
    return value


test_of.__test__ = False  # type: ignore[attr-defined]  # not a test of pytest


def condition_from(post: Post, before: list[dict[str, Any]], part: dict[str, Any]) -> dict[str, Any] | None:
    """Return the condition that a sent page means, with a row more when one was asked for; None for always."""
    asked = {question["name"]: question for question in before}
    shown = rows_of(part, before)
    groups: list[tuple[str, list[Test]]] = []
    gone = one(post, "condition-remove")
    for group in shown.groups:
        tests = []
        for row in group.rows:
            name = one(post, f"{row.id}-question") or row.question
            if gone == row.id or name not in asked:
                continue
            values = list(post.get(f"{row.id}-value", ())) if name == row.question else []
            tests.append(
                test_of(
                    asked[name], one(post, f"{row.id}-row"), one(post, f"{row.id}-operator") or row.operator, values
                )
            )
        added = one(post, f"c-{group.number}-add")
        if added in asked:
            tests.append(first_test(asked[added]))
        if tests:
            groups.append((one(post, f"c-{group.number}-mode") or group.mode, tests))
    new = one(post, "condition-add")
    if new in asked:
        groups.append(("all", [first_test(asked[new])]))
    return joined(groups, one(post, "condition-mode") or shown.mode)


def joined(groups: list[tuple[str, list[Test]]], mode: str) -> dict[str, Any] | None:
    """Return groups as one condition, no deeper than needed."""
    if not groups:
        return None
    parts: list[Condition] = []
    for inner, tests in groups:
        word = AnyOf if inner == "any" else All
        parts.append(tests[0] if len(tests) == 1 else word(tuple(tests)))
    if len(parts) == 1:
        return condition_to_json(parts[0])
    return condition_to_json(AnyOf(tuple(parts)) if mode == "any" else All(tuple(parts)))


def one(post: Post, name: str) -> str:
    """Return the last value sent under a name."""
    values = post.get(name, ())
    return values[-1] if values else ""
