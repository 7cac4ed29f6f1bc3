"""After a backup was restored: erasing again what had been erased since it was taken."""

from collections.abc import Collection

from participation.actions.erasure_notes import FOLLOW, PERSON, RECEIPT, mark_of, person_key
from participation.actions.follows import leave_follow
from participation.actions.privacy import forget_person, forget_receipt
from participation.models.notifications import Follow
from participation.models.people import Person
from participation.models.receipts import Receipt


def reapply_erasures(marks: Collection[str]) -> dict[str, int]:
    """Erase everything that is back and has a mark in the journal; returns how many of each. Safe to repeat."""
    keys = Receipt.objects.values_list("pk", flat=True).iterator()  # a million of them fit, as rows they would not
    receipts = Receipt.objects.select_related("process").in_bulk(
        [key for key in keys if mark_of(RECEIPT, key) in marks]
    )
    for receipt in receipts.values():
        forget_receipt(receipt, by=None)
    follows = [one for one in Follow.objects.all() if mark_of(FOLLOW, one.pk) in marks]
    for follow in follows:
        leave_follow(follow)
    people = [
        one for one in Person.objects.exclude(email__endswith="@invalid") if mark_of(PERSON, person_key(one)) in marks
    ]
    for person in people:
        forget_person(person, by=None)
    return {"receipts": len(receipts), "addresses": len(follows), "accounts": len(people)}
