"""Codes of open answers: the code book of a question, and who gave which codes to which words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeBook(models.Model):
    """What the open answers to one question are sorted by, and what is suggested for it."""

    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="+", verbose_name=_("survey"))
    question = models.CharField(_("question"), max_length=80)
    codes = models.JSONField(_("codes"), default=list, help_text=_("key, label and words of each, in order"))
    themes = models.JSONField(_("suggested themes"), default=list)
    suggested = models.JSONField(_("suggested codes"), default=dict, help_text=_("keys of codes by answer"))
    version = models.PositiveIntegerField(_("version"), default=0, help_text=_("Grows when the codes change."))
    waits = models.BooleanField(_("suggestions are being made"), default=False)

    class Meta:
        verbose_name = _("code book")
        verbose_name_plural = _("code books")
        constraints = [models.UniqueConstraint(fields=["survey", "question"], name="code_book_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.question}"

    @property
    def keys(self) -> list[str]:
        """Return the keys of the codes, in order."""
        return [code["key"] for code in self.codes]


class AnswerReading(models.Model):
    """The codes that one reader gave to one answer; none at all means that it was read and none fits.

    The answer is named by a keyed hash of its words, never by its response: nothing here outlives the words as a text,
    or tells when or by whom they were written. Equal words are read once.
    """

    book = models.ForeignKey(CodeBook, models.CASCADE, related_name="+", verbose_name=_("code book"))
    reader = models.ForeignKey("participation.Person", models.PROTECT, related_name="+", verbose_name=_("reader"))
    answer = models.CharField(_("hash of the answer"), max_length=64)
    codes = models.JSONField(_("keys of the codes"), default=list)

    class Meta:
        verbose_name = _("reading of an answer")
        verbose_name_plural = _("readings of answers")
        constraints = [models.UniqueConstraint(fields=["book", "reader", "answer"], name="answer_read_once_by_each")]

    def __str__(self) -> str:
        return f"{self.book_id} {self.codes}"
