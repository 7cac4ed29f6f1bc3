"""Participation processes (a strategy update, a plan) and their phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.logic.phases import PhaseTimes

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class ProcessQuerySet(models.QuerySet["Process"]):
    """Which processes."""

    def public(self) -> ProcessQuerySet:
        """Keep what everybody may see."""
        return self.filter(state__in=[Process.State.OPEN, Process.State.CLOSED])

    def visible_to(self, person: Person | Anonymous) -> ProcessQuerySet:
        """Keep what this person may see: public ones, and drafts of own processes."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        if ("admin", None) in roles:
            return self.all()
        own = [process_id for kind, process_id in roles if process_id]
        return self.filter(Q(state__in=[Process.State.OPEN, Process.State.CLOSED]) | Q(pk__in=own))

    def coordinated_by(self, person: Person | Anonymous) -> ProcessQuerySet:
        """Keep the processes that this person coordinates."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        if ("admin", None) in roles:
            return self.all()
        return self.filter(pk__in=[process_id for kind, process_id in roles if kind == "coordinator"])


class Basis(models.TextChoices):
    """Why the town may handle what people tell: article 6(1) of the General Data Protection Regulation."""

    TASK = "task", _("a task in the public interest, article 6(1)(e)")
    DUTY = "duty", _("a duty by law, article 6(1)(c)")
    CONSENT = "consent", _("consent, article 6(1)(a)")


class Process(models.Model):
    """One effort in which the town asks its residents, decides and tells what became of it."""

    class State(models.TextChoices):
        """How far the process is."""

        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        ARCHIVED = "archived", _("archived")

    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    name = models.JSONField(_("name by language"))
    lead = models.JSONField(_("lead by language"), default=dict)
    description = models.JSONField(_("description by language"), default=dict)
    readers = models.JSONField(
        _("who reads the contributions, and when, by language"),
        default=dict,
        help_text=_("Shown before a resident writes."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    retention_months = models.PositiveSmallIntegerField(_("months that raw contributions are kept"), default=24)
    basis = models.CharField(
        _("legal basis"),
        max_length=10,
        choices=Basis,
        default=Basis.TASK,
        help_text=_("Why the town may handle the contributions; told in the privacy notice."),
    )
    is_sample = models.BooleanField(_("sample data"), default=False)
    ideas_public = models.BooleanField(
        _("ideas are public"), default=False, help_text=_("Each idea only if its author allows it.")
    )
    takes_support = models.BooleanField(_("residents may support ideas"), default=False)
    takes_comments = models.BooleanField(_("residents may comment on ideas"), default=False)
    checks_first = models.BooleanField(
        _("somebody looks first"),
        default=True,
        help_text=_("Ideas and comments become public when a coordinator has read them, not at once."),
    )

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Return the public page in the language in use."""
        return reverse("participation:process_page", args=[self.slug])


class Phase(models.Model):
    """A stretch of a process: what residents can do in it, from when until when."""

    class Kind(models.TextChoices):
        """What a phase is for."""

        LISTENING = "listening", _("residents take part")
        REVIEW = "review", _("working groups review")
        DECISION = "decision", _("decisions are made")
        FOLLOW_UP = "follow_up", _("follow-up")

    process = models.ForeignKey(Process, models.CASCADE, related_name="+", verbose_name=_("process"))
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.JSONField(_("name by language"))
    note = models.JSONField(_("note by language"), default=dict, blank=True)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    takes_ideas = models.BooleanField(_("residents may leave ideas"), default=False)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["process", "order"], name="phase_order_once"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(opens__lt=F("closes")), name="phase_times"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process_id}.{self.order}"

    @property
    def times(self) -> PhaseTimes:
        """The facts that the rules in logic/phases.py need."""
        return PhaseTimes(order=self.order, opens=self.opens, closes=self.closes, takes_ideas=self.takes_ideas)
