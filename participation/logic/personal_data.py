"""What every app answers that keeps something about people: for access requests and erasure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class PersonalData(Protocol):
    """Who keeps something about people."""

    key: str
    order: int

    def export_person(self, person: Any) -> Mapping[str, Any]:
        """Return everything kept about a staff member."""

    def forget_person(self, person: Any) -> int:
        """Erase what is kept about a staff member, as far as decisions need no author; returns how many things."""

    def forget_submission(self, submission: Any) -> None:
        """Erase what is kept about one contribution."""

    def export_receipt(self, receipt: Any) -> Mapping[str, Any]:
        """Return everything kept that hangs on one receipt."""

    def forget_receipt(self, receipt: Any) -> int:
        """Erase what hangs on one receipt; returns how many things were erased."""
