"""Opening and closing a workshop, and the ideas written at its tables."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.ideas import Received, receive_idea
from participation.errors import Conflict, NotOpen
from participation.models.people import Person
from participation.models.workshops import Workshop


def open_workshop(workshop: Workshop, *, by: Person) -> Workshop:
    """Let the tables write; one that was closed can be opened again. Raises Conflict when it is open."""
    return move_workshop(workshop, (Workshop.State.COMING, Workshop.State.CLOSED), Workshop.State.OPEN, by=by)


def close_workshop(workshop: Workshop, *, by: Person) -> Workshop:
    """Stop taking ideas. Raises Conflict when it is not open."""
    return move_workshop(workshop, (Workshop.State.OPEN,), Workshop.State.CLOSED, by=by)


@transaction.atomic
def move_workshop(workshop: Workshop, sources: tuple[str, ...], target: str, *, by: Person) -> Workshop:
    """Move a workshop from one of these states; exactly one of two people gets through, the other gets Conflict."""
    if not Workshop.objects.filter(pk=workshop.pk, state__in=sources).update(state=target):
        raise Conflict(_("Somebody changed the workshop meanwhile."))
    workshop.refresh_from_db(fields=["state"])
    add_audit_entry("open_workshop" if target == Workshop.State.OPEN else "close_workshop", workshop, by=by)
    return workshop


@transaction.atomic
def enter_table_idea(workshop: Workshop, *, by: Person, **words: Any) -> Received:
    """Write down what a table says; the audit entry names the facilitator, nothing else does."""
    received = receive_table_idea(workshop, **words)
    if received.is_new:
        add_audit_entry("enter_submission", received.submission, by=by, channel="workshop")
    return received


def receive_table_idea(
    workshop: Workshop, *, key: str, text: str, language: str, table: int | None = None, prompt: int | None = None
) -> Received:
    """Store an idea from a table with where it was written and what was asked; raises NotOpen outside the workshop.

    An open workshop takes ideas whatever the phase of its process: people were invited to it.
    """
    if workshop.state != Workshop.State.OPEN:
        raise NotOpen(_("This workshop is not open."))
    if prompt is None and len(workshop.prompts) == 1:
        prompt = 1
    asked = workshop.prompts[prompt - 1] if prompt and prompt <= len(workshop.prompts) else {}
    return receive_idea(
        workshop.process,
        key=key,
        text=text,
        language=language,
        channel="workshop",
        provenance={"workshop": workshop.code, "table": table, "prompt": prompt, "asked": asked},
        invited=True,
    )
