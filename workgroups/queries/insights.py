"""What is known about one contribution beside its own words: how common its theme is, where, and which are alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from participation.logic.language import lemmas_of
from participation.models import Submission
from workgroups.logic import reviews as rules
from workgroups.models import Assignment
from workgroups.queries import similar
from workgroups.queries.reviews import SHOWN_STATES, Card, cards_of

PLACES_SHOWN = 3
WORDS_SOUGHT = 6
CANDIDATES = 60
STEM_SHARE = 0.75  # of a lemma's letters, so that its inflected forms are found too


@dataclass(frozen=True)
class Place:
    """How many contributions on the theme come from one area; without a name: all the others."""

    name: Mapping[str, str] | None
    count: int


@dataclass(frozen=True)
class Common:
    """How common the theme and the area of a contribution are in its process."""

    on_theme: int
    from_area: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Alike:
    """Another contribution like this one, and the words that both have."""

    card: Card
    words: tuple[str, ...]


def common_of(submission: Submission) -> Common:
    """Return how many contributions of the process share the theme and the area of this one."""
    rows = Submission.objects.filter(process=submission.process_id, state__in=SHOWN_STATES).wholes().order_by()
    from_area = rows.filter(area=submission.area_id).count() if submission.area_id else 0
    if not submission.theme_id:
        return Common(0, from_area, ())
    counted = rows.filter(theme=submission.theme_id).values("area_id", "area__name").annotate(n=Count("pk"))
    by_area = sorted(counted, key=lambda row: (-row["n"], row["area_id"] or 0))
    total = sum(row["n"] for row in by_area)
    named = [Place(row["area__name"], row["n"]) for row in by_area if row["area_id"]][:PLACES_SHOWN]
    rest = total - sum(place.count for place in named)
    places = (*named, Place(None, rest)) if named and rest else tuple(named)
    return Common(total, from_area, places)


def neighbours_of(card: Card) -> QuerySet[Submission]:
    """Return the other contributions that lie with the same group; in the tray, those of the process."""
    rows = Submission.objects.filter(process=card.submission.process_id, state__in=SHOWN_STATES)
    if card.assignment:
        lying = Assignment.objects.current().filter(group=card.assignment.group_id).values("submission_id")
        rows = rows.filter(pk__in=lying)
    return rows.exclude(pk=card.submission.pk)


def similar_to(card: Card, among: QuerySet[Submission] | None = None, limit: int = 3) -> list[Alike]:
    """Return the contributions most like this one among the given ones, else among those of the same group.

    They come from the index of the process; while there is none, from shared words in base form.
    """
    rows = (neighbours_of(card) if among is None else among).select_related("theme", "area")
    indexed = similar.similar_to(card.submission, rows, limit)
    if indexed is not None:
        cards = cards_of([one.submission for one in indexed])
        return [Alike(card, one.words) for card, one in zip(cards, indexed, strict=True)]
    return sharing_words(card, limit)


def sharing_words(card: Card, limit: int) -> list[Alike]:
    """Return the contributions of the same group that share most words, in base form, with this one."""
    own = content_lemmas(card.submission)
    sought = rules.telling_lemmas(own)[:WORDS_SOUGHT]
    if len(sought) < rules.FEWEST_SHARED:
        return []
    having = Q()
    for lemma in sought:
        having |= Q(text__icontains=lemma[: max(rules.SHORTEST_LEMMA, int(len(lemma) * STEM_SHARE))])
    rows = neighbours_of(card).filter(having, language=card.submission.language)
    found = {
        str(row.pk): row for row in rows.select_related("theme", "area").order_by("-received_on", "pk")[:CANDIDATES]
    }
    likest = rules.most_alike(own, {key: content_lemmas(row) for key, row in found.items()}, limit)
    cards = cards_of([found[one.key] for one in likest])
    return [Alike(card, one.words[:4]) for card, one in zip(cards, likest, strict=True)]


def content_lemmas(submission: Submission) -> Collection[str]:
    """Return the distinct lemmas of title and text that can make it alike to another."""
    words = f"{submission.title} {submission.text[:2000]}"
    return rules.telling_lemmas(lemmas_of(words, submission.language))
