"""Ideas becoming public and ceasing to be: with their author's consent, and taken back with the code of the receipt."""

from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.logic import moderation as rules
from participation.logic.masking import mask
from participation.logic.search import search_words
from participation.logic.text import html_language
from participation.models.people import Person
from participation.models.processes import Process
from participation.models.public_ideas import Comment, PublicIdea
from participation.models.receipts import Receipt
from participation.models.submissions import Submission
from participation.queries.publicity import PUBLIC_SALT

SECONDS = 3 * 3600  # how long a page of a journey may lie open before its author decides about publicity
SWITCHES = ("ideas_public", "takes_support", "takes_comments", "checks_first")


@transaction.atomic
def change_idea_rules(process: Process, *, by: Person, **switches: bool) -> Process:
    """Say whether ideas of a process are public, can be supported and commented, and whether somebody looks first."""
    if set(switches) - set(SWITCHES):
        raise ValueError(f"no such switches: {sorted(set(switches) - set(SWITCHES))}")
    for name, value in switches.items():
        setattr(process, name, value)
    process.save(update_fields=list(switches))
    add_audit_entry("change_idea_rules", process, by=by, **switches)
    return process


@transaction.atomic
def allow_public(submission: Submission) -> PublicIdea:
    """Let the public read an idea, as its author wants: a masked copy, at once or when somebody has looked at it.

    What was taken back comes back, with its support and comments. Raises ParticipationError where a process shows
    no ideas, or when the idea was removed for a rule it breaks.
    """
    process = submission.process
    if not process.ideas_public:
        raise ParticipationError(_("Ideas are not public here."), "not_public")
    idea = PublicIdea.objects.filter(submission=submission).first()
    if idea is None:
        return add_copy(submission, process)
    if idea.state == rules.REMOVED:
        raise ParticipationError(_("This idea was removed because it breaks a rule."), "removed")
    if idea.state == rules.TAKEN_BACK:
        step(idea, rules.SHOWN if idea.shown_on else rules.first_state(checks_first=process.checks_first))
    return idea


def add_copy(submission: Submission, process: Process) -> PublicIdea:
    """Store the masked copy of an idea with the words by which it is found."""
    state = rules.first_state(checks_first=process.checks_first)
    language = html_language(submission.language)
    title, text = mask(submission.title, language).text[:220], mask(submission.text, language).text
    return PublicIdea.objects.create(
        submission=submission,
        process=process,
        title=title,
        text=text,
        words=search_words(f"{title} {text}", language),
        state=state,
        shown_on=timezone.localdate() if state == rules.SHOWN else None,
    )


def step(thing: PublicIdea | Comment, state: str, **fields: object) -> None:
    """Move an idea or a comment by one conditional UPDATE; raises Conflict if it is elsewhere now."""
    if state == rules.SHOWN and isinstance(thing, PublicIdea) and thing.shown_on is None:
        fields["shown_on"] = timezone.localdate()
    rows = type(thing)._default_manager.filter(pk=thing.pk, state__in=rules.states_before(state), version=thing.version)  # noqa: SLF001
    if rows.update(state=state, version=F("version") + 1, **fields) != 1:
        thing.refresh_from_db()
        raise Conflict(_("Somebody else was first."), current={"state": thing.state, "version": thing.version})
    thing.refresh_from_db()


@transaction.atomic
def take_back(thing: PublicIdea | Comment) -> None:
    """Take an idea or a comment out of the public at its author's wish; done twice, it is done once."""
    if thing.state not in (rules.TAKEN_BACK, rules.REMOVED):
        step(thing, rules.TAKEN_BACK)


def receipt_of_token(token: str) -> Receipt:
    """Return the receipt whose journey lay open; raises ParticipationError for a forged or old token."""
    try:
        key = signing.loads(token, salt=PUBLIC_SALT, max_age=SECONDS)
    except signing.BadSignature:
        key = None
    receipt = Receipt.objects.select_related("process").filter(pk=key).first() if key else None
    if receipt is None:
        raise ParticipationError(_("Open the page with your receipt code once more, then choose."), "unknown")
    return receipt


@transaction.atomic
def choose_publicity(receipt: Receipt, reference: str, *, public: bool) -> None:
    """Let the author of an idea, or of a comment, say whether the public reads it; nothing of others can be reached."""
    try:
        key = UUID(reference)
    except ValueError:
        key = UUID(int=0)
    comment = Comment.objects.filter(receipt=receipt, pk=key).first()
    if comment is not None:
        if not public:
            take_back(comment)
        return
    own = Submission.objects.filter(receipt=receipt, whole__isnull=True).select_related("process")
    submission = own.filter(pk=key).first()
    if submission is None:
        raise ParticipationError(_("Open the page with your receipt code once more, then choose."), "unknown")
    if public:
        allow_public(submission)
        return
    idea = PublicIdea.objects.filter(submission=submission).first()
    if idea is not None:
        take_back(idea)
