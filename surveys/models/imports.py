"""Answers brought in from a file: what its columns mean, how far it is, and the batch by which it can be removed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.surveys import Survey

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class AnswerImportQuerySet(models.QuerySet["AnswerImport"]):
    """Which imports."""

    def visible_to(self, person: Person | Anonymous) -> AnswerImportQuerySet:
        """Keep those of surveys in a process in which this person has a role."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        if ("admin", None) in roles:
            return self.all()
        return self.filter(survey__process__in=[process_id for _kind, process_id in roles if process_id])


class AnswerImport(models.Model):
    """One file of answers. The file and what it said are deleted once they are no longer needed."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("being matched")
        WAITING = "waiting", _("being brought in")
        DONE = "done", _("brought in")
        REFUSED = "refused", _("refused")
        UNDOING = "undoing", _("being removed")
        UNDONE = "undone", _("removed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+", verbose_name=_("survey"))
    title = models.CharField(_("name of the file"), max_length=120)
    name = models.CharField(_("name in the store"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    mapping = models.JSONField(_("what the columns mean"), default=dict)
    batch = models.ForeignKey(
        "participation.Batch", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("batch")
    )
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("rows worked off"), default=0)
    added = models.PositiveIntegerField(_("responses added"), default=0)
    left_out = models.PositiveIntegerField(_("rows left out"), default=0)
    emptied = models.PositiveIntegerField(_("cells left empty"), default=0)
    problems = models.JSONField(_("problems found"), default=list, help_text=_("row, column and words of each"))
    by = models.ForeignKey(
        "participation.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("brought in by"),
    )
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)

    objects = AnswerImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of answers")
        verbose_name_plural = _("imports of answers")
        indexes = [models.Index(fields=["survey", "-created_at"], name="answer_import_by_survey")]

    def __str__(self) -> str:
        return f"{self.title} {self.state}"

    @property
    def can_be_matched(self) -> bool:
        """Whether its columns can still be matched."""
        return self.state in (self.State.DRAFT, self.State.REFUSED) and bool(self.name)

    @property
    def is_moving(self) -> bool:
        """Whether a job is at it."""
        return self.state in (self.State.WAITING, self.State.UNDOING)

    def setting(self, name: str, usual: Any = "") -> Any:
        """Return one setting of how the file is read."""
        return self.mapping.get(name, usual)
