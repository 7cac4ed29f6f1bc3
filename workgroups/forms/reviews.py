"""Input of reviewers: filters of the list, a decision, a reason for passing a contribution on."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from participation.logic.submissions import CHANNELS
from participation.logic.text import pick
from participation.queries.plain_language import worded_hints
from workgroups.logic import reviews as rules
from workgroups.models import Decision, Group
from workgroups.queries.reviews import SHOWN_STATES, Choices, Filters

LANGUAGES = ("fi", "sv", "en")
LANGUAGE_WORDS = {
    "fi": gettext_lazy("In Finnish"),
    "sv": gettext_lazy("In Swedish"),
    "en": gettext_lazy("In English"),
}
CHANNEL_WORDS = {
    "survey": gettext_lazy("Survey"),
    "form": gettext_lazy("Idea form"),
    "workshop": gettext_lazy("Workshop"),
    "paper": gettext_lazy("Paper"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "import": gettext_lazy("Import"),
    "kiosk": gettext_lazy("Kiosk"),
}

AGE_WORDS = {
    "week": gettext_lazy("Older than a week"),
    "month": gettext_lazy("Older than a month"),
    "new": gettext_lazy("At most a week"),
    "late": gettext_lazy("Waits too long"),
}


def in_words(texts: dict[str, str]) -> str:
    return pick(texts, get_language() or "fi")[0]


TABS = (*rules.TABS, "all")


class FilterForm(forms.Form):
    """Lives in the address; what it does not know it ignores, so that an old link still opens a list."""

    q = forms.CharField(label=gettext_lazy("Search words"), required=False, max_length=100)
    group = forms.ChoiceField(label=gettext_lazy("Working group"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    age = forms.ChoiceField(label=gettext_lazy("Age"), required=False)
    order = forms.ChoiceField(label=gettext_lazy("Order"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        every = [("", _("all"))]
        self.offer("group", every, [(g.code, f"{g.code} {in_words(g.name)}") for g in choices.groups])
        self.offer("theme", every, [(theme.slug, in_words(theme.name)) for theme in choices.themes])
        self.offer("area", every, [(area.slug, in_words(area.name)) for area in choices.areas])
        self.offer("channel", every, [(channel, CHANNEL_WORDS[channel]) for channel in CHANNELS])
        self.offer("language", every, [(code, LANGUAGE_WORDS[code]) for code in choices.languages])
        self.offer("age", every, [(value, AGE_WORDS[value]) for value in rules.AGES])
        self.offer("order", [("", _("Oldest first"))], [("support", _("Most supported first"))])
        if len(choices.groups) < 2:
            del self.fields["group"]
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"

    def offer(self, name: str, every: list[Any], values: list[Any]) -> None:
        self.fields[name].choices = [*every, *values]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        self.full_clean()
        found = {name: value for name, value in self.cleaned_data.items() if name != "q"}
        return Filters(states=states_of(self.tab), words=self.cleaned_data.get("q", ""), **found)

    @property
    def tab(self) -> str:
        wanted = self.data.get("tab", "")
        return wanted if wanted in TABS else "waiting"


def states_of(tab: str) -> tuple[str, ...]:
    return SHOWN_STATES if tab == "all" else rules.TABS[tab]


class DecisionForm(forms.Form):
    """Outcome, reason and next step in three languages, the contribution's own first, and until when."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        widget=forms.RadioSelect(attrs={"class": "ds-input"}),
        error_messages={"required": gettext_lazy("Choose an outcome.")},
    )
    due = forms.DateField(
        label=gettext_lazy("Next step done by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "ds-input"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": gettext_lazy("Write the day like 31.3.2027.")},
    )

    def __init__(self, *args: Any, language: str = "fi", **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(str(label))) for value, label in Decision.Outcome.choices
        ]
        own = language.split("-", 1)[0]
        self.order = sorted(LANGUAGES, key=lambda code: (code != own, LANGUAGES.index(code)))
        for code in self.order:
            self.fields[f"reason_{code}"] = text_field(_("Reason"), code, rows=5)
            self.fields[f"next_step_{code}"] = text_field(_("Next step"), code, rows=2)

    def languages(self) -> list[dict[str, Any]]:
        return [
            {
                "code": code,
                "name": LANGUAGE_WORDS[code],
                "reason": self[f"reason_{code}"],
                "next_step": self[f"next_step_{code}"],
                "reason_hints": worded_hints(self[f"reason_{code}"].value() or "", code),
                "next_step_hints": worded_hints(self[f"next_step_{code}"].value() or "", code),
                "filled": any(
                    self[f"{name}_{code}"].value() or self[f"{name}_{code}"].errors for name in ("reason", "next_step")
                ),
            }
            for code in self.order
        ]

    def ruling(self) -> rules.Ruling:
        words = self.cleaned_data
        return rules.Ruling(
            outcome=words["outcome"],
            reason={code: words[f"reason_{code}"] for code in LANGUAGES},
            next_step={code: words[f"next_step_{code}"] for code in LANGUAGES},
            due=words["due"],
        )


def text_field(label: str, code: str, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=f"{label} {LANGUAGE_WORDS[code].lower()}",
        required=False,
        max_length=rules.TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": rows, "class": "ds-input", "lang": code}),
    )


def initial_of(decision: Decision | None, version: int) -> dict[str, Any]:
    """Return what the form begins with: the decision at hand, so that a correction starts from its words."""
    initial: dict[str, Any] = {"version": version}
    if decision:
        initial |= {"outcome": decision.outcome, "due": decision.due}
        initial |= {f"reason_{code}": text for code, text in decision.reason.items()}
        initial |= {f"next_step_{code}": text for code, text in decision.next_step.items()}
    return initial


class PassOnForm(forms.Form):
    """Why a contribution does not belong to this group; for another group: which one."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    group = forms.ChoiceField(
        label=gettext_lazy("To which group"),
        widget=forms.Select(attrs={"class": "ds-input"}),
        error_messages={"required": gettext_lazy("Choose a working group.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Read by the next group and the coordinator, not by the resident."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "ds-input"}),
        error_messages={"required": gettext_lazy("Write in a few words why.")},
    )

    def __init__(self, *args: Any, groups: list[Group] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if groups is None:
            del self.fields["group"]
        else:
            choices = [(str(group.pk), f"{group.code} {in_words(group.name)}") for group in groups]
            self.fields["group"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]
