"""The settings of a question as fields in plain words, and what a sent page changes: a list of edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.logic.text import clean
from surveys.logic.authoring.operations import Change
from surveys.logic.authoring.spots import Spot, put, value_at
from surveys.logic.authoring.starting import settings_of
from surveys.logic.authoring.strings import String
from surveys.logic.authoring.working import AuthoringError, Document, question_of
from surveys.logic.questionnaire.kinds import typed_number
from surveys.logic.questionnaire.types import TYPES
from surveys.queries.authoring import label_of

Post = Mapping[str, Sequence[str]]
NUMERIC = ("number", "slider", "scale", "calculated")


@dataclass(frozen=True)
class Setting:
    """One field of the builder: where its value stands, what it is called, how it is filled in."""

    spot: Spot
    label: str
    kind: str = "line"  # line, area, number, truth, one, many, point
    help: str = ""
    value: Any = None
    options: Sequence[tuple[str, str]] = ()
    lang: str = ""
    error: str = ""
    typed: str | None = None

    @property
    def name(self) -> str:
        """The name of its input."""
        return String(self.spot, "", {}).field

    @property
    def id(self) -> str:
        """The id of its input."""
        return "s-" + "-".join(self.spot[1:])

    @property
    def text(self) -> str:
        """What its input shows."""
        if self.typed is not None:
            return self.typed
        if isinstance(self.value, list | tuple):
            return ", ".join(map(str, self.value))
        return "" if self.value is None else str(self.value).replace(".", ",") if self.is_number else str(self.value)

    @property
    def is_number(self) -> bool:
        """Whether a number is typed."""
        return self.kind == "number"

    @property
    def chosen(self) -> Sequence[str]:
        """What is ticked."""
        return self.value if isinstance(self.value, list) else [self.value or ""]


@dataclass(frozen=True)
class ChoiceRow:
    """An option or row in the builder: its words, and what is less often needed."""

    value: str
    number: int
    label: Setting
    more: list[Setting]
    is_first: bool
    is_last: bool


@dataclass
class Inspector:
    """Everything that can be set of one question."""

    main: list[Setting]
    limits: list[Setting]
    rest: list[Setting]
    choices: list[ChoiceRow] = field(default_factory=list)
    rows: list[ChoiceRow] = field(default_factory=list)

    def all(self) -> Iterable[Setting]:
        """Yield every field."""
        yield from (*self.main, *self.limits, *self.rest)
        for row in (*self.choices, *self.rows):
            yield row.label
            yield from row.more


def inspector_of(document: Document, name: str, language: str) -> Inspector:
    """Return the fields of a question; texts in one language."""
    question = question_of(document, name)
    known = settings_of(question["type"])
    return Inspector(
        main=main_settings(question, language),
        limits=[one for one in limit_settings(question, language) if one.spot[2] in known],
        rest=[one for one in other_settings(question, language, document) if one.spot[2] in known],
        choices=choice_rows(question, "choices", language),
        rows=choice_rows(question, "rows", language),
    )


def setting(question: dict[str, Any], key: str, label: str, kind: str = "line", **more: Any) -> Setting:
    """Return a field of a question."""
    return Setting(("question", question["name"], key), label, kind, value=question.get(key), **more)


def text_setting(
    part: dict[str, Any], spot: Spot, label: str, language: str, kind: str = "line", **more: Any
) -> Setting:
    """Return a field for a text in one language."""
    return Setting(
        (*spot, language), label, kind, value=part.get(spot[-1], {}).get(language, ""), lang=language, **more
    )


def main_settings(question: dict[str, Any], language: str) -> list[Setting]:
    """Return the question's words, its help and whether it must be answered."""
    spot = ("question", question["name"])
    is_text = question["type"] == "information"
    found = [
        text_setting(question, (*spot, "label"), _("Text") if is_text else _("Question"), language, "area"),
        text_setting(
            question, (*spot, "hint"), _("Help text"), language, "area", help=_("Shown in smaller letters below.")
        ),
    ]
    if TYPES[question["type"]].takes_answer:
        found.append(setting(question, "required", _("Must be answered"), "truth"))
    return found


