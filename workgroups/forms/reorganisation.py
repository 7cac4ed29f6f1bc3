"""Input about the tree of groups: making, naming, merging and splitting groups; who belongs to them and who is away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import EmailInput, Select, TextInput
from participation.logic.text import clean
from participation.models import Person, Process
from workgroups.forms.groups import TextsForm, initial_texts
from workgroups.forms.routing import GroupChoiceField, groups_that_take
from workgroups.models import Absence, Group, Membership

CODE = {
    "label": _("Number of the group"),
    "max_length": 20,
    "help_text": _("Such as 2.4. A number is never used twice."),
}


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "ds-input"}, format="%Y-%m-%d")


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    formats = ["%Y-%m-%d", "%d.%m.%Y"]
    errors = {"invalid": _("Write the day like 31.3.2027."), "required": _("Choose a day.")}
    return forms.DateField(
        label=label, required=required, widget=DayInput(), input_formats=formats, error_messages=errors
    )


def parent_field(process: Process) -> GroupChoiceField:
    return GroupChoiceField(
        label=_("Subgroup of"),
        queryset=Group.objects.for_process(process).filter(ended_on__isnull=True),
        required=False,
        empty_label=_("no group"),
        widget=Select(),
    )


class NewGroupForm(TextsForm):
    """Number, name and task of a new group, and where it stands in the tree."""

    texts = {"name": 120, "task": 2000}
    long_texts = ("task",)
    code = forms.CharField(widget=TextInput(), error_messages={"required": _("Give the group a number.")}, **CODE)
    is_heading = forms.BooleanField(
        label=_("Only a heading: has subgroups and no chair of its own"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "ds-input"}),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        self.fields["parent"] = parent_field(process)
        self.fields["name_fi"].required = True
        self.fields["name_fi"].error_messages["required"] = _("Give the group a name.")

    def group(self) -> Group:
        """Return the new group, unsaved."""
        words = self.cleaned_data
        return Group(
            process=self.process,
            code=clean(words["code"]),
            name=self.texts_of("name"),
            task=self.texts_of("task"),
            parent=words["parent"],
            is_heading=words["is_heading"],
        )

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return self.bound("name")

    @property
    def task_fields(self) -> list[forms.BoundField]:
        return self.bound("task")


class PlaceForm(TextsForm):
    """Another number, name or place in the tree for a group."""

    texts = {"name": 120}
    code = forms.CharField(widget=TextInput(), error_messages={"required": _("Give the group a number.")}, **CODE)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500, widget=TextInput())

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        kwargs["initial"] = {"code": group.code, "parent": group.parent_id, **initial_texts(name=group.name)}
        super().__init__(*args, **kwargs)
        self.fields["parent"] = parent_field(group.process)

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return self.bound("name")


class MergeForm(TextsForm):
    """Which groups end, and which one goes on: one that works, or a new one."""

    texts = {"name": 120}
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups that end"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"required": _("Choose the groups that end.")},
    )
    code = forms.CharField(widget=TextInput(), required=False, **CODE)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500, widget=TextInput())

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        field: Any = self.fields["groups"]
        field.queryset = groups_that_take(process)
        field.label_from_instance = GroupChoiceField(Group.objects.none()).label_from_instance
        self.fields["into"] = GroupChoiceField(
            label=_("Goes on as"),
            queryset=groups_that_take(process),
            required=False,
            empty_label=_("a new group"),
            widget=Select(),
        )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not words.get("into") and not (words.get("code") and self.texts_of("name").get("fi")):
            self.add_error("code", _("Give the new group a number and a Finnish name."))
        return words

    def target(self) -> Group:
        """Return the group that goes on; a new one is unsaved and stands where the first ended one stood."""
        words = self.cleaned_data
        if words["into"]:
            chosen: Group = words["into"]
            return chosen
        first = words["groups"].order_by("code").first()
        return Group(
            process=self.process,
            code=clean(words["code"]),
            name=self.texts_of("name"),
            task=first.task,
            parent=first.parent,
        )

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return self.bound("name")


class SplitForm(forms.Form):
    """Two new groups for one: their numbers and names, and which contribution goes where."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=500, widget=TextInput())

    def __init__(self, *args: Any, group: Group, items: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.group, self.items = group, items
        for n in ("1", "2"):
            self.fields[f"code{n}"] = forms.CharField(widget=TextInput(), **CODE)
            self.fields[f"name{n}"] = forms.CharField(
                label=_("Name in Finnish"), max_length=120, widget=TextInput({"lang": "fi"})
            )
            for language, label in (("sv", _("Name in Swedish")), ("en", _("Name in English"))):
                self.fields[f"name{n}_{language}"] = forms.CharField(
                    label=label, max_length=120, required=False, widget=TextInput({"lang": language})
                )
        for item in items:
            self.fields[f"to-{item.pk}"] = forms.ChoiceField(
                label=item.reference,
                choices=[("0", _("the first")), ("1", _("the second"))],
                initial="0",
                required=False,
                widget=Select(),
            )

    def groups(self) -> list[Group]:
        """Return both new groups, unsaved, in the place of the one that ends."""
        words = self.cleaned_data
        return [
            Group(
                process=self.group.process,
                code=clean(words[f"code{n}"]),
                name={
                    language: text
                    for language, key in (("fi", f"name{n}"), ("sv", f"name{n}_sv"), ("en", f"name{n}_en"))
                    if (text := clean(words[key]))
                },
                task=self.group.task,
                parent=self.group.parent,
            )
            for n in ("1", "2")
        ]

    def choice(self) -> dict[str, int]:
        """Return by contribution whether it goes to the first or the second."""
        return {str(item.pk): int(self.cleaned_data.get(f"to-{item.pk}") or 0) for item in self.items}

    def halves(self) -> list[list[forms.BoundField]]:
        return [[self[f"code{n}"], self[f"name{n}"], self[f"name{n}_sv"], self[f"name{n}_en"]] for n in ("1", "2")]

    def lines(self) -> list[tuple[Any, forms.BoundField]]:
        return [(item, self[f"to-{item.pk}"]) for item in self.items]


class AppointForm(forms.Form):
    """Who gets which role, and for how long."""

    email = forms.EmailField(
        label=_("E-mail of the account"),
        widget=EmailInput(),
        error_messages={"required": _("Write the e-mail address.")},
    )
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices, widget=Select())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["since"] = day_field(_("From"))
        self.fields["until"] = day_field(_("Until"))

    def clean_email(self) -> Person:
        """Return the account; the address tells nobody else whether there is one, as only coordinators come here."""
        person = Person.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("There is no account with this address. Ask the administrator for one."))
        return person


class AbsenceForm(forms.Form):
    """The days on which somebody is away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["starts_on"] = day_field(_("First day away"), required=True)
        self.fields["ends_on"] = day_field(_("Last day away"), required=True)

    def absence(self, group: Group, person: Person) -> Absence:
        """Return the absence, unsaved."""
        return Absence(group=group, person=person, **self.cleaned_data)
