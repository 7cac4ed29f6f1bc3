"""Files that residents attach to answers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.surveys import Survey

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class UploadQuerySet(models.QuerySet["Upload"]):
    """Which files."""

    def visible_to(self, person: Person | Anonymous) -> UploadQuerySet:
        """Keep those that belong to an answer of a survey in a process in which this person has a role."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        stored = self.filter(waits_since=None)
        if ("admin", None) in roles:
            return stored
        return stored.filter(survey__process__in=[process_id for _kind, process_id in roles if process_id])


class Upload(models.Model):
    """One received file, cleaned. It waits for its answer to be sent; then the moment and the form's key are dropped.

    Only the answer names the file: a row here leads to no response, so that responses can be written anew at closing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", verbose_name=_("survey"))
    question = models.CharField(_("question"), max_length=64)
    key = models.UUIDField(_("key of the opened form"), null=True, blank=True)
    kind = models.CharField(_("kind of file"), max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    name = models.CharField(_("name in the store"), max_length=80, unique=True)
    waits_since = models.DateTimeField(_("waits since"), null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        indexes = [models.Index(fields=["survey", "key"], name="upload_by_form")]

    def __str__(self) -> str:
        return str(self.pk)
