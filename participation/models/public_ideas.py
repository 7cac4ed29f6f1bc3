"""Ideas that their authors let the public read, with what other residents say to them: support, comments, reports.

A supporter is known by a random code that their browser or they themselves keep, never by name, address or cookie.
Kept is a keyed hash, different in every process and without a date: enough to count one code once, also over ideas
that are handled together. When the process has ended the hashes are made anew under a key that is thrown away.
"""

from __future__ import annotations

import random
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.logic import moderation as rules
from participation.models.processes import Process
from participation.models.search import WordsIndex

STATES = [(state, state) for state in rules.STATES]
RULES = [(rule, rule) for rule in rules.RULES]


def any_place() -> int:
    """Return a place in the mixed order."""
    return random.randrange(1, rules.PRIME)  # noqa: S311 -- an order, not a secret


class Moderated(models.Model):
    """What is in public under the rules of the process, and what was decided about it."""

    state = models.CharField(_("state"), max_length=10, choices=STATES, default=rules.WAITING)
    rule = models.CharField(_("rule that it breaks"), max_length=10, choices=RULES, blank=True)
    note = models.CharField(_("why it was removed, for everybody to read"), max_length=rules.NOTE_LIMIT, blank=True)
    note_language = models.CharField(_("language of the reason"), max_length=12, blank=True)
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    judged_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("judged by")
    )
    version = models.PositiveIntegerField(_("version"), default=1, help_text=_("Counts changes of the state."))

    class Meta:
        abstract = True


class PublicIdeaQuerySet(models.QuerySet["PublicIdea"]):
    """Which public ideas."""

    def offered(self) -> PublicIdeaQuerySet:
        """Keep those of processes that show ideas to everybody."""
        states = [Process.State.OPEN, Process.State.CLOSED]
        rows = self.filter(process__ideas_public=True, process__state__in=states)
        return rows.exclude(submission__state="withdrawn")

    def readable(self) -> PublicIdeaQuerySet:
        """Keep those that everybody may read."""
        return self.offered().filter(state=rules.SHOWN)

    def known(self) -> PublicIdeaQuerySet:
        """Keep those that everybody may read, and those of which everybody may know why they were removed."""
        return self.offered().filter(state__in=[rules.SHOWN, rules.REMOVED])

    def newest_first(self) -> PublicIdeaQuerySet:
        """Order by the day on which they became public; within a day in an order that tells nothing and stays."""
        return self.order_by("-shown_on", "pk")


class PublicIdea(Moderated):
    """A contribution that its author let the public read: a copy of its words with personal data masked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    process = models.ForeignKey("participation.Process", models.PROTECT, related_name="+", verbose_name=_("process"))
    title = models.CharField(_("title"), max_length=220, blank=True)
    text = models.TextField(_("text"))
    words = models.TextField(_("base forms and parts of compounds"), help_text=_("Made of the masked words."))
    allowed_on = models.DateField(_("allowed on"), default=timezone.localdate)
    shown_on = models.DateField(_("public since"), null=True, blank=True)
    place = models.BigIntegerField(_("place in the mixed order"), default=any_place)

    objects = PublicIdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("public idea")
        verbose_name_plural = _("public ideas")
        constraints = [models.CheckConstraint(condition=Q(state__in=rules.STATES), name="public_idea_state_known")]
        indexes = [
            models.Index(fields=["process", "state", "-shown_on", "id"], name="public_idea_newest"),
            WordsIndex(fields=["words"], name="public_idea_words"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Support(models.Model):
    """One code's support of one idea; no date, so that nothing tells who came when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey(PublicIdea, models.CASCADE, related_name="+", verbose_name=_("idea"))
    voter = models.CharField(_("keyed hash of the support code"), max_length=64)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [models.UniqueConstraint(fields=["idea", "voter"], name="support_once")]
        indexes = [models.Index(fields=["voter"], name="support_by_voter")]

    def __str__(self) -> str:
        return str(self.idea_id)


class Comment(Moderated):
    """What a resident says to a public idea, in their own words; or the town, in the words of those who may speak for it.

    The town says the same in several languages: `text` is then the first of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey(PublicIdea, models.CASCADE, related_name="+", verbose_name=_("idea"))
    source_key = models.CharField(_("key of its origin"), max_length=64, unique=True, null=True)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=12)
    said_on = models.DateField(_("said on"), default=timezone.localdate)
    receipt = models.ForeignKey(
        "participation.Receipt", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("receipt")
    )
    is_sample = models.BooleanField(_("sample, written for the demo"), default=False)
    is_official = models.BooleanField(_("said in the town's name"), default=False)
    texts = models.JSONField(_("text by language, when the town speaks"), default=dict, blank=True)
    speaker = models.JSONField(_("who speaks for the town, by language"), default=dict, blank=True)
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=rules.STATES), name="comment_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]
        indexes = [
            models.Index(fields=["idea", "state", "said_on"], name="comment_by_idea"),
            models.Index(fields=["receipt"], name="comment_by_receipt"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Complaint(models.Model):
    """A resident says that a public idea, or a comment to it, breaks a rule."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey(PublicIdea, models.CASCADE, related_name="+", verbose_name=_("idea"))
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("comment")
    )
    source_key = models.CharField(_("key of its origin"), max_length=64, unique=True, null=True)
    rule = models.CharField(_("rule that it breaks"), max_length=10, choices=RULES)
    text = models.CharField(_("in own words"), max_length=rules.NOTE_LIMIT, blank=True)
    on = models.DateField(_("on"), default=timezone.localdate)
    is_open = models.BooleanField(_("not looked at yet"), default=True)

    class Meta:
        verbose_name = _("report of a resident")
        verbose_name_plural = _("reports of residents")
        indexes = [models.Index(fields=["idea"], condition=Q(is_open=True), name="complaint_open")]

    def __str__(self) -> str:
        return str(self.pk)
