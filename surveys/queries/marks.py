"""Marked responses as a coordinator sees them: how many by which sign, results with and without them, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.extension_points import Wording
from participation.logic.guarding import MARKS as SIGNS
from participation.logic.text import pick
from participation.queries.marks import mark_words
from surveys.logic import columns
from surveys.logic.column_counts import EVERYBODY, has_value, tallies_of
from surveys.logic.columns import encoded
from surveys.logic.result_counts import Counts, added
from surveys.logic.result_tables import tables_of
from surveys.logic.results import Tally
from surveys.models.responses import Response
from surveys.models.surveys import Survey
from surveys.queries.counting import FIELDS, UNMARKED, counts_of, forms_of, row_of, snapshot_of
from surveys.queries.questionnaires import answer_in_words, document_of
from surveys.queries.results import CHANNELS, LANGUAGES, Texts, counted_shapes

if TYPE_CHECKING:
    from surveys.logic.columns import Block, Truth


def guarded_wording(context: Mapping[str, object]) -> Wording | None:
    """Word that many answers bear marks; nothing if the survey is gone."""
    survey = Survey.objects.filter(pk=str(context.get("survey") or 0)).first()
    return guarded_words(survey.title, survey.slug) if survey else None


def guarded_words(title: Mapping[str, str], slug: str) -> Wording:
    """Return what coordinators are told when a survey asks browsers for a proof by itself."""
    name = pick(title, get_language() or "fi")[0]
    return Wording(
        subject=_("Many marked answers: %(name)s") % {"name": name},
        paragraphs=[
            _("A hundred answers or more in ten minutes bore marks of a program or of repeated sending."),
            _("For an hour each browser works for a second before it sends. Nobody is refused, nothing is deleted."),
        ],
        address=reverse("surveys:survey_marks", args=[slug]),
        button=_("See the marked answers"),
        item=name,
    )


@dataclass(frozen=True)
class MarkLine:
    """One sign: its name, what it means, on how many responses it stands, how many of them are left out."""

    mark: str
    name: str
    meaning: str
    n: int
    left_out: int


@dataclass(frozen=True)
class Shares:
    """One choice of a question: its share of all that arrived, of those that count now, and of the unmarked ones."""

    label: Texts
    arrived: float
    counted: float
    unmarked: float

    @property
    def change(self) -> float:
        """By how many points of a hundred the share changes without the marked ones."""
        return 100 * (self.unmarked - self.arrived)


@dataclass(frozen=True)
class Compared:
    """One question with and without marked responses."""

    label: Texts
    lines: Sequence[Shares]
    mean: tuple[float, float, float] | None = None

    @property
    def largest(self) -> float:
        """The largest change of a share, in points of a hundred."""
        return max((abs(line.change) for line in self.lines), default=0.0)


@dataclass(frozen=True)
class WithAndWithout:
    """How many arrived, count now and bear no mark; the questions, those that change most first."""

    arrived: int
    counted: int
    unmarked: int
    questions: Sequence[Compared]
    is_told: bool  # too few marked ones would be told apart

    @property
    def left_out(self) -> int:
        """How many arrived and do not count."""
        return self.arrived - self.counted


@dataclass(frozen=True)
class MarkedAnswer:
    """One marked response, with its answers in words."""

    key: UUID
    marks: Sequence[str]
    left_out: bool
    language: str
    about: Sequence[Any]
    answers: Sequence[tuple[Texts, Sequence[str]]]

    @property
    def text_key(self) -> str:
        """The key as forms send it."""
        return str(self.key)


def marked_of(survey: Survey, mark: str = "", state: str = "") -> QuerySet[Response]:
    """Return the marked responses, in an order that tells no time; with one sign, counted or left out if asked."""
    rows = Response.objects.filter(survey=survey).marked()
    if mark in SIGNS:
        rows = rows.filter(marks__contains=mark)
    if state in ("in", "out"):
        rows = rows.filter(left_out=state == "out")
    return rows.prefetch_related("version").order_by("marks", "pk")


def mark_lines(survey: Survey) -> list[MarkLine]:
    """Return a line for each sign that stands somewhere, the most frequent first; one query."""
    rows = Response.objects.filter(survey=survey).marked().order_by()
    n: Counter[str] = Counter()
    out: Counter[str] = Counter()
    for marks, left_out, count in rows.values_list("marks", "left_out").annotate(count=Count("pk")):
        for mark in marks.split():
            n[mark] += count
            out[mark] += count if left_out else 0
    words = mark_words()
    return [MarkLine(mark, *words[mark], count, out[mark]) for mark, count in n.most_common() if mark in words]


def with_and_without(survey: Survey) -> WithAndWithout:
    """Return results with and without marked responses, for staff; nothing in detail about fewer than k marked ones."""
    known = forms_of(survey)
    snapshot = snapshot_of(survey, known, columns=True)

    def is_unmarked(block: Block) -> Truth:
        return has_value(block, columns.MARKS, UNMARKED, snapshot.book)

    found = tallies_of(snapshot.blocks, snapshot.book, EVERYBODY, is_unmarked).get("")
    unmarked = found[0] if found else Tally()
    away = Response.objects.filter(survey=survey, left_out=True).order_by().values_list(*FIELDS)
    out = encoded((row_of(values, known) for values in away.iterator(chunk_size=2000)), snapshot.book)
    arrived = added(snapshot.counts, counts_of([out], snapshot.book) if out.n else Counts()).tally
    counted = snapshot.counts.tally
    is_told = arrived.n - unmarked.n >= survey.threshold
    shapes = counted_shapes(known)
    tables = zip(*(tables_of(shapes, tally) for tally in (arrived, counted, unmarked)), strict=True)
    questions = [one for three in tables if (one := compared_of(three))] if is_told else []
    questions.sort(key=lambda one: -one.largest)
    return WithAndWithout(arrived.n, counted.n, unmarked.n, questions, is_told)


def compared_of(tables: Sequence[dict[str, Any]]) -> Compared | None:
    """Return one question three times over; nothing where it has no shares and no mean."""
    first = tables[0]
    means: list[Any] = [table.get("mean") for table in tables]
    by_value = [{line["value"]: line["share"] or 0.0 for line in table.get("choices", ())} for table in tables]
    lines = [
        Shares(line["label"] or {"fi": line["value"]}, *(shares.get(line["value"], 0.0) for shares in by_value))
        for line in first.get("choices", ())
    ]
    mean = (means[0], means[1], means[2]) if all(one is not None for one in means) else None
    return Compared(first["label"], lines, mean) if lines or mean else None


def in_words(rows: Sequence[Response], language: str) -> Iterator[MarkedAnswer]:
    """Yield marked responses with their answers in words."""
    words = mark_words()
    for one in rows:
        questions = document_of(one.version).by_name
        answers = [
            (questions[name].label, answer_in_words(questions[name], value, language))
            for name, value in one.answers.items()
            if name in questions
        ]
        about = (one.received_on, LANGUAGES.get(one.language, {}), CHANNELS.get(one.channel, {"fi": one.channel}))
        signs = [words[mark][0] for mark in one.marks.split()]
        yield MarkedAnswer(one.pk, signs, one.left_out, one.language, about, answers)
