"""What is known about one contribution beside its own words: how common its theme is, where, and which are alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.text import Truncator

from participation.logic.language import lemmas_of
from participation.logic.masking import mask
from participation.models import Submission
from workgroups.logic import reviews as rules
from workgroups.models import Assignment, Decision
from workgroups.permissions import coordinates, joined_groups
from workgroups.queries import similar
from workgroups.queries.reviews import SHOWN_STATES, Card, before, cards_of, reviews_visible_to

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person

BEGINNING = 12  # words of a similar one
PLACES_SHOWN = 3
WORDS_SOUGHT = 6
CANDIDATES = 60
COMPARED = 500  # contributions whose words are compared while there is no index
STEM_SHARE = 0.75  # of a lemma's letters, so that its inflected forms are found too


@dataclass(frozen=True)
class Place:
    """How many contributions on the theme come from one area; without a name: all the others."""

    name: Mapping[str, str] | None
    count: int


@dataclass(frozen=True)
class Common:
    """How common the theme of a contribution is in its process; without a theme, how much came from its area."""

    on_theme: int
    from_area: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Alike:
    """Another contribution like this one, the words that both have, and whether the person may open it."""

    card: Card
    words: tuple[str, ...]
    is_open: bool = True

    @property
    def beginning(self) -> str:
        """The title or the first words; of what only the public page shows, personal data masked as there."""
        row = self.card.submission
        text = row.title or row.text
        return Truncator(text if self.is_open else mask(text, row.language).text).words(BEGINNING)

    @property
    def published(self) -> Decision | None:
        """The answer that residents can read."""
        decision = self.card.decision
        return decision if decision and decision.published_on else None


def common_of(submission: Submission) -> Common:
    """Return how many contributions of the process share the theme of this one, else its area."""
    rows = Submission.objects.filter(process=submission.process_id, state__in=SHOWN_STATES).wholes().order_by()
    if not submission.theme_id:
        return Common(0, rows.filter(area=submission.area_id).count() if submission.area_id else 0, ())
    counted = rows.filter(theme=submission.theme_id).values("area_id", "area__name").annotate(n=Count("pk"))
    by_area = sorted(counted, key=lambda row: (-row["n"], row["area_id"] or 0))
    total = sum(row["n"] for row in by_area)
    named = [Place(row["area__name"], row["n"]) for row in by_area if row["area_id"]][:PLACES_SHOWN]
    rest = total - sum(place.count for place in named)
    places = (*named, Place(None, rest)) if named and rest else tuple(named)
    return Common(total, 0, places)


def neighbours_of(card: Card) -> QuerySet[Submission]:
    """Return the other contributions that lie with the same group; in the tray, those of the process."""
    rows = Submission.objects.filter(process=card.submission.process_id, state__in=SHOWN_STATES)
    if card.assignment:
        lying = Assignment.objects.current().filter(group=card.assignment.group_id).values("submission_id")
        rows = rows.filter(pk__in=lying)
    return rows.exclude(pk=card.submission.pk)


def known_alike(card: Card, person: Person | Anonymous, limit: int = 4) -> list[Alike]:
    """Return what is most like this one in the whole process: what the person may open, and what anybody can read.

    Its own whole and parts are left out, and of what was cut only the parts are shown.
    """
    row = card.submission
    rows = Submission.objects.filter(process=row.process_id, state__in=SHOWN_STATES)
    rows = rows.exclude(pk__in=[row.pk, row.whole_id or row.pk]).exclude(whole=row.whole_id or row.pk)
    rows = rows.exclude(Exists(Submission.objects.filter(whole=OuterRef("pk"))))
    if not coordinates(person, row.process_id):
        told = Decision.objects.filter(submission=OuterRef("pk"), is_current=True, published_on__isnull=False)
        rows = rows.filter(before(group__in=joined_groups(person)) | Q(Exists(told), state="published"))
    found = similar_to(card, rows, limit)
    own = reviews_visible_to(person).filter(pk__in=[one.card.submission.pk for one in found]).order_by()
    openable = set(own.values_list("pk", flat=True))
    return [replace(one, is_open=one.card.submission.pk in openable) for one in found]


def similar_to(card: Card, among: QuerySet[Submission] | None = None, limit: int = 3) -> list[Alike]:
    """Return the contributions most like this one among the given ones, else among those of the same group.

    They come from the index of the process; while there is none, from words shared within the group, in base form.
    """
    rows = (neighbours_of(card) if among is None else among).select_related("theme", "area")
    indexed = similar.similar_to(card.submission, rows, limit)
    if indexed is not None:
        cards = cards_of([one.submission for one in indexed])
        return [Alike(card, one.words) for card, one in zip(cards, indexed, strict=True)]
    near = neighbours_of(card)
    return sharing_words(card, near if among is None else near.filter(pk__in=among.order_by().values("pk")), limit)


def sharing_words(card: Card, near: QuerySet[Submission], limit: int) -> list[Alike]:
    """Return the contributions of the same group that share most words, in base form, with this one."""
    own = content_lemmas(card.submission)
    sought = rules.telling_lemmas(own)[:WORDS_SOUGHT]
    if len(sought) < rules.FEWEST_SHARED:
        return []
    having = Q()
    for lemma in sought:
        having |= Q(text__icontains=lemma[: max(rules.SHORTEST_LEMMA, int(len(lemma) * STEM_SHARE))])
    some = near.order_by("pk").values("pk")[:COMPARED]
    rows = Submission.objects.filter(having, pk__in=some, language=card.submission.language)
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
