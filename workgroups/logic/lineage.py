"""Lineage: what came from what – parts of a contribution, clusters, groups – as a graph without circles."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

CUT, CLUSTER, EXCLUDE, MERGE, SPLIT, RENAME, MOVE = KINDS = (
    "cut",
    "cluster",
    "exclude",
    "merge",
    "split",
    "rename",
    "move",
)
GROUP_KINDS = (MERGE, SPLIT, RENAME, MOVE)
Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True)
class Step:
    """One standing operation on groups: its number, what it ended or changed, what continues."""

    number: int
    kind: str
    before: frozenset[int]
    after: frozenset[int]

    @property
    def touched(self) -> frozenset[int]:
        """All groups that it changed."""
        return self.before | self.after


def edges_of(steps: Iterable[Step]) -> list[tuple[int, int]]:
    """Return which group continues which, for every step that passed work on."""
    passing = (step for step in steps if step.kind in (MERGE, SPLIT))
    return [(old, new) for step in passing for old in sorted(step.before) for new in sorted(step.after) if old != new]


def reached(start: Node, edges: Collection[tuple[Node, Node]]) -> set[Node]:
    """Return everything that can be reached from a node along the edges, without itself unless there is a circle."""
    found: set[Node] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for source, target in edges:
            if source == here and target not in found:
                found.add(target)
                waiting.append(target)
    return found


def climbs_to(start: Node, goal: Node, parents: Mapping[Node, Node | None]) -> bool:
    """Tell whether going up the tree from a group one comes by another; a circle in the tree ends the climb."""
    seen: set[Node] = set()
    here: Node | None = start
    while here is not None and here not in seen:
        if here == goal:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def newer_on_same(step: Step, steps: Iterable[Step]) -> list[Step]:
    """Return the standing steps after this one that touched the same groups: they must be undone first."""
    return [one for one in steps if one.number > step.number and one.touched & step.touched]
