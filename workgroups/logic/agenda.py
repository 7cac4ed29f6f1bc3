"""Rules of meetings: the order of an agenda, what is recorded of a matter, how many may have voted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from workgroups.logic.reviews import Ruling

EARLIER, LATER = "earlier", "later"
T = TypeVar("T")


@dataclass(frozen=True)
class Votes:
    """How a vote went."""

    given_for: int
    against: int
    abstained: int = 0

    @property
    def total(self) -> int:
        """How many took part."""
        return self.given_for + self.against + self.abstained


@dataclass(frozen=True)
class Record:
    """What the secretary writes down about one matter; without a ruling nothing was decided on it."""

    discussion: Mapping[str, str] = field(default_factory=dict)
    ruling: Ruling | None = None
    seen_version: int = 0  # of the contribution that is decided on
    votes: Votes | None = None
    disqualified: Collection[int] = ()


def moved(rows: Sequence[T], row: T, direction: str) -> list[T]:
    """Return the rows with one of them a place earlier or later; at the end of the list nothing moves."""
    order = list(rows)
    place = order.index(row)
    target = place - 1 if direction == EARLIER else place + 1
    if 0 <= target < len(order):
        order[place], order[target] = order[target], order[place]
    return order


def votes_fit(votes: Votes | None, *, present: int, disqualified: int) -> bool:
    """Tell whether no more people voted than were there and not disqualified; unknown attendance fits any vote."""
    return votes is None or present == 0 or votes.total <= present - disqualified
