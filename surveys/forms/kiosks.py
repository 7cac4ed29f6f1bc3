"""The form of a kiosk: where it stands, what it shows, when it is in use."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.forms.fields import NamedChoiceField
from participation.logic.text import pick
from participation.models.people import Person
from participation.models.processes import Process
from surveys.models.kiosks import Kiosk
from surveys.models.surveys import Identity, Survey


class SurveysField(forms.ModelMultipleChoiceField):
    """Surveys by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title in the language in use."""
        return pick(obj.title, get_language() or "fi")[0]


class KioskForm(forms.ModelForm):
    process = NamedChoiceField(
        label=_("Process"),
        queryset=Process.objects.none(),
        empty_label=None,
        widget=forms.Select({"class": "ds-input"}),
    )
    surveys = SurveysField(
        label=_("Surveys that the device offers"),
        queryset=Survey.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one survey.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        initial=[code for code, _name in settings.LANGUAGES],
        error_messages={"required": _("Choose at least one language.")},
    )
    idle_seconds = forms.IntegerField(
        label=_("Seconds until the device asks whether anybody is there"),
        help_text=_("After the question there are 20 more seconds. Any touch keeps the answers."),
        min_value=20,
        max_value=600,
        initial=60,
        widget=forms.NumberInput({"class": "ds-input"}),
    )

    class Meta:
        model = Kiosk
        fields = ["process", "name", "place", "surveys", "languages", "idle_seconds", "opens", "closes"]
        widgets = {
            "name": forms.TextInput({"class": "ds-input"}),
            "place": forms.TextInput({"class": "ds-input"}),
            "opens": forms.TimeInput({"class": "ds-input", "type": "time"}, "%H:%M"),
            "closes": forms.TimeInput({"class": "ds-input", "type": "time"}, "%H:%M"),
        }
        help_texts = {"closes": _("No alarm is given outside these times.")}

    def __init__(self, *arguments: Any, by: Person, **options: Any) -> None:
        super().__init__(*arguments, **options)
        processes = Process.objects.coordinated_by(by)
        self.fields["process"].queryset = processes
        surveys = Survey.objects.filter(process__in=processes, identity=Identity.OPEN)
        self.fields["surveys"].queryset = surveys.filter(state__in=["draft", "open"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(one.process_id != data["process"].pk for one in data.get("surveys", []) if data.get("process")):
            self.add_error("surveys", _("Choose surveys of the same process."))
        return data
