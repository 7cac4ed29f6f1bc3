"""Results: the only door for tallies. The public gets the published epoch; staff who may see them get live numbers."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from surveys.logic import columns
from surveys.logic.column_counts import EVERYBODY, counted_by, grouped_by, has_value
from surveys.logic.disclosure import EPOCH_MINUTES, hidden_table, protect, protect_total, safe_levels
from surveys.logic.result_tables import Shape, tables_of
from surveys.logic.results import COUNTED, MANY_OF, Tally
from surveys.models.responses import Response
from surveys.models.results import PublishedResults
from surveys.models.surveys import Survey
from surveys.queries.counting import Forms, Snapshot, forms_of, snapshot_of

if TYPE_CHECKING:
    from surveys.logic.columns import Block, Truth

ABOUT = ("language", "channel", "identity", "version", "marks")
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
IDENTITIES = {
    "open": {"fi": "Avoin kaikille", "sv": "Öppen för alla", "en": "Open to everybody"},
    "code": {"fi": "Koodilla", "sv": "Med kod", "en": "By code"},
    "signed_in": {"fi": "Kirjautuneena", "sv": "Inloggad", "en": "Signed in"},
    "blind_code": {"fi": "Koodilla, jäljittämättä", "sv": "Med kod, ospårbart", "en": "By code, untraceable"},
    "blind_in": {"fi": "Kirjautuneena, jäljittämättä", "sv": "Inloggad, ospårbart", "en": "Signed in, untraceable"},
}
MARKED = {
    "none": {"fi": "Ei merkitty", "sv": "Inte märkt", "en": "Not marked"},
    "marked": {"fi": "Merkitty epäilyttäväksi", "sv": "Märkt som misstänkt", "en": "Marked as suspicious"},
}
WORDS = {"language": LANGUAGES, "channel": CHANNELS, "identity": IDENTITIES, "version": {}, "marks": MARKED}
MOST_GROUPS = 400


@dataclass(frozen=True)
class Split:
    """A way to tell responses apart: by a question, the language, the channel, how they came in, the version."""

    place: str
    label_of: Callable[[str], Texts]
    values: tuple[str, ...] = ()
    is_many: bool = False

    def values_in(self, snapshot: Snapshot) -> list[str]:
        """Return the values of the questionnaire, then any others that were met."""
        met = [str(cell) for cell in snapshot.book.cells.get(self.place, ())]
        met += snapshot.book.options.get(self.place, [])
        return list(dict.fromkeys([*self.values, *sorted(met)]))


Filters = Sequence[tuple[Split, str]]


def counted_shapes(known: Forms) -> tuple[Shape, ...]:
    """Return the questions that are counted."""
    return tuple(shape for shape in known.shapes.values() if shape.type in COUNTED)


def live_results(
    survey: Survey, *, by: str = "", where: Sequence[str] = (), snapshot: Snapshot | None = None
) -> dict[str, Any]:
    """Return results at this moment, for staff; groups and filters follow the disclosure rules.

    Groups may be by two things at once: by="area,age". Raises ParticipationError for a by or where that names no
    closed question, language, channel, identity or version.
    """
    known = snapshot.known if snapshot else forms_of(survey)
    splits = [split_by(name, known) for name in by.split(",")] if by else []
    filters = [filter_for(condition, known) for condition in where]
    counted = counted_shapes(known)
    snapshot = snapshot or snapshot_of(survey, known, columns=bool(splits or filters))
    parts = groups_in(snapshot, splits, filters) if splits else []
    total = tally_in(snapshot, filters)
    content: dict[str, Any] = {
        "n": total.n,
        "as_of": timezone.now().isoformat(),
        "threshold": survey.threshold,
        "identity": levels_in(snapshot),
        "questions": tables_of(counted, total),
    }
    if filters:
        del content["identity"]
        content |= safe(total, counted, survey.threshold)
    if splits:
        content["groups"] = [
            {"value": value, "label": label, **safe(part, counted, survey.threshold)} for value, label, part in parts
        ]
    return content


def levels_in(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return how many responses came by each way of being let in."""
    levels = snapshot.counts.about.get(columns.IDENTITY, Counter())
    return [{"value": level, "count": levels[level]} for level in sorted(levels)]


def tally_in(snapshot: Snapshot, filters: Filters = ()) -> Tally:
    """Return the tally of everybody, or of those who pass the filters."""
    if not filters:
        return snapshot.counts.tally
    found: Tally | None = snapshot.counted.get(name_of((), filters))
    if found is None:
        counted = counted_by(snapshot.blocks, snapshot.book, EVERYBODY, kept_by(filters, snapshot))
        found = snapshot.counted[name_of((), filters)] = counted.of_all()[0]
    return found


def name_of(splits: Sequence[Split], filters: Filters) -> Any:
    """Return what tells one count of a snapshot from another."""
    return tuple(split.place for split in splits), tuple((split.place, value) for split, value in filters)


def kept_by(filters: Filters, snapshot: Snapshot) -> Callable[[Block], Truth] | None:
    """Return which responses of a block pass all filters; nothing without filters."""
    if not filters:
        return None

    def keep(block: Block) -> Truth:
        (first, value), *others = filters
        truth = has_value(block, first.place, value, snapshot.book)
        for split, wanted in others:
            truth &= has_value(block, split.place, wanted, snapshot.book)
        return truth

    return keep


