"""Comments in the town's name on public ideas: by those who may speak for it, marked as the town's, taken back by them."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.comments import check_takes_comments, key_hash
from participation.actions.public_ideas import step
from participation.errors import Conflict, ParticipationError
from participation.logic import moderation as rules
from participation.logic.masking import mask
from participation.logic.text import clean
from participation.models.people import Person
from participation.models.public_ideas import Comment, PublicIdea

LANGUAGES = ("fi", "sv", "en")


def looks_personal(texts: Mapping[str, str]) -> bool:
    """Tell whether something in these words looks like personal data."""
    return any(mask(text, language).marks for language, text in texts.items())


@transaction.atomic
def say_for_town(
    idea: PublicIdea, texts: Mapping[str, str], *, key: str, speaker: Mapping[str, str] | None = None, by: Person
) -> Comment:
    """Comment in the town's name, in public at once; the same key and words again add nothing.

    Who speaks, such as a working group, is named by language; without it the town itself does.
    Raises ParticipationError without words, and Conflict for other words under the same key.
    """
    told = {code: text for code in LANGUAGES if (text := clean(texts.get(code, "")))}
    if not told or any(len(text) > rules.COMMENT_LIMIT for text in told.values()):
        message = (
            _("Write at most %(limit)s characters.") % {"limit": rules.COMMENT_LIMIT}
            if told
            else _("Write your comment.")
        )
        raise ParticipationError(message, fields={"text_fi": [{"code": "invalid", "message": message}]})
    check_takes_comments(idea)
    language, text = next(iter(told.items()))
    source_key = key_hash("town", key)
    try:
        with transaction.atomic():
            comment = Comment.objects.create(
                idea=idea,
                source_key=source_key,
                text=text,
                texts=told,
                language=language,
                state=rules.SHOWN,
                is_official=True,
                speaker=dict(speaker or {}),
                by=by,
            )
    except IntegrityError as error:  # the same form was sent twice
        stored = Comment.objects.get(source_key=source_key)
        if stored.texts != told or stored.idea_id != idea.pk:
            raise Conflict(_("This was already received with other content."), "already_received") from error
        return stored
    add_audit_entry("say_for_town", comment, by=by, idea=str(idea.pk), languages=list(told))
    return comment


@transaction.atomic
def take_back_for_town(comment: Comment, *, by: Person) -> None:
    """Take a comment of the town out of the public; raises Conflict when somebody did so, or removed it, meanwhile."""
    step(comment, rules.TAKEN_BACK)
    add_audit_entry("take_back_for_town", comment, by=by, idea=str(comment.idea_id))
