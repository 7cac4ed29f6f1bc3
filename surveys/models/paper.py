"""Paper: batches of printed forms, their sheets, what clerks keyed from them, and scanned pages.

A sheet never points to a response. What could join the two (the sheet's key, what was keyed, scans) is kept while the
batch is checked and deleted when it is closed, at the latest when the survey closes.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class PaperBatchQuerySet(models.QuerySet["PaperBatch"]):
    """Which batches."""

    def keyed_by(self, person: Person | Anonymous) -> PaperBatchQuerySet:
        """Keep those of the processes in which this person keys in or coordinates."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        if ("admin", None) in roles:
            return self.all()
        own = [process_id for kind, process_id in roles if kind in ("clerk", "coordinator")]
        return self.filter(survey__process__in=own)


class PaperBatch(models.Model):
    """Copies of a questionnaire that were printed together; the batch of the ground floor carries its name."""

    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    version = models.ForeignKey("surveys.SurveyVersion", models.PROTECT, related_name="+", verbose_name=_("version"))
    batch = models.OneToOneField(
        "participation.Batch", models.PROTECT, related_name="+", verbose_name=_("batch of contributions")
    )
    language = models.CharField(_("language"), max_length=12)
    large = models.BooleanField(_("large print"), default=False)
    size = models.PositiveIntegerField(_("number of copies"))
    layout = models.JSONField(
        _("places of the boxes on the page"), default=dict, help_text=_("In millimetres, as they were printed.")
    )
    created_on = models.DateField(_("made on"), default=timezone.localdate)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of paper forms")
        verbose_name_plural = _("batches of paper forms")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.batch_id}"


class Sheet(models.Model):
    """One printed copy. Its key gives the code that is printed and the receipt; dropped when the batch is closed."""

    class State(models.TextChoices):
        """What became of a copy."""

        OUT = "out", _("not back")
        KEYED = "keyed", _("keyed, being checked")
        ACCEPTED = "accepted", _("counted")
        VOID = "void", _("void")
        MISSING = "missing", _("missing")

    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="+", verbose_name=_("batch"))
    number = models.PositiveIntegerField(_("number in the batch"))
    key = models.UUIDField(_("random key"), null=True, blank=True)
    code_hash = models.CharField(_("keyed hash of the printed code"), max_length=64, null=True, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OUT)
    in_sample = models.BooleanField(_("keyed twice"), default=False)
    compared = models.PositiveIntegerField(_("fields compared"), null=True, blank=True)
    differing = models.PositiveIntegerField(_("fields that differed"), null=True, blank=True)

    class Meta:
        verbose_name = _("paper form")
        verbose_name_plural = _("paper forms")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="sheet_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["out", "keyed", "accepted", "void", "missing"]), name="sheet_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class SheetEntry(models.Model):
    """What one clerk keyed from one sheet, as it was keyed; the clerk is kept so that somebody else keys the second."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="+", verbose_name=_("paper form"))
    round = models.PositiveSmallIntegerField(_("first or second keying"), default=1)
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("keyed by")
    )
    typed = models.JSONField(_("what was keyed, by field"), default=dict)
    from_scan = models.BooleanField(_("begun by reading a scan"), default=False)

    class Meta:
        verbose_name = _("keying of a paper form")
        verbose_name_plural = _("keyings of paper forms")
        constraints = [models.UniqueConstraint(fields=["sheet", "round"], name="sheet_entry_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.round}"


class SheetNote(models.Model):
    """What stands on a sheet but not in an answer: outside the rules, illegible, or a hand that somebody else must read."""

    class Kind(models.TextChoices):
        """Why it was noted."""

        OUTSIDE = "outside", _("outside the rules, kept as written")
        SKIPPED = "skipped", _("answered although it was to be skipped")
        ILLEGIBLE = "illegible", _("illegible")
        HAND = "hand", _("question about the handwriting")
        ATTACHED = "attached", _("something is attached to the paper")

    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="+", verbose_name=_("batch"))
    sheet = models.ForeignKey(
        Sheet, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("paper form")
    )
    field = models.CharField(_("field"), max_length=200)
    kind = models.CharField(_("why it was noted"), max_length=10, choices=Kind)
    written = models.TextField(_("as written"), blank=True)
    is_open = models.BooleanField(_("waits for the coordinator"), default=False)

    class Meta:
        verbose_name = _("note on a paper form")
        verbose_name_plural = _("notes on paper forms")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.kind}"


class Scan(models.Model):
    """A scanned file in the inbox, deleted with its pages once all of them are settled or after thirty days."""

    class State(models.TextChoices):
        """How far its reading is."""

        WAITING = "waiting", _("being read")
        READ = "read", _("read")
        FAILED = "failed", _("could not be read")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    name = models.CharField(_("name in the store"), max_length=80, unique=True)
    kind = models.CharField(_("kind of file"), max_length=40)
    title = models.CharField(_("name of the file"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    fault = models.CharField(_("what went wrong"), max_length=40, blank=True)
    arrived_on = models.DateField(_("arrived on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("scanned file")
        verbose_name_plural = _("scanned files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class ScanPage(models.Model):
    """One page of a scan, straightened: which sheet it belongs to and what ticks were read; nothing of it counts yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scan = models.ForeignKey(Scan, models.CASCADE, related_name="+", verbose_name=_("scanned file"))
    number = models.PositiveIntegerField(_("page of the file"))
    sheet = models.ForeignKey(Sheet, models.CASCADE, null=True, related_name="+", verbose_name=_("paper form"))
    page = models.PositiveSmallIntegerField(_("page of the form"), null=True)
    picture = models.CharField(_("name of the picture in the store"), max_length=80, blank=True)
    reading = models.JSONField(_("ticks by field, and which are unsure"), default=dict)

    class Meta:
        verbose_name = _("scanned page")
        verbose_name_plural = _("scanned pages")
        ordering = ["scan", "number"]
        constraints = [models.UniqueConstraint(fields=["scan", "number"], name="scan_page_once")]

    def __str__(self) -> str:
        return str(self.pk)
