"""Saved views: the filters of a list under a name of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Which views."""

    def visible_to(self, person: Person | Anonymous) -> SavedViewQuerySet:
        """Keep a person's own."""
        return self.filter(person=person) if person.is_authenticated else self.none()


class SavedView(models.Model):
    """Filters of the inbox that a person comes back to."""

    person = models.ForeignKey("participation.Person", models.CASCADE, related_name="+", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters as in the address"), max_length=500)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="view_name_once")]

    def __str__(self) -> str:
        return self.name
