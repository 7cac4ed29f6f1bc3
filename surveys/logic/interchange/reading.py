"""A whole form as a questionnaire: groups become pages, and every row is accounted for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from participation.logic.language import detect_language
from surveys.logic.interchange.building import EXTRAS, METADATA, Builder, Built, free_name, problem_with
from surveys.logic.interchange.columns import Entry, Form, code_of, codes_for
from surveys.logic.interchange.filtering import filter_choices
from surveys.logic.interchange.findings import CHANGED, DROPPED, Finding, NoCounterpartError
from surveys.logic.interchange.limits import apply_constraint
from surveys.logic.interchange.meanings import Meanings, Place
from surveys.logic.interchange.repeating import read_rounds
from surveys.logic.interchange.xpath_parsing import ExpressionError, parse
from surveys.logic.questionnaire.conditions import All, Condition, condition_to_json
from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.logic.questionnaire.patterns import problem_of
from surveys.logic.questionnaire.piping import references_in

BEGIN = re.compile(r"^begin[ _](group|repeat|loop|lgroup|looped group|section)\b", re.IGNORECASE)
END = re.compile(r"^end[ _](group|repeat|loop|lgroup|looped group|section)\b", re.IGNORECASE)
ASKED = re.compile(r"\$\{([^{}]+)\}")  # blanks around the name are taken off afterwards: looking for them twice is slow
TRUE, FALSE = ("yes", "true", "true()", "1"), ("", "no", "false", "false()", "0")
SETTINGS = ("public_key", "submission_url", "auto_send", "instance_name", "sms_keyword", "entity")


@dataclass
class Reading:
    """What was read: the document, or none, and all that is not as it was in the file."""

    document: dict[str, Any] | None
    findings: list[Finding]
    asked: int  # questions in the file
    kept: int  # of them in the document
    title: str
    slug: str
    about: dict[str, Any] = field(default_factory=dict)


@dataclass
class Frame:
    """A group that is open: its title, its condition, and why its questions cannot be kept."""

    row: int  # where it begins, which tells it from any other
    name: str
    texts: dict[str, str]
    condition: Condition | None
    own_name: str = ""
    refused: str = ""
    is_round: bool = False  # of a repeated group


class Reader:
    """Walks the rows of one form from top to bottom."""

    def __init__(self, form: Form, language: str = "") -> None:
        self.form = form
        self.findings: list[Finding] = []
        self.codes, self.base = self.languages(language)
        self.builder = Builder(form.choices, self.codes, self.base)
        self.places: dict[str, Place] = {}
        self.names = frozenset(entry.get("name") for entry in form.survey)
        self.meanings = Meanings(self.places, self.names)
        self.pages: list[dict[str, Any]] = []
        self.stack: list[Frame] = []
        self.at: tuple[int, ...] | None = None  # the groups that the current page belongs to
        self.taken: set[str] = set()
        self.suffix = ""  # of names in the rounds of a repeated group
        self.asked = self.kept = 0

    def languages(self, wanted: str) -> tuple[dict[str, str], str]:
        """Return the codes of the languages, and the one in which every text must exist."""
        names = self.form.languages() or [""]
        usual = self.form.settings.get("default_language", "").strip()
        words = " ".join(
            text for entry in self.form.survey for name, text in entry.texts.get("label", {}).items() if not name
        )
        unnamed = wanted or code_of(usual) or detect_language(words[:5000])
        codes, strange = codes_for(names, unnamed)
        for name in strange:
            self.findings.append(Finding(0, name, "", "language_unknown", CHANGED, {"code": codes[name]}))
        used = Counter(
            codes[name] for entry in self.form.survey for name in entry.texts.get("label", {}) if name in codes
        )
        base = codes.get(usual) or (unnamed if usual and unnamed in codes.values() else "")
        return codes, base or max(codes.values(), key=lambda code: used[code])

    def read(self) -> Reading:
        """Read everything."""
        rows = list(self.form.survey)
        place = 0
        while place < len(rows):
            place += self.row(rows, place)
        for sheet in self.form.other_sheets:
            self.findings.append(Finding(0, sheet, "", "sheet", DROPPED))
        for key in SETTINGS:
            if self.form.settings.get(key, "").strip():
                self.findings.append(Finding(0, key, "", "setting", DROPPED))
        pages = [page for page in self.pages if page["questions"]]
        languages = list(dict.fromkeys([self.base, *self.codes.values()]))
        document = {"format": 1, "languages": languages, "pages": pages} if pages else None
        if document:
            try:
                from_json(document)
            except QuestionnaireError as error:
                self.findings.append(Finding(0, "", "", "document", DROPPED, {"problem": str(error)}))
                document = None
        settings = self.form.settings
        about = self.form.own.get("survey")
        return Reading(
            document=document,
            findings=sorted(self.findings, key=lambda finding: finding.row),
            asked=self.asked,
            kept=self.kept if document else 0,
            title=settings.get("form_title", "").strip(),
            slug=settings.get("form_id", "").strip(),
            about=about if isinstance(about, dict) else {},
        )

    def row(self, rows: list[Entry], place: int) -> int:
        """Read one row, or several that belong together; returns how many."""
        entry = rows[place]
        kind = entry.get("type")
        if entry.get("disabled").lower() in TRUE:
            self.finding(entry, "disabled", DROPPED)
        elif BEGIN.match(kind):
            return self.begin(rows, place)
        elif END.match(kind):
            if self.stack:
                self.stack.pop()
        elif not kind and not entry.get("name") and not entry.texts.get("label"):
            pass  # a remark of the author: nothing is asked
        elif re.sub(r"\s+", "_", kind.lower()) in METADATA:
            self.finding(entry, "metadata", DROPPED)
        elif kind.lower() in ("set form title", "set form id"):
            self.finding(entry, "setting", DROPPED)
        else:
            self.asked += 1
            self.question(entry)
        return 1

    def finding(self, entry: Entry, code: str, effect: str = CHANGED, **params: str) -> None:
        """Remember what is not as it was in the file."""
        self.findings.append(Finding(entry.row, entry.get("name"), entry.get("type"), code, effect, params))

    def begin(self, rows: list[Entry], place: int) -> int:
        """Open a group; one that is a table becomes a matrix at once."""
        entry = rows[place]
        looped = "group" not in entry.get("type").lower().replace("looped group", "repeat").split(" over ")[0] and (
            "section" not in entry.get("type").lower()
        )
        inner = self.table(rows, place) if "table-list" in entry.get("appearance").split() else []
        refused = self.stack[-1].refused if self.stack else ""
        if inner and not refused and self.matrix(entry, inner):
            return len(inner) + 2
        if looped and not refused and (read := read_rounds(self, rows, place)):
            return read
        own = entry.own()
        frame = Frame(
            row=entry.row,
            name=entry.get("name") or "page",
            texts=self.frame_texts(entry),
            condition=self.condition(entry),
            own_name=own["name"] if isinstance(own.get("name"), str) else "",
            refused=(entry.get("name") or "–") if looped and not refused else refused,
        )
        if looped:
            self.finding(entry, "repeat", DROPPED)
        self.stack.append(frame)
        return 1

    def frame_texts(self, entry: Entry) -> dict[str, str]:
        """Return the title of a group."""
        return {code: self.piped(words) for code, words in self.builder.texts(entry, "label").items()}

    @property
    def depth(self) -> int:
        """How many rounds of repeated groups are open now."""
        return sum(frame.is_round for frame in self.stack)

    def open_round(self, entry: Entry, row: int, texts: dict[str, str], condition: Condition | None) -> None:
        """Open one round of a repeated group."""
        self.stack.append(Frame(row, entry.get("name") or "page", texts, condition, is_round=True))

    def table(self, rows: list[Entry], place: int) -> list[Entry]:
        """Return the rows of a table when all of them choose from the same list, without conditions."""
        inner: list[Entry] = []
        for entry in rows[place + 1 :]:
            if END.match(entry.get("type")):
                break
            inner.append(entry)
        types = {entry.get("type") for entry in inner}
        simple = not any(entry.get("relevant") or entry.get("constraint") for entry in inner)
        return inner if len(types) == 1 and re.match(r"select[ _](one|multiple) ", min(types)) and simple else []

    def matrix(self, entry: Entry, inner: list[Entry]) -> bool:
        """Make one question of a table; tells whether it could be made."""
        kind, _space, name = inner[0].get("type").partition(" ")
        if kind not in ("select_one", "select_multiple"):
            kind, _space, name = inner[0].get("type")[7:].partition(" ")
        entries = self.form.choices.get(name.strip())
        if not entries:
            return False
        table = Built({"type": "matrix_multi" if "multiple" in kind else "matrix_single", "rows": []})
        table.question["choices"] = self.builder.choices(entries, table)
        values = []
        for one in inner:
            own = one.own()
            row = own["row"] if isinstance(own.get("row"), str) else one.get("name")
            values.append(row)
            line = {"value": row, "label": self.builder.label(one, table, one.get("name"))}
            hint = own.get("hint") or self.builder.texts(one, "hint")
            table.question["rows"].append(line | ({"hint": hint} if hint else {}))
            self.builder.losses(one, table)
        required = {self.required(one) for one in inner}
        table.question["label"] = self.builder.label(entry, table, entry.get("name") or "table")
        if hint := self.builder.texts(entry, "hint"):
            table.question["hint"] = hint
        table.question["required"] = required == {True}
        self.asked += len(inner)
        if added := self.add(entry, table):
            self.kept += len(inner) - 1
            for one, value in zip(inner, values, strict=True):
                self.places[one.get("name")] = Place(added, table.question["type"], value, table.values)
        return True

    def question(self, entry: Entry) -> None:
        """Read one row that asks something."""
        if self.stack and self.stack[-1].refused:
            self.finding(entry, "in_repeat", DROPPED, name=self.stack[-1].refused)
            return
        try:
            built = self.builder.build(entry)
            if built.question["type"] == "calculated":
                built.question["expression"] = self.meanings.calculation(parse(entry.get("calculation")))
        except NoCounterpartError as error:
            self.finding(entry, error.code, DROPPED, **error.params)
            return
        except ExpressionError as error:
            self.finding(
                entry, "broken_expression", DROPPED, problem=str(error), expression=entry.get("calculation")[:120]
            )
            return
        if entry.get("calculation") and built.question["type"] != "calculated":
            built.note("lost_calculation", value=entry.get("calculation")[:80])
        built.question["required"] = self.required(entry)
        self.constraint(entry, built)
        filter_choices(entry, built, self.form, self.meanings)
        self.words_of_other(entry) or self.add(entry, built)

    def words_of_other(self, entry: Entry) -> bool:
        """Tell whether this row only asks for the words of a choice that asks for them by itself."""
        asked = entry.own().get("words_of")
        known = self.places.get(asked) if isinstance(asked, str) else None
        if known is None:
            return False
        for page in self.pages:
            for question in page["questions"]:
                if question["name"] == known.question and any(c.get("other") for c in question.get("choices", ())):
                    self.asked -= 1
                    return True
        return False

    def required(self, entry: Entry) -> bool:
        """Tell whether a row must be answered; a condition for that is noted."""
        text = entry.get("required").lower()
        if text not in (*TRUE, *FALSE):
            self.finding(entry, "lost_required", value=entry.get("required")[:80])
        return text in TRUE

    def constraint(self, entry: Entry, built: Built) -> None:
        """Take over the limits of a row; what has no counterpart is noted."""
        text = entry.get("constraint")
        words = self.builder.texts(entry, "constraint_message")
        try:
            for part in apply_constraint(parse(text), built.question) if text else ():
                built.note("lost_constraint", value=part)
        except ExpressionError as error:
            built.note("broken_constraint", problem=str(error), expression=text[:120])
        if "pattern" in built.question and (problem := problem_of(built.question["pattern"])):
            built.note("unsafe_pattern", value=built.question.pop("pattern")[:80], problem=problem)
        if "pattern" in built.question and words:
            built.question["pattern_message"] = words
        elif words:
            built.note("own_words")

    def condition(self, entry: Entry) -> Condition | None:
        """Return when a row or group is shown; what has no counterpart is noted, and the row always shown."""
        text = entry.get("relevant")
        if not text:
            return None
        if text.lower() in TRUE:
            text = "true()"
        elif text.lower() in FALSE:
            text = "false()"
        try:
            return self.meanings.condition(parse(text))
        except NoCounterpartError as error:
            self.finding(entry, f"shown_{error.code}", **error.params)
        except ExpressionError as error:
            self.finding(entry, "shown_broken", problem=str(error), expression=text[:120])
        return None

    def add(self, entry: Entry, built: Built) -> str:
        """Put a question on its page; returns its name, or nothing when it cannot be kept."""
        own, original = entry.own(), entry.get("name")
        wanted = (own["name"] if isinstance(own.get("name"), str) else original) + self.suffix
        name = free_name(wanted or "question", self.taken)
        if name != wanted:
            built.note("renamed", new=name)
        question = {"name": name, **built.question}
        self.pipe(built)
        extras = {key: own[key] for key in EXTRAS & own.keys()}
        changed = {key: value for key, value in (question | extras).items() if value is not None}
        if extras and problem_with(changed, self.base) is None:
            question = changed
        elif extras:
            built.note("extras")
        if problem := problem_with(question, self.base):
            self.finding(entry, "no_question", DROPPED, problem=problem)
            return ""
        condition = self.condition(entry)
        if condition is not None:
            question["visible_if"] = condition_to_json(condition)
        self.page()["questions"].append(question)
        self.taken.add(name)
        self.kept += 1
        if original and original not in self.places:
            self.places[original] = Place(name, question["type"], None, built.values)
        for code, params in built.notes:
            self.finding(entry, code, **params)
        return name

    def pipe(self, built: Built) -> None:
        """Let texts of a question carry earlier answers as they do here; what is asked later stays as it is."""
        texts = [built.question.get("label", {}), built.question.get("hint", {})]
        texts += [part["label"] for key in ("choices", "rows") for part in built.question.get(key, ())]
        for one in texts:
            one.update({code: self.piped(words) for code, words in one.items()})
        if any("${" in words for one in texts for words in one.values()):
            built.note("piping")
        here = {question["name"] for question in self.pages[-1]["questions"]} if self.pages else set()
        if self.at == self.groups() and here & {name for one in texts for name in references_in(one)}:
            self.at = None
            built.note("new_page")

    def piped(self, words: str) -> str:
        """Return a text with {{name}} for each ${name} that was asked before."""

        def answer(found: re.Match[str]) -> str:
            place = self.places.get(found[1].strip())
            return found[0] if place is None or place.row is not None else f"{{{{{place.question}}}}}"

        return ASKED.sub(answer, words.replace("{{", "{ {"))

    def groups(self) -> tuple[int, ...]:
        """Return where the groups begin that are open now."""
        return tuple(frame.row for frame in self.stack)

    def page(self) -> dict[str, Any]:
        """Return the page for the groups that are open now; makes it when the groups have changed."""
        here = self.groups()
        if self.at != here:
            self.at = here
            self.pages.append(self.new_page())
        return self.pages[-1]

    def new_page(self) -> dict[str, Any]:
        """Return an empty page: the title of its innermost group, the conditions of all of them."""
        names = {page["name"] for page in self.pages}
        frame = self.stack[-1] if self.stack else None
        wanted = (frame.own_name or frame.name) if frame else f"page_{len(self.pages) + 1}"
        title = next((one.texts for one in reversed(self.stack) if one.texts), {})
        page: dict[str, Any] = {"name": free_name(wanted, names), "title": title, "questions": []}
        conditions = [one.condition for one in self.stack if one.condition is not None]
        if conditions:
            condition = conditions[0] if len(conditions) == 1 else All(tuple(conditions))
            page["visible_if"] = condition_to_json(condition)
        return page
