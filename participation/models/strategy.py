"""A strategy: values, goals, objectives, measures with what they came from, and indicators with their follow-up."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Strategy(models.Model):
    """A strategy or plan that a process prepares or follows up."""

    process = models.ForeignKey("participation.Process", models.CASCADE, related_name="+", verbose_name=_("process"))
    name = models.JSONField(_("name by language"))
    vision = models.JSONField(_("vision by language"), default=dict)
    values = models.JSONField(_("values"), default=list, help_text=_("A list of {name, text}, each by language."))
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_as = models.CharField(_("section of the minutes"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")

    def __str__(self) -> str:
        return str(self.pk)


class Goal(models.Model):
    """What the town wants to reach in the long run."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="+", verbose_name=_("strategy"))
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.JSONField(_("name by language"))

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="goal_number_once")]

    def __str__(self) -> str:
        return str(self.number)


class Objective(models.Model):
    """What is to be reached within the council term, under one goal."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="+", verbose_name=_("goal"))
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.JSONField(_("name by language"))

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["goal", "order"], name="objective_order_once")]

    def __str__(self) -> str:
        return f"{self.goal_id}.{self.order}"


class Measure(models.Model):
    """What is done for a goal: when, by whom, how it is measured and where it is followed up."""

    class State(models.TextChoices):
        """How far the measure is."""

        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="+", verbose_name=_("goal"))
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.JSONField(_("name by language"))
    starts_year = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    ends_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True, help_text=_("Empty: open-ended."))
    responsible = models.JSONField(_("responsible by language"), default=dict)
    follow_up = models.JSONField(_("follow-up by language"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["goal", "order"], name="measure_order_once")]

    def __str__(self) -> str:
        return f"{self.goal_id}.{self.order}"


class MeasureSource(models.Model):
    """A contribution from which a measure came: its author hears how far the measure is."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+", verbose_name=_("measure"))
    submission = models.ForeignKey(
        "participation.Submission", models.CASCADE, related_name="+", verbose_name=_("contribution")
    )
    linked_on = models.DateField(_("linked on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("source of a measure")
        verbose_name_plural = _("sources of measures")
        constraints = [models.UniqueConstraint(fields=["measure", "submission"], name="measure_source_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.submission_id}"


class Indicator(models.Model):
    """How a measure is judged: a count, a sum of money, done or not, a share from a survey, or another figure."""

    class Kind(models.TextChoices):
        """What the values are."""

        COUNT = "count", _("count")
        EUROS = "euros", _("euros")
        DONE = "done", _("done or not")
        SURVEY = "survey", _("survey")
        OTHER = "other", _("another figure")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+", verbose_name=_("measure"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.JSONField(_("name by language"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    unit = models.JSONField(_("unit by language"), default=dict, blank=True)
    baseline = models.FloatField(_("baseline"), null=True, blank=True, help_text=_("Where it was at the beginning."))
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    target = models.FloatField(_("target"), null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("year of the target"), null=True, blank=True)
    source = models.JSONField(_("source by language"), default=dict, blank=True)
    interval_years = models.PositiveSmallIntegerField(
        _("years from value to value"), default=1, help_text=_("A value older than this is marked as old.")
    )
    told_after = models.PositiveSmallIntegerField(
        _("told of as old after"), null=True, blank=True, editable=False, help_text=_("The year of its last value.")
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["measure", "order"], name="indicator_order_once")]

    def __str__(self) -> str:
        return str(self.pk)


class IndicatorValue(models.Model):
    """One value of an indicator: a year, and an area if it is about one, so that it can be set against inhabitants."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", verbose_name=_("indicator"))
    area = models.ForeignKey(
        "participation.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.FloatField(_("value"))

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "area", "year"], name="indicator_value_once"),
            models.UniqueConstraint(
                fields=["indicator", "year"], condition=models.Q(area__isnull=True), name="indicator_value_of_town_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"
