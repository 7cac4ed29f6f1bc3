"""Question types with rows: the same choices for each of several statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from participation.logic.text import pick
from surveys.logic.questionnaire.faults import Unfit
from surveys.logic.questionnaire.kinds import Fields, Kind, field_name, label_of

if TYPE_CHECKING:
    from surveys.logic.questionnaire.document import Question


class MatrixSingle(Kind):
    """One choice for each row; any row may be left out unless the question is required."""

    name = "matrix_single"
    has_choices = True
    has_rows = True
    settings = frozenset({"shuffle"})
    seconds = 7

    def clean(self, question: Question, value: Any) -> dict[str, Any]:
        """Return row by row what was chosen, in the order of the questionnaire."""
        if not isinstance(value, dict):
            raise Unfit("not_a_matrix")
        rows = {row.value for row in question.rows}
        if not set(value) <= rows:
            raise Unfit("not_a_row")
        cleaned = {
            row.value: self.cell(question, value[row.value])
            for row in question.rows
            if not self.is_empty(value.get(row.value))
        }
        if question.required and len(cleaned) < len(rows):
            raise Unfit("rows_missing", rows=[row.value for row in question.rows if row.value not in cleaned])
        return cleaned

    def cell(self, question: Question, value: Any) -> Any:
        """Return what was chosen in one row."""
        if not isinstance(value, str) or question.choice(value) is None:
            raise Unfit("not_a_choice")
        return value

    def from_fields(self, question: Question, fields: Fields) -> Any:
        """Return the chosen value of each row that has one."""
        found = {
            row.value: self.cell_from(list(fields.get(field_name(question, row.value), ()))) for row in question.rows
        }
        return {row: cell for row, cell in found.items() if cell} or None

    def cell_from(self, values: list[str]) -> Any:
        """Return one row as it came from a page."""
        return values[0] if values else None

    def display(self, question: Question, value: Any, language: str) -> list[str]:
        """Return each row with its choice."""
        return [
            f"{pick(row.label, language)[0]}: {self.cell_words(question, value[row.value], language)}"
            for row in question.rows
            if row.value in value
        ]

    def cell_words(self, question: Question, cell: Any, language: str) -> str:
        """Return what was chosen in one row, in words."""
        return label_of(question.choices, cell, language)


class MatrixMulti(MatrixSingle):
    """Any number of choices for each row."""

    name = "matrix_multi"
    seconds = 10

    def cell(self, question: Question, value: Any) -> list[str]:
        """Return what was chosen in one row, in the order of the questionnaire."""
        if not isinstance(value, list | tuple):
            raise Unfit("not_a_list")
        chosen = {super(MatrixMulti, self).cell(question, item) for item in value}
        return [choice.value for choice in question.choices if choice.value in chosen]

    def cell_from(self, values: list[str]) -> Any:
        """Return one row as it came from a page."""
        return values

    def cell_words(self, question: Question, cell: Any, language: str) -> str:
        """Return what was chosen in one row, in words."""
        return ", ".join(label_of(question.choices, item, language) for item in cell)
