"""Comments on public ideas, and reports that something breaks a rule: sent without an account, repeatable by key."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.actions.ideas import language_of
from participation.actions.receipts import issue_receipt
from participation.errors import Conflict, NotOpen, ParticipationError
from participation.logic import moderation as rules
from participation.logic.masking import mask
from participation.logic.text import clean
from participation.models.processes import Process
from participation.models.public_ideas import Comment, Complaint, PublicIdea
from participation.models.receipts import Receipt

COMMENTS_A_MINUTE = 30  # from one network
COMPLAINTS_A_MINUTE = 20


@dataclass(frozen=True)
class Said:
    """What the author of a comment gets back."""

    comment: Comment
    code: str
    is_new: bool


def key_hash(kind: str, key: str) -> str:
    """Return the keyed hash of the key made when a form opened."""
    return hmac.new(settings.RECEIPT_SECRET.encode(), f"{kind}:{key}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def leave_comment(idea: PublicIdea, *, key: str, text: str, language: str) -> Said:
    """Keep a comment and return the code with which its author finds it and takes it back.

    It is public at once, unless somebody looks first in this process, or it still holds what looks like personal
    data: then a coordinator does. The same key and words again give the same code; raises Conflict for other words.
    """
    text = clean(text)
    if not text.strip() or len(text) > rules.COMMENT_LIMIT:
        message = _("Write at most %(limit)s characters.") % {"limit": rules.COMMENT_LIMIT}
        raise ParticipationError(message, fields={"text": [{"code": "invalid", "message": message}]})
    source_key = key_hash("comment", key)
    stored = Comment.objects.filter(source_key=source_key).first()
    if stored is None:
        check_takes_comments(idea)
    written_in = language_of(text, language)
    receipt, code = issue_receipt(key, kind=Receipt.Kind.COMMENT, process=idea.process)
    if stored is None:
        doubtful = bool(mask(text, written_in).marks)
        state = rules.first_state(checks_first=idea.process.checks_first, is_doubtful=doubtful)
        comment = Comment(
            idea=idea, source_key=source_key, text=text, language=written_in, state=state, receipt=receipt
        )
        try:
            with transaction.atomic():
                comment.save(force_insert=True)
        except IntegrityError:  # the same form was sent twice at once
            stored = Comment.objects.get(source_key=source_key)
        else:
            return Said(comment, code, is_new=True)
    if stored.text != text or stored.idea_id != idea.pk:
        raise Conflict(_("This was already received with other content."), "already_received")
    return Said(stored, code, is_new=False)


def check_takes_comments(idea: PublicIdea) -> None:
    """Raise NotOpen unless residents may comment on this idea now."""
    process = idea.process
    if not process.takes_comments or process.state != Process.State.OPEN or idea.state != rules.SHOWN:
        raise NotOpen(_("Ideas cannot be commented here at the moment."))


@transaction.atomic
def complain(idea: PublicIdea, comment: Comment | None, *, key: str, rule: str, text: str = "") -> Complaint:
    """Note that a resident reports an idea or a comment; the same key again adds nothing, and nothing is hidden by it."""
    if rule not in rules.RULES:
        raise ParticipationError(
            _("Choose what is wrong."), fields={"rule": [{"code": "invalid", "message": _("Choose what is wrong.")}]}
        )
    found, _new = Complaint.objects.get_or_create(
        source_key=key_hash("complaint", key),
        defaults={"idea": idea, "comment": comment, "rule": rule, "text": clean(text)[: rules.NOTE_LIMIT]},
    )
    return found
