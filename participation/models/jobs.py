"""The outbox: work promised in a transaction and done later."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.extension_points import job_handlers

NOT_ENDED = Q(done_at__isnull=True, buried_at__isnull=True)
MAX_ATTEMPTS = 5  # of a kind that nobody handles any more, and of most others


def attempts_of(kind: str) -> int:
    """Return how often a job of this kind is tried before it is given up."""
    handler = job_handlers.get(kind)
    return handler.attempts if handler else MAX_ATTEMPTS


def attempts_left() -> Q:
    """Return the condition that a job may be tried once more; each kind has its own number of attempts."""
    left = Q(attempts__lt=MAX_ATTEMPTS)
    own: dict[int, list[str]] = {}
    for handler in job_handlers:
        if handler.attempts != MAX_ATTEMPTS:
            own.setdefault(handler.attempts, []).append(handler.key)
    others = Q(*[~Q(kind__in=kinds) for kinds in own.values()])
    condition = left & others if own else left
    for attempts, kinds in own.items():
        condition |= Q(kind__in=kinds, attempts__lt=attempts)
    return condition


class JobQuerySet(models.QuerySet["Job"]):
    """Which jobs."""

    def pending(self) -> JobQuerySet:
        """Keep what is neither done nor given up."""
        return self.filter(NOT_ENDED)

    def due(self, now: datetime.datetime) -> JobQuerySet:
        """Keep what can be claimed now, longest waiting first."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        return self.pending().filter(free, attempts_left(), available_at__lte=now).order_by("available_at", "pk")

    def worn_out(self) -> JobQuerySet:
        """Keep what has had its last attempt without an end."""
        return self.pending().exclude(attempts_left())

    def dead(self) -> JobQuerySet:
        """Keep the dead letters."""
        return self.filter(buried_at__isnull=False)


class Job(models.Model):
    """Something promised: its kind says who does it, its reference what it is about. Holds no personal data."""

    kind = models.CharField(_("kind"), max_length=80)
    reference = models.CharField(_("reference"), max_length=200)
    created_at = models.DateTimeField(_("promised at"), default=timezone.now)
    available_at = models.DateTimeField(_("not before"), default=timezone.now)
    lease_until = models.DateTimeField(_("being done until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("done so far, per cent"), default=0)
    buried_at = models.DateTimeField(_("given up at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["available_at"], condition=NOT_ENDED, name="job_pending"),
            models.Index(fields=["kind", "reference"], condition=NOT_ENDED, name="job_promised"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
