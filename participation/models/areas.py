"""Places of the town: a tree of districts and villages, with inhabitants by age band and sex."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """A district, village or other part of the town that residents recognise."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.JSONField(_("name by language"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("part of")
    )
    outline = models.JSONField(_("outline (GeoJSON, WGS 84)"), null=True, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.slug


class AreaPopulation(models.Model):
    """How many people live in an area, by year, age band and sex."""

    class Sex(models.TextChoices):
        """As in population statistics."""

        ALL = "all", _("all")
        WOMEN = "women", _("women")
        MEN = "men", _("men")

    area = models.ForeignKey(Area, models.CASCADE, related_name="+", verbose_name=_("area"))
    year = models.PositiveSmallIntegerField(_("year"))
    age_from = models.PositiveSmallIntegerField(_("from age"), default=0)
    age_to = models.PositiveSmallIntegerField(_("to age"), default=120)
    sex = models.CharField(_("sex"), max_length=5, choices=Sex, default=Sex.ALL)
    inhabitants = models.PositiveIntegerField(_("inhabitants"))

    class Meta:
        verbose_name = _("population of an area")
        verbose_name_plural = _("populations of areas")
        constraints = [
            models.UniqueConstraint(fields=["area", "year", "age_from", "age_to", "sex"], name="population_once"),
            models.CheckConstraint(condition=models.Q(age_from__lte=models.F("age_to")), name="population_ages"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.year} {self.age_from}–{self.age_to}"
