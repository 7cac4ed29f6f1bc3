"""Rights to answer that nobody can trace: the key of a survey that signs them, and who was given one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TokenKey(models.Model):
    """The key that signs blinded tokens of one survey, and of no other. Deleted at close."""

    survey = models.OneToOneField(
        "surveys.Survey", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("survey")
    )
    private = models.TextField(_("private key"))
    public = models.TextField(_("public key"))

    class Meta:
        verbose_name = _("key for untraceable rights to answer")
        verbose_name_plural = _("keys for untraceable rights to answer")

    def __str__(self) -> str:
        return str(self.survey_id)


class TokenIssue(models.Model):
    """A code or an account was given its one token: keyed hashes only, no day, nothing of the token. Deleted at close."""

    admission_hash = models.CharField(_("keyed hash of the admission"), max_length=64, primary_key=True)
    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    blinded_hash = models.CharField(
        _("keyed hash of the blinded token"),
        max_length=64,
        help_text=_("So that a lost connection can be tried again, with the same token only."),
    )

    class Meta:
        verbose_name = _("right to answer that was given")
        verbose_name_plural = _("rights to answer that were given")

    def __str__(self) -> str:
        return self.admission_hash[:8]
