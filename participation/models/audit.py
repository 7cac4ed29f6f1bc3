"""Who did what, when: append-only, and chained by a seal so that a later change shows."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SealedEntryError(RuntimeError):
    """Somebody tried to change or delete what the audit log tells."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Entries are added and sealed; a sealed one never changes and none is ever deleted."""

    def update(self, **values: Any) -> int:
        """Change entries that no seal covers yet."""
        if self.filter(position__isnull=False).exists():
            raise SealedEntryError("A sealed audit entry does not change.")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: the log only grows."""
        raise SealedEntryError("The audit log only grows.")


class AuditEntry(models.Model):
    """One change made by staff or by a job; holds references and reasons, never answers or personal data."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    # The number of the account, which outlives the account itself: the seal covers it, not the link.
    actor = models.BigIntegerField(_("number of the account"), null=True, editable=False)
    verb = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("kind of thing"), max_length=40)
    subject_id = models.CharField(_("which thing"), max_length=80)
    data = models.JSONField(_("details"), default=dict)
    position = models.BigIntegerField(_("place in the chain"), null=True, unique=True, editable=False)
    seal = models.CharField(_("seal"), max_length=64, default="", editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(position__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; refuse to write over one that is there."""
        if not self._state.adding:
            raise SealedEntryError("An audit entry is written once.")
        self.actor = self.by_id
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the log only grows."""
        raise SealedEntryError("The audit log only grows.")
