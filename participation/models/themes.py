"""Themes: the subjects that residents choose when they write."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.Model):
    """A subject of one process."""

    process = models.ForeignKey("participation.Process", models.CASCADE, related_name="+", verbose_name=_("process"))
    slug = models.SlugField(_("short name"), max_length=60)
    name = models.JSONField(_("name by language"))
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "slug"]
        constraints = [models.UniqueConstraint(fields=["process", "slug"], name="theme_once")]

    def __str__(self) -> str:
        return self.slug
