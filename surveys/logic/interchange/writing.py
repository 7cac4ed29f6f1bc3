"""A questionnaire as the rows of an XLSForm workbook; what XLSForm has no place for goes into a column of our own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.logic.interchange.building import GEO
from surveys.logic.interchange.columns import OWN
from surveys.logic.interchange.findings import CHANGED, Finding, NoCounterpartError
from surveys.logic.interchange.limits import constraint_of, is_whole
from surveys.logic.interchange.meanings import Place
from surveys.logic.interchange.sheets import MAX_CELL
from surveys.logic.interchange.wording import Wording
from surveys.logic.questionnaire.conditions import condition_to_json
from surveys.logic.questionnaire.document import Choice, Page, Question, Questionnaire, Texts
from surveys.logic.questionnaire.piping import REFERENCE

LANGUAGES = {"fi": "Suomi", "sv": "Svenska", "en": "English", "fi-easy": "Selkosuomi"}
NO_OPINION = {"fi": "En osaa sanoa", "sv": "Jag kan inte säga", "en": "I cannot say"}
YES_NO = {"yes": {"fi": "Kyllä", "sv": "Ja", "en": "Yes"}, "no": {"fi": "Ei", "sv": "Nej", "en": "No"}}
WORDS = {"fi": "Mikä?", "sv": "Vad?", "en": "What?"}
TYPES = {
    "short_text": "text",
    "long_text": "text",
    "date": "date",
    "file": "file",
    "consent": "acknowledge",
    "information": "note",
    "calculated": "calculate",
}
APPEARANCES = {"long_text": "multiline", "dropdown": "minimal", "image_choice": "columns"}
EXTRAS = ("open_answer", "role", "unit")
SAFE = re.compile(r"^[A-Za-z0-9_.-]{1,100}$", re.ASCII)
Cells = dict[str, str]


@dataclass
class Sheets:
    """The three sheets as rows of cells by column, and what could not be written as it is."""

    survey: list[Cells] = field(default_factory=list)
    choices: list[Cells] = field(default_factory=list)
    settings: Cells = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class Writer:
    """Writes one questionnaire."""

    def __init__(self, document: Questionnaire, *, slug: str, about: Mapping[str, Any]) -> None:
        self.document = document
        self.sheets = Sheets()
        self.taken = set(document.by_name)
        self.lists: dict[str, str] = {}  # what a list holds -> its name
        self.places: dict[tuple[str, str | None], Place] = {}
        self.wording = Wording(self.places)
        self.slug, self.about = slug, about

    def write(self) -> Sheets:
        """Write everything."""
        title = self.about.get("title", {})
        base = self.document.languages[0]
        self.sheets.settings = {
            "form_title": title.get(base) or next(iter(title.values()), self.slug),
            "form_id": self.slug,
            "default_language": heading_language(base),
            "style": "pages",
            OWN: own({"survey": dict(self.about)}),
        }
        for page in self.document.pages:
            name = self.free(page.name)
            extra = {} if name == page.name else {"name": page.name}
            row = {"type": "begin_group", "name": name, "appearance": "field-list", OWN: own(extra)}
            self.sheets.survey.append(row | self.texts("label", page.title) | self.relevant(page))
            for question in page.questions:
                self.question(question)
            self.sheets.survey.append({"type": "end_group"})
        self.check_cells()
        return self.sheets

    def check_cells(self) -> None:
        """Raise NoCounterpartError for a text that no cell can hold."""
        for row in (*self.sheets.survey, *self.sheets.choices, self.sheets.settings):
            if any(len(cell) > MAX_CELL for cell in row.values()):
                raise NoCounterpartError("big_cell", name=row.get("name", ""))

    def free(self, wanted: str) -> str:
        """Return a name that nothing else in the form has."""
        number, name = 2, wanted
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        return name

    def texts(self, column: str, texts: Texts) -> Cells:
        """Return texts by column and language; a promised language without a text has an empty cell."""
        # In the questionnaire's own order: a database may hand the languages back in another.
        codes = [*self.document.languages, *(code for code in texts if code not in self.document.languages)]
        return {
            f"{column}::{heading_language(code)}": self.piped(words) for code in codes if (words := texts.get(code))
        }

    def piped(self, words: str) -> str:
        """Return a text with ${name} for each {{name}}; any other ${ would be taken for a question."""

        def answer(found: re.Match[str]) -> str:
            place = self.places.get((found[1], None))
            return f"${{{place.question}}}" if place else "…"

        return REFERENCE.sub(answer, words.replace("${", "$ {"))

    def finding(self, name: str, kind: str, code: str, /, **params: str) -> None:
        """Remember what is not written as it is."""
        self.sheets.findings.append(Finding(0, name, kind, code, CHANGED, params))

    def relevant(self, thing: Page | Question) -> Cells:
        """Return the condition of a page or question."""
        if thing.visible_if is None:
            return {}
        try:
            return {"relevant": self.wording.relevant(thing.visible_if)}
        except NoCounterpartError as error:
            self.finding(thing.name, "", f"shown_{error.code}", **error.params)
            return {}

    def question(self, question: Question) -> None:
        """Write one question as one row, or as the rows that XLSForm needs for it."""
        match question.type:
            case "matrix_single" | "matrix_multi":
                return self.matrix(question)
            case "allocation":
                return self.allocation(question)
            case "calculated":
                return self.calculated(question)
        extra = {key: plain(getattr(question, key)) for key in EXTRAS if getattr(question, key)}
        row, names = self.typed(question, extra)
        row |= self.texts("label", question.label) | self.texts("hint", question.hint) | self.relevant(question)
        row |= self.limits(question, names)
        if any(
            "${" in words or "|" in words.partition("{{")[2]
            for words in (*question.label.values(), *question.hint.values())
        ):
            self.finding(question.name, question.type, "export_piping")
        self.sheets.survey.append(row | {"required": "yes" if question.required else "", OWN: own(extra)})
        self.places[question.name, None] = Place(question.name, question.type, None, names)
        for choice in question.choices:
            if choice.other:
                self.words_of_other(question, choice, names[choice.value])
        return None

    def limits(self, question: Question, names: dict[str, str]) -> Cells:
        """Return the limits of a question with the words for those who break them."""
        try:
            constraint = constraint_of(question, names)
        except NoCounterpartError:
            self.finding(question.name, question.type, "export_limits")
            return {}
        return {"constraint": constraint, **self.texts("constraint_message", question.pattern_message)}

    def typed(  # noqa: C901, PLR0912 -- one case a type
        self, question: Question, extra: dict[str, Any]
    ) -> tuple[Cells, dict[str, str]]:
        """Return the type and what belongs to it, and the names of the choices by value."""
        row = {"name": question.name, "type": "", "appearance": APPEARANCES.get(question.type, "")}
        names: dict[str, str] = {}
        match question.type:
            case "number":
                row["type"] = "integer" if question.step and float(question.step).is_integer() else "decimal"
                if question.step is not None and question.step != 1 and not is_whole(question):
                    extra["step"] = question.step
            case "slider":
                pairs = (("start", question.min), ("end", question.max), ("step", question.step))
                row |= {"type": "range", "parameters": " ".join(f"{k}={v}" for k, v in pairs if v is not None)}
                extra |= {key: dict(v) for key in ("min_label", "max_label") if (v := getattr(question, key))}
            case "scale" if not (
                question.min_label or question.max_label or question.step_labels or question.no_opinion
            ):
                low, high = int(question.lowest), int(question.highest)
                row |= {"type": "range", "appearance": "rating", "parameters": f"start={low} end={high} step=1"}
            case "scale":
                listed, names = self.list_of(question.name, scale_choices(question, self.document.languages))
                row |= {"type": f"select_one {listed}", "appearance": "likert"}
                extra |= {key: dict(v) for key in ("min_label", "max_label") if (v := getattr(question, key))}
                extra |= {"step_labels": plain(question.step_labels)} if question.step_labels else {}
            case "map":
                row["type"] = self.map_type(question, extra)
            case "yes_no":
                choices = tuple(
                    Choice(value, {code: words.get(code, words["en"]) for code in self.document.languages})
                    for value, words in YES_NO.items()
                )
                listed, names = self.list_of("yes_no", choices)
                row["type"] = f"select_one {listed}"
            case "single_choice" | "dropdown" | "multi_choice" | "ranking" | "image_choice":
                listed, names = self.list_of(question.name, question.choices)
                many = question.type == "multi_choice" or question.multiple
                word = "rank" if question.type == "ranking" else "select_multiple" if many else "select_one"
                row["type"] = f"{word} {listed}"
                if question.type in ("single_choice", "image_choice"):
                    extra["type"] = question.type
                    extra |= {"multiple": True} if question.multiple else {}
                if question.type == "image_choice":
                    extra |= {key: v for key in ("min", "max") if (v := getattr(question, key)) is not None}
            case kind if kind in TYPES:
                row["type"] = TYPES[kind]
            case kind:
                row["type"] = "text"
                self.finding(question.name, kind, "export_as_text", type=kind)
        if question.shuffle:
            row["parameters"] = "randomize=true"
        return row, names

    def map_type(self, question: Question, extra: dict[str, Any]) -> str:
        """Return the type of a map question; what XLSForm cannot say of it goes to the extra column or is told."""
        shape = question.shapes[0] if len(question.shapes) == 1 else "point"
        usual: dict[str, Any] = {"min": None, "max": 1, "shapes": (shape,)}
        extra |= {
            key: listed_of(getattr(question, key)) for key, value in usual.items() if getattr(question, key) != value
        }
        if question.choices:
            self.finding(question.name, question.type, "export_places")
        return next(key for key, value in GEO.items() if value == shape)

    def list_of(self, wanted: str, choices: tuple[Choice, ...]) -> tuple[str, dict[str, str]]:
        """Return the list that holds these choices, written once, and the name of each choice in it."""
        names = names_of(choices)
        rows: list[Cells] = []
        for choice in choices:
            extra: dict[str, Any] = {} if names[choice.value] == choice.value else {"value": choice.value}
            extra |= {"hint": dict(choice.hint)} if choice.hint else {}
            extra |= {key: v for key in ("other", "exclusive", "image", "fixed") if (v := getattr(choice, key))}
            extra |= {"image_alt": dict(choice.image_alt)} if choice.image_alt else {}
            extra |= {"visible_if": condition_to_json(choice.visible_if)} if choice.visible_if else {}
            row = {"name": names[choice.value], OWN: own(extra)} | self.texts("label", choice.label)
            rows.append(row | ({"image": choice.image.rpartition("/")[2]} if choice.image else {}))
        held = json.dumps(rows, sort_keys=True)
        if held not in self.lists:
            name, number = wanted, 2
            while name in self.lists.values():
                name, number = f"{wanted}_{number}", number + 1
            self.lists[held] = name
            self.sheets.choices += [{"list_name": name, **row} for row in rows]
        return self.lists[held], names

    def words_of_other(self, question: Question, choice: Choice, name: str) -> None:
        """Write the question for the words of a written other, which XLSForm asks by itself."""
        label = {code: f"{choice.label.get(code) or WORDS.get(code, WORDS['en'])}" for code in self.document.languages}
        relevant = f"selected(${{{question.name}}}, '{name}')"
        row = {"type": "text", "name": self.free(f"{question.name}_{name}_words"), "relevant": relevant}
        self.sheets.survey.append(row | self.texts("label", label) | {OWN: own({"words_of": question.name})})

    def matrix(self, question: Question) -> None:
        """Write a matrix as a table of questions that share their choices."""
        listed, names = self.list_of(question.name, question.choices)
        start = {"type": "begin_group", "name": question.name, "appearance": "table-list"}
        self.sheets.survey.append(
            start | self.texts("label", question.label) | self.texts("hint", question.hint) | self.relevant(question)
        )
        word = "select_one" if question.type == "matrix_single" else "select_multiple"
        for n, line in enumerate(question.rows, 1):
            wanted = f"{question.name}_{line.value}" if SAFE.match(line.value) else f"{question.name}_{n}"
            name = self.free(wanted)
            row = {"type": f"{word} {listed}", "name": name, "required": "yes" if question.required else ""}
            extra: dict[str, Any] = {"row": line.value} | ({"hint": dict(line.hint)} if line.hint else {})
            self.sheets.survey.append(row | self.texts("label", line.label) | {OWN: own(extra)})
            self.places[question.name, line.value] = Place(name, question.type, None, names)
        self.sheets.survey.append({"type": "end_group"})

    def allocation(self, question: Question) -> None:
        """Write a sum to share out as numbers; that they make the sum is not checked by XLSForm."""
        group = self.free(f"{question.name}_shares")
        self.sheets.survey.append(
            {"type": "begin_group", "name": group, "appearance": "field-list"}
            | self.texts("label", question.label)
            | self.relevant(question)
        )
        for n, choice in enumerate(question.choices, 1):
            wanted = f"{question.name}_{choice.value}" if SAFE.match(choice.value) else f"{question.name}_{n}"
            row = {"type": "decimal", "name": self.free(wanted), "constraint": f". >= 0 and . <= {question.total:g}"}
            self.sheets.survey.append(row | self.texts("label", choice.label))
        self.sheets.survey.append({"type": "end_group"})
        self.finding(question.name, question.type, "export_allocation")

    def calculated(self, question: Question) -> None:
        """Write a calculation."""
        try:
            row = {"type": "calculate", "calculation": self.wording.calculation(question.expression)}
        except NoCounterpartError as error:
            self.finding(question.name, question.type, "export_calculation", **error.params)
            return
        self.sheets.survey.append(
            {"name": question.name} | row | self.texts("label", question.label) | self.relevant(question)
        )
        self.places[question.name, None] = Place(question.name, question.type)


def names_of(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Return a name for each value that every tool takes: no space, no quotation mark, none twice."""
    names: dict[str, str] = {}
    used = {choice.value for choice in choices if SAFE.match(choice.value)}
    for n, choice in enumerate(choices, 1):
        name = choice.value
        if not SAFE.match(name):
            name = re.sub(r"[^A-Za-z0-9_.-]+", "_", name)[:80].strip("_") or f"choice_{n}"
            while name in used:
                name = f"{name}_{n}"
        names[choice.value] = name
        used.add(name)
    return names


def scale_choices(question: Question, languages: tuple[str, ...]) -> tuple[Choice, ...]:
    """Return the steps of a scale as choices, with their words or their number."""
    ends = {str(int(question.lowest)): question.min_label, str(int(question.highest)): question.max_label}
    choices = []
    for step in map(str, range(int(question.lowest), int(question.highest) + 1)):
        words = {**ends.get(step, {}), **question.step_labels.get(step, {})}
        choices.append(Choice(step, {code: words.get(code) or step for code in languages}))
    if question.no_opinion:
        words = {code: NO_OPINION.get(code, NO_OPINION["en"]) for code in languages}
        choices.append(Choice("no_opinion", words))
    return tuple(choices)


def heading_language(code: str) -> str:
    """Return a language as XLSForm writes it in a heading: its name and its code."""
    return f"{LANGUAGES.get(code, code)} ({code})"


def own(extra: Mapping[str, Any]) -> str:
    """Return what our own column says, nothing when there is nothing to say."""
    return json.dumps(extra, ensure_ascii=False) if extra else ""


def listed_of(value: Any) -> Any:
    """Return a setting as JSON: several as a list, none at all as null."""
    return (list(value) or None) if isinstance(value, tuple) else value


def plain(value: Any) -> Any:
    """Return texts by language as JSON."""
    return {key: plain(part) for key, part in value.items()} if isinstance(value, Mapping) else value


def headings(rows: list[Cells], first: tuple[str, ...]) -> Iterator[str]:
    """Yield the columns that are used: the usual ones first, our own last."""
    used = dict.fromkeys(key for row in rows for key, cell in row.items() if cell)
    yield from (key for key in first if key in used)
    yield from (key for key in used if key not in first and key != OWN)
    yield from (key for key in (OWN,) if key in used)
