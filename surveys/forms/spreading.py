"""Forms of spreading a survey: its times, a new end, the sites that show it."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.models.surveys import Survey

HOST = re.compile(r"^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?$")
FORMAT = "%Y-%m-%dT%H:%M"


class Moment(forms.DateTimeField):
    """A day and a time, typed or picked."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "ds-input"}, format=FORMAT)
        super().__init__(required=False, widget=widget, input_formats=[FORMAT, "%d.%m.%Y %H:%M", "%d.%m.%Y"], **more)


class TimesForm(forms.Form):
    """When residents can answer."""

    opens = Moment(label=gettext_lazy("Opens"))
    closes = Moment(label=gettext_lazy("Closes"))

    @classmethod
    def of(cls, survey: Survey, data: Any = None) -> "TimesForm":
        """Return the form with the times as they are."""
        times = {key: localtime(value) for key in ("opens", "closes") if (value := getattr(survey, key))}
        return cls(data, initial=times)


class ReopenForm(forms.Form):
    """Until when a closed survey is open again."""

    closes = Moment(label=gettext_lazy("Open again until"))


class SitesForm(forms.Form):
    """Which sites may show the survey within their pages."""

    sites = forms.CharField(
        label=gettext_lazy("Sites that may show the survey"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "ds-input", "rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("One address a line, such as https://www.example.org"),
    )

    def clean_sites(self) -> list[str]:
        """Return the origins; anything after the host is cut off."""
        return [origin_of(line) for line in self.cleaned_data["sites"].split()]


def origin_of(text: str) -> str:
    """Return scheme and host of an address; raises ValidationError for anything a policy could not hold."""
    parts = urlsplit(text.lower())
    local = parts.hostname in ("localhost", "127.0.0.1")
    if parts.scheme not in (("http", "https") if local else ("https",)) or not HOST.match(parts.netloc):
        raise forms.ValidationError(_("“%(text)s” is no address of a site. Write it with https://") % {"text": text})
    return f"{parts.scheme}://{parts.netloc}"


class KeepForm(forms.Form):
    """Under which name a survey is kept as a template, and which questions stay as they are."""

    name = forms.CharField(
        label=gettext_lazy("Name of the template"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "ds-input"}),
    )
    locked = forms.MultipleChoiceField(
        label=gettext_lazy("Questions that may not be changed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, questions: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["locked"].choices = questions  # type: ignore[attr-defined]


class StartForm(forms.Form):
    """In which process and under which short name a survey is begun."""

    process = forms.ModelChoiceField(
        label=gettext_lazy("Process"),
        queryset=None,
        to_field_name="slug",
        widget=forms.Select(attrs={"class": "ds-input"}),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Short name in addresses"),
        max_length=80,
        help_text=gettext_lazy("Small letters, digits and hyphens. It stands on posters and cannot be changed later."),
        widget=forms.TextInput(attrs={"class": "ds-input"}),
    )

    def __init__(self, data: Any = None, *, processes: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["process"].queryset = processes  # type: ignore[attr-defined]
