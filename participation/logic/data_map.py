"""The map of personal data: which fields hold something about people, and what is promised about it.

Each app declares its own part; a test compares the whole with the models, so that no field is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

COLUMNS = ("field", "what", "whose", "basis", "purpose", "retention", "readers", "erasure")


@dataclass(frozen=True)
class DataKind:
    """One kind of personal data with the fields that hold it, each as "model.field field …"; words are shown lazily."""

    key: str
    what: StrPromise
    whose: StrPromise
    basis: StrPromise
    purpose: StrPromise
    retention: StrPromise
    readers: StrPromise
    erasure: StrPromise
    fields: Mapping[str, str] = field(default_factory=dict)
    order: int = 100

    def names(self) -> Iterator[str]:
        """Return the fields, each with its model."""
        return spelled(self.fields)


@dataclass(frozen=True)
class PlainFields:
    """The fields of one app that tell nothing about a person: by model, separated by spaces."""

    key: str
    fields: Mapping[str, str]
    order: int = 100

    def names(self) -> Iterator[str]:
        """Return the fields, each with its model."""
        return spelled(self.fields)


def spelled(fields: Mapping[str, str]) -> Iterator[str]:
    """Return each field with its model."""
    return (f"{model}.{name}" for model, names in fields.items() for name in names.split())


@dataclass(frozen=True)
class Gaps:
    """Where the map and the models differ."""

    missing: Sequence[str]
    unknown: Sequence[str]
    twice: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.unknown or self.twice)


def gaps_between(declared: Iterable[str], real: Iterable[str]) -> Gaps:
    """Return which real fields nobody declared, which declared ones do not exist, and which were declared twice."""
    seen: set[str] = set()
    twice = []
    for name in declared:
        if name in seen:
            twice.append(name)
        seen.add(name)
    there = set(real)
    return Gaps(sorted(there - seen), sorted(seen - there), sorted(twice))
