"""Adding and changing a webhook."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.forms.widgets import TextInput
from participation.gateways.webhooks import checked_target
from participation.logic.webhooks import AddressRefused
from participation.models.processes import Process
from participation.models.webhooks import Webhook
from participation.queries.webhooks import event_choices


class WebhookForm(forms.ModelForm):
    """Where to send what; the hidden key makes sending the form twice add one webhook."""

    key = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid.uuid4)
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What is told"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": gettext_lazy("Choose at least one event.")},
    )

    class Meta:
        model = Webhook
        fields = ["name", "address", "process"]
        labels = {
            "name": gettext_lazy("Name of the receiver"),
            "address": gettext_lazy("Address"),
            "process": gettext_lazy("Which process"),
        }
        help_texts = {"address": gettext_lazy("Begins with https:// and leads to a public server.")}
        widgets = {
            "name": TextInput(attrs={"class": "ds-input", "autocomplete": "off"}),
            "address": TextInput(
                attrs={"class": "ds-input", "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
            ),
            "process": forms.Select(attrs={"class": "ds-input"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = event_choices()
        self.fields["process"].empty_label = _("All processes")
        self.fields["process"].queryset = Process.objects.order_by("pk")
        self.order_fields(["name", "address", "events", "process", "key"])
        if not self.instance._state.adding:  # noqa: SLF001 -- public by its documentation
            self.initial["events"] = self.instance.events
            self.fields["key"].required = False

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        try:
            checked_target(address)
        except AddressRefused as refused:
            raise forms.ValidationError(self.why(refused.reason)) from None
        return address

    def why(self, reason: str) -> str:
        """Return why an address is refused."""
        words = {
            "scheme": _("The address must begin with https://."),
            "host": _("Give the public name of a server, such as hooks.example.org. Numbers and names of the own network are not asked."),
            "port": _("This port is not asked. Use 443 or one from 1024 on."),
            "list": _("This server is not on the list of servers that this installation may ask."),
        }  # fmt: skip
        return words.get(reason, _("This is not an address that can be asked. Leave out spaces, names with @ and #."))

    def webhook(self) -> Webhook:
        """Return the webhook with what was filled in, unsaved."""
        webhook = super().save(commit=False)
        webhook.events = self.cleaned_data["events"]
        if webhook._state.adding:  # noqa: SLF001 -- public by its documentation
            webhook.pk = self.cleaned_data["key"]
        return webhook
