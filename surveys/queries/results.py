"""Results: the only door for tallies. The public gets the published epoch; staff who may see them get live numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from surveys.logic.disclosure import hidden_table, protect, protect_total, safe_levels
from surveys.logic.result_shapes import form_of, shapes_of
from surveys.logic.result_tables import Shape, newest, tables_of
from surveys.logic.results import COUNTED, Answers, Form, Tally, add, choice_of, tally_of
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.results import PublishedResults
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of

CHUNK = 2000
ABOUT = ("language", "channel")
CLOSED_TYPES = frozenset({"single_choice", "dropdown", "image_choice", "yes_no", "consent", "multi_choice", "scale"})
LANGUAGES = {
    "fi": {"fi": "Suomi", "sv": "Finska", "en": "Finnish"},
    "sv": {"fi": "Ruotsi", "sv": "Svenska", "en": "Swedish"},
    "en": {"fi": "Englanti", "sv": "Engelska", "en": "English"},
    "fi-easy": {"fi": "Selkokieli", "sv": "Lättläst finska", "en": "Plain Finnish"},
}
CHANNELS = {
    "web": {"fi": "Verkko", "sv": "Webben", "en": "Web"},
    "paper": {"fi": "Paperilomake", "sv": "Pappersblankett", "en": "Paper form"},
    "kiosk": {"fi": "Vastauspiste", "sv": "Svarsställe", "en": "Kiosk"},
    "phone": {"fi": "Puhelin", "sv": "Telefon", "en": "Phone"},
    "import": {"fi": "Tuonti", "sv": "Import", "en": "Import"},
}
Texts = Mapping[str, str]
Row = tuple[int, Answers, str, str, str]  # version, answers, language, channel, how it was let in


@dataclass(frozen=True)
class Forms:
    """All versions of a survey, ready for counting: forms by version id, shapes by question name."""

    forms: Mapping[int, Form]
    shapes: Mapping[str, Shape]


@dataclass(frozen=True)
class Split:
    """A way to tell responses apart: by a question, the language or the channel."""

    values_of: Callable[[Row], Sequence[str]]
    label_of: Callable[[str], Texts]
    values: tuple[str, ...] = ()


def forms_of(survey: Survey) -> Forms:
    """Return the versions of a survey as counting needs them; one query."""
    documents = [(v.pk, document_of(v)) for v in SurveyVersion.objects.filter(survey=survey).order_by("number")]
    shapes = newest(shape for _pk, document in documents for shape in shapes_of(document))
    current = [name for _pk, document in documents[-1:] for name in (q.name for q in document.questions)]
    ordered = [*(name for name in current if name in shapes), *(name for name in shapes if name not in current)]
    return Forms({pk: form_of(document) for pk, document in documents}, {name: shapes[name] for name in ordered})


def rows_of(survey: Survey) -> Iterator[Row]:
    """Stream the responses of a survey, a few thousand at a time."""
    rows = Response.objects.filter(survey=survey).order_by()
    fields = ("version_id", "answers", "language", "channel", "identity")
    yield from rows.values_list(*fields).iterator(chunk_size=CHUNK)


def noting(rows: Iterator[Row], levels: Counter[str]) -> Iterator[Row]:
    """Yield rows, and count in passing how they were let in."""
    for row in rows:
        levels[row[4]] += 1
        yield row


def live_results(
    survey: Survey, *, by: str = "", where: Sequence[str] = (), known: Forms | None = None
) -> dict[str, Any]:
    """Return results at this moment, for staff; groups and filters follow the disclosure rules.

    Raises ParticipationError for a by or where that names no closed question, language or channel.
    """
    known = known or forms_of(survey)
    split = split_by(by, known) if by else None
    filters = [filter_for(condition, known) for condition in where]
    counted = tuple(shape for shape in known.shapes.values() if shape.type in COUNTED)
    levels: Counter[str] = Counter()
    total, parts = count(noting(rows_of(survey), levels), known, [s.name for s in counted], split, filters)
    content: dict[str, Any] = {
        "n": total.n,
        "as_of": timezone.now().isoformat(),
        "threshold": survey.threshold,
        "identity": [{"value": level, "count": levels[level]} for level in sorted(levels)],
        "questions": tables_of(counted, total),
    }
    if filters:
        del content["identity"]
        content |= safe(total, counted, survey.threshold)
    if split:
        order = [*split.values, *sorted(value for value in parts if value not in split.values)]
        content["groups"] = [
            {"value": value, "label": dict(split.label_of(value)), **safe(parts[value], counted, survey.threshold)}
            for value in order
            if value in parts
        ]
    return content


def count(
    rows: Iterator[Row],
    known: Forms,
    names: Sequence[str],
    split: Split | None,
    filters: Sequence[Callable[[Row], bool]],
) -> tuple[Tally, dict[str, Tally]]:
    """Count the responses that pass the filters: all together, and by the values of a split."""
    total = tally_of((), names)
    parts: dict[str, Tally] = {}
    for row in rows:
        if not all(passes(row) for passes in filters):
            continue
        form = known.forms[row[0]]
        add(total, form, row[1])
        for value in split.values_of(row) if split else ():
            if value not in parts:
                parts[value] = tally_of((), names)
            add(parts[value], form, row[1])
    return total, parts


def safe(tally: Tally, shapes: Sequence[Shape], k: int) -> dict[str, Any]:
    """Return n and tables with the disclosure rules applied."""
    tables = tables_of(shapes, tally)
    if tally.n < k:
        return {"n": protect_total(tally.n, k), "questions": [hidden_table(table) for table in tables]}
    return {"n": tally.n, "questions": protect(tables, {shape.name: shape for shape in shapes}, tally.n, k)}


def publishable_results(survey: Survey) -> dict[str, Any]:
    """Return the results at this moment as everybody may see them."""
    known = forms_of(survey)
    counted = tuple(shape for shape in known.shapes.values() if shape.type in COUNTED)
    levels: Counter[str] = Counter()
    total, _parts = count(noting(rows_of(survey), levels), known, [shape.name for shape in counted], None, ())
    identity = safe_levels(levels, survey.threshold)
    return {"threshold": survey.threshold, "identity": identity, **safe(total, counted, survey.threshold)}


def published_results(survey: Survey) -> dict[str, Any] | None:
    """Return the epoch that everybody may see, or nothing while there is none."""
    if not survey.results_public:
        return None
    row = PublishedResults.objects.filter(survey=survey).first()
    if row is None:
        return None
    return {"n": row.n, "as_of": row.as_of.isoformat(), **row.content}


def split_by(name: str, known: Forms) -> Split:
    """Return how to tell groups apart; raises ParticipationError for what cannot be told apart."""
    if name in ABOUT and name not in known.shapes:
        words = LANGUAGES if name == "language" else CHANNELS
        return Split(
            lambda row: (row[2] if name == "language" else row[3],), lambda value: words.get(value, {"fi": value})
        )
    shape = closed_shape(name, known)
    if shape is None:
        fault = {"code": "not_closed", "message": _("Name a closed question, area, language or channel.")}
        raise ParticipationError(_("Results cannot be grouped by this."), fields={"by": [fault]})
    labels = dict(shape.choices)
    return Split(
        lambda row: values_in(row[1].get(shape.name)),
        lambda value: labels.get(value, {"fi": value}),
        tuple(value for value, _label in shape.choices),
    )


def closed_shape(name: str, known: Forms) -> Shape | None:
    """Return the closed question of this name; "area" is also the question whose choices are areas."""
    shape = known.shapes.get(name)
    if shape is None and name in ("area", "theme"):
        shape = role_shape(name, known)
    return shape if shape is not None and shape.type in CLOSED_TYPES else None


def role_shape(role: str, known: Forms) -> Shape | None:
    """Return the question whose choices are areas or themes, or nothing."""
    return next((shape for shape in known.shapes.values() if shape.role == role), None)


def values_in(value: Any) -> Sequence[str]:
    """Return the choices in one answer."""
    if value is None:
        return ()
    return tuple(map(choice_of, value)) if isinstance(value, list) else (choice_of(value),)


def filter_for(condition: str, known: Forms) -> Callable[[Row], bool]:
    """Return the test that a where=question:value means."""
    name, _colon, wanted = condition.partition(":")
    split = split_by(name, known) if wanted else None
    if split is None or (split.values and wanted not in split.values):
        fault = {"code": "not_a_filter", "message": _("Write a filter as question:value.")}
        raise ParticipationError(_("Results cannot be filtered by this."), fields={"where": [fault]})
    return lambda row: wanted in split.values_of(row)


def splits_of(known: Forms) -> list[tuple[str, Texts]]:
    """Return what staff can compare by: closed questions with few choices, language, channel."""
    closed = [s for s in known.shapes.values() if s.type in CLOSED_TYPES and 2 <= len(s.choices) <= 30]
    return [(shape.name, shape.label) for shape in closed]


def open_questions_of(known: Forms) -> list[Shape]:
    """Return the questions that are answered in own words."""
    return [shape for shape in known.shapes.values() if shape.type in ("short_text", "long_text")]