def limit_settings(question: dict[str, Any], language: str) -> list[Setting]:
    """Return limits, in the words of the type."""
    kind = question["type"]
    low, high = LIMITS.get(kind, LIMITS["number"])()
    spot = ("question", question["name"])
    return [
        setting(question, "min", low, "number"),
        setting(question, "max", high, "number"),
        setting(question, "step", _("In steps of"), "number"),
        setting(question, "total", _("Sum to share out"), "number", help=_("100 unless told otherwise.")),
        setting(question, "max_length", _("Longest answer, in characters"), "number"),
        text_setting(question, (*spot, "unit"), _("Unit"), language, help=_("For example: years, km, €.")),
        text_setting(question, (*spot, "min_label"), _("Words for the first end"), language),
        text_setting(question, (*spot, "max_label"), _("Words for the last end"), language),
        setting(question, "no_opinion", _("“I cannot say” can be chosen"), "truth"),
        setting(question, "multiple", _("Several can be chosen"), "truth"),
    ]


LIMITS: dict[str, Callable[[], tuple[str, str]]] = {
    "number": lambda: (_("Smallest number"), _("Largest number")),
    "scale": lambda: (_("First step"), _("Last step")),
    "multi_choice": lambda: (_("At least this many"), _("At most this many")),
    "image_choice": lambda: (_("At least this many"), _("At most this many")),
    "ranking": lambda: (_("At least this many in order"), _("At most this many in order")),
    "map": lambda: (_("At least this many places"), _("At most this many places")),
}


def other_settings(question: dict[str, Any], language: str, document: Document) -> list[Setting]:
    """Return what is less often needed."""
    spot = ("question", question["name"])
    roles = (("", _("nothing special")), ("theme", _("a theme of the town")), ("area", _("an area of the town")))
    if question["type"] == "consent":
        roles = (("", _("nothing special")), ("quotes", _("that the answers may be quoted")))
    shapes = (("point", _("points")), ("line", _("lines")), ("area", _("areas")))
    own_steps = []
    if question["type"] == "scale":
        low, high = int(question.get("min", 1)), int(question.get("max", 5))
        for step in range(low, min(high, low + 11) + 1):
            words = question.get("step_labels", {}).get(str(step), {}).get(language, "")
            at = (*spot, "step_labels", str(step), language)
            own_steps.append(Setting(at, _("Words for step %(step)s") % {"step": step}, value=words, lang=language))
    return [
        setting(
            question,
            "open_answer",
            _("Working groups handle each answer"),
            "truth",
            help=_("Each answer becomes a contribution with its own journey."),
        ),
        setting(
            question,
            "shuffle",
            _("Options in another order for everybody"),
            "truth",
            help=_("So that the first ones get no advantage."),
        ),
        setting(question, "shapes", _("What can be drawn"), "many", options=shapes),
        setting(question, "role", _("The choice stands for"), "one", options=roles),
        setting(
            question,
            "pattern",
            _("Form of the answer (pattern)"),
            help=_("A regular expression that the whole answer must match, such as \\d{5} for a postal code."),
        ),
        text_setting(question, (*spot, "pattern_message"), _("What to say when it does not match"), language),
        *own_steps,
    ]


def choice_rows(question: dict[str, Any], which: str, language: str) -> list[ChoiceRow]:
    """Return the options or rows with their fields."""
    choices = question.get(which, [])
    rows = []
    for n, choice in enumerate(choices, 1):
        spot = ("question", question["name"], which, choice["value"])
        word = _("Option %(number)s") if which == "choices" else _("Row %(number)s")
        rows.append(
            ChoiceRow(
                value=choice["value"],
                number=n,
                label=text_setting(choice, (*spot, "label"), word % {"number": n}, language),
                more=choice_settings(question, choice, spot, language) if which == "choices" else [],
                is_first=n == 1,
                is_last=n == len(choices),
            )
        )
    return rows


def choice_settings(question: dict[str, Any], choice: dict[str, Any], spot: Spot, language: str) -> list[Setting]:
    """Return what is less often needed of an option, as its type has it."""
    kind = question["type"]

    def truth(key: str, label: str) -> Setting:
        return Setting((*spot, key), label, "truth", value=choice.get(key))

    found: list[Setting] = []
    if kind in ("single_choice", "multi_choice", "dropdown", "image_choice"):
        found = [
            truth("other", _("Asks for own words")),
            text_setting(choice, (*spot, "hint"), _("Help text"), language),
        ]
    if kind in ("multi_choice", "image_choice"):
        found.append(truth("exclusive", _("Cannot be combined with others")))
    if "shuffle" in settings_of(kind):
        found.append(truth("fixed", _("Keeps its place")))
    if kind == "image_choice":
        found.append(
            Setting((*spot, "image"), _("Address of the picture"), value=choice.get("image"), help=_("Begins with /."))
        )
        found.append(text_setting(choice, (*spot, "image_alt"), _("What the picture shows"), language))
    if kind == "map":
        found.append(
            Setting(
                (*spot, "point"), _("Longitude and latitude"), "point", value=choice.get("point"), help="27.87, 62.31"
            )
        )
    return found


