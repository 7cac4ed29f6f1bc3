"""What of a resident's words is in public, behind the code of a receipt: for its author, who may change their mind."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from participation.logic import moderation as rules
from participation.models.public_ideas import Comment, PublicIdea
from participation.models.receipts import Receipt
from participation.models.submissions import Submission

PUBLIC_SALT = "participation.publicity"
PRIVATE = "private"  # an idea that its author never let the public read


@dataclass(frozen=True)
class PublicLine:
    """An idea or a comment of one author, and whether the public reads it."""

    kind: str  # idea or comment
    reference: str
    state: str
    thing: PublicIdea | Comment | None = None
    address: str = ""

    @property
    def can_be_shown(self) -> bool:
        """Tell whether its author may let the public read it now."""
        return self.kind == "idea" and self.state in (PRIVATE, rules.TAKEN_BACK)

    @property
    def can_be_taken_back(self) -> bool:
        """Tell whether its author may take it out of the public now."""
        return self.state in (rules.WAITING, rules.SHOWN)


def publicity_of(receipt: Receipt, submissions: Sequence[Submission]) -> list[PublicLine]:
    """Return what behind a receipt is in public or may be, without a query where a process shows no ideas."""
    process = receipt.process
    if not process.ideas_public:
        return []
    if receipt.kind == Receipt.Kind.COMMENT:
        rows = Comment.objects.filter(receipt=receipt).select_related("idea")
        return [PublicLine("comment", str(row.pk), row.state, row, address_of(row.idea)) for row in rows.order_by("pk")]
    if receipt.kind != Receipt.Kind.SUBMISSION:
        return []
    wholes = [row for row in submissions if row.whole_id is None and row.state != "withdrawn"]
    copies = {copy.submission_id: copy for copy in PublicIdea.objects.filter(submission__in=wholes)}
    lines = []
    for row in wholes:
        copy = copies.get(row.pk)
        lines.append(
            PublicLine(
                "idea",
                str(row.pk),
                copy.state if copy else PRIVATE,
                copy,
                address_of(copy, process.slug) if copy else "",
            )
        )
    return lines


def address_of(idea: PublicIdea, slug: str = "") -> str:
    """Return the public page of an idea."""
    return reverse("participation:idea_page", args=[slug or idea.process.slug, idea.pk])


def publicity_token(receipt: Receipt) -> str:
    """Return what lets the page of a journey change publicity without holding the code."""
    return signing.dumps(str(receipt.pk), salt=PUBLIC_SALT)
