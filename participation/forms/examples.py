"""A form with one field of every kind, for the style guide."""

from django import forms
from django.utils.translation import gettext_lazy as _

CHANNELS = [("web", _("On the web")), ("paper", _("On paper")), ("workshop", _("In a workshop"))]


class ExampleForm(forms.Form):
    """Every widget once; nothing is stored."""

    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("At most 80 characters."))
    text = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    received = forms.DateField(label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=CHANNELS)
    one = forms.ChoiceField(label=_("One of these"), choices=CHANNELS, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        label=_("Any of these"), choices=CHANNELS, widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label=_("The text has been checked"), required=False)
