"""Promises: every published next step, who keeps it and until when."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workgroups.logic import promises as rules
from workgroups.models.groups import Group

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Which promises."""

    def visible_to(self, person: Person | Anonymous) -> PromiseQuerySet:
        """Keep those of the groups that this person may open at the desk."""
        return self.filter(group__in=Group.objects.visible_at_desk(person))

    def standing(self) -> PromiseQuerySet:
        """Leave out what a corrected decision replaced."""
        return self.exclude(state=Promise.State.REPLACED)

    def late(self, today: datetime.date) -> PromiseQuerySet:
        """Keep the open ones whose day has passed."""
        return self.filter(state=Promise.State.OPEN, due__lt=today)


class Promise(models.Model):
    """A next step that residents were told of."""

    class State(models.TextChoices):
        """Whether it still stands."""

        OPEN = "open", _("open")
        DONE = "done", _("done")
        REPLACED = "replaced", _("replaced by a correction")

    decision = models.OneToOneField("workgroups.Decision", models.PROTECT, related_name="+", verbose_name=_("decision"))
    group = models.ForeignKey("workgroups.Group", models.PROTECT, related_name="+", verbose_name=_("working group"))
    text = models.JSONField(_("what was promised, by language"))
    due = models.DateField(_("due"), null=True, blank=True)
    owner = models.ForeignKey(
        "participation.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reminded person"),
        help_text=_("Without one the chair of the group is reminded."),
    )
    responsible = models.CharField(
        _("who does it"), max_length=120, blank=True, help_text=_("A unit or a role, such as technical services.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    promised_on = models.DateField(_("promised on"), default=timezone.localdate)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    done_note = models.JSONField(_("what was done, by language"), default=dict, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
                name="promise_done_has_day",
            )
        ]
        indexes = [models.Index(fields=["group", "state", "due"], name="promise_by_group")]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.state}"

    @property
    def standing(self) -> str:
        """How it stands today: open, late or done."""
        return rules.standing_of(self.due, self.done_on, timezone.localdate())
