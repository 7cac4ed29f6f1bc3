"""Input of routing: a rule with its conditions, the group for one contribution or many."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.forms.fields import NamedChoiceField
from participation.forms.widgets import Select, TextInput
from participation.logic.submissions import CHANNELS
from participation.logic.text import pick
from participation.models import Area, Process, Submission, Theme
from workgroups.forms.groups import LANGUAGES
from workgroups.forms.reviews import CHANNEL_WORDS
from workgroups.models import Group, Rule

BULK_LIMIT = 100


class GroupChoiceField(forms.ModelChoiceField):
    """A working group, shown with its number."""

    def label_from_instance(self, obj: Group) -> str:
        return f"{obj.code} {pick(obj.name, get_language() or 'fi')[0]}"


def groups_that_take(process: Process) -> QuerySet[Group]:
    """Return the groups of a process that can have contributions."""
    return Group.objects.for_process(process).in_use()


class RuleForm(forms.ModelForm):
    """One rule: every condition that is filled in must hold."""

    keywords = forms.CharField(
        label=_("Keywords"),
        help_text=_("Base forms, separated by commas. One of them in the text is enough, in any form or compound."),
        required=False,
        max_length=1000,
        widget=TextInput(),
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False, widget=Select())
    language = forms.ChoiceField(label=_("Language"), required=False, widget=Select())

    class Meta:
        model = Rule
        fields = ["group", "keywords", "theme", "area", "channel", "language", "survey", "question", "option"]
        field_classes = {"group": GroupChoiceField, "theme": NamedChoiceField, "area": NamedChoiceField}
        widgets = {
            "group": Select(),
            "theme": Select(),
            "area": Select(),
            "survey": TextInput(),
            "question": TextInput(),
            "option": TextInput(),
        }

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.instance.process = process
        self.initial["keywords"] = ", ".join(self.instance.keywords)
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = groups_that_take(process)
        fields["group"].empty_label = _("choose")
        fields["theme"].queryset = Theme.objects.filter(process=process)
        fields["area"].queryset = Area.objects.all()
        for name in ("theme", "area"):
            fields[name].empty_label = _("any")
        fields["channel"].choices = [("", _("any")), *((one, CHANNEL_WORDS[one]) for one in CHANNELS)]
        fields["language"].choices = [("", _("any")), *LANGUAGES.items()]

    def clean_keywords(self) -> list[str]:
        """Return the keywords as a list."""
        return [word.strip() for word in self.cleaned_data["keywords"].split(",") if word.strip()]

    def rule(self) -> Rule:
        """Return the rule with what was typed, unsaved."""
        return self.instance

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("area", "channel", "language", "survey", "question", "option")]


class RouteForm(forms.Form):
    """The group for one contribution, with the version that was seen."""

    group = GroupChoiceField(label=_("Working group"), queryset=Group.objects.none(), widget=Select())
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500, widget=TextInput())
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        groups: Any = self.fields["group"]
        groups.queryset = groups_that_take(process)


class BulkForm(forms.Form):
    """The group for the contributions that were ticked; each tick carries the version that was seen."""

    group = GroupChoiceField(
        label=_("Working group"), queryset=Group.objects.none(), empty_label=_("choose"), widget=Select()
    )
    chosen = forms.MultipleChoiceField(
        label=_("Contributions"), error_messages={"required": _("Tick at least one contribution.")}
    )

    def __init__(self, *args: Any, process: Process, visible: QuerySet[Submission], **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.visible = visible
        groups: Any = self.fields["group"]
        groups.queryset = groups_that_take(process)
        ticks: Any = self.fields["chosen"]
        ticks.valid_value = lambda _value: True

    def clean_chosen(self) -> list[tuple[Submission, int]]:
        """Return the contributions that this person may route, with the versions seen; others are left out."""
        seen: dict[uuid.UUID, int] = {}
        for tick in self.cleaned_data["chosen"][:BULK_LIMIT]:
            key, _colon, version = tick.partition(":")
            try:
                seen[uuid.UUID(key)] = int(version)
            except ValueError as error:
                raise forms.ValidationError(_("Open the list again and tick once more."), code="invalid") from error
        return [(submission, seen[submission.pk]) for submission in self.visible.filter(pk__in=seen)]