def groups_in(
    snapshot: Snapshot, splits: Sequence[Split], filters: Filters = ()
) -> list[tuple[str, dict[str, str], Tally]]:
    """Return value, label and tally of each group that somebody is in, in the order of the questionnaire."""
    if len(splits) > 1 and any(split.is_many for split in splits):
        raise no_split(_("Of two questions, neither can be one with several answers."))
    name = name_of(splits, filters)
    if name not in snapshot.counted:
        snapshot.counted[name] = tallies_by(snapshot, splits, filters)
    parts = []
    for key, tally in snapshot.counted[name].items():
        own = key.split(columns.ROW)
        labels = [dict(split.label_of(value)) or {"fi": value} for split, value in zip(splits, own, strict=True)]
        parts.append(("|".join(own), joined_labels(labels), tally))
    return parts


def tallies_by(snapshot: Snapshot, splits: Sequence[Split], filters: Filters) -> dict[str, Tally]:
    """Return the tally of each group; what is counted of everybody on the way is kept."""
    values, book = [split.values_in(snapshot) for split in splits], snapshot.book
    if splits[0].is_many:
        found = {value: tally_in(snapshot, [*filters, (splits[0], value)]) for value in values[0]}
        return {value: tally for value, tally in found.items() if tally.n}
    groups = grouped_by([split.place for split in splits], book, values)
    if len(groups.labels) > MOST_GROUPS:
        raise no_split(_("There would be too many groups."))
    counted = counted_by(snapshot.blocks, book, groups, kept_by(filters, snapshot))
    if filters:
        snapshot.counted[name_of((), filters)] = counted.of_all()[0]
    return {key: tally for key, (tally, _about) in counted.by_group().items()}


def joined_labels(labels: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return labels of several things as one, in each language of the first."""
    if len(labels) == 1:
        return dict(labels[0])
    return {
        code: " · ".join(label.get(code) or next(iter(label.values()), "") for label in labels) for code in labels[0]
    }


def safe(tally: Tally, shapes: Sequence[Shape], k: int) -> dict[str, Any]:
    """Return n and tables with the disclosure rules applied."""
    tables = tables_of(shapes, tally)
    if tally.n < k:
        return {"n": protect_total(tally.n, k), "questions": [hidden_table(table) for table in tables]}
    return {"n": tally.n, "questions": protect(tables, {shape.name: shape for shape in shapes}, tally.n, k)}


def publishable_results(survey: Survey) -> dict[str, Any]:
    """Return the results at this moment as everybody may see them."""
    known = forms_of(survey)
    snapshot = snapshot_of(survey, known)
    identity = safe_levels(snapshot.counts.about.get(columns.IDENTITY, Counter()), survey.threshold)
    content = safe(snapshot.counts.tally, counted_shapes(known), survey.threshold)
    away = Response.objects.filter(survey=survey, left_out=True).count()
    told = {"left_out": away} if away >= survey.threshold else {}
    return {"threshold": survey.threshold, "identity": identity, **told, **content}


def published_results(survey: Survey) -> dict[str, Any] | None:
    """Return the epoch that everybody may see, or nothing while there is none."""
    if not survey.results_public:
        return None
    row = PublishedResults.objects.filter(survey=survey).first()
    if row is None:
        return None
    return {"n": row.n, "as_of": row.as_of.isoformat(), **row.content}


def next_from(survey: Survey, as_of: str) -> datetime.datetime | None:
    """Return the moment from which numbers may be newer than the published ones; nothing once answering is over."""
    if survey.state != Survey.State.OPEN:
        return None
    return datetime.datetime.fromisoformat(as_of) + datetime.timedelta(minutes=EPOCH_MINUTES)


def no_split(message: str) -> ParticipationError:
    """Return the error for groups that cannot be made."""
    return ParticipationError(
        _("Results cannot be grouped by this."), fields={"by": [{"code": "not_closed", "message": message}]}
    )


def split_by(name: str, known: Forms) -> Split:
    """Return how to tell groups apart; raises ParticipationError for what cannot be told apart."""
    if name in ABOUT and name not in known.shapes:
        words = WORDS[name]
        return Split(f"@{name}", lambda value: words.get(value, {"fi": value}))
    shape = closed_shape(name, known)
    if shape is None:
        raise no_split(_("Name a closed question, area, language or channel."))
    labels = dict(shape.choices)
    values = tuple(value for value, _label in shape.choices)
    return Split(shape.name, lambda value: labels.get(value, {"fi": value}), values, shape.type in MANY_OF)


def closed_shape(name: str, known: Forms) -> Shape | None:
    """Return the closed question of this name; "area" is also the question whose choices are areas."""
    shape = known.shapes.get(name)
    if shape is None and name in ("area", "theme"):
        shape = role_shape(name, known)
    return shape if shape is not None and shape.type in CLOSED_TYPES else None


def role_shape(role: str, known: Forms) -> Shape | None:
    """Return the question whose choices are areas or themes, or nothing."""
    return next((shape for shape in known.shapes.values() if shape.role == role), None)


def filter_for(condition: str, known: Forms) -> tuple[Split, str]:
    """Return the split and the value that a where=question:value means."""
    name, _colon, wanted = condition.partition(":")
    known_place = name in ABOUT or closed_shape(name, known) is not None
    split = split_by(name, known) if wanted and known_place else None
    if split is None or (split.values and wanted not in split.values):
        fault = {"code": "not_a_filter", "message": _("Write a filter as question:value.")}
        raise ParticipationError(_("Results cannot be filtered by this."), fields={"where": [fault]})
    return split, wanted


def splits_of(known: Forms) -> list[tuple[str, Texts]]:
    """Return what staff can compare by: closed questions with few choices, language, channel."""
    closed = [s for s in known.shapes.values() if s.type in CLOSED_TYPES and 2 <= len(s.choices) <= 30]
    return [(shape.name, shape.label) for shape in closed]


def open_questions_of(known: Forms) -> list[Shape]:
    """Return the questions that are answered in own words."""
    return [shape for shape in known.shapes.values() if shape.type in ("short_text", "long_text")]
