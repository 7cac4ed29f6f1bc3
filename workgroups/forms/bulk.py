"""Input of steps for many: the reason and the group that hold for all of them; the name of a saved view."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.models import Process
from workgroups.forms.routing import GroupChoiceField, groups_that_take
from workgroups.models import Group


class ManyForm(forms.Form):
    """Why they do not belong to this group; for forwarding: to which one."""

    group = GroupChoiceField(
        label=_("To which group"),
        queryset=Group.objects.none(),
        empty_label=_("choose"),
        widget=forms.Select(attrs={"class": "ds-input"}),
        error_messages={"required": _("Choose a working group.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Read by the next group and the coordinator, not by the resident."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "ds-input"}),
        error_messages={"required": _("Write in a few words why.")},
    )

    def __init__(self, *args: Any, act: str, processes: list[Process], **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        groups: Any = self.fields["group"]
        groups.queryset = groups_that_take(processes[0]) if len(processes) == 1 else Group.objects.none()
        if act != "forward":
            del self.fields["group"]
        if act == "accept":
            del self.fields["reason"]


class SavedViewForm(forms.Form):
    """The name of a view."""

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "ds-input"}),
        error_messages={"required": _("Give the view a name.")},
    )
