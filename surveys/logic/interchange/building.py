"""One row of a form as one question: which type it becomes, with its choices and settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.logic.interchange.columns import Entry
from surveys.logic.interchange.findings import NoCounterpartError
from surveys.logic.questionnaire.document import NAME, VALUE, from_json
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.logic.questionnaire.types import TYPES

SELECT = re.compile(
    r"^(?P<how>add select one prompt using|add select multiple prompt using|select all that apply(?: from)?"
    r"|select[ _]one(?: from)?|select1|select[ _]multiple(?: from)?|rank)\s+(?P<list>.+?)"
    r"(?P<other>\s+(?:or|specify|or specify)[ _]other)?$",
    re.IGNORECASE,
)
METADATA = frozenset(
    [
        "start",
        "end",
        "today",
        "deviceid",
        "deviceid",
        "username",
        "email",
        "phonenumber",
        "simserial",
        "subscriberid",
        "imei",
        "audit",
        "start-geopoint",
        "background-audio",
        "background-geopoint",
        "uri:deviceid",
        "uri:username",
        "uri:phonenumber",
        "uri:simserial",
        "uri:subscriberid",
        "get_start_time",
        "get_end_time",
        "get_today",
        "get_device_id",
        "get_subscriber_id",
        "get_sim_id",
        "get_phone_number",
        "start_time",
        "end_time",
        "get_start_date",
        "device_id",
        "subscriber_id",
        "sim_id",
        "q_start",
    ]
)
ALIASES = {
    "string": "text", "q_string": "text", "add_text_prompt": "text", "int": "integer", "q_int": "integer",
    "add_integer_prompt": "integer", "add_decimal_prompt": "decimal", "add_date_prompt": "date", "q_date": "date",
    "add_note_prompt": "note", "trigger": "acknowledge", "add_acknowledge_prompt": "acknowledge", "gps": "geopoint",
    "location": "geopoint", "q_location": "geopoint", "add_location_prompt": "geopoint", "date_time": "datetime",
    "add_datetime_prompt": "datetime", "photo": "image", "add_image_prompt": "image", "add_photo_prompt": "image",
    "add_audio_prompt": "audio", "add_video_prompt": "video", "add_barcode_prompt": "barcode",
    "number_of_days_in_last_month": "integer", "percentage": "integer", "phone_number": "phone",
}  # fmt: skip
MEDIA = ("audio", "video", "barcode", "background-audio")
GEO = {"geopoint": "point", "geotrace": "line", "geoshape": "area"}
AS_TEXT = ("time", "datetime", "phone")
HARMLESS = re.compile(
    r"^(field-list|table-list|list-nolabel|label|minimal|autocomplete|multiline|likert|rating|vertical|horizontal"
    r"|horizontal-compact|compact(-\d+)?|quick|quickcompact|columns(-\w+)?|no-buttons|w\d+|no-calendar|no-ticks|picker"
    r"|maps|placement-map|autocomplete_chars|search|numbers|thousands-sep|month-year|year)$"
)
MEANT = ("month-year", "year", "numbers", "search")  # these change what can be answered
YES_NO = {"yes": frozenset({"kyllä", "ja", "yes", "joo"}), "no": frozenset({"ei", "nej", "no", "nei"})}
OTHER = {"fi": "Muu, mikä?", "sv": "Annat, vad?", "en": "Other, what?"}
EXTRAS = frozenset(
    {
        "open_answer",
        "role",
        "unit",
        "min_label",
        "max_label",
        "step_labels",
        "step",
        "min",
        "max",
        "type",
        "multiple",
        "shapes",
        "shuffle",
    }
)
Texts = dict[str, str]
Note = Callable[..., None]


@dataclass
class Built:
    """A question as JSON, and the names that its choices had in the file."""

    question: dict[str, Any]
    values: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def note(self, code: str, **params: str) -> None:
        """Remember what is not as it was in the file."""
        self.notes.append((code, params))


class Builder:
    """Makes questions of rows; knows the lists of choices and the languages."""

    def __init__(self, lists: Mapping[str, tuple[Entry, ...]], codes: Mapping[str, str], base: str) -> None:
        self.lists = lists
        self.codes = codes
        self.base = base

    def texts(self, entry: Entry, column: str) -> Texts:
        """Return the texts of a column by language code; a named language wins over the column without a name."""
        found: Texts = {}
        for name, words in entry.texts.get(column, {}).items():
            if self.codes.get(name) and (name not in ("", "default") or self.codes[name] not in found):
                found[self.codes[name]] = words
        return found

    def label(self, entry: Entry, built: Built | None, fallback: str) -> Texts:
        """Return a label that exists in the first language: its own, another language's, or the name."""
        texts = self.texts(entry, "label")
        if not texts.get(self.base, "").strip():
            words = next((words for words in texts.values() if words.strip()), "")
            texts[self.base] = words or fallback
            if built:
                built.note("other_language" if words else "no_label")
        return texts

    def build(self, entry: Entry) -> Built:
        """Return the question that a row becomes; raises NoCounterpartError."""
        raw = " ".join(entry.get("type").split())
        if "::" not in raw and (found := SELECT.match(raw)):
            built = self.select(entry, found["how"].lower(), found["list"].strip(), bool(found["other"]))
        else:
            built = self.plain(entry, raw)
        kind = built.question["type"]
        if kind != "calculated" or entry.texts.get("label"):
            built.question["label"] = self.label(entry, built, entry.get("name") or raw)
        if hint := self.texts(entry, "hint"):
            built.question["hint"] = hint
        if re.search(r"randomize\s*=\s*true", entry.get("parameters"), re.IGNORECASE):
            built.question["shuffle"] = True
        self.losses(entry, built)
        return built

    def plain(self, entry: Entry, raw: str) -> Built:
        """Return a question without choices."""
        kind = re.sub(r"[\s_]+", "_", raw.lower())
        kind = ALIASES.get(kind, kind)
        appearance = entry.get("appearance").split()
        if kind in ("integer", "decimal"):
            return Built({"type": "number", **({"step": 1} if kind == "integer" else {})})
        if kind == "range":
            return self.range(entry, appearance)
        if kind in AS_TEXT and kind not in TYPES:
            built = Built({"type": "short_text"})
            built.note("as_text", type=raw)
            return built
        if kind in GEO:
            return Built({"type": "map", "shapes": [GEO[kind]], "max": 1})
        if kind in ("image", "file"):
            built = Built({"type": "file"})
            if kind == "image":
                built.note("as_file")
            return built
        types = {"text": "long_text" if "multiline" in appearance else "short_text", "date": "date",
                 "note": "information", "acknowledge": "consent", "calculate": "calculated", "time": "time",
                 "datetime": "datetime", "phone": "phone"}  # fmt: skip
        if kind in types:
            return Built({"type": types[kind]})
        if kind in MEDIA:
            raise NoCounterpartError("no_media", type=raw)
        if re.match(r"(?i)select|rank|cascading", raw):
            raise NoCounterpartError("outside_list", type=raw)
        raise NoCounterpartError("no_type" if raw else "type_missing", type=raw)

    def range(self, entry: Entry, appearance: list[str]) -> Built:
        """Return a slider, or a scale when the steps are to be seen as such."""
        pairs = re.findall(r"(?<!\w)(\w++)\s*+=\s*(-?\d+(?:\.\d+)?)(?![\d.])", entry.get("parameters"))
        found = {key.lower(): float(value) for key, value in pairs}
        low, high = found.get("start", 1), found.get("end", 10)
        if low > high:
            low, high = high, low
        ends: dict[str, Any] = {"min": whole(low), "max": whole(high)}
        if "rating" in appearance and found.get("step", 1) == 1 and 1 <= high - low <= 10:
            return Built({"type": "scale", **unusual(ends)})
        return Built({"type": "slider", **ends, **({"step": whole(found["step"])} if found.get("step") else {})})

    def select(self, entry: Entry, how: str, name: str, other: bool) -> Built:
        """Return a question with choices."""
        if re.search(r"_from_file|_external", how + name) or re.match(r"(?i)from[ _]file|external", name):
            raise NoCounterpartError("outside_list", type=entry.get("type"))
        found = self.lists.get(name)
        if found is None:
            raise NoCounterpartError("list_missing", list=name)
        built = Built({"type": "single_choice"})
        built.question["choices"] = choices = self.choices(found, built)
        if other and "other" not in built.values:
            words = {code: OTHER.get(code, OTHER["en"]) for code in {*self.codes.values(), self.base}}
            choices.append({"value": "other", "label": words, "other": True})
            built.values["other"] = "other"
        appearance = entry.get("appearance").split()
        if how == "rank":
            built.question["type"] = "ranking"
        elif "multiple" in how or "all that" in how:
            built.question["type"] = "multi_choice"
        elif entry.own().get("type") in ("single_choice", "image_choice"):
            pass  # written by this platform, which knows the type by its own name
        elif "likert" in appearance and (scale := scale_of(choices)):
            ours = {"min_label", "max_label", "step_labels"}
            known = ours if ours & entry.own().keys() else set()
            built.question = {key: value for key, value in scale.items() if key not in known}
        elif {"minimal", "autocomplete"} & set(appearance):
            built.question["type"] = "dropdown"
        elif is_yes_no(choices):
            built.question = {"type": "yes_no"}
        return built

    def choices(self, entries: tuple[Entry, ...], built: Built) -> list[dict[str, Any]]:
        """Return the choices of a list; a name that comes twice is taken once."""
        choices: list[dict[str, Any]] = []
        for entry in entries:
            name, own = entry.get("name"), entry.own()
            if name in built.values:
                built.note("choice_twice", name=name)
                continue
            value = own.get("value") if isinstance(own.get("value"), str) else name
            if not isinstance(value, str) or not VALUE.match(value) or value in built.values.values():
                value = re.sub(r"[^\w.-]+", "_", name)[:100] or f"choice_{len(choices) + 1}"
                built.note("choice_renamed", name=name[:60], new=value)
            if value in built.values.values():
                continue
            built.values[name] = value
            choice = {"value": value, "label": self.label(entry, None, name or value)}
            choice |= {
                key: own[key]
                for key in ("hint", "other", "exclusive", "image", "image_alt", "fixed", "visible_if")
                if key in own
            }
            choices.append(choice)
            if any(entry.texts.get(column) for column in ("image", "audio", "video")) and "image" not in own:
                built.note("choice_media", name=name)
        return choices

    def losses(self, entry: Entry, built: Built) -> None:
        """Note every column that asks for something this question cannot do."""
        for column in ("choice_filter", "default", "trigger", "repeat_count"):
            if entry.get(column):
                built.note(f"lost_{column}", value=entry.get(column)[:80])
        if entry.get("readonly").lower() in ("yes", "true", "true()"):
            built.note("lost_readonly")
        if any(entry.texts.get(column) for column in ("image", "audio", "video")):
            built.note("lost_media")
        if entry.texts.get("required_message"):
            built.note("own_words")
        if entry.texts.get("guidance_hint"):
            built.note("lost_guidance")
        for word in entry.get("appearance").split():
            if not HARMLESS.match(word) or word in MEANT:
                built.note("lost_appearance", value=word)


