"""Routing: rules in order, and which group has which submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workgroups.models.groups import Group

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class Rule(models.Model):
    """One rule: every condition that is set must hold; the first rule that holds decides."""

    process = models.ForeignKey("participation.Process", models.CASCADE, related_name="+", verbose_name=_("process"))
    order = models.PositiveIntegerField(_("order"))
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name=_("to working group"))
    also: models.ManyToManyField[Group, models.Model] = models.ManyToManyField(
        Group,
        blank=True,
        related_name="+",
        verbose_name=_("also asks for the opinion of"),
        help_text=_("These groups give their opinion; the first one answers."),
    )
    survey = models.CharField(_("survey"), max_length=80, blank=True, help_text=_("Short name of the survey."))
    question = models.CharField(_("question"), max_length=80, blank=True)
    option = models.CharField(_("option chosen"), max_length=80, blank=True)
    theme = models.ForeignKey(
        "participation.Theme", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    area = models.ForeignKey(
        "participation.Area", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    workshop = models.CharField(_("workshop"), max_length=12, blank=True, help_text=_("Joining code of the workshop."))
    table = models.PositiveSmallIntegerField(_("table of the workshop"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=10, blank=True)
    language = models.CharField(_("language of the contribution"), max_length=12, blank=True)
    keywords = models.JSONField(
        _("keywords"), default=list, blank=True, help_text=_("Base forms; any one of them in the text is enough.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["process", "order"], name="rule_order_once")]

    def __str__(self) -> str:
        return f"{self.process_id}.{self.order}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Which assignments."""

    def current(self) -> AssignmentQuerySet:
        """Keep where submissions are now."""
        return self.filter(is_current=True)

    def visible_to(self, person: Person | Anonymous) -> AssignmentQuerySet:
        """Keep current ones of the groups to which this person belongs, and all of coordinated processes."""
        if not person.is_authenticated:
            return self.none()
        roles = person.roles_now()
        if ("admin", None) in roles:
            return self.all()
        coordinated = [process_id for kind, process_id in roles if kind == "coordinator"]
        return self.filter(
            Q(is_current=True, group__in=Group.objects.joined_by(person)) | Q(group__process__in=coordinated)
        )


class Assignment(models.Model):
    """A submission with a group: one is current, earlier ones are its history."""

    class Origin(models.TextChoices):
        """Who or what chose the group."""

        RULE = "rule", _("routing rule")
        MARK = "mark", _("mark at a workshop table")
        SUGGESTION = "suggestion", _("learned suggestion")
        PERSON = "person", _("person")

    submission = models.ForeignKey(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name=_("working group"))
    is_current = models.BooleanField(_("current"), default=True)
    origin = models.CharField(_("chosen by"), max_length=10, choices=Origin)
    rule = models.ForeignKey(Rule, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rule"))
    explanation = models.JSONField(
        _("why"), default=dict, help_text=_('E.g. {"rule": 3, "keyword": "palveluverkko", "word": "palveluverkkoa"}.')
    )
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), blank=True)
    on = models.DateField(_("on"), default=timezone.localdate)
    ended_as = models.CharField(
        _("ended as"), max_length=20, blank=True, help_text=_("declined, forwarded, moved or empty")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    ended_reason = models.TextField(_("why it ended"), blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(is_current=True), name="assignment_current_once")
        ]
        indexes = [
            models.Index(fields=["group", "is_current"], name="assignment_by_group"),
            models.Index(fields=["group", "submission"], condition=Q(is_current=True), name="assignment_lying"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} → {self.group_id}"
