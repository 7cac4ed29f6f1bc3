"""What coordinators look at: ideas and comments that wait, and what residents report, the oldest first."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from participation.logic import moderation as rules
from participation.logic.masking import mask
from participation.models.processes import Process
from participation.models.public_ideas import Comment, Complaint, PublicIdea

TABS = ("waiting", "shown", "removed")
Key = tuple[datetime.date, str, UUID]


@dataclass(frozen=True)
class Case:
    """An idea or a comment to look at, with what residents report about it."""

    kind: str  # idea or comment
    thing: PublicIdea | Comment
    complaints: Sequence[Complaint]

    @property
    def idea(self) -> PublicIdea:
        """The idea itself, or the one that is commented on."""
        return self.thing.idea if isinstance(self.thing, Comment) else self.thing

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.thing.language if isinstance(self.thing, Comment) else self.thing.submission.language

    @property
    def reference(self) -> str:
        """What names the thing in a form: kind, key and the version that was seen."""
        return f"{self.kind}:{self.thing.pk}:{self.thing.version}"

    @property
    def masked(self) -> str:
        """The words with what looks like personal data hidden, if that changes anything."""
        hidden = mask(self.thing.text, self.language).text
        return hidden if hidden != self.thing.text else ""


def keys_of(process: Process, tab: str) -> list[Key]:
    """Return day, kind and key of everything that a tab lists, in its order; two queries."""
    reported = Complaint.objects.filter(is_open=True)
    about_idea = Exists(reported.filter(idea=OuterRef("pk"), comment__isnull=True))
    about_comment = Exists(reported.filter(comment=OuterRef("pk")))
    ideas = PublicIdea.objects.filter(process=process).exclude(submission__state="withdrawn")
    comments = Comment.objects.filter(idea__process=process)
    if tab == "waiting":
        ideas = ideas.filter(Q(state=rules.WAITING) | Q(about_idea, state=rules.SHOWN))
        comments = comments.filter(Q(state=rules.WAITING) | Q(about_comment, state=rules.SHOWN))
    else:
        ideas, comments = ideas.filter(state=tab), comments.filter(state=tab)
    found: list[Key] = [(day, "idea", pk) for day, pk in ideas.order_by().values_list("allowed_on", "pk")]
    found += [(day, "comment", pk) for day, pk in comments.order_by().values_list("said_on", "pk")]
    return sorted(found, reverse=tab != "waiting")


def cases_of(keys: Iterable[Key]) -> list[Case]:
    """Return what is to be looked at, in the order of the keys; the number of queries does not grow with them."""
    wanted = [(kind, key) for _day, kind, key in keys]
    by_kind = {kind: [key for one, key in wanted if one == kind] for kind in ("idea", "comment")}
    ideas = PublicIdea.objects.filter(pk__in=by_kind["idea"]).select_related("submission")
    comments = Comment.objects.filter(pk__in=by_kind["comment"]).select_related("idea__submission")
    found: dict[UUID, PublicIdea | Comment] = {one.pk: one for one in (*ideas, *comments)}
    told: dict[UUID, list[Complaint]] = {}
    about = Q(comment__in=by_kind["comment"]) | Q(idea__in=by_kind["idea"], comment__isnull=True)
    for complaint in Complaint.objects.filter(about, is_open=True).order_by("on", "pk"):
        told.setdefault(complaint.comment_id or complaint.idea_id, []).append(complaint)
    return [Case(kind, found[key], told.get(key, [])) for kind, key in wanted if key in found]


def things_named(process: Process, references: Iterable[str]) -> list[PublicIdea | Comment]:
    """Return the things of a process that a form names, each as it was seen; what it does not know is left out."""
    seen: dict[UUID, int] = {}
    for reference in references:
        _kind, _colon, rest = reference.partition(":")
        key, _colon, version = rest.partition(":")
        try:
            seen[UUID(key)] = int(version)
        except ValueError:
            continue
    ideas = PublicIdea.objects.filter(process=process, pk__in=seen).select_related("process")
    comments = Comment.objects.filter(idea__process=process, pk__in=seen)
    things: list[PublicIdea | Comment] = [*ideas, *comments]
    for thing in things:
        thing.version = seen[thing.pk]
    return sorted(things, key=lambda thing: thing.pk)


def waiting_in(process: Process) -> int:
    """Return how many ideas and comments of a process wait to be looked at, reported ones among them."""
    return len(keys_of(process, "waiting"))
