"""Forms of the desk for codes: a new batch and what to print, and who can answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.logic.codes import MOST
from surveys.models.codes import CodeBatch
from surveys.models.surveys import Identity, Survey

PRINTS = [
    ("letters", _("Letters, one a page (PDF)")),
    ("labels", _("Label sheets, 3 × 8 (PDF)")),
    ("list", _("A list for a printing house (CSV)")),
]


class CodeBatchForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label=_("What to download"),
        choices=PRINTS,
        initial=["letters"],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The codes are shown only now. Several files come packed in one."),
    )

    class Meta:
        model = CodeBatch
        fields = ["name", "mailing", "size"]
        labels = {"size": _("How many codes"), "mailing": _("To whom they are sent")}
        help_texts = {
            "name": _("For your own list, for example “Letter in October”."),
            "mailing": _("For example “500 adults drawn from the population register”. No names."),
            "size": _("With fewer than 20 codes people may be recognised by what they answer."),
        }

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.survey = survey
        self.fields["size"].widget.attrs |= {"min": 1, "max": MOST, "inputmode": "numeric"}

    def validate_unique(self) -> None:
        """Leave it to the action, which asks the database once and for all."""


class IdentityForm(forms.Form):
    identity = forms.ChoiceField(
        label=_("Who can answer"),
        widget=forms.RadioSelect,
        choices=[
            (Identity.OPEN, _("Everybody with the address. One person can answer several times.")),
            (Identity.CODE, _("Those who got a code by post or by hand, once each.")),
            (Identity.SIGNED_IN, _("Those who are signed in, once each.")),
            (Identity.BLIND_CODE, _("Those who got a code, once each, and nobody can ever trace who answered what.")),
            (
                Identity.BLIND_SIGNED_IN,
                _("Those who are signed in, once each, and nobody can ever trace who answered what."),
            ),
        ],
        help_text=_(
            "Untraceable answers need a browser with scripts; on paper they are counted as before. "
            "Residents have no accounts here: until the town connects its sign-in service, only staff can sign in."
        ),
    )
