"""Forms of public ideas: narrowing the list, support, comments, reports; and the rules that coordinators set."""

import uuid
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from participation.forms.fields import EmptyField
from participation.forms.widgets import RadioCards, Select, TextArea, TextInput
from participation.logic import moderation as rules
from participation.logic.text import pick
from participation.models.processes import Process
from participation.models.themes import Theme
from participation.queries.public_ideas import Wanted, rule_names


class IdeasForm(forms.Form):
    """Lives in the address; what it does not know it ignores, so that an old link still opens a list."""

    q = forms.CharField(
        label=gettext_lazy("Search words"), required=False, max_length=100, widget=TextInput(attrs={"type": "search"})
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False, widget=Select)
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False, widget=Select)
    stage = forms.ChoiceField(label=gettext_lazy("State"), required=False, widget=Select)
    order = forms.ChoiceField(label=gettext_lazy("Order"), required=False, widget=Select)
    seed = forms.IntegerField(required=False, min_value=0, max_value=2**31, widget=forms.HiddenInput)

    def __init__(
        self, *arguments: Any, process: Process, themes: list[Theme], areas: list[Any], **options: Any
    ) -> None:
        super().__init__(*arguments, use_required_attribute=False, **options)
        every = [("", _("all"))]
        self.offer("theme", every, [(theme.slug, in_words(theme.name)) for theme in themes])
        self.offer("area", every, [(slug, in_words(name)) for slug, name in areas])
        stages = {"open": _("Not answered yet"), "answered": _("Answered"), "removed": _("Removed")}
        self.offer("stage", every, [(stage, stages[stage]) for stage in rules.STAGES])
        orders = {"newest": _("Newest first"), "mixed": _("Mixed"), "supported": _("Most supported first")}
        wanted = [order for order in rules.ORDERS if order != rules.SUPPORTED or process.takes_support]
        self.offer("order", [], [(order, orders[order]) for order in wanted])

    def offer(self, name: str, every: list[Any], values: list[Any]) -> None:
        """Fill a choice; one without values is left out."""
        self.fields[name].choices = [*every, *values]  # type: ignore[attr-defined]
        if not values:
            del self.fields[name]

    def wanted(self) -> Wanted:
        """Return what is asked for; what is not understood narrows nothing."""
        self.full_clean()
        kept = self.cleaned_data
        return Wanted(
            words=kept.get("q", ""),
            theme=kept.get("theme", ""),
            area=kept.get("area", ""),
            stage=kept.get("stage", ""),
            order=kept.get("order") or rules.NEWEST,
            seed=kept.get("seed") or 0,
        )


def in_words(texts: Any) -> str:
    """Return a text by language in the language in use."""
    return pick(texts, get_language() or "fi")[0]


class SupportForm(forms.Form):
    """A support code: made by the browser or with the page, or typed by somebody who has one."""

    code = forms.CharField(
        label=gettext_lazy("Support code"),
        max_length=80,
        widget=TextInput(
            attrs={
                "class": "ds-input code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={
            "required": gettext_lazy("Type your support code."),
            "max_length": gettext_lazy("This is longer than a support code."),
        },
    )


class KeyedForm(forms.Form):
    """What residents send once: the key made when the form opened, and the field that stays empty."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": gettext_lazy("Open the form again.")})
    website = EmptyField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["key"].initial = uuid.uuid4


class CommentForm(KeyedForm):
    """A comment on an idea."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy("Everybody can read it. Do not write names or health information."),
        max_length=rules.COMMENT_LIMIT,
        widget=TextArea(attrs={"rows": 5}),
        error_messages={
            "required": gettext_lazy("Write your comment."),
            "max_length": gettext_lazy("This is too long: at most %(limit_value)s characters fit."),
        },
    )
    checked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["text"].widget.attrs.pop("maxlength", None)
        self.fields["text"].widget.attrs["data-limit"] = rules.COMMENT_LIMIT


class TownCommentForm(forms.Form):
    """A comment in the town's name, in one language or several."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": gettext_lazy("Open the form again.")})
    checked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, use_required_attribute=False, **options)
        self.fields["key"].initial = uuid.uuid4
        names = {"fi": _("In Finnish"), "sv": _("In Swedish"), "en": _("In English")}
        for code, label in names.items():
            self.fields[f"text_{code}"] = forms.CharField(
                label=label,
                required=False,
                max_length=rules.COMMENT_LIMIT,
                widget=TextArea(attrs={"rows": 4, "lang": code}),
                error_messages={"max_length": _("This is too long: at most %(limit_value)s characters fit.")},
            )

    def texts(self) -> dict[str, str]:
        """Return the languages in which something is written."""
        kept = self.cleaned_data
        return {code: kept[f"text_{code}"] for code in ("fi", "sv", "en") if kept.get(f"text_{code}")}


class ComplaintForm(KeyedForm):
    """A report that something breaks a rule."""

    comment = forms.UUIDField(required=False, widget=forms.HiddenInput)
    rule = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        widget=RadioCards,
        error_messages={"required": gettext_lazy("Choose what is wrong.")},
    )
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=rules.NOTE_LIMIT,
        widget=TextArea(attrs={"rows": 3}),
    )
    field_order = ["key", "comment", "rule", "text", "website"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["rule"].choices = rule_choices()  # type: ignore[attr-defined]


def rule_choices() -> list[tuple[str, str]]:
    """Return the published rules as choices: "It …"."""
    return [(rule, capfirst(words)) for rule, words in rule_names().items()]


class IdeaRulesForm(forms.ModelForm):
    """What residents may do with ideas of a process."""

    class Meta:
        model = Process
        fields = ["ideas_public", "takes_support", "takes_comments", "checks_first"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = {
            "ideas_public": (
                _("Ideas are public"),
                _("Each only if its author allows it. Personal data is masked. Authors can take it back."),
            ),
            "takes_support": (_("Residents may support ideas"), _("Without an account. One code counts once.")),
            "takes_comments": (_("Residents may comment on ideas"), ""),
            "checks_first": (
                _("Somebody looks first"),
                _("Ideas and comments become public when a coordinator has read them, not at once."),
            ),
        }
        for name, (label, help_text) in words.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
            self.fields[name].widget.attrs["class"] = "ds-input"


class JudgeForm(forms.Form):
    """What a coordinator does with the chosen ideas and comments."""

    do = forms.ChoiceField(choices=[("show", "show"), ("mask", "mask"), ("remove", "remove")])
    chosen = forms.MultipleChoiceField(error_messages={"required": gettext_lazy("Tick at least one.")})
    rule = forms.ChoiceField(label=gettext_lazy("Rule that it breaks"), required=False, widget=Select)
    note = forms.CharField(
        label=gettext_lazy("Reason for everybody to read"),
        required=False,
        max_length=rules.NOTE_LIMIT,
        widget=TextInput,
    )

    def __init__(self, *arguments: Any, references: list[str] | None = None, **options: Any) -> None:
        super().__init__(*arguments, use_required_attribute=False, **options)
        self.fields["rule"].choices = [("", _("Choose")), *rule_choices()]  # type: ignore[attr-defined]
        self.fields["chosen"].choices = [(one, one) for one in references or ()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A removal needs its rule, and another reason its words."""
        kept = super().clean() or {}
        if kept.get("do") == "remove" and not kept.get("rule"):
            self.add_error("rule", _("Choose the rule; for another reason write it down."))
        if kept.get("do") == "remove" and kept.get("rule") == rules.OTHER and not kept.get("note"):
            self.add_error("note", _("Choose the rule; for another reason write it down."))
        return kept
