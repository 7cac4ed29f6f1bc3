"""Received files in words."""

from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from surveys.logic.attachments import PDF
from surveys.models.uploads import Upload


def upload_of(value: Any) -> Upload | None:
    """Return the file that an answer names, or nothing."""
    try:
        return Upload.objects.filter(pk=UUID(value)).first() if isinstance(value, str) else None
    except ValueError:
        return None


def upload_in_words(value: Any) -> str:
    """Return what kind of file an answer names and how big it is."""
    upload = upload_of(value)
    if upload is None:
        return _("The file is not kept any more")
    what = _("PDF document") if upload.kind == PDF else _("Photo")
    return f"{what}, {filesizeformat(upload.size)}"