def about_settings(document: Document, language: str) -> list[Setting]:
    """Return the survey's own texts."""
    about = document.get("about", {})
    words = {
        "title": (_("Title of the survey"), "line", ""),
        "lead": (_("What it is about"), "area", _("One or two sentences above the first question.")),
        "readers": (_("Who reads the answers, and when"), "area", _("Shown before the first question.")),
        "thanks": (_("Thanks and what happens next"), "area", _("Shown with the receipt.")),
    }
    return [
        text_setting(about, ("about", key), label, language, kind, help=help_)
        for key, (label, kind, help_) in words.items()
    ]


def page_settings(page: dict[str, Any], language: str) -> list[Setting]:
    """Return the title of a page."""
    return [text_setting(page, ("page", page["name"], "title"), _("Title of the page"), language)]


def changes_of(
    document: Document, fields: Iterable[Setting], post: Post
) -> tuple[list[Change], dict[str, tuple[str, str]]]:
    """Return the edits that a sent page means, and {field: (typed, what is wrong)} for what cannot be read."""
    changes: list[Change] = []
    errors: dict[str, tuple[str, str]] = {}
    shown = set(post.get("on", ()))
    for one in fields:
        if one.name not in shown:
            continue
        typed = list(post.get(one.name, ()))
        try:
            value = value_of(one, typed)
            probe = Change(one.spot, value)
            if (value_at(document, one.spot) or None) != (value or None) or (value == 0 and one.kind == "number"):
                check(document, probe)
                changes.append(probe)
        except (ValueError, AuthoringError) as error:
            errors[one.name] = (typed[0] if typed else "", words_for(one, error))
    return [change for change in changes if value_at(document, change.at) != change.to], errors


def check(document: Document, change: Change) -> None:
    """Raise AuthoringError unless a change can be made; the document stays as it is."""
    before = value_at(document, change.at)
    put(document, change.at, change.to)
    put(document, change.at, before)


def value_of(one: Setting, typed: list[str]) -> Any:  # noqa: PLR0911 -- one return a kind of field
    """Return the value that was typed; raises ValueError."""
    first = clean(typed[0]) if typed else ""
    if one.kind == "truth":
        return bool(typed) or None
    if one.kind == "many":
        return [value for value in typed if value in dict(one.options)] or None
    if one.kind == "one":
        return first if first in dict(one.options) and first else None
    if not first:
        return None
    if one.kind == "number":
        number = typed_number(first)
        if isinstance(number, str):
            raise ValueError(first)
        return number
    if one.kind == "point":
        parts = first.replace(";", " ").replace(", ", " ").split()
        return [float(part.replace(",", ".")) for part in parts]
    return first


def words_for(one: Setting, error: Exception) -> str:
    """Return what to do about a field that cannot be read."""
    if one.kind == "number":
        return _("Write a number, such as 12 or 12.5.")
    if one.kind == "point":
        return _("Write the longitude and the latitude, such as 27.87, 62.31.")
    if one.spot[-1] == "pattern":
        return _("This pattern cannot be used. Try a simpler one.")
    return str(error)


def numeric_before(document: Document, name: str) -> list[tuple[str, str]]:
    """Return the earlier questions with a number as an answer, for a calculation."""
    found = []
    for page in document["pages"]:
        for question in page["questions"]:
            if question["name"] == name:
                return found
            if question["type"] in NUMERIC:
                found.append((question["name"], label_of(question) or question["name"]))
    return found


class NewSurveyForm(forms.Form):
    """A new survey: its title, the languages promised; the short name is made of the title unless it is given."""

    title = forms.CharField(
        label=gettext_lazy("Title of the survey"), max_length=200, widget=forms.TextInput(attrs={"class": "ds-input"})
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages promised"),
        choices=settings.LANGUAGES,
        initial=[code for code, _name in settings.LANGUAGES if code in ("fi", "sv", "en")],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The first one is the language in which every text is written first."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Short name in addresses"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Left empty, it is made of the title."),
        widget=forms.TextInput(attrs={"class": "ds-input"}),
    )

    def clean(self):
        data = super().clean()
        if not data.get("slug") and "slug" not in self.errors:
            data["slug"] = slugify(data.get("title", ""))[:80] or "survey"
        return data
