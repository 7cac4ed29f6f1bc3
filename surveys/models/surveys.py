"""A survey in a process: its state, its times, who reads the answers."""

from __future__ import annotations

import datetime
import secrets
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.models.processes import Basis
from surveys.logic.surveys import is_taking_responses

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person
    from participation.models.processes import Process


def new_forward_key() -> str:
    """Return a fresh secret from which the source keys of forwarded open answers are made."""
    return secrets.token_hex(32)


class Identity(models.TextChoices):
    """How a survey makes sure that somebody answers once; shown to residents and in results."""

    OPEN = "open", _("open to everybody")
    CODE = "code", _("by code")
    SIGNED_IN = "signed_in", _("signed in")
    BLIND_CODE = "blind_code", _("by code, untraceable")
    BLIND_SIGNED_IN = "blind_in", _("signed in, untraceable")


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Which surveys."""

    def public(self) -> SurveyQuerySet:
        """Keep what residents may find: published or closed, in a public process."""
        return self.filter(state__in=[Survey.State.OPEN, Survey.State.CLOSED], process__state__in=["open", "closed"])

    def visible_to(self, person: Person | Anonymous) -> SurveyQuerySet:
        """Keep public ones, and every one of the processes in which this person has a role."""
        roles = person.roles_now() if person.is_authenticated else frozenset()
        if ("admin", None) in roles:
            return self.all()
        own = [process_id for _kind, process_id in roles if process_id]
        return self.filter(
            Q(state__in=[Survey.State.OPEN, Survey.State.CLOSED], process__state__in=["open", "closed"])
            | Q(process__in=own)
        )

    def for_process(self, process: Process) -> SurveyQuerySet:
        """Keep those of one process."""
        return self.filter(process=process)


class Survey(models.Model):
    """Questions that a process puts to residents."""

    BLIND = (Identity.BLIND_CODE, Identity.BLIND_SIGNED_IN)

    class State(models.TextChoices):
        """How far the survey is."""

        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        ARCHIVED = "archived", _("archived")

    process = models.ForeignKey("participation.Process", models.PROTECT, related_name="+", verbose_name=_("process"))
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    title = models.JSONField(_("title by language"))
    lead = models.JSONField(_("lead by language"), default=dict)
    readers = models.JSONField(
        _("who reads the answers, and when, by language"),
        default=dict,
        help_text=_("Shown before the first question."),
    )
    thanks = models.JSONField(_("thanks and what happens next, by language"), default=dict)
    languages = models.JSONField(_("languages promised"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    identity = models.CharField(_("who can answer"), max_length=10, choices=Identity, default=Identity.OPEN)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    target = models.PositiveIntegerField(_("responses hoped for"), null=True, blank=True)
    threshold = models.PositiveSmallIntegerField(
        _("smallest number shown"),
        default=5,
        help_text=_("Smaller numbers of respondents are not shown to the public."),
    )
    results_public = models.BooleanField(_("results are published"), default=False)
    forward_key = models.CharField(
        _("key for forwarding open answers"),
        max_length=64,
        default=new_forward_key,
        blank=True,
        help_text=_("Deleted when the survey closes, so that nothing leads from a contribution to a response."),
    )
    current = models.ForeignKey(
        "surveys.SurveyVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version in use"),
    )
    locked = models.JSONField(
        _("locked questions"),
        default=dict,
        blank=True,
        help_text=_("Questions of the town's template, by name, that a unit may not change."),
    )
    series = models.CharField(
        _("key of the series"),
        max_length=80,
        blank=True,
        help_text=_("Surveys with the same key ask the same questions, so that their results can be compared."),
    )
    embedders = models.JSONField(
        _("sites that may show the survey"),
        default=list,
        blank=True,
        help_text=_("Addresses such as https://www.example.org; other sites cannot show it within their pages."),
    )
    basis = models.CharField(
        _("legal basis"), max_length=10, choices=Basis, blank=True, help_text=_("Empty: that of the process.")
    )
    notice = models.PositiveIntegerField(_("version of the privacy notice"), default=0)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    erased_on = models.DateField(
        _("answers erased on"), null=True, blank=True, help_text=_("What was published of them stays.")
    )
    guarded_until = models.DateTimeField(
        _("under attack until"),
        null=True,
        blank=True,
        help_text=_("Until then browsers compute a proof before they send, and answers without one are marked."),
    )
    withdrawn = models.PositiveIntegerField(_("responses taken back"), default=0)
    is_sample = models.BooleanField(_("sample data"), default=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(opens__lt=F("closes")), name="survey_times"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(current__isnull=False), name="survey_open_has_version"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Return the page where residents answer, in the language in use."""
        return reverse("surveys:survey_page", args=[self.slug])

    @property
    def needs_admission(self) -> bool:
        """Tell whether a code or an account is needed to answer."""
        return self.identity != Identity.OPEN

    @property
    def takes_codes(self) -> bool:
        """Tell whether codes are made and typed."""
        return self.identity in (Identity.CODE, Identity.BLIND_CODE)

    @property
    def is_blind(self) -> bool:
        """Tell whether answers come with a blind-signed token, which nobody can trace to a person."""
        return self.identity in self.BLIND

    def is_guarded(self, now: datetime.datetime) -> bool:
        """Tell whether browsers are asked to compute a proof before they send."""
        return self.guarded_until is not None and now < self.guarded_until

    def takes_responses(self, now: datetime.datetime) -> bool:
        """Tell whether an answer can be sent at this moment."""
        return is_taking_responses(self.state, self.opens, self.closes, now)

    @property
    def takes_late_files(self) -> bool:
        """Tell whether answers in a file still count: closed, its keys forgotten, its answers not erased."""
        return self.state == self.State.CLOSED and not self.forward_key and self.erased_on is None

    def takes_files(self, now: datetime.datetime) -> bool:
        """Tell whether answers can be brought in from a file at this moment."""
        return self.takes_late_files or self.takes_responses(now)
