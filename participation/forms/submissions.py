"""The form on which a resident leaves an idea."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.fields import EmptyField, NamedChoiceField
from participation.forms.widgets import EmailInput, RadioCards, Select, TextArea, TextInput
from participation.logic.submissions import TEXT_LIMIT, TITLE_LIMIT
from participation.models.areas import Area
from participation.models.processes import Process
from participation.models.themes import Theme
from participation.models.workshops import Workshop

TOO_LONG = _("This is too long: at most %(limit_value)s characters fit.")


class WordsForm(forms.Form):
    """What every idea has: its key, the words, and the field that stays empty."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Open the form again.")})
    text = forms.CharField(
        label=_("Your idea or feedback"),
        help_text=_("Write in your own words. Do not write names or health information."),
        max_length=TEXT_LIMIT,
        widget=TextArea,
        error_messages={"required": _("Write your idea or feedback."), "max_length": TOO_LONG},
    )
    website = EmptyField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["key"].initial = uuid.uuid4
        for name in ("text", "title"):  # the browser must not cut what was written: the server says what is too long
            if name in self.fields:
                self.fields[name].widget.attrs.pop("maxlength", None)
        self.fields["text"].widget.attrs["data-limit"] = TEXT_LIMIT


class IdeaForm(WordsForm):
    """An idea for a process."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=TITLE_LIMIT,
        widget=TextInput,
        error_messages={"max_length": TOO_LONG},
    )
    theme = NamedChoiceField(
        label=_("What is it about?"),
        queryset=Theme.objects.none(),
        to_field_name="slug",
        required=False,
        blank=True,
        widget=RadioCards,
        empty_label=_("I cannot say"),
    )
    area = NamedChoiceField(
        label=_("Which area does it concern?"),
        queryset=Area.objects.none(),
        to_field_name="slug",
        required=False,
        widget=Select,
        empty_label=_("The whole town"),
    )
    email = forms.EmailField(
        label=_("E-mail address for the answer"),
        help_text=_(
            "Kept apart from your text: those who read the idea never see it. Erased when the process ends. "
            "With the receipt code you can read the answer without an address."
        ),
        required=False,
        widget=EmailInput,
        error_messages={"invalid": _("Write the address in the form name@example.org, or leave it out.")},
    )
    publish = forms.BooleanField(
        label=_("Others may read my idea"),
        help_text=_(
            "Without your name, with personal data hidden. Others can then support it. You can take this back with the "
            "receipt code."
        ),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "ds-input"}),
    )
    compared = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ["key", "text", "title", "theme", "area", "publish", "email", "website", "compared"]

    def __init__(self, *arguments: Any, process: Process, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["theme"].queryset = Theme.objects.filter(process=process)
        self.fields["area"].queryset = Area.objects.all()
        if not process.ideas_public:
            del self.fields["publish"], self.fields["compared"]


class TableIdeaForm(WordsForm):
    """An idea written at a workshop table."""

    prompt = forms.TypedChoiceField(
        label=_("Which question does it answer?"), coerce=int, required=False, empty_value=None, widget=RadioCards
    )
    table = forms.TypedChoiceField(label=_("Table"), coerce=int, required=False, empty_value=None, widget=Select)
    field_order = ["key", "prompt", "text", "table", "website"]

    def words(self) -> dict[str, Any]:
        """Return what the action takes."""
        kept = {name: value for name, value in self.cleaned_data.items() if name != "website"}
        return kept | {"key": str(kept["key"])}

    def __init__(self, *arguments: Any, workshop: Workshop, prompts: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["prompt"].choices = list(enumerate(prompts, start=1))
        self.fields["table"].choices = [("", _("I cannot say")), *((n, n) for n in range(1, workshop.tables + 1))]
        for name, wanted in (("prompt", len(prompts) > 1), ("table", workshop.tables > 1)):
            if not wanted:
                del self.fields[name]
