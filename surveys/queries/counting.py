"""The counted copy of a survey's answers, read together with what came since: always exact, never waited for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from surveys.logic.column_counts import tallies_of
from surveys.logic.columns import Block, Book, Row, encoded, unpacked
from surveys.logic.result_counts import Counts, added, counts_from_json
from surveys.logic.result_shapes import form_of, shapes_of
from surveys.logic.result_tables import Shape, newest
from surveys.logic.results import Form
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.results import ReplacedAnswers, ResultsBlock, ResultsCopy
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of

CHUNK = 2000
KEPT_BYTES = 200 * 1024 * 1024
TRIES = 5
MARKED, UNMARKED = "marked", "none"
FIELDS = ("version_id", "answers", "language", "channel", "identity", "received_on", "marks")


@dataclass(frozen=True)
class Forms:
    """All versions of a survey, ready for counting: forms and numbers by version id, shapes by question name."""

    forms: Mapping[int, Form]
    shapes: Mapping[str, Shape]
    numbers: Mapping[int, str]


@dataclass(frozen=True)
class Snapshot:
    """The answers of a survey at one moment: counts, and where they were asked for, the columns behind them.

    What was counted of the columns is kept, so that a page that asks twice counts once.
    """

    known: Forms
    book: Book
    counts: Counts
    blocks: Sequence[Block]
    counted: dict[Any, Any] = field(default_factory=dict)


def forms_of(survey: Survey) -> Forms:
    """Return the versions of a survey as counting needs them; one query."""
    versions = list(SurveyVersion.objects.filter(survey=survey).order_by("number"))
    documents = [(version.pk, document_of(version)) for version in versions]
    shapes = newest(shape for _pk, document in documents for shape in shapes_of(document))
    current = [name for _pk, document in documents[-1:] for name in (q.name for q in document.questions)]
    ordered = [*(name for name in current if name in shapes), *(name for name in shapes if name not in current)]
    return Forms(
        {pk: form_of(document) for pk, document in documents},
        {name: shapes[name] for name in ordered},
        {version.pk: str(version.number) for version in versions},
    )


def row_of(values: Sequence[object], known: Forms) -> Row:
    """Return one stored response, read as FIELDS, as counting needs it."""
    version, answers, language, channel, identity, day, marks = values
    number = known.numbers[version]  # type: ignore[index]
    mark = MARKED if marks else UNMARKED
    about = (str(language), str(channel), str(identity), number, day.isoformat(), mark)  # type: ignore[attr-defined]
    return Row(known.forms[version], answers, about)  # type: ignore[index, arg-type]


def rows_of(survey: Survey, known: Forms) -> Iterator[Row]:
    """Stream all responses that results are counted of, a few thousand at a time."""
    rows = Response.objects.in_results().filter(survey=survey).order_by()
    for values in rows.values_list(*FIELDS).iterator(chunk_size=CHUNK):
        yield row_of(values, known)


def uncounted(survey: Survey) -> QuerySet[Response]:
    """Return the responses that results are counted of and that are not in the copy yet."""
    return Response.objects.in_results().filter(survey=survey, counted=False)


def counts_of(blocks: Sequence[Block], book: Book) -> Counts:
    """Return what some blocks count together."""
    found = tallies_of(blocks, book).get("")
    return Counts(*found) if found else Counts()


class Shelf:
    """Blocks that were read lately; they never change, so they are kept until there are too many."""

    def __init__(self) -> None:
        self.blocks: OrderedDict[UUID, Block] = OrderedDict()
        self.lock = Lock()

    def get(self, key: UUID) -> Block | None:
        """Return a block if it is here."""
        with self.lock:
            block = self.blocks.get(key)
            if block is not None:
                self.blocks.move_to_end(key)
            return block

    def put(self, key: UUID, block: Block) -> None:
        """Keep a block; the ones unused for longest go."""
        with self.lock:
            if key in self.blocks:
                return
            self.blocks[key] = block
            size = self.size
            while size > KEPT_BYTES and len(self.blocks) > 1:
                size -= self.blocks.popitem(last=False)[1].size

    @property
    def size(self) -> int:
        """The bytes of all blocks kept."""
        return sum(block.size for block in self.blocks.values())


SHELF = Shelf()


def stored_blocks(copy: ResultsCopy) -> list[Block] | None:
    """Return the blocks of a copy; nothing when one of them was replaced meanwhile."""
    keys = list(
        ResultsBlock.objects.filter(copy=copy, generation=copy.generation).order_by("pk").values_list("pk", flat=True)
    )
    known = {key: SHELF.get(key) for key in keys}
    lacking = [key for key, block in known.items() if block is None]
    for start in range(0, len(lacking), 20):
        wanted = ResultsBlock.objects.filter(pk__in=lacking[start : start + 20])
        for key, data in wanted.values_list("pk", "data").iterator():
            known[key] = unpacked(bytes(data))
            SHELF.put(key, known[key])  # type: ignore[arg-type]
    blocks = [block for block in known.values() if block is not None]
    return blocks if len(blocks) == len(keys) else None


def snapshot_of(survey: Survey, known: Forms | None = None, *, columns: bool = False) -> Snapshot:
    """Return the answers of this moment: what is in the copy, and what came or was replaced since it was written.

    Read without a lock: when the copy is written meanwhile, it is read again.
    """
    known = known or forms_of(survey)
    for _try in range(TRIES):
        copy = ResultsCopy.objects.filter(survey=survey).first()
        book = Book.read(copy.book if copy else {})
        blocks = stored_blocks(copy) if copy and columns else []
        fresh = waiting_blocks(survey, known, book)
        serial = ResultsCopy.objects.filter(survey=survey).values_list("serial", flat=True).first()
        if blocks is None or serial != (copy.serial if copy else None):
            continue
        counts = added(counts_from_json(copy.counts) if copy else Counts(), counts_of(fresh, book))
        return Snapshot(known, book, counts, [*blocks, *fresh])
    raise ParticipationError(_("The results are being written. Try again."), "busy")


def waiting_blocks(survey: Survey, known: Forms, book: Book) -> list[Block]:
    """Return what is not in the copy yet: new responses, and replaced answers to take away."""
    new = uncounted(survey).order_by().values_list(*FIELDS)
    gone = ReplacedAnswers.objects.filter(survey=survey).order_by().values_list(*FIELDS)
    found = [
        encoded((row_of(values, known) for values in few_or_many(new)), book),
        encoded((row_of(values, known) for values in few_or_many(gone)), book, -1),
    ]
    return [block for block in found if block.n]


def few_or_many(rows: QuerySet[Any, Any]) -> Iterable[Any]:
    """Return rows as one answer of the database when they are few, as they mostly are; many are streamed."""
    first = list(rows[:CHUNK])
    return first if len(first) < CHUNK else rows.iterator(chunk_size=CHUNK)
