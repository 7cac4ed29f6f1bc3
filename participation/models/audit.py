"""Who did what, when: append-only."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One change made by staff or by a job; holds references and reasons, never answers or personal data."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    verb = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("kind of thing"), max_length=40)
    subject_id = models.CharField(_("which thing"), max_length=80)
    data = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"
