"""Support of public ideas without an account: counted once for a code, taken back with it, unlinkable in the end.

The limits, said openly: whoever clears their browser or takes another one has another code, so the numbers say how
many codes support an idea, not how many people. What slows that down is the limit a minute and network.
"""

import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import NotOpen, ParticipationError
from participation.logic import moderation as rules
from participation.logic.receipts import normalised
from participation.models.processes import Process
from participation.models.public_ideas import PublicIdea, Support

SUPPORTS_A_MINUTE = 120  # from one network: a school class and a library fit


def check_code(code: str) -> str:
    """Return the characters that a support code means; raises ParticipationError for what cannot be a code."""
    letters = normalised(code[:80])
    if letters is None:
        message = _("This is not a support code: it has 16 letters and digits.")
        raise ParticipationError(message, "no_code", {"code": [{"code": "no_code", "message": message}]})
    return letters


def voter_for(process_id: int, code: str) -> str:
    """Return the key of a support code in one process; raises ParticipationError for what cannot be a code."""
    return rules.voter_of(settings.RECEIPT_SECRET, process_id, check_code(code))


@transaction.atomic
def support_idea(idea: PublicIdea, code: str, *, on: bool = True) -> int:
    """Count the support of a code for an idea once, or take it back; returns the supporters now.

    Repeating it changes nothing. Raises NotOpen where ideas are not supported now.
    """
    process = idea.process
    if not process.takes_support or process.state != Process.State.OPEN or idea.state != rules.SHOWN:
        raise NotOpen(_("Ideas cannot be supported here at the moment."))
    voter = voter_for(process.pk, code)
    if on:
        try:
            with transaction.atomic():
                Support.objects.create(idea=idea, voter=voter)
        except IntegrityError:
            pass  # this code supports it already
    else:
        Support.objects.filter(idea=idea, voter=voter).delete()
    return Support.objects.filter(idea=idea).count()


@transaction.atomic
def take_back_all(process: Process, code: str) -> int:
    """Take back all support of a code in a process; returns how many ideas it supported."""
    count, _rows = Support.objects.filter(idea__process=process, voter=voter_for(process.pk, code)).delete()
    return count


@transaction.atomic
def seal_support(process: Process) -> int:
    """Cut the way from codes to support when a process has ended; returns how many keys were made anew.

    The numbers and their unions stay as they are: the same supporter has the same new key everywhere, made under a
    secret that nobody keeps. Safe to repeat.
    """
    secret = secrets.token_bytes(32)
    rows = list(Support.objects.filter(idea__process=process).exclude(voter__startswith=rules.SEALED))
    for row in rows:
        row.voter = rules.resealed(secret, row.voter)
    Support.objects.bulk_update(rows, ["voter"], batch_size=500)
    if rows:
        add_audit_entry("seal_support", process, by=None, supports=len(rows))
    return len(rows)


def seal_ended() -> int:
    """Cut the way from codes to support in every process that has ended, also where ideas are not public any more.

    Returns how many keys were made anew.
    """
    ended = Process.objects.filter(state__in=[Process.State.CLOSED, Process.State.ARCHIVED])
    return sum(seal_support(process) for process in ended.order_by("pk"))
