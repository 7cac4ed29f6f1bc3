"""Keeping the copy for results: each response is counted in exactly once, and the whole can be built anew.

Counting sets the mark of a response in the same transaction that writes its columns and tallies, so a worker that is
killed leaves either all of it or nothing. Submitting never waits: a response is only inserted, unmarked.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from participation.actions.jobs import add_job
from participation.models.jobs import Job
from surveys.logic.columns import Block, Book, encoded, joined, packed, unpacked
from surveys.logic.result_counts import Counts, added, counts_from_json, counts_to_json, difference
from surveys.logic.results import tally_of
from surveys.models.responses import Response
from surveys.models.results import ReplacedAnswers, ResultsBlock, ResultsCopy
from surveys.models.surveys import Survey
from surveys.queries.counting import FIELDS, Forms, counts_of, forms_of, row_of, rows_of, uncounted

COUNT = "surveys.count_responses"
REBUILD = "surveys.rebuild_results"
AT_ONCE = 2000  # responses in one transaction: short enough for a database with one writer
SMALL_BLOCKS = 24  # so many are joined into larger ones
BLOCK_ROWS = 65_536
LEASE = datetime.timedelta(minutes=15)
SOON = datetime.timedelta(seconds=1)
WITHIN = datetime.timedelta(minutes=30)


def promise_once(kind: str, survey_id: int, *, available_at: datetime.datetime | None = None) -> Job | None:
    """Promise a job of a survey unless one waits already."""
    waiting = Job.objects.pending().filter(kind=kind, reference=str(survey_id), lease_until__isnull=True)
    return None if waiting.exists() else add_job(kind, survey_id, available_at=available_at)


def promise_counting(survey_id: int) -> Job | None:
    """Promise to count new responses in a moment; those that come meanwhile share it."""
    return promise_once(COUNT, survey_id, available_at=timezone.now() + SOON)


def promise_rebuilding(survey_id: int) -> Job | None:
    """Promise to build the copy anew in a minute."""
    return promise_once(REBUILD, survey_id, available_at=timezone.now() + LEASE / 15)


def promise_rebuild_within(survey_id: int) -> Job | None:
    """Promise to build the copy anew before long, so that what was taken away is gone from it too."""
    return promise_once(REBUILD, survey_id, available_at=timezone.now() + WITHIN)


def note_replaced(response: Response) -> None:
    """Note, in the transaction that changes or deletes a response, what was counted of it and must be taken away.

    The copy is promised to be built anew, so that the old answers are gone from it too.
    """
    rows = Response.objects.filter(pk=response.pk)
    rows.update(counted=F("counted"))  # whoever is counting it now is waited for, so that what is read next is true
    stored = rows.values("counted", "answers", "marks").first()
    if stored is None or not stored["counted"]:
        return
    ReplacedAnswers.objects.create(
        survey_id=response.survey_id,
        response=response.pk,
        version_id=response.version_id,
        answers=stored["answers"],
        language=response.language,
        channel=response.channel,
        identity=response.identity,
        received_on=response.received_on,
        marks=stored["marks"],
    )
    rows.update(counted=False)
    promise_counting(response.survey_id)
    promise_rebuild_within(response.survey_id)


def count_responses(survey: Survey) -> int:
    """Count in everything that is new; returns how many responses. While the copy is built anew, another look waits."""
    total = 0
    ResultsCopy.objects.get_or_create(survey=survey)
    while True:
        counted = count_some(survey)
        if counted is None:
            promise_once(COUNT, survey.pk, available_at=timezone.now() + LEASE / 15)
            return total
        total += counted
        if counted < AT_ONCE:
            return total


@transaction.atomic
def count_some(survey: Survey) -> int | None:
    """Count in some new responses and take replaced answers away; nothing while the copy is built anew."""
    copy = take_copy(survey)
    if copy.rebuilding_until and copy.rebuilding_until > timezone.now():
        return None
    known, book = forms_of(survey), Book.read(copy.book)
    blocks = [
        encoded((row_of(values, known) for values in rows), book, sign)
        for rows, sign in ((marked(survey), 1), (taken_away(survey), -1))
        if rows
    ]
    for block in blocks:
        write_block(copy, copy.generation, block)
    if blocks:
        write_copy(copy, added(counts_from_json(copy.counts), counts_of(blocks, book)), book)
        join_small(copy)
    return sum(block.n for block in blocks if block.sign > 0)


def take_copy(survey: Survey) -> ResultsCopy:
    """Return the copy for writing: whoever takes it next waits for the end of this transaction."""
    ResultsCopy.objects.filter(survey=survey).update(serial=F("serial") + 1)
    return ResultsCopy.objects.get(survey=survey)


def marked(survey: Survey) -> list[tuple[Any, ...]]:
    """Mark some new responses as counted and return them; one that is withdrawn meanwhile is not among them."""
    keys = list(uncounted(survey).order_by().values_list("pk", flat=True)[:AT_ONCE])
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(keys), 500):
        rows = Response.objects.filter(pk__in=keys[start : start + 500])
        rows = rows.in_results()  # one that is left out meanwhile is not among them
        rows.update(counted=True)
        found += rows.values_list(*FIELDS)
    return found


def taken_away(survey: Survey) -> list[tuple[Any, ...]]:
    """Return some replaced answers and delete them; only who has taken the copy does."""
    rows = list(ReplacedAnswers.objects.filter(survey=survey).order_by("pk").values_list("pk", *FIELDS)[:AT_ONCE])
    ReplacedAnswers.objects.filter(pk__in=[pk for pk, *_values in rows]).delete()
    return [tuple(values) for _pk, *values in rows]


def write_block(copy: ResultsCopy, generation: int, block: Block) -> None:
    """Write one block."""
    ResultsBlock.objects.create(copy=copy, generation=generation, sign=block.sign, n=block.n, data=packed(block))


def write_copy(copy: ResultsCopy, counts: Counts, book: Book) -> None:
    """Write what was counted."""
    copy.counts, copy.book, copy.n = counts_to_json(counts), book.written(), counts.tally.n
    copy.rebuilding_until = None
    copy.save(update_fields=["counts", "book", "n", "generation", "rebuilding_until", "rebuilt_at"])


def join_small(copy: ResultsCopy) -> None:
    """Join small blocks of one sign into larger ones when there are many."""
    for sign in (1, -1):
        small = ResultsBlock.objects.filter(copy=copy, generation=copy.generation, sign=sign, n__lt=BLOCK_ROWS)
        sizes = dict(small.values_list("pk", "n"))
        if len(sizes) < SMALL_BLOCKS:
            continue
        lot: list[uuid.UUID] = []
        for key, n in sorted(sizes.items(), key=lambda item: item[1]):
            if sum(sizes[one] for one in lot) + n > BLOCK_ROWS and len(lot) > 1:
                replace_blocks(copy, lot)
                lot = []
            lot.append(key)
        if len(lot) > 1:
            replace_blocks(copy, lot)


def replace_blocks(copy: ResultsCopy, keys: Sequence[uuid.UUID]) -> None:
    """Put one block in the place of several."""
    rows = ResultsBlock.objects.filter(pk__in=keys)
    block = joined([unpacked(bytes(data)) for data in rows.values_list("data", flat=True)])
    rows.delete()
    write_block(copy, copy.generation, block)


def rebuild_results(survey: Survey) -> bool:
    """Build the copy anew from the responses that are counted, in the order of their random ids; tells whether it is.

    Answers may come and be corrected all the while: they wait, uncounted, and are shown nevertheless. Only two moments
    lock the copy: the beginning and the end.
    """
    count_responses(survey)
    begun = begin_rebuilding(survey)
    if begun is None:
        return False
    copy, known = begun
    book, counts = Book(), Counts()
    included: set[int] = set()
    lot: list[tuple[Any, ...]] = []
    for pk, *values in counted_rows(survey):
        included.add(short(pk))
        lot.append(tuple(values))
        if len(lot) == BLOCK_ROWS:
            counts = added(counts, rebuild_block(copy, lot, known, book))
            lot = []
    if lot:
        counts = added(counts, rebuild_block(copy, lot, known, book))
    return end_rebuilding(copy, counts, book, included)


def counted_rows(survey: Survey) -> Iterator[tuple[Any, ...]]:
    """Read the counted responses in the order of their ids, a few thousand at a time, without holding anything."""
    rows = Response.objects.filter(survey=survey, counted=True).order_by("pk").values_list("pk", *FIELDS)
    last: uuid.UUID | None = None
    while page := list((rows.filter(pk__gt=last) if last else rows)[:AT_ONCE]):
        yield from page
        last = page[-1][0]


def short(pk: uuid.UUID) -> int:
    """Return 62 bits of a random id, as a small number."""
    return pk.int >> 66


def rebuild_block(copy: ResultsCopy, rows: Sequence[tuple[Any, ...]], known: Forms, book: Book) -> Counts:
    """Write a block of the next generation and return its counts."""
    block = encoded((row_of(values, known) for values in rows), book)
    write_block(copy, copy.generation + 1, block)
    return counts_of([block], book)


@transaction.atomic
def begin_rebuilding(survey: Survey) -> tuple[ResultsCopy, Forms] | None:
    """Take the lease of a copy; nothing while somebody else has it."""
    copy = take_copy(survey)
    now = timezone.now()
    if copy.rebuilding_until and copy.rebuilding_until > now:
        return None
    ResultsBlock.objects.filter(copy=copy).exclude(generation=copy.generation).delete()
    copy.rebuilding_until = now + LEASE
    copy.save(update_fields=["rebuilding_until"])
    return copy, forms_of(survey)


@transaction.atomic
def end_rebuilding(seen: ResultsCopy, counts: Counts, book: Book, included: set[int]) -> bool:
    """Put the new generation in the place of the old, unless somebody wrote meanwhile; tells whether it is.

    Replaced answers are kept to be taken away only if the response was still counted when it was read.
    """
    copy = take_copy(seen.survey)
    if copy.rebuilding_until != seen.rebuilding_until:
        ResultsBlock.objects.filter(copy=copy, generation=seen.generation + 1).delete()
        return False
    for replaced in ReplacedAnswers.objects.filter(survey_id=copy.survey_id).only("response"):
        if short(replaced.response) not in included:
            replaced.delete()
    ResultsBlock.objects.filter(copy=copy, generation=copy.generation).delete()
    copy.generation += 1
    copy.rebuilt_at = timezone.now()
    write_copy(copy, counts, book)
    promise_counting(copy.survey_id)
    return True


@transaction.atomic
def renew_copy(survey: Survey) -> None:
    """Promise a copy in a new order, in the transaction that gives the responses new ids; stops a rebuilding at work."""
    if not ResultsCopy.objects.filter(survey=survey).update(serial=F("serial") + 1, rebuilding_until=None):
        return
    promise_once(REBUILD, survey.pk)


def recount(survey: Survey) -> int:
    """Count all responses one by one, in another way than the copy, and return by how many answers the copy differs."""
    known = forms_of(survey)
    direct = Counts()
    direct.tally = tally_of((row.form, row.answers) for row in rows_of(survey, known))
    copy = ResultsCopy.objects.filter(survey=survey).first()
    kept = counts_from_json(copy.counts) if copy else Counts()
    kept.about = {}
    return difference(direct, kept)
