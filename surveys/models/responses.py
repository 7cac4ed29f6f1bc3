"""Responses: one row with one document of answers, without address, device or time of day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.surveys import Identity


class ResponseQuerySet(models.QuerySet["Response"]):
    """Which responses."""

    def in_results(self) -> ResponseQuerySet:
        """Keep those that results are counted of: all but the marked ones that a coordinator left out."""
        return self.filter(left_out=False)

    def marked(self) -> ResponseQuerySet:
        """Keep those that bear signs of not being written by a person."""
        return self.exclude(marks="")


class Response(models.Model):
    """One filled-in survey. Key and receipt are dropped when the survey closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey("surveys.Survey", models.PROTECT, related_name="+", verbose_name=_("survey"))
    version = models.ForeignKey("surveys.SurveyVersion", models.PROTECT, related_name="+", verbose_name=_("version"))
    key = models.UUIDField(_("key of the opened form"), null=True, blank=True)
    content_hash = models.CharField(_("hash of the content"), max_length=64)
    receipt = models.ForeignKey(
        "participation.Receipt", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("receipt")
    )
    language = models.CharField(_("language"), max_length=12)
    channel = models.CharField(_("channel"), max_length=20)
    batch = models.ForeignKey(
        "participation.Batch", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("batch")
    )
    identity = models.CharField(_("how it was let in"), max_length=10, choices=Identity, default=Identity.OPEN)
    answers = models.JSONField(_("answers by question name"))
    notice = models.PositiveIntegerField(_("version of the privacy notice"), default=0)
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    corrections = models.PositiveSmallIntegerField(_("times corrected"), default=0)
    marks = models.CharField(
        _("signs that nobody wrote it"), max_length=60, blank=True, help_text=_("By name, with a space between.")
    )
    left_out = models.BooleanField(_("left out of the results"), default=False)
    is_sample = models.BooleanField(_("sample, written for the demo"), default=False)
    counted = models.BooleanField(_("is in the copy for results"), default=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="response_key_once"),
            models.CheckConstraint(condition=Q(left_out=False) | ~Q(marks=""), name="response_left_out_is_marked"),
        ]
        indexes = [
            models.Index(fields=["survey", "received_on"], name="response_by_day"),
            models.Index(fields=["survey"], condition=Q(counted=False, left_out=False), name="response_uncounted"),
            models.Index(fields=["survey", "left_out"], condition=~Q(marks=""), name="response_marked"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
