"""The forms on which a resident types the code of an unfinished answer, of a receipt, or an address for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.receipts import ReceiptForm
from participation.forms.widgets import TextInput


class ContinueForm(ReceiptForm):
    """The code of an unfinished answer."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["code"].label = _("Continuation code")
        self.fields["code"].error_messages["required"] = _("Type your continuation code.")


class ReceiptMailForm(forms.Form):
    """Where to send a receipt."""

    code = forms.CharField(max_length=80, widget=forms.HiddenInput)
    email = forms.CharField(
        label=_("E-mail address"),
        help_text=_("It is used for this one message and erased after it. It is never kept with your answers."),
        max_length=254,
        widget=TextInput(attrs={"type": "email", "autocomplete": "email", "class": "ds-input"}),
        error_messages={"required": _("Write the address.")},
    )
