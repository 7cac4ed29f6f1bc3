"""Photos of flip-charts, kept beside what was typed from them."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import ParticipationError
from participation.gateways.photos import read_photo, write_photo
from participation.models.people import Person
from participation.models.walls import WorkshopPhoto
from participation.models.workshops import Workshop


@transaction.atomic
def add_photo(workshop: Workshop, data: bytes, *, table: int | None, prompt: int | None, by: Person) -> WorkshopPhoto:
    """Keep a photo, turned upright, made smaller and rid of what it tells on the side."""
    picture = read_photo(data)
    if picture is None:
        words = _("This is not a picture that can be read. Use a JPEG or PNG of at most 20 MB.")
        raise ParticipationError(words, fields={"photo": [{"code": "file_unknown", "message": words}]})
    name = f"{uuid.uuid4().hex}.jpg"
    photo = WorkshopPhoto.objects.create(workshop=workshop, table=table, prompt=prompt, name=name)
    write_photo(name, picture)
    add_audit_entry("add_photo", workshop, by=by, table=table)
    return photo
