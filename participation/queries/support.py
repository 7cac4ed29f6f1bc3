"""Who supports what: counted when it is asked, so that taking things together and apart again needs no bookkeeping."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from participation.extension_points import contribution_families
from participation.logic import moderation as rules
from participation.logic.receipts import normalised
from participation.models.processes import Process
from participation.models.public_ideas import PublicIdea, Support
from participation.models.submissions import Submission

S = TypeVar("S", bound=QuerySet[Submission])


def counted(rows: QuerySet[Support], by: str) -> Coalesce:
    """Return the expression that counts rows of support by what they hang on."""
    number = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def with_supporters(rows: S) -> S:
    """Give contributions the number of supporters of their public copy as supporters; none where there is no copy."""
    shown = Support.objects.filter(idea__submission=OuterRef("pk"), idea__state=rules.SHOWN)
    copy = PublicIdea.objects.filter(submission=OuterRef("pk")).values("pk")[:1]
    return rows.annotate(supporters=counted(shown, "idea__submission"), public_key=Subquery(copy))


def union_of(keys: Iterable[UUID]) -> int:
    """Return how many different supporters these contributions have together: who supports two of them counts once."""
    rows = Support.objects.filter(idea__submission__in=list(keys), idea__state=rules.SHOWN)
    return rows.order_by().values("voter").distinct().count()


def family_of(key: UUID) -> Sequence[UUID]:
    """Return the contributions that are handled together with one, itself among them; alone it is its own family."""
    for plugin in contribution_families:
        found: Mapping[UUID, Sequence[UUID]] = plugin.families([key])
        if len(found.get(key, ())) > 1:
            return found[key]
    return [key]


def supported_with(process: Process, code: str) -> list[PublicIdea]:
    """Return the ideas of a process that a code supports, by title; none for what cannot be a code."""
    letters = normalised(code[:80])
    if letters is None:
        return []
    voter = rules.voter_of(settings.RECEIPT_SECRET, process.pk, letters)
    mine = Support.objects.filter(voter=voter).values("idea_id")
    rows = PublicIdea.objects.readable().filter(process=process, pk__in=mine)
    return list(rows.select_related("submission").order_by("title", "pk"))
