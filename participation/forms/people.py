"""Inviting staff, and what an invited person fills in."""

from django import forms
from django.contrib.auth import password_validation
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.forms.widgets import TextInput
from participation.models.invitations import Invitation
from participation.models.people import Person
from participation.models.processes import Process
from participation.queries.people import duty_options

LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]


class InvitationForm(forms.Form):
    """Whom to invite to do what, until when."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"class": "ds-input"}))
    name = forms.CharField(label=_("Name or role name"), max_length=120, widget=TextInput(attrs={"class": "ds-input"}))
    duty = forms.ChoiceField(label=_("What the person will do"), widget=forms.Select(attrs={"class": "ds-input"}))
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave empty if the end is not known. After the last day nothing opens any more."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "ds-input"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=LANGUAGES, widget=forms.Select(attrs={"class": "ds-input"})
    )

    def __init__(self, *args, person: Person, process: Process, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        self.fields["duty"].choices = duty_options(person, process)

    def clean_ends_on(self):
        last = self.cleaned_data["ends_on"]
        if last and last < timezone.localdate():
            raise forms.ValidationError(_("The last day is in the past."))
        return last

    def invitation(self) -> Invitation:
        """Return the unsaved invitation."""
        return Invitation(process=self.process, **self.cleaned_data)


class InvitationCodeForm(forms.Form):
    """The code of the mail."""

    code = forms.CharField(
        label=_("Code of the invitation"),
        help_text=_("16 letters and digits, as in the mail."),
        max_length=80,
        widget=TextInput(attrs={"class": "ds-input code-input", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the code of the invitation.")},
    )


class WelcomeForm(InvitationCodeForm):
    """What somebody without an account yet chooses."""

    name = forms.CharField(
        label=_("Your name or role name"), max_length=120, widget=TextInput(attrs={"class": "ds-input"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. A sentence is easy to remember."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "ds-input", "autocomplete": "new-password"}),
    )

    def __init__(self, *args, person: Person | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["code"].widget = forms.HiddenInput()

    def clean_password(self):
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, self.person)
        return password