def whole(value: float) -> int | float:
    """Return a number without needless decimals."""
    return int(value) if float(value).is_integer() else value


def unusual(ends: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ends of a scale that differ from 1 and 5."""
    return {key: value for key, value in ends.items() if value != {"min": 1, "max": 5}[key]}


def scale_of(choices: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the scale that numbered choices are, with the words of its steps; nothing when they are none."""
    own = [choice for choice in choices if choice["value"] == "no_opinion"]
    steps = [choice for choice in choices if choice["value"] != "no_opinion"]
    numbers = [int(choice["value"]) if re.match(r"^-?\d{1,3}$", choice["value"]) else None for choice in steps]
    low = numbers[0] if numbers else None
    if low is None or numbers != list(range(low, low + len(numbers))) or not 2 <= len(numbers) <= 11:
        return None
    scale: dict[str, Any] = {"type": "scale", **unusual({"min": low, "max": low + len(numbers) - 1})}
    words = {c["value"]: {k: w for k, w in c["label"].items() if w.strip() != c["value"]} for c in steps}
    words = {value: texts for value, texts in words.items() if texts}
    if set(words) <= {steps[0]["value"], steps[-1]["value"]}:
        for key, step in (("min_label", steps[0]), ("max_label", steps[-1])):
            scale |= {key: words[step["value"]]} if step["value"] in words else {}
    else:
        scale["step_labels"] = words
    return scale | ({"no_opinion": True} if own else {})


def is_yes_no(choices: list[dict[str, Any]]) -> bool:
    """Tell whether two choices say yes and no in plain words, so that nothing is lost."""
    return [choice["value"] for choice in choices] == ["yes", "no"] and all(
        words.strip().lower() in YES_NO[choice["value"]] for choice in choices for words in choice["label"].values()
    )


def free_name(wanted: str, taken: Any) -> str:
    """Return a name that fits and is not taken."""
    name = wanted
    if not NAME.match(name):
        name = re.sub(r"[^A-Za-z0-9_.-]+", "_", name)[:60]
        name = name if re.match(r"[A-Za-z_]", name) else f"q_{name}"[:60]
    number, free = 2, name
    while free in taken:
        free, number = f"{name[:58]}_{number}", number + 1
    return free


def problem_with(question: dict[str, Any], base: str) -> str | None:
    """Return what is wrong with a question by itself, or nothing; what it refers to was looked up before."""
    alone = {**question}
    if "expression" in alone:
        alone["expression"] = 0
    for key in {"label", "hint"} & alone.keys():
        alone[key] = plain_texts(alone[key])
    for key in {"choices", "rows"} & alone.keys():
        parts = [{k: value for k, value in part.items() if k != "visible_if"} for part in alone[key]]
        alone[key] = [part | {"label": plain_texts(part["label"])} for part in parts]
    try:
        from_json({"languages": [base], "pages": [{"name": "p", "questions": [alone]}]})
    except QuestionnaireError as error:
        return error.problem
    return None


def plain_texts(texts: Texts) -> Texts:
    """Return texts that refer to no answer."""
    return {code: words.replace("{{", "") for code, words in texts.items()}
