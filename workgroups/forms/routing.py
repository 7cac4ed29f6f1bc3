"""Input of routing: a rule with its conditions, the group for one contribution or many."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
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
from workgroups.queries.conditions import Conditions, conditions_of

LONGEST_LABEL = 70  # letters of a question in a list
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
    also = forms.ModelMultipleChoiceField(
        label=_("Also ask for an opinion"),
        help_text=_("These groups say what they think. The group above answers for all."),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
    )
    asked = forms.ChoiceField(label=_("Survey or question"), required=False, widget=Select())
    answer = forms.ChoiceField(
        label=_("Answer chosen"),
        help_text=_("Answers that tell theme or area. Others are never joined to what somebody wrote."),
        required=False,
        widget=Select(),
    )
    place = forms.ChoiceField(label=_("Workshop or table"), required=False, widget=Select())
    channel = forms.ChoiceField(label=_("Channel"), required=False, widget=Select())
    language = forms.ChoiceField(label=_("Language"), required=False, widget=Select())

    class Meta:
        model = Rule
        fields = ["group", "keywords", "theme", "area", "channel", "language"]
        field_classes = {"group": GroupChoiceField, "theme": NamedChoiceField, "area": NamedChoiceField}
        widgets = {
            "group": Select(),
            "theme": Select(),
            "area": Select(),
        }

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.instance.process = process
        self.initial["keywords"] = ", ".join(self.instance.keywords)
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = groups_that_take(process)
        fields["group"].empty_label = _("choose")
        fields["also"].queryset = groups_that_take(process)
        fields["also"].label_from_instance = fields["group"].label_from_instance
        fields["theme"].queryset = Theme.objects.filter(process=process)
        fields["area"].queryset = Area.objects.all()
        for name in ("theme", "area"):
            fields[name].empty_label = _("any")
        fields["channel"].choices = [("", _("any")), *((one, CHANNEL_WORDS[one]) for one in CHANNELS)]
        fields["language"].choices = [("", _("any")), *LANGUAGES.items()]
        self.offer_conditions(conditions_of(process))

    def offer_conditions(self, known: Conditions) -> None:
        """Offer what residents were asked and where; what the rule names stays on offer when it is gone."""
        rule, fields = self.instance, vars(self)["fields"]
        asked = joined_values(rule.survey, rule.question)
        answer = joined_values(rule.survey, rule.option) if rule.option else ""
        place = joined_values(rule.workshop, str(rule.table or ""))
        fields["asked"].choices = with_kept(known.asked, asked)
        fields["answer"].choices = with_kept(known.answers, answer)
        fields["place"].choices = with_kept(known.places, place)
        self.initial |= {"asked": asked, "answer": answer, "place": place}
        if rule.pk:
            self.initial["also"] = [group.pk for group in rule.also.all()]

    def clean(self) -> dict[str, Any]:
        """Put the survey, the question, the answer and the table into the rule."""
        words = super().clean() or {}
        rule = self.instance
        survey, question = split_values(words.get("asked", ""))
        of_survey, option = split_values(words.get("answer", ""))
        if survey and of_survey and survey != of_survey:
            self.add_error("answer", _("Choose an answer of the same survey."))
        rule.survey, rule.question, rule.option = survey or of_survey, question, option
        rule.workshop, table = split_values(words.get("place", ""))
        rule.table = int(table) if table else None
        return words

    def clean_keywords(self) -> list[str]:
        """Return the keywords as a list."""
        return [word.strip() for word in self.cleaned_data["keywords"].split(",") if word.strip()]

    def rule(self) -> Rule:
        """Return the rule with what was typed, unsaved."""
        return self.instance

    def also_groups(self) -> list[Group]:
        """Return the groups that are asked for their opinion."""
        return list(self.cleaned_data.get("also") or [])

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("area", "channel", "language", "asked", "answer", "place")]

    @property
    def has_more(self) -> bool:
        """Tell whether a condition is set, or wrong, that stands among the further ones."""
        rule = self.instance
        more = (rule.area_id, rule.channel, rule.language, rule.survey, rule.question, rule.option, rule.workshop)
        return any(more) or any(field.errors for field in self.more_fields)


def joined_values(first: str, second: str) -> str:
    """Return two short names as one value of a list."""
    return f"{first}/{second}" if second else first


def split_values(value: str) -> tuple[str, str]:
    """Return the two short names of one value."""
    first, _slash, second = value.partition("/")
    return first, second


def with_kept(offered: Sequence[tuple[str, Iterable[tuple[str, str]]]], kept: str) -> list[Any]:
    """Return grouped choices after "any", with what is chosen now also when nobody offers it any more."""
    values = {value for _name, choices in offered for value, _label in choices}
    missing = [(kept, kept)] if kept and kept not in values else []
    groups = [
        (name, [(value, Truncator(label).chars(LONGEST_LABEL)) for value, label in choices])
        for name, choices in offered
    ]
    return [("", _("any")), *missing, *groups]


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
