"""Forms of the reading view and of the code book."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models.coding import CodeBook
from surveys.queries.coding import Wish


class WishForm(forms.Form):
    """What a reader wants to see; what cannot be is left out."""

    words = forms.CharField(label=_("Words"), max_length=200, required=False)
    code = forms.ChoiceField(label=_("Code"), required=False)
    theme = forms.ChoiceField(label=_("Suggested theme"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    unread = forms.BooleanField(label=_("Only those I have not read"), required=False)

    def __init__(self, *args, book: CodeBook, languages: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        every = ("", _("all"))
        self.fields["code"].choices = [every, *((code["key"], code["label"]) for code in book.codes)]
        self.fields["theme"].choices = [every, *((theme["key"], ", ".join(theme["words"])) for theme in book.themes)]
        self.fields["language"].choices = [every, *languages]

    def wish(self) -> Wish:
        """Return the wish; fields with faults are empty."""
        self.is_valid()
        return Wish(**{name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data})


class CodeForm(forms.Form):
    """A new code, or another name for one."""

    label = forms.CharField(label=_("Name of the code"), max_length=80)
    words = forms.CharField(label=_("Words by which it is suggested"), max_length=300, required=False)
    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def words_given(self) -> list[str]:
        """Return the words, parted by commas."""
        return [word.strip() for word in self.cleaned_data["words"].split(",") if word.strip()]
