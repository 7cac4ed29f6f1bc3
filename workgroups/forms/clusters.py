"""Input about clusters, parts and opinions: which ones together, which sentences to whom, what another group thinks."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import Select, TextArea, TextInput
from participation.models import Process, Submission
from workgroups.forms.routing import GroupChoiceField, groups_that_take
from workgroups.logic.fragments import Cut, Sentence, joined
from workgroups.models import Group, Opinion

MOST_TICKS = 200


def seen_versions(ticks: list[str]) -> dict[uuid.UUID, int]:
    """Return the versions that were seen by contribution; what is no tick of the page is left out."""
    seen: dict[uuid.UUID, int] = {}
    for tick in ticks[:MOST_TICKS]:
        key, _colon, version = tick.partition(":")
        try:
            seen[uuid.UUID(key)] = int(version)
        except ValueError:
            continue
    return seen


class ClusterForm(forms.Form):
    """What the cluster is about, which group answers, and which contributions are in it."""

    name = forms.CharField(
        label=_("What they have in common"),
        help_text=_("A few words, such as “benches along the shore”. They help to find each author's own sentence."),
        max_length=120,
        widget=TextInput(),
        error_messages={"required": _("Write in a few words what they have in common.")},
    )
    group = GroupChoiceField(
        label=_("Working group that answers"), queryset=Group.objects.none(), empty_label=None, widget=Select()
    )

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        field: Any = self.fields["group"]
        field.queryset = groups


class CutForm(forms.Form):
    """To which part each sentence belongs, and which group gets each part; a sentence may belong to none."""

    PARTS = 4
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, process: Process, sentences: list[Sentence], **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.sentences = sentences
        places = [("", _("no part")), *((str(n), _("part %(n)s") % {"n": n}) for n in range(1, self.PARTS + 1))]
        for one in sentences:
            self.fields[f"s{one.number}"] = forms.ChoiceField(
                label=one.text, choices=places, initial="1", required=False, widget=Select()
            )
        for n in range(1, self.PARTS + 1):
            self.fields[f"group{n}"] = GroupChoiceField(
                label=_("Part %(n)s goes to") % {"n": n},
                queryset=groups_that_take(process),
                required=False,
                empty_label=_("choose"),
                widget=Select(),
            )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        for n in range(1, self.PARTS + 1):
            used = any(words.get(f"s{one.number}") == str(n) for one in self.sentences)
            if used and not words.get(f"group{n}"):
                self.add_error(f"group{n}", _("Choose a working group for this part."))
        if len(self.used()) < 2:
            self.add_error(None, _("Put sentences into at least two parts."))
        return words

    def used(self) -> list[int]:
        """Return the numbers of the parts that have a sentence."""
        chosen = {self.cleaned_data.get(f"s{one.number}") for one in self.sentences}
        return [n for n in range(1, self.PARTS + 1) if str(n) in chosen]

    def cuts(self) -> list[Cut]:
        """Return the parts as quotations with their groups."""
        words = self.cleaned_data
        found = []
        for n in self.used():
            numbers = {one.number for one in self.sentences if words[f"s{one.number}"] == str(n)}
            found.append(Cut(joined(self.sentences, numbers), words[f"group{n}"].pk))
        return found

    @property
    def sentence_fields(self) -> list[forms.BoundField]:
        return [self[f"s{one.number}"] for one in self.sentences]

    @property
    def group_fields(self) -> list[forms.BoundField]:
        return [self[f"group{n}"] for n in range(1, self.PARTS + 1)]


class AskForm(forms.Form):
    """Which groups are asked for their opinion, and what about."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups to ask"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"required": _("Choose a working group.")},
    )
    question = forms.CharField(
        label=_("What you would like to know"),
        help_text=_("Only the groups read it."),
        required=False,
        max_length=1000,
        widget=TextArea({"rows": 3}),
    )

    def __init__(self, *args: Any, submission: Submission, own: int, asked: set[int], **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        field: Any = self.fields["groups"]
        field.queryset = groups_that_take(submission.process).exclude(pk__in={own, *asked})
        field.label_from_instance = GroupChoiceField(Group.objects.none()).label_from_instance


class OpinionForm(forms.Form):
    """What a group thinks: a stance and a few words."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    stance = forms.ChoiceField(
        label=_("Our group"),
        choices=Opinion.Stance.choices,
        widget=forms.RadioSelect(attrs={"class": "ds-input"}),
        error_messages={"required": _("Choose what the group thinks.")},
    )
    text = forms.CharField(
        label=_("Opinion in a few words"),
        help_text=_("The group that answers reads it. Residents do not."),
        required=False,
        max_length=4000,
        widget=TextArea({"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
