"""Forms of workshops: the plan, steps and clusters of the board, keyed lines, slips."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import Select, TextArea, TextInput
from participation.models.people import Person, Role
from participation.models.processes import Process
from participation.models.workshops import Workshop

PLAN_LANGUAGES = ("fi", "sv", "en")


class PlanForm(forms.ModelForm):
    """A workshop: name, place and questions by language, times, tables, who runs it."""

    code = forms.RegexField(
        r"^[A-Za-z0-9]{4,12}$",
        label=_("Joining code"),
        help_text=_("4–12 letters and numbers. People type it at the door."),
        error_messages={"invalid": _("Use 4–12 letters and numbers.")},
        widget=TextInput,
    )
    facilitators = forms.ModelMultipleChoiceField(
        label=_("Facilitators"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Workshop
        fields = ["code", "starts", "ends", "tables", "moderated", "dots", "facilitators"]
        widgets = {
            "starts": forms.DateTimeInput({"class": "ds-input", "type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
            "ends": forms.DateTimeInput({"class": "ds-input", "type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
            "tables": forms.NumberInput({"class": "ds-input", "min": 0, "max": 99}),
            "dots": forms.NumberInput({"class": "ds-input", "min": 1, "max": 20}),
        }

    def __init__(self, *arguments: Any, process: Process, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.instance.process = process
        running = Role.objects.in_force().filter(process=process, kind__in=["facilitator", "coordinator"])
        self.fields["facilitators"].queryset = Person.objects.filter(pk__in=running.values("person"))
        names = dict(settings.LANGUAGES)
        for code in (code for code in PLAN_LANGUAGES if code in names):
            first = code == settings.LANGUAGE_CODE
            kept = self.instance
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": names[code]},
                required=first, max_length=120, widget=TextInput, initial=kept.name.get(code, "") if kept.name else "",
            )  # fmt: skip
            self.fields[f"place_{code}"] = forms.CharField(
                label=_("Place (%(language)s)") % {"language": names[code]},
                required=False, max_length=120, widget=TextInput, initial=(kept.place or {}).get(code, ""),
            )  # fmt: skip
            self.fields[f"prompts_{code}"] = forms.CharField(
                label=_("Questions (%(language)s)") % {"language": names[code]},
                help_text=_("One on each line, in the same order in every language."),
                required=first, widget=TextArea({"rows": 3}),
                initial="\n".join(one.get(code, "") for one in kept.prompts or []),
            )  # fmt: skip

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()

    def clean_tables(self) -> int:
        return min(int(self.cleaned_data["tables"] or 0), 99)

    def clean_dots(self) -> int:
        return max(1, min(int(self.cleaned_data["dots"]), 20))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("The end comes after the start."))
        return data

    def planned(self) -> Workshop:
        """Return the unsaved workshop with its texts by language."""
        texts: dict[str, dict[str, str]] = {"name": {}, "place": {}}
        prompts: list[dict[str, str]] = []
        for code in PLAN_LANGUAGES:
            for kind, found in texts.items():
                if value := self.cleaned_data.get(f"{kind}_{code}", "").strip():
                    found[code] = value
            lines = self.cleaned_data.get(f"prompts_{code}", "").splitlines()
            for number, line in enumerate(line.strip() for line in lines if line.strip()):
                if number >= len(prompts):
                    prompts.append({})
                prompts[number][code] = line
        workshop: Workshop = self.instance
        workshop.name, workshop.place, workshop.prompts = texts["name"], texts["place"], prompts
        return workshop


class BoardForm(forms.Form):
    """One thing that a facilitator does on the board."""

    do = forms.ChoiceField(
        choices=[(one, one) for one in ("move", "show", "hide", "show_all", "add", "name", "remove", "step", "timer")]
    )
    note = forms.IntegerField(required=False)
    cluster = forms.IntegerField(required=False)
    seen = forms.IntegerField(required=False, min_value=0)
    name = forms.CharField(required=False, max_length=80)
    step = forms.CharField(required=False, max_length=8)
    minutes = forms.IntegerField(required=False, min_value=0, max_value=180)


class LineForm(forms.Form):
    """One keyed line with the table and the question that are on."""

    key = forms.UUIDField(error_messages={"invalid": _("Open the form again.")})
    line = forms.CharField(
        label=_("Idea"),
        max_length=2200,
        widget=TextInput({"autocomplete": "off", "autofocus": True}),
        error_messages={"required": _("Write your idea or feedback.")},
    )
    table = forms.TypedChoiceField(label=_("Table"), coerce=int, required=False, empty_value=None, widget=Select)
    prompt = forms.TypedChoiceField(label=_("Question"), coerce=int, required=False, empty_value=None, widget=Select)

    def __init__(self, *arguments: Any, workshop: Workshop, prompts: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["table"].choices = [("", "–"), *((n, n) for n in range(1, max(workshop.tables, 1) + 1))]
        self.fields["prompt"].choices = [("", "–"), *((n, f"{n} {text}") for n, text in enumerate(prompts, 1))]


class SlipsForm(forms.Form):
    count = forms.IntegerField(
        label=_("How many slips"),
        min_value=1,
        max_value=300,
        initial=24,
        widget=forms.NumberInput({"class": "ds-input", "min": 1, "max": 300}),
    )


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Photo of the flip-chart"),
        widget=forms.ClearableFileInput({"class": "ds-input", "accept": "image/*", "capture": "environment"}),
    )
    table = forms.IntegerField(required=False, min_value=1, max_value=99, widget=forms.HiddenInput)
    prompt = forms.IntegerField(required=False, min_value=1, max_value=99, widget=forms.HiddenInput)
