"""Idea workshops: an event with a place, a time and prompts, where ideas are collected at tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    """Which workshops."""

    def run_by(self, person: Person | Anonymous) -> WorkshopQuerySet:
        """Keep those of the processes in which this person is a facilitator or coordinator."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        if ("admin", None) in roles:
            return self.all()
        own = [process_id for kind, process_id in roles if kind in ("coordinator", "facilitator")]
        return self.filter(process__in=own)


class Workshop(models.Model):
    """A workshop, often part of a resident evening."""

    class State(models.TextChoices):
        """How far it is."""

        COMING = "coming", _("coming")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    class Step(models.TextChoices):
        """What the room does while the workshop is open."""

        COLLECT = "collect", _("collecting ideas")
        GROUP = "group", _("grouping")
        VOTE = "vote", _("voting")

    process = models.ForeignKey("participation.Process", models.CASCADE, related_name="+", verbose_name=_("process"))
    code = models.CharField(_("joining code"), max_length=12, unique=True)
    name = models.JSONField(_("name by language"))
    place = models.JSONField(_("place by language"), default=dict)
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    prompts = models.JSONField(_("prompts"), default=list, help_text=_("A list of texts by language."))
    tables = models.PositiveSmallIntegerField(_("tables"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.COMING)
    facilitators = models.ManyToManyField(
        "participation.Person", blank=True, related_name="+", verbose_name=_("facilitators")
    )
    moderated = models.BooleanField(
        _("a facilitator lets ideas through to the wall"),
        default=True,
        help_text=_("Otherwise ideas are on the wall at once. All of them go to the working groups in any case."),
    )
    dots = models.PositiveSmallIntegerField(_("dots each participant can give"), default=3)
    step = models.CharField(_("step"), max_length=8, choices=Step, default=Step.COLLECT)
    timer_ends = models.DateTimeField(_("timer ends"), null=True, blank=True)
    wall_version = models.PositiveIntegerField(_("changes of the wall"), default=0)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["starts"]

    def __str__(self) -> str:
        return self.code
