"""Results as the public sees them: published in epochs, so that two views cannot be subtracted."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublishedResults(models.Model):
    """The tallies of one survey at one moment, disclosure rules applied."""

    survey = models.OneToOneField("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    n = models.PositiveIntegerField(_("responses"))
    content = models.JSONField(_("tables"), help_text=_("As in the API: see queries/results.py."))
    as_of = models.DateTimeField(_("as of"), default=timezone.now)

    class Meta:
        verbose_name = _("published results")
        verbose_name_plural = _("published results")

    def __str__(self) -> str:
        return f"{self.survey_id} n={self.n}"
