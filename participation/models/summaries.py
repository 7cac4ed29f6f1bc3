"""Aggregation summaries, kept as versions, with quotes that lead back to their sources."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.extension_points import summary_readers
from participation.logic.summary_lines import printed_seal
from participation.models.processes import Process

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person


def read_in_groups(person: Person | Anonymous) -> models.Q:
    """Return the condition for what members of working groups may read: of the whole, and of their own groups."""
    condition = models.Q(pk__in=[])
    for plugin in summary_readers:
        for process_id, codes in plugin.groups_of(person).items():
            part = models.Q(scope="") | models.Q(scope__contains=":") | models.Q(scope__in=codes)
            condition |= part & models.Q(process=process_id, state=Summary.State.GROUP)
    return condition


class SummaryQuerySet(models.QuerySet["Summary"]):
    """Which summaries."""

    def public(self) -> SummaryQuerySet:
        """Keep what everybody may read: published, and no embargo any more."""
        return self.filter(everybodys())

    def coordinated_by(self, person: Person | Anonymous) -> SummaryQuerySet:
        """Keep those of the processes that this person coordinates, drafts too."""
        return self.filter(process__in=Process.objects.coordinated_by(person))

    def at_desk(self, person: Person | Anonymous) -> SummaryQuerySet:
        """Keep what this person reads as staff: of coordinated processes all, of own working groups what is shared."""
        return self.filter(models.Q(process__in=Process.objects.coordinated_by(person)) | read_in_groups(person))

    def visible_to(self, person: Person | Anonymous) -> SummaryQuerySet:
        """Keep what this person may read: what everybody may, what is shared with own groups, all of coordinated ones."""
        own = models.Q(process__in=Process.objects.coordinated_by(person))
        return self.filter(everybodys() | own | read_in_groups(person))


def everybodys() -> models.Q:
    """Return the condition for what everybody may read now."""
    free = models.Q(embargo_until__isnull=True) | models.Q(embargo_until__lte=timezone.now())
    return free & models.Q(state=Summary.State.PUBLISHED, process__state__in=["open", "closed"])


class Summary(models.Model):
    """What residents said and what was decided, compiled at one moment; a later compilation is a new version."""

    class State(models.TextChoices):
        """Who may read it."""

        DRAFT = "draft", _("draft")
        GROUP = "group", _("shared with working groups")
        PUBLISHED = "published", _("published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.ForeignKey("participation.Process", models.PROTECT, related_name="+", verbose_name=_("process"))
    scope = models.CharField(
        _("part"),
        max_length=120,
        blank=True,
        help_text=_("Code of a working group, or kind and code of another part; empty for the whole process."),
    )
    scope_name = models.JSONField(_("name of the part by language"), default=dict)
    number = models.PositiveIntegerField(_("version"))
    fingerprint = models.CharField(_("fingerprint of the sources"), max_length=64)
    content = models.JSONField(_("content"), help_text=_("Sections with numbers; see logic/summaries.py."))
    tables = models.JSONField(_("tables"), default=dict, help_text=_("By key; see logic/summary_lines.py."))
    section_order = models.JSONField(_("order of the sections"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    compiled_at = models.DateTimeField(_("compiled at"), default=timezone.now)
    compiled_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("compiled by")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("not public before"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)
    frozen_for = models.CharField(_("frozen for the meeting"), max_length=200, blank=True)
    seal = models.CharField(_("seal"), max_length=64, blank=True, help_text=_("SHA-256 of the frozen document."))

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        ordering = ["-compiled_at"]
        constraints = [models.UniqueConstraint(fields=["process", "scope", "number"], name="summary_version_once")]

    def __str__(self) -> str:
        return f"{self.process_id} {self.scope} {self.number}"

    @property
    def is_locked(self) -> bool:
        """Whether nothing in it changes any more: frozen for a meeting, or published."""
        return self.frozen_at is not None or self.state == self.State.PUBLISHED

    @property
    def printed_seal(self) -> str:
        """The seal as it is printed and read aloud."""
        return printed_seal(self.seal)


class SummaryLedger(models.Model):
    """What a summary was made of, one row a source, without words: coding and a keyed digest."""

    summary = models.OneToOneField(Summary, models.CASCADE, related_name="+", verbose_name=_("summary"))
    rows = models.JSONField(_("sources"))

    class Meta:
        verbose_name = _("sources of a summary")
        verbose_name_plural = _("sources of summaries")

    def __str__(self) -> str:
        return str(self.summary_id)


class SummaryLine(models.Model):
    """One sentence, chart or list of a summary: as the rules made it, as a person left it, and what it rests on."""

    class Origin(models.TextChoices):
        """Who wrote it."""

        RULES = "rules", _("made by rules")
        PERSON = "person", _("written by a person")
        ASSISTANT = "assistant", _("drafted by the assistant")

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="+", verbose_name=_("summary"))
    key = models.CharField(_("key"), max_length=160)
    section = models.CharField(_("section"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10)
    place = models.PositiveIntegerField(_("place"))
    texts = models.JSONField(_("text by language"), default=dict)
    made = models.JSONField(_("text as the rules made it"), default=dict)
    cells = models.JSONField(_("numbers with their place in the tables"), default=list)
    where = models.JSONField(_("which sources"), default=list)
    by = models.JSONField(_("what it counts by"), default=list)
    rests = models.JSONField(_("how many sources of each kind"), default=dict)
    table = models.CharField(_("table or list"), max_length=160, blank=True)
    note = models.CharField(_("source in words"), max_length=300, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.RULES)
    is_removed = models.BooleanField(_("left out"), default=False)
    approved_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    news = models.CharField(
        _("since the version before"), max_length=10, blank=True, help_text=_("new, changed, or conflict with an edit")
    )

    class Meta:
        verbose_name = _("line of a summary")
        verbose_name_plural = _("lines of summaries")
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["summary", "key"], name="summary_line_once")]

    def __str__(self) -> str:
        return f"{self.summary_id} {self.key}"

    @property
    def is_edited(self) -> bool:
        """Whether a person changed what the rules made."""
        return self.origin == self.Origin.RULES and self.texts != self.made

    @property
    def waits(self) -> bool:
        """Whether a draft of the assistant has not been approved by a person."""
        return self.origin == self.Origin.ASSISTANT and self.approved_at is None


class Quote(models.Model):
    """Words of a resident in a summary, personal data masked, with the key of their source."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="+", verbose_name=_("summary"))
    section = models.CharField(_("section"), max_length=80)
    source = models.CharField(_("source"), max_length=40)
    reference = models.CharField(_("reference in the source"), max_length=80)
    excerpt = models.TextField(_("excerpt"))
    language = models.CharField(_("language"), max_length=12)
    order = models.PositiveSmallIntegerField(_("order"))
    role = models.CharField(_("role"), max_length=12, default="typical", help_text=_("typical, dissenting, question"))
    approved_by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    is_left_out = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["summary", "section", "source", "reference"], name="quote_once")]

    def __str__(self) -> str:
        return f"{self.summary_id} {self.reference}"


class AssistantCall(models.Model):
    """One drafting by the language-model assistant: what was sent, what came back, what of it could stand."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="+", verbose_name=_("summary"))
    section = models.CharField(_("section"), max_length=40)
    at = models.DateTimeField(_("sent at"), default=timezone.now)
    by = models.ForeignKey(
        "participation.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    address = models.CharField(_("sent to"), max_length=200)
    sent = models.JSONField(_("what was sent"))
    answer = models.TextField(_("what came back"), blank=True)
    kept = models.PositiveSmallIntegerField(_("sentences kept"), default=0)
    dropped = models.PositiveSmallIntegerField(_("sentences without a source, dropped"), default=0)

    class Meta:
        verbose_name = _("call of the assistant")
        verbose_name_plural = _("calls of the assistant")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.summary_id} {self.section}"
