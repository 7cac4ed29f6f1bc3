"""Forms of the page of marked answers: which to look at, and what to do with them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import Select, TextInput
from participation.queries.marks import mark_words


class LookForm(forms.Form):
    """Which marked answers are shown."""

    mark = forms.ChoiceField(label=_("Sign"), required=False, widget=Select)
    state = forms.ChoiceField(
        label=_("Count in the results?"),
        required=False,
        choices=[("", _("all")), ("in", _("they count")), ("out", _("left out"))],
        widget=Select,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        names = [(mark, name) for mark, (name, _meaning) in mark_words().items()]
        self.fields["mark"].choices = [("", _("all")), *names]

    def wish(self) -> tuple[str, str]:
        """Return the sign and the state; what there is not counts as all."""
        self.is_valid()
        return self.cleaned_data.get("mark", ""), self.cleaned_data.get("state", "")


class JudgeForm(LookForm):
    """Which answers are left out of the results or taken in, and why."""

    ids = forms.TypedMultipleChoiceField(required=False, empty_value=[])
    all = forms.BooleanField(required=False)
    do = forms.ChoiceField(choices=[("out", ""), ("in", "")])
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept in the audit log, and told to whoever asks how the results came about."),
        max_length=300,
        widget=TextInput,
        error_messages={"required": _("Say why. The audit log keeps it.")},
    )
    field_order = ["mark", "state", "ids", "all", "do", "reason"]

    def __init__(self, *arguments: Any, ids: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["ids"].choices = [(one, one) for one in ids]
