"""What came of contributions, told by those who know it: headings, counts in words, and where it can be read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable
from uuid import UUID


@dataclass(frozen=True)
class TrailLink:
    """One thing that came of contributions, where everybody can read it."""

    title: Mapping[str, str]
    address: str
    detail: str = ""


@dataclass(frozen=True)
class Trail:
    """What of one kind came of contributions: its heading and its count in words, and where it can be read."""

    label: str
    count: str
    links: Sequence[TrailLink]


@runtime_checkable
class TrailSource(Protocol):
    """Who knows what came of contributions, for the goals that they led to: groups, decisions."""

    key: str
    order: int

    def trails(self, process: Any, families: Mapping[int, Collection[UUID]]) -> Mapping[int, Trail]:
        """Return by goal what came of its contributions, as everybody may know it; without any nothing."""
