"""Staff accounts, their roles with terms, and the keys that programs use in their name. Residents have no account."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models.notifications import Notification

if TYPE_CHECKING:
    from participation.models.processes import Process


class Anonymous(AnonymousUser):
    """A visitor without an account: every resident."""

    language = ""

    def roles_now(self) -> frozenset[tuple[str, int | None]]:
        """Return no roles."""
        return frozenset()


class PersonManager(BaseUserManager["Person"]):
    """Create accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Person:
        """Create an account; without a password only e-mail codes sign in."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> Person:
        """Create an account that may also use the rescue tools."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get(self, *conditions: object, **fields: object) -> Person:
        """Load one account with the number of its unread messages: the frame of each page of the desk tells it."""
        unread = Notification.objects.filter(person=OuterRef("pk")).unread().order_by().values("person")
        counted = Subquery(unread.annotate(n=Count("pk")).values("n"))
        return self.get_queryset().annotate(unread_messages=Coalesce(counted, 0)).get(*conditions, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find an account whatever the case of its address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who works with the contributions: coordinator, chair, clerk, facilitator, administrator."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name or role name"), max_length=120, blank=True)
    language = models.CharField(_("language of messages"), max_length=12, default="fi")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may use the rescue tools"), default=False)
    joined_on = models.DateField(_("joined on"), default=timezone.localdate)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def unread(self) -> int:
        """How many messages this person has not read, as far as the account was loaded by itself."""
        found: int = getattr(self, "unread_messages", 0)
        return found

    def get_full_name(self) -> str:
        """Return the name others see."""
        return str(self)

    def roles_now(self) -> frozenset[tuple[str, int | None]]:
        """Return (kind, process id) of the roles in force today, read once for each loaded person."""
        if not hasattr(self, "_roles_now"):
            self._roles_now = (
                frozenset(Role.objects.in_force().filter(person=self).values_list("kind", "process_id"))
                if self.is_active
                else frozenset()
            )
        return self._roles_now


class RoleQuerySet(models.QuerySet["Role"]):
    """Which roles count."""

    def in_force(self, on: datetime.date | None = None) -> RoleQuerySet:
        """Keep the roles whose term has begun and not ended."""
        day = on or timezone.localdate()
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class Role(models.Model):
    """What a person does: for the whole installation (administrator) or in one process."""

    class Kind(models.TextChoices):
        """The kinds of role that the ground floor knows; working groups keep their own."""

        ADMIN = "admin", _("administrator")
        COORDINATOR = "coordinator", _("participation coordinator")
        CLERK = "clerk", _("clerk")
        FACILITATOR = "facilitator", _("facilitator")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    process: models.ForeignKey[Process | None, Process | None] = models.ForeignKey(
        "participation.Process",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("process"),
        help_text=_("Empty only for administrators."),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "process"], name="role_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(kind="admin"), name="role_admin_once"),
            models.CheckConstraint(
                condition=Q(kind="admin", process__isnull=True) | (~Q(kind="admin") & Q(process__isnull=False)),
                name="role_process_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class ApiToken(models.Model):
    """A key with which a program acts in a person's name; only its hash is kept."""

    class Scope(models.TextChoices):
        """What the program may do with it."""

        READ = "read", _("read")
        WRITE = "write", _("read and write")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    hash = models.CharField(_("keyed hash"), max_length=64, unique=True)
    ending = models.CharField(_("last characters"), max_length=4)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope)
    created_on = models.DateField(_("created on"), default=timezone.localdate)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"…{self.ending}"
