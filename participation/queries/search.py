"""Finding contributions by words in any inflection, in any of the languages, also inside compounds."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from participation.logic import submissions as rules
from participation.logic.retention import ERASED
from participation.logic.search import FORMAT, wanted_words
from participation.logic.submissions import number_of_reference
from participation.models.search import SearchText
from participation.models.submissions import Submission

FEW = 1000  # hits that are looked up one by one
S = TypeVar("S", bound=QuerySet[Submission])


def found_by_words(rows: S, typed: str) -> S:
    """Keep the contributions that hold every word typed, or whose short name was typed; nothing typed keeps all."""
    if (number := number_of_reference(typed)) is not None:
        return rows.filter(pk__gte=UUID(int=number << 98), pk__lte=UUID(int=(number << 98) | ((1 << 98) - 1)))
    wanted = wanted_words(typed)
    if not wanted:
        return rows.none() if typed.strip() else rows
    found = SearchText.objects.holding(wanted)
    few = list(found.values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:  # told to the database, which would otherwise walk a whole list for a rare word
        return rows.filter(pk__in=few)
    return rows.filter(Exists(found.filter(submission=OuterRef("pk"))))


def unread() -> QuerySet[Submission]:
    """Return the contributions whose words are not kept yet, or were made in an earlier way."""
    read = SearchText.objects.filter(submission=OuterRef("pk"), format=FORMAT)
    rows = Submission.objects.exclude(Q(text=ERASED) | Q(state=rules.WITHDRAWN))
    return rows.filter(~Exists(read)).only("pk", "title", "text", "language").order_by()
