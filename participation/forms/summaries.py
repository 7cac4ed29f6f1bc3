"""Forms of the summary builder: a sentence in three languages, a meeting to freeze for, an embargo."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.logic.text import pick
from participation.models.summaries import SummaryLine

LONGEST = 1000


def sentence_field(label):
    """Return the field of a sentence in one language."""
    area = forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST})
    return forms.CharField(label=label, max_length=LONGEST, required=False, widget=area)


class LineForm(forms.Form):
    fi = sentence_field(_("In Finnish"))
    sv = sentence_field(_("In Swedish"))
    en = sentence_field(_("In English"))


class NewLineForm(LineForm):
    rests_like = forms.ChoiceField(
        label=_("Rests on the same sources as"),
        required=False,
        help_text=_("Choose a sentence whose sources are the same."),
    )
    note = forms.CharField(
        label=_("Or another source"),
        max_length=300,
        required=False,
        help_text=_("For example a decision of the council with its day and number."),
    )

    def __init__(self, *args, summary, **kwargs):
        super().__init__(*args, **kwargs)
        lines = SummaryLine.objects.filter(summary=summary, kind="sentence").exclude(where=[])
        choices = [(line.key, pick(line.texts, "fi")[0][:100]) for line in lines]
        self.fields["rests_like"].choices = [("", _("No other sentence")), *choices]


class FreezeForm(forms.Form):
    meeting = forms.CharField(
        label=_("Meeting"), max_length=200, help_text=_("For example: City board, 12 January 2026, matter 5.")
    )


class PublishForm(forms.Form):
    embargo_until = forms.DateTimeField(
        label=_("Not public before"),
        required=False,
        help_text=_("Leave empty to publish at once."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y %H.%M"],
    )
