"""Repeated surveys together: their questions over time for staff, and what of it everybody may see."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from participation.models.people import Person
from surveys.logic.exports import TRAILER, Value, safe_cell
from surveys.logic.result_tables import Shape, Texts
from surveys.logic.series import COMPARED, MEAN, Judged, Through, Wave, through_of
from surveys.logic.series_charts import TrackDrawing, drawings_of
from surveys.logic.variables import words_in
from surveys.models.results import PublishedResults
from surveys.models.series import SeriesLink
from surveys.models.surveys import Survey
from surveys.permissions import can_view_live_results
from surveys.queries.counting import forms_of, snapshot_of
from surveys.queries.results import counted_shapes, live_results, published_results
from surveys.queries.surveys import desk_surveys_of

MOST_WAVES = 12
HEAD = ("question", "label", "option", "kind", "survey", "day", "n", "value", "low", "high", "break_before", "changes")


@dataclass(frozen=True)
class Line:
    """One question of the series with its drawings."""

    through: Through
    drawings: Sequence[TrackDrawing]

    @property
    def name(self) -> str:
        """The name by which the series knows it."""
        return self.through.identity

    @property
    def is_mean(self) -> bool:
        """Whether its numbers are means and no shares."""
        return bool(self.through.tracks) and self.through.tracks[0].kind == MEAN


@dataclass(frozen=True)
class Series:
    """The surveys of a series, oldest first, and the questions that several of them ask."""

    survey: Survey
    waves: Sequence[Wave]
    lines: Sequence[Line]

    @property
    def is_comparable(self) -> bool:
        """Whether there is something to compare."""
        return len(self.waves) > 1

    @property
    def undecided(self) -> int:
        """How many changes a person has yet to look at."""
        return sum(bool(one.step and one.step.is_open) for line in self.lines for one in line.through.asked)


def day_of(survey: Survey) -> datetime.date:
    """Return the day under which a survey stands in its series: its end, else its beginning, else today."""
    moment = survey.closes or survey.opens
    return timezone.localdate(moment) if moment else timezone.localdate()


def surveys_in(survey: Survey) -> list[Survey]:
    """Return the surveys with the same key, oldest first; only the survey itself where it belongs to no series."""
    if not survey.series:
        return [survey]
    others = Survey.objects.filter(series=survey.series).exclude(pk=survey.pk).select_related("process")
    ordered = sorted([survey, *others], key=lambda one: (day_of(one), one.pk))
    return ordered[-MOST_WAVES:]


def series_for(survey: Survey, person: Person) -> Series:
    """Return the series as a coordinator sees it: live numbers of own surveys, published ones of the others."""
    found = []
    for one in surveys_in(survey):
        is_own = one.pk == survey.pk or can_view_live_results(person, one)
        wave = live_wave(one) if is_own and one.current_id else published_wave(one)
        if wave:
            found.append(wave)
    return series_of(survey, found)


def published_series(survey: Survey) -> Series:
    """Return the series as everybody may see it: published epochs alone, so nothing that is not out already."""
    shown = [one for one in surveys_in(survey) if is_public(one)]
    waves = [wave for one in shown if (wave := published_wave(one))]
    return series_of(survey, waves)


def is_public(survey: Survey) -> bool:
    """Tell whether residents may find a survey."""
    return survey.state in (Survey.State.OPEN, Survey.State.CLOSED) and survey.process.state in ("open", "closed")


def has_public_series(survey: Survey) -> bool:
    """Tell whether an earlier or later survey of the series has published results too."""
    if not survey.series:
        return False
    others = Survey.objects.public().filter(series=survey.series, results_public=True).exclude(pk=survey.pk)
    return others.filter(Exists(PublishedResults.objects.filter(survey=OuterRef("pk")))).exists()


def series_of(survey: Survey, waves: Sequence[Wave]) -> Series:
    """Return surveys and the questions they share, ready to be drawn."""
    lines = [Line(through, drawings_of(through, len(waves))) for through in through_of(waves)]
    return Series(survey, waves, lines)


def live_wave(survey: Survey) -> Wave:
    """Return a survey with the numbers of this moment."""
    known = forms_of(survey)
    live = live_results(survey, snapshot=snapshot_of(survey, known))
    shapes = {shape.name: shape for shape in counted_shapes(known)}
    tables = {table["name"]: table for table in live["questions"]}
    return Wave(survey.slug, survey.title, day_of(survey), live["n"], shapes, tables, judged_in(survey), is_live=True)


def published_wave(survey: Survey) -> Wave | None:
    """Return a survey with its published numbers, nothing while there are none."""
    content = published_results(survey)
    if content is None:
        return None
    shapes = {shape.name: shape for shape in counted_shapes(forms_of(survey))}
    tables = {table["name"]: table for table in content["questions"]}
    return Wave(survey.slug, survey.title, day_of(survey), content["n"], shapes, tables, judged_in(survey))


def judged_in(survey: Survey) -> dict[str, Judged]:
    """Return what was said of the questions of a survey, by their names."""
    rows = SeriesLink.objects.filter(survey=survey).values_list("question", "continues", "verdict", "changes", "note")
    return {name: Judged(continues, verdict, tuple(changes), note) for name, continues, verdict, changes, note in rows}


def others_to_continue(survey: Survey, person: Person) -> list[tuple[str, Texts]]:
    """Return the surveys of this coordinator that another survey can continue, newest first."""
    rows = desk_surveys_of(person).exclude(pk=survey.pk).select_related("process")
    return [(one.slug, one.title) for one in sorted(rows, key=day_of, reverse=True)[:50]]


def comparable_in(wave: Wave) -> list[tuple[str, Shape]]:
    """Return the questions of a survey whose numbers can be followed."""
    return [(name, shape) for name, shape in wave.shapes.items() if shape.type in COMPARED]


def open_identities(series: Series, name: str) -> list[tuple[str, Texts]]:
    """Return the questions of other surveys that one question may continue."""
    found: dict[str, Texts] = {}
    for wave in series.waves:
        if wave.key == series.survey.slug:
            continue
        for own, shape in wave.shapes.items():
            identity = wave.judged[own].continues if own in wave.judged else own
            if identity and shape.type in COMPARED:
                found[identity] = shape.label
    return sorted(found.items(), key=lambda pair: (pair[0] != name, pair[0]))


def csv_of(series: Series, language: str) -> bytes:
    """Return every number of the series as CSV; the last line counts the rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEAD)
    rows = 0
    for cells in csv_rows(series, language):
        writer.writerow([safe_cell(cell) for cell in cells])
        rows += 1
    writer.writerow([TRAILER, rows, *[""] * (len(HEAD) - 2)])
    return buffer.getvalue().encode("utf-8-sig")


def csv_rows(series: Series, language: str) -> Iterable[list[Value]]:
    """Yield a row a number."""
    for line in series.lines:
        steps: Mapping[str, object] = {one.wave.key: one.step for one in line.through.asked}
        label = words_in(line.through.newest.shape.label, language)
        for track in line.through.tracks:
            option = " · ".join(words_in(part, language) for part in (track.group, track.label) if part)
            for point in track.points:
                wave = series.waves[point.place]
                changes = " ".join(getattr(steps[wave.key], "changes", ()))
                about: list[Value] = [line.name, label, option, track.kind, wave.key, wave.day.isoformat(), point.n]
                yield [*about, point.value, point.low, point.high, int(point.breaks), changes]
