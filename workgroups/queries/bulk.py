"""What would happen to each of many contributions: told before it is done."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from participation.models import Process
from participation.models.people import Anonymous, Person
from workgroups import permissions
from workgroups.queries.reviews import Card, cards_of, reviews_visible_to
from workgroups.queries.tray import TrayItem, tray_items, tray_visible_to

ACTS = ("accept", "forward", "decline")
OPEN = ("routed", "in_review", "on_agenda")
LIMIT = 100


@dataclass(frozen=True)
class Line:
    """One contribution of the preview: the version that was ticked, whether the step can be taken, and why not."""

    card: Card
    version: int
    obstacle: str = ""

    @property
    def is_possible(self) -> bool:
        """Tell whether the step can be taken."""
        return not self.obstacle


def ticked(values: Iterable[str]) -> dict[uuid.UUID, int]:
    """Return the contributions and versions of ticks such as "id:3"; what cannot be read is left out."""
    found: dict[uuid.UUID, int] = {}
    for value in list(values)[:LIMIT]:
        key, _colon, version = value.partition(":")
        try:
            found[uuid.UUID(key)] = int(version)
        except ValueError:
            continue
    return found


def preview_of(person: Person | Anonymous, act: str, seen: Mapping[uuid.UUID, int]) -> list[Line]:
    """Return what the step would do to each of the ticked contributions that this person may see."""
    rows = reviews_visible_to(person).filter(pk__in=seen).order_by("received_on", "pk").select_related("theme", "area")
    cards = cards_of(rows.select_related("process", "theme", "area"))
    return [Line(card, seen[card.submission.pk], obstacle(person, act, card, seen)) for card in cards]


def obstacle(person: Person | Anonymous, act: str, card: Card, seen: Mapping[uuid.UUID, int]) -> str:
    """Return why the step cannot be taken, in words; an empty text when it can."""
    lies, row = card.assignment, card.submission
    verbs = {
        "accept": permissions.can_accept_submission,
        "forward": permissions.can_forward_submission,
        "decline": permissions.can_decline_submission,
    }
    if lies is None or not verbs[act](person, lies):
        return _("It does not lie with a group in which you decide.")
    if row.version != seen[row.pk]:
        return _("It has changed since you ticked it.")
    if act == "accept" and row.state != "routed":
        return _("It is taken up already.")
    if row.state not in OPEN:
        return _("It is decided already.")
    return ""


def suggested_in(person: Person | Anonymous, process: Process) -> list[TrayItem]:
    """Return the oldest contributions in the tray of a process for which a group is suggested."""
    rows = tray_visible_to(person).filter(process=process)[:LIMIT]
    return [item for item in tray_items(rows) if item.suggested]
