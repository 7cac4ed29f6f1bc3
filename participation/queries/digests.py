"""A digest: several messages in one mail, grouped by what they are about, the newest first."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from participation.extension_points import Wording


@dataclass(frozen=True)
class Told:
    """One message with the label of its kind."""

    key: uuid.UUID
    label: str
    wording: Wording


@dataclass(frozen=True)
class Section:
    """What stands together in a digest."""

    item: str
    told: Sequence[Told]


@dataclass(frozen=True)
class Digest:
    """The content of one mail."""

    subject: str
    sections: Sequence[Section]


def digest_of(told: Sequence[Told]) -> Digest:
    """Return messages, given newest first, grouped by item; the group with the newest message comes first."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        groups.setdefault(one.wording.item or one.label, []).append(one)
    n = len(told)
    subject = ngettext("%(n)s message", "%(n)s messages", n) % {"n": n}
    return Digest(subject, [Section(item, rows) for item, rows in groups.items()])
