"""Forms of repeated surveys: which survey is continued, and whether a question still asks the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.logic.text import pick
from surveys.models.series import SeriesLink


def words(texts: Any) -> str:
    """Return a label in the language in use."""
    return pick(texts, get_language() or "fi")[0]


class ContinueForm(forms.Form):
    """The earlier survey that this one repeats."""

    earlier = forms.ChoiceField(label=_("The survey it repeats"))

    def __init__(self, *args: Any, others: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].choices = [("", "–"), *((slug, words(title)) for slug, title in others)]  # type: ignore[attr-defined]


class JudgeForm(forms.Form):
    """Which question of the series a question continues, and whether it still asks the same."""

    continues = forms.ChoiceField(label=_("Continues the question"), required=False)
    verdict = forms.ChoiceField(
        label=_("Does it still ask the same?"),
        choices=[(SeriesLink.Verdict.SAME, _("Yes: draw one line")), (SeriesLink.Verdict.BREAK, _("No: mark a break"))],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("What changed, in one sentence"),
        help_text=_("Shown beside the break, also to residents."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "ds-input"}),
    )

    def __init__(self, *args: Any, identities: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = ("", _("none: it is not part of the series"))
        self.fields["continues"].choices = [alone, *((name, words(label)[:120]) for name, label in identities)]  # type: ignore[attr-defined]

    def note_given(self) -> dict[str, str]:
        """Return the sentence under the language in use."""
        return {get_language() or "fi": self.cleaned_data["note"]} if self.cleaned_data["note"] else {}
