"""The form on which a clerk keys in one contribution."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.logic.submissions import TEXT_LIMIT, TITLE_LIMIT
from participation.logic.text import pick
from participation.models import Area, Submission, Theme
from participation.queries.submissions import ENTERED_CHANNELS, channel_names


class NamedChoice(forms.ModelChoiceField):
    """A choice of things whose names are kept by language."""

    def label_from_instance(self, obj):
        return pick(obj.name, get_language() or "fi")[0]


class EntryForm(forms.ModelForm):
    """Builds an unsaved submission; the channel comes first, because a pile has one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("How it came"))
    received_on = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(attrs={"type": "date", "class": "ds-input"}, format="%Y-%m-%d")
    )
    text = forms.CharField(
        label=_("What the resident wrote or said"),
        help_text=_("Word for word. Leave out names, addresses and health matters of other people."),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 7, "class": "ds-input"}),
    )
    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LIMIT, required=False, widget=forms.TextInput(attrs={"class": "ds-input"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")])
    theme = NamedChoice(label=_("Theme"), queryset=Theme.objects.none(), required=False, empty_label=_("Not told"))
    area = NamedChoice(label=_("Area"), queryset=Area.objects.none(), required=False, empty_label=_("Not told"))
    email = forms.EmailField(
        label=_("Send the receipt to"),
        help_text=_("It is used for this one message and kept nowhere. Empty: read the code out or print it."),
        required=False,
        widget=forms.EmailInput(attrs={"class": "ds-input", "autocomplete": "off"}),
    )
    addressee = forms.CharField(
        label=_("Addressed to"),
        help_text=_("If the paper names a working group or a person."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "ds-input"}),
    )

    class Meta:
        model = Submission
        fields = ["channel", "received_on", "text", "title", "language", "theme", "area"]

    field_order = ["key", "channel", "received_on", "language", "text", "title", "theme", "area", "addressee", "email"]

    def __init__(self, *args, process, follows=False, **kwargs):
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"key": uuid.uuid4(), "received_on": timezone.localdate(), **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        self.instance.process = process
        names = channel_names()
        self.fields["text"].widget.attrs["autofocus"] = not follows  # after a saved one its receipt is read first
        self.fields["channel"].choices = [(code, names[code].capitalize()) for code in ENTERED_CHANNELS]
        self.fields["theme"].queryset = Theme.objects.filter(process=process)
        self.fields["area"].queryset = Area.objects.all()
        for name in ("channel", "language", "theme", "area"):
            self.fields[name].widget.attrs["class"] = "ds-input"

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("Write what the resident wrote or said."))
        return text
