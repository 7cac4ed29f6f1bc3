"""Working groups: a tree with codes, tasks, chairs and members with terms."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person
    from participation.models.processes import Process


class GroupQuerySet(models.QuerySet["Group"]):
    """Which groups."""

    def public(self) -> GroupQuerySet:
        """Keep the groups of public processes."""
        return self.filter(process__state__in=["open", "closed"])

    def for_process(self, process: Process) -> GroupQuerySet:
        """Keep those of one process."""
        return self.filter(process=process)

    def in_use(self) -> GroupQuerySet:
        """Keep those that can take contributions: no mere headings, and none that a reorganisation ended."""
        return self.filter(is_heading=False, ended_on__isnull=True)

    def reviewed_by(self, person: Person | Anonymous) -> GroupQuerySet:
        """Keep the groups in which this person may decide now: chair, deputy or secretary in term."""
        if not person.is_authenticated:
            return self.none()
        return self.held_by(Membership.objects.in_force().filter(person=person, role__in=REVIEWING))

    def held_by(self, memberships: models.QuerySet[Membership]) -> GroupQuerySet:
        """Keep the groups of these memberships, and the ended ones whose work those groups continue."""
        own = memberships.values("group_id")
        continued = Group.heirs.through.objects.filter(to_group__in=own).values("from_group_id")
        return self.filter(Q(pk__in=own) | Q(pk__in=continued))

    def visible_at_desk(self, person: Person | Anonymous) -> GroupQuerySet:
        """Keep the groups to which this person belongs now, and all of coordinated processes."""
        if not person.is_authenticated:
            return self.none()
        roles = person.roles_now()
        if ("admin", None) in roles:
            return self.all()
        coordinated = [process_id for kind, process_id in roles if kind == "coordinator"]
        joined = Group.objects.joined_by(person).values("pk")
        return self.filter(Q(pk__in=joined) | Q(process__in=coordinated))

    def joined_by(self, person: Person | Anonymous) -> GroupQuerySet:
        """Keep the groups to which this person belongs now, in any role."""
        if not person.is_authenticated:
            return self.none()
        return self.held_by(Membership.objects.in_force().filter(person=person))


class Group(models.Model):
    """A thematic working group, or a heading that only holds subgroups."""

    process = models.ForeignKey("participation.Process", models.PROTECT, related_name="+", verbose_name=_("process"))
    code = models.CharField(_("number"), max_length=20, help_text=_("Part of the name, such as 2.1."))
    name = models.JSONField(_("name by language"))
    task = models.JSONField(_("task by language"), default=dict)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("subgroup of")
    )
    is_heading = models.BooleanField(
        _("only a heading"), default=False, help_text=_("Has subgroups and no chair of its own.")
    )
    next_meeting_note = models.JSONField(
        _("next meeting in words"),
        default=dict,
        blank=True,
        help_text=_("When only roughly known, such as end of January."),
    )

    contact_email = models.EmailField(
        _("public contact address"),
        blank=True,
        help_text=_("Shown to everybody. Without one the contact of the process is shown."),
    )

    ended_on = models.DateField(
        _("ended on"),
        null=True,
        blank=True,
        help_text=_("After a reorganisation: takes nothing new and keeps what it answered."),
    )
    heirs: models.ManyToManyField[Group, Any] = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name=_("continued by"),
        help_text=_("Groups that read the archive of an ended one and answer for it."),
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["process", "code"], name="group_code_once")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return the public page in the language in use."""
        return reverse("workgroups:group_page", args=[self.code])


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Which memberships."""

    def in_force(self, on: datetime.date | None = None) -> MembershipQuerySet:
        """Keep those whose term has begun and not ended, of people who may sign in."""
        day = on or timezone.localdate()
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            person__is_active=True,
        )


class Membership(models.Model):
    """A person in a working group, with role and term."""

    class Role(models.TextChoices):
        """What the person does in the group."""

        CHAIR = "chair", _("chair")
        DEPUTY = "deputy", _("deputy chair")
        SECRETARY = "secretary", _("secretary")
        MEMBER = "member", _("member")

    group = models.ForeignKey(Group, models.CASCADE, related_name="+", verbose_name=_("working group"))
    person = models.ForeignKey("participation.Person", models.CASCADE, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["group", "person", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.role}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Which absences."""

    def on_day(self, day: datetime.date | None = None) -> AbsenceQuerySet:
        """Keep those that cover a day, today unless another is given."""
        day = day or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """Days on which somebody is away from a group; the deputy acts meanwhile, by the dates alone."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+", verbose_name=_("working group"))
    person = models.ForeignKey("participation.Person", models.CASCADE, related_name="+", verbose_name=_("person"))
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("last day away"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_later")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.starts_on}"


REVIEWING = (Membership.Role.CHAIR, Membership.Role.DEPUTY, Membership.Role.SECRETARY)
