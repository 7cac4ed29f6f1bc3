"""Public ideas as residents read them: the list, one idea with its answer first, ideas like one that is being written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Mod
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.extension_points import alike_finders
from participation.logic import moderation as rules
from participation.logic import submissions as states
from participation.logic.alike import likest, telling
from participation.logic.search import search_words, wanted_words
from participation.logic.text import html_language
from participation.models.processes import Process
from participation.models.public_ideas import Comment, PublicIdea, Support
from participation.models.receipts import JourneyEntry
from participation.models.submissions import Submission
from participation.models.themes import Theme
from participation.queries.receipts import ANSWERED, RECEIVED, StageLine, line_of, received_line
from participation.queries.support import counted, family_of, union_of
from participation.queries.trails import GoalLink, goals_of_one

PAGE = 20
FEWEST_LETTERS = 20  # of a draft for which something alike is sought
AS_SEEN = {states.RECEIVED: states.ROUTED, states.ON_AGENDA: states.IN_REVIEW, states.DECIDED: states.IN_REVIEW}


@dataclass(frozen=True)
class Wanted:
    """What a visitor narrows the list of ideas to, and the order that they chose."""

    words: str = ""
    theme: str = ""
    area: str = ""
    stage: str = ""
    order: str = rules.NEWEST
    seed: int = 0

    @property
    def narrows(self) -> bool:
        """Tell whether anything is left out."""
        return any((self.words, self.theme, self.area, self.stage))


def ideas_of(process: Process, wanted: Wanted) -> QuerySet[PublicIdea]:
    """Return the public ideas of a process in the order that was asked for, always the same on every page of it."""
    rows = PublicIdea.objects.offered().filter(process=process)
    rows = rows.filter(state=rules.REMOVED if wanted.stage == "removed" else rules.SHOWN)
    if wanted.stage == "open":
        rows = rows.exclude(submission__state=states.PUBLISHED)
    if wanted.stage == "answered":
        rows = rows.filter(submission__state=states.PUBLISHED)
    if wanted.theme:
        rows = rows.filter(submission__theme__slug=wanted.theme)
    if wanted.area:
        rows = rows.filter(submission__area__slug=wanted.area)
    if wanted.words:
        words = wanted_words(wanted.words)
        rows = rows.filter(words__holds_words=words) if words else rows.none()
    return ordered(rows, wanted)


def ordered(rows: QuerySet[PublicIdea], wanted: Wanted) -> QuerySet[PublicIdea]:
    """Order the ideas by day, by support, or mixed by a seed."""
    if wanted.order == rules.SUPPORTED:
        return rows.annotate(supporters=supporters()).order_by("-supporters", "-shown_on", "pk")
    if wanted.order == rules.MIXED:
        return rows.annotate(mixed=Mod(F("place") * rules.spread_of(wanted.seed), rules.PRIME)).order_by("mixed", "pk")
    return rows.order_by("-shown_on", "pk")


def supporters() -> Coalesce:
    """Return the expression that counts the supporters of an idea."""
    return counted(Support.objects.filter(idea=OuterRef("pk")), "idea")


def drawn(rows: QuerySet[PublicIdea]) -> QuerySet[PublicIdea]:
    """Fetch with the ideas what their cards show: theme, area, supporters and comments."""
    said = Comment.objects.filter(idea=OuterRef("pk"), state=rules.SHOWN).order_by().values("idea")
    comments = Coalesce(Subquery(said.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    rows = rows.select_related("submission__theme", "submission__area")
    return rows.annotate(supporters=supporters(), comments=comments)


def in_place(keys: Sequence[UUID]) -> list[PublicIdea]:
    """Return the ideas of one page of a list, as it ordered them: the rest of the list is counted for nobody."""
    found = {idea.pk: idea for idea in drawn(PublicIdea.objects.filter(pk__in=keys))}
    return [found[key] for key in keys if key in found]


def state_seen(submission: Submission) -> str:
    """Return the state that everybody may know: what is decided but not published is still being looked at."""
    return AS_SEEN.get(submission.state, submission.state)


@dataclass(frozen=True)
class IdeaPage:
    """One public idea with everything around it; the answer of the town comes first."""

    idea: PublicIdea
    state: str
    answers: Sequence[StageLine]
    stages: Sequence[StageLine]
    comments: Sequence[Comment]
    supporters: int
    together: Sequence[PublicIdea] = ()
    union: int = 0
    goals: Sequence[GoalLink] = ()


def idea_page(idea: PublicIdea) -> IdeaPage:
    """Return one idea with its answers, its journey, its comments and who handles it together with which others."""
    submission = idea.submission
    mine = Q(submission=submission) | Q(submission__whole=submission)
    lines = [line_of(entry) for entry in JourneyEntry.objects.filter(mine).order_by("on", "pk")]
    answers = [line for line in lines if line.stage in ANSWERED]
    stages = [line for line in lines if line.stage not in (RECEIVED, *ANSWERED)]
    family = family_of(submission.pk)
    others = [key for key in family if key != submission.pk]
    together = list(PublicIdea.objects.readable().filter(submission__in=others).newest_first()) if others else []
    return IdeaPage(
        idea=idea,
        state=state_seen(submission),
        answers=answers,
        stages=[received_line(submission.received_on), *stages],
        comments=comments_of(idea),
        supporters=Support.objects.filter(idea=idea).count(),
        together=together,
        union=union_of(family) if together else 0,
        goals=goals_of_one(submission),
    )


def comments_of(idea: PublicIdea) -> list[Comment]:
    """Return the comments that can be read, and the places of those that were removed, the oldest first."""
    rows = Comment.objects.filter(idea=idea, state__in=[rules.SHOWN, rules.REMOVED])
    return list(rows.order_by("said_on", "pk"))


@dataclass(frozen=True)
class Said:
    """What the public says to a contribution, for those who review it."""

    idea: PublicIdea
    supporters: int
    comments: Sequence[Comment]
    together: int = 0  # how many are handled with it
    union: int = 0


def said_to(submission: Submission) -> Said | None:
    """Return support and comments of a contribution that is public, or nothing."""
    idea = PublicIdea.objects.filter(submission=submission, state=rules.SHOWN).first()
    if idea is None:
        return None
    family = family_of(submission.pk)
    union = union_of(family) if len(family) > 1 else 0
    return Said(idea, Support.objects.filter(idea=idea).count(), comments_of(idea), len(family) - 1, union)


@dataclass(frozen=True)
class AlikeIdea:
    """A public idea like the one being written, and the words that both have."""

    idea: PublicIdea
    words: Sequence[str] = field(default_factory=tuple)


def alike_ideas(draft: Submission, limit: int = 3) -> list[AlikeIdea]:
    """Return public ideas that say something like a draft; nothing of the draft is kept, and its order is stable."""
    if not draft.process.ideas_public or len(draft.text) < FEWEST_LETTERS:
        return []
    readable = PublicIdea.objects.readable().filter(process=draft.process)
    among = Submission.objects.filter(pk__in=readable.values("submission"))
    for finder in alike_finders:
        found: Sequence[tuple[UUID, Sequence[str]]] = finder.alike(draft, among, limit)
        if found:
            rows = {idea.submission_id: idea for idea in drawn(readable.filter(submission__in=[k for k, _w in found]))}
            return [AlikeIdea(rows[key], words) for key, words in found if key in rows]
    return []


class SharedWords:
    """Finds public ideas by the words that they share with a draft, without any index: also what came today."""

    key = "participation.shared_words"
    order = 90

    def alike(self, draft: Submission, among: QuerySet[Submission], limit: int) -> Sequence[tuple[UUID, Sequence[str]]]:
        """Return the likest of the given contributions that are public, the likest first."""
        own = telling(search_words(f"{draft.title} {draft.text}", html_language(draft.language)))
        rows = PublicIdea.objects.filter(submission__in=among).order_by("pk").values_list("submission_id", "words")
        others = {key: frozenset(word for word in own if f" {word} " in f" {words} ") for key, words in rows.iterator()}
        return likest(own, others, limit)


def choices_of(process: Process) -> tuple[list[Theme], list[tuple[str, object]]]:
    """Return the themes of a process, and the areas from which its public ideas come."""
    areas = PublicIdea.objects.readable().filter(process=process, submission__area__isnull=False).order_by()
    named = areas.values_list("submission__area__slug", "submission__area__name", "submission__area__pk").distinct()
    seen = {slug: (pk, name) for slug, name, pk in named}
    return list(Theme.objects.filter(process=process)), [
        (slug, name) for slug, (_pk, name) in sorted(seen.items(), key=lambda one: one[1][0])
    ]


def rule_names() -> dict[str, str]:
    """Return the published rules in words: what is wrong with something that breaks them."""
    return {
        rules.PERSONAL: _("tells personal things about somebody"),
        rules.INSULT: _("insults or threatens somebody"),
        rules.ILLEGAL: _("is against the law"),
        rules.OFF_TOPIC: _("is about something else"),
        rules.ADVERT: _("is an advertisement, or the same again"),
        rules.OTHER: _("breaks the rules in another way"),
    }


def removed_counts(process: Process) -> dict[str, int]:
    """Return how many ideas and comments of a process were removed, by rule."""
    counts: dict[str, int] = {}
    for rows in (PublicIdea.objects.filter(process=process), Comment.objects.filter(idea__process=process)):
        for rule, n in rows.filter(state=rules.REMOVED).order_by().values_list("rule").annotate(n=Count("pk")):
            counts[rule] = counts.get(rule, 0) + n
    return {rule: counts[rule] for rule in rules.RULES if rule in counts}


def seed_of_today() -> int:
    """Return the seed of today's mixed order, the same for everybody, so that a page can be kept by caches."""
    return timezone.localdate().toordinal()


def newest_of(process: Process, limit: int) -> list[PublicIdea]:
    """Return the ideas that became public last."""
    return list(PublicIdea.objects.readable().filter(process=process).newest_first()[:limit])


def public_count(process: Process) -> int:
    """Return how many ideas of a process everybody may read."""
    return PublicIdea.objects.readable().filter(process=process).count()
