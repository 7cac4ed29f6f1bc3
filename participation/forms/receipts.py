"""The form on which a resident types a receipt code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import TextInput


class ReceiptForm(forms.Form):
    """One code, in any case and spacing."""

    code = forms.CharField(
        label=_("Receipt code"),
        help_text=_("16 letters and digits. Spaces and capital letters do not matter."),
        max_length=80,
        widget=TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "ds-input code-input",
            }
        ),
        error_messages={
            "required": _("Type your receipt code."),
            "max_length": _("This is longer than a receipt code."),
        },
    )


class OpinionForm(forms.Form):
    """Whether an answer answered its author."""

    token = forms.CharField(max_length=200)
    answered = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
