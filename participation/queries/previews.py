"""What mails look like: every kind, and a digest of several, with made-up content in a chosen language."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from participation.extension_points import notification_kinds
from participation.queries.digests import Told
from participation.queries.mails import absolute, content_of

DIGEST = "digest"


@dataclass(frozen=True)
class Preview:
    """One kind of mail as its recipient gets it."""

    key: str
    label: str
    subject: str
    text: str
    for_staff: bool


def previews(language: str) -> Sequence[Preview]:
    """Return every kind of message in a language, the digest last."""
    found = []
    keys = [(kind.key, kind.for_staff) for kind in notification_kinds if kind.sample]
    for key, for_staff in [*keys, (DIGEST, True)]:
        content = mail_of(key, language)
        with translation.override(language):
            text = render_to_string(f"emails/participation/{content['template']}.txt", content)
        found.append(Preview(key, label_of(key), f"{content['subject']} – {settings.CITY_NAME}", text, for_staff))
    return found


def html_of(key: str, language: str) -> str:
    """Return one kind of mail as mail programs show it."""
    content = mail_of(key, language)
    with translation.override(language):
        return render_to_string(f"emails/participation/{content['template']}.html", content)


def label_of(key: str) -> str:
    """Return what a kind of message is called in the language in use."""
    kind = notification_kinds.get(key)
    return kind.label() if kind else _("Several messages in one mail")


def mail_of(key: str, language: str) -> dict[str, Any]:
    """Return what the templates of one kind of mail show, with its subject and template."""
    with translation.override(language):
        told = [
            Told(uuid.uuid4(), kind.label(), kind.sample())
            for kind in notification_kinds
            if kind.sample and (kind.key == key or (key == DIGEST and kind.for_staff))
        ]
        kind = notification_kinds.get(key)
        leave = "" if kind is None or kind.for_staff else absolute(reverse("participation:receipts"))
        content, subject, template = content_of(told, leave, language)
        return content | {"subject": subject, "template": template}
