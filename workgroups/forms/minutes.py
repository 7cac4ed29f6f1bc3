"""Input about minutes: approving them, and what a correction corrects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import TextInput
from workgroups.models import Minutes


class ApprovalForm(forms.Form):
    """The version that was read; for a correction: what was corrected."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    correction = forms.CharField(
        label=_("What was corrected"),
        help_text=_("Residents read it above the new version."),
        max_length=200,
        widget=TextInput(),
        error_messages={"required": _("Tell in a few words what was corrected.")},
    )

    def __init__(self, *args: Any, last: Minutes | None, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.initial["after"] = last.version if last else 0
        if last is None:
            del self.fields["correction"]
