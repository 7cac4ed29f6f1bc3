"""Ideas that residents leave themselves: on the form, through the API, at a workshop table."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from participation.actions.follows import begin_follow, check_address
from participation.actions.guarding import NOTHING, Content, Traces, look_at, note_recorded
from participation.actions.public_ideas import allow_public
from participation.actions.receipts import issue_receipt
from participation.actions.submissions import check_takes_ideas, check_words, content_hash, receive_submission
from participation.errors import Conflict
from participation.logic.guarding import long_words
from participation.logic.language import LANGUAGES, detect_language, words_of
from participation.logic.text import clean, html_language
from participation.models.areas import Area
from participation.models.processes import Process
from participation.models.receipts import Receipt
from participation.models.submissions import Submission
from participation.models.themes import Theme

ENOUGH_WORDS = 5  # below this a guess of the language says little


@dataclass(frozen=True)
class Received:
    """What the resident gets back: the stored contribution, the code of its receipt, whether it is new."""

    submission: Submission
    code: str
    is_new: bool


def receive_idea(  # noqa: PLR0913 -- the fields of the form, each by name
    process: Process,
    *,
    key: str,
    text: str,
    title: str = "",
    theme: Theme | None = None,
    area: Area | None = None,
    location: Mapping[str, object] | None = None,
    language: str = "fi",
    channel: str = "form",
    email: str = "",
    provenance: Mapping[str, object] | None = None,
    invited: bool = False,
    receipt_key: str = "",
    announce: bool = True,
    publish: bool = False,
    traces: Traces | None = None,
) -> Received:
    """Store an idea under the key made when its form opened, and return the code of its receipt.

    The same key and content again gives the same receipt, also after the phase has closed; other content under the
    same key raises Conflict "already_received". Raises NotOpen outside the phases that take ideas, unless the resident
    was invited to a workshop. An address is kept apart from the text, for the answer only. What may be published becomes
    public where a process shows ideas. Several ideas of one author share the receipt of a receipt key.
    Traces are looked at and forgotten; marks of what they tell stand beside the idea.
    """
    text, title = clean(text), clean(title)
    check_words(text=text, title=title, location=location)
    check_address(email)
    look = look_at(subject_of(process), key, Content(1, long_words([text])), traces) if traces else NOTHING
    submission = Submission(
        process=process,
        source_key=source_key_of(key),
        text=text,
        title=title,
        theme=theme,
        area=area,
        location=dict(location) if location else None,
        language=language_of(text, language),
        channel=channel,
        provenance=dict(provenance or {}),
        marks=look.marks,
        is_sample=False,
    )
    with transaction.atomic():
        if not already_stored(submission) and not invited:
            check_takes_ideas(process)
        receipt, code = issue_receipt(receipt_key or key, kind=Receipt.Kind.SUBMISSION, process=process)
        stored, is_new = receive_submission(submission, receipt=receipt, announce=announce)
        if email:
            begin_follow(stored, email, language)
        if publish and is_new and process.ideas_public:
            allow_public(stored)
    if is_new:
        note_recorded(subject_of(process), look)
    return Received(stored, code, is_new)


def subject_of(process: Process) -> str:
    """Return what ideas for a process are counted under."""
    return f"process{process.pk}"


def source_key_of(key: str) -> str:
    """Return the keyed hash under which an idea is stored: unique like the key, and leading back to nobody."""
    return hmac.new(settings.RECEIPT_SECRET.encode(), b"idea:" + key.encode(), hashlib.sha256).hexdigest()


def already_stored(submission: Submission) -> bool:
    """Tell whether this very idea is stored; raises Conflict if its key holds another one."""
    stored = Submission.objects.filter(source_key=submission.source_key).first()
    if stored is None:
        return False
    wanted = content_hash(
        title=submission.title,
        text=submission.text,
        theme=submission.theme_id,
        area=submission.area_id,
        location=submission.location,
        language=submission.language,
    )
    if stored.content_hash != wanted or stored.process_id != submission.process_id:
        raise Conflict(_("This was already received with other content."), "already_received")
    return True


def language_of(text: str, page_language: str) -> str:
    """Return the language of a text: the page's, unless the text is clearly written in another one."""
    page = html_language(page_language)
    if page not in LANGUAGES or len(words_of(text)) < ENOUGH_WORDS:
        return page
    return detect_language(text, (page, *(code for code in LANGUAGES if code != page)))
