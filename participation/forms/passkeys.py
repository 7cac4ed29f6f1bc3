"""Forms of the account pages about passkeys, in the town's own words."""

from typing import Any

from allauth.mfa.webauthn import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(allauth.AddWebAuthnForm):
    """A new passkey: signs in alone unless somebody wants it as a second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["passwordless"] = forms.BooleanField(
            label=_("Signs in without a password"),
            required=False,
            initial=True,
            help_text=_(
                "The device then asks for your fingerprint, face or PIN. Without this the passkey is a second step after the password: choose so if a security key has no PIN."
            ),
        )


class RenamePasskeyForm(allauth.EditWebAuthnForm):
    """The name by which its owner knows a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
