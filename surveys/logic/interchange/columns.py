"""The sheets of a form with their headings understood: columns by their usual name, texts by language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.logic.interchange.findings import UnreadableFormError
from surveys.logic.interchange.workbook import Row, Workbook

OWN = "kuulolla"  # our column for what XLSForm has no place for; other tools pass over it
TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video")
PREFIXES = ("bind", "control", "media", "jr", "body", "instance")
ALIASES = {
    "constraintmsg": "constraint_message",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "noapperrorstring": "no_app_error_string",
    "relevance": "relevant",
    "calculate": "calculation",
    "caption": "label",
    "read_only": "readonly",
    "command": "type",
    "tag": "name",
    "value": "name",
    "count": "repeat_count",
    "big_image": "image",
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
}
KNOWN_SHEETS = ("survey", "choices", "settings", "columns", "cascades", "choices and columns", "changelog")
LANGUAGE_NAMES = {
    "fi": "suomi finnish finska finnois",
    "fi-easy": "selkosuomi selkokieli",
    "sv": "svenska swedish ruotsi",
    "en": "english englanti engelska anglais inglés",
    "se": "davvisámegiella sami saame",
    "et": "eesti estonian viro",
    "ru": "русский russian venäjä",
    "uk": "українська ukrainian ukraina",
    "ar": "العربية arabic arabia",
    "so": "soomaali somali",
    "ku": "kurdî kurdish kurdi sorani",
    "fa": "فارسی farsi persian dari",
    "zh": "中文 chinese kiina mandarin",
    "vi": "vietnamese vietnam",
    "th": "thai",
    "tr": "türkçe turkish turkki",
    "es": "español spanish espanja",
    "fr": "français french ranska francais",
    "de": "deutsch german saksa",
    "pt": "português portuguese portugali",
    "it": "italiano italian",
    "pl": "polski polish puola",
    "sq": "shqip albanian albania",
    "bn": "bengali bangla",
    "hi": "hindi",
    "ne": "nepali",
    "ur": "urdu",
    "sw": "kiswahili swahili",
    "am": "amharic",
    "da": "dansk danish",
    "no": "norsk norwegian",
}
CODES = {name: code for code, names in LANGUAGE_NAMES.items() for name in names.split()}
CODE = re.compile(r"^[a-z]{2,3}(-[a-z]{2,8})?$", re.ASCII)
IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,8})?)\s*\)\s*$")


@dataclass(frozen=True)
class Entry:
    """One row of a sheet: plain cells by column, texts by column and language ("" for no language)."""

    row: int
    cells: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]

    def get(self, column: str) -> str:
        """Return a plain cell without space around it."""
        return self.cells.get(column, "").strip()

    def own(self) -> dict[str, Any]:
        """Return what our own column says."""
        try:
            found = json.loads(self.get(OWN) or "{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Form:
    """A form as its author wrote it."""

    survey: tuple[Entry, ...]
    choices: Mapping[str, tuple[Entry, ...]]
    settings: Mapping[str, str]
    other_sheets: tuple[str, ...] = ()
    own: Mapping[str, Any] = field(default_factory=dict)

    def languages(self) -> list[str]:
        """Return the names of languages in the order of their first use; "" stands for a column without one."""
        found: dict[str, None] = {}
        for entry in (*self.survey, *(one for entries in self.choices.values() for one in entries)):
            for column in ("label", "hint"):
                found.update(dict.fromkeys(entry.texts.get(column, ())))
        return list(found)


def form_of(book: Workbook) -> Form:
    """Understand the sheets; raises UnreadableFormError when there is no survey among them."""
    sheets: dict[str, tuple[Row, ...]] = {}
    for name, rows in book.items():
        sheets.setdefault(name.strip().lower(), rows)
    if "survey" not in sheets and len(sheets) == 1:
        sheets = {"survey": next(iter(sheets.values()))}
    if "survey" not in sheets:
        raise UnreadableFormError("no_survey_sheet", sheets=", ".join(book) or "–")
    survey = entries_of(sheets["survey"])
    if survey and not any("type" in entry.cells for entry in survey):
        raise UnreadableFormError("no_type_column")
    lists: dict[str, list[Entry]] = {}
    for sheet in ("choices", "columns", "choices and columns", "cascades"):
        for entry in entries_of(sheets.get(sheet, ())):
            if name := entry.get("list_name"):
                lists.setdefault(name, []).append(entry)
    settings = entries_of(sheets.get("settings", ()))
    return Form(
        survey=survey,
        choices={name: tuple(entries) for name, entries in lists.items()},
        settings=settings[0].cells if settings else {},
        other_sheets=tuple(name for name in sheets if name not in KNOWN_SHEETS),
        own=settings[0].own() if settings else {},
    )


def entries_of(rows: tuple[Row, ...]) -> tuple[Entry, ...]:
    """Return the rows below the heading."""
    if not rows:
        return ()
    heading = [heading_of(cell) for cell in rows[0].cells]
    entries = []
    for row in rows[1:]:
        cells: dict[str, str] = {}
        texts: dict[str, dict[str, str]] = {}
        for (column, language), cell in zip(heading, row.cells, strict=False):
            if not column or not cell.strip():
                continue
            if column in TRANSLATED:
                texts.setdefault(column, {}).setdefault(language, cell)
            else:
                cells.setdefault(column, cell)
        entries.append(Entry(row.number, cells, texts))
    return tuple(entries)


def heading_of(cell: str) -> tuple[str, str]:
    """Return (column, language) of one heading, as its author or an older tool may have written it."""
    parts = [part.strip() for part in re.split(r"::?", cell) if part.strip()]
    while len(parts) > 1 and parts[0].lower() in PREFIXES:
        parts.pop(0)
    if not parts:
        return "", ""
    column = re.sub(r"[\s-]+", "_", parts[0].lower())
    return ALIASES.get(column, column), ":".join(parts[1:])


def code_of(name: str) -> str:
    """Return the code of a language by its name, or nothing when it is not known."""
    if found := IN_BRACKETS.search(name):
        return found[1].lower().replace("_", "-")
    plain = name.strip().lower()
    if plain in CODES:
        return CODES[plain]
    return plain if CODE.match(plain) else ""


def codes_for(names: list[str], unnamed: str) -> tuple[dict[str, str], list[str]]:
    """Return the code of each language and the names that have none and got a private one."""
    codes: dict[str, str] = {}
    strange: list[str] = []
    for name in names:
        code = unnamed if name in ("", "default") else code_of(name)
        if not code:
            code = f"qa{chr(ord('a') + len(strange) % 26)}"
            strange.append(name)
        codes[name] = code
    return codes, strange
