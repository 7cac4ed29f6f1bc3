"""What messages say, how a follower confirms or stops them without an account, and what did not arrive."""

from collections.abc import Mapping

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.extension_points import Wording, duties
from participation.logic.text import pick
from participation.models.notifications import Follow, Notification
from participation.models.people import Person
from participation.models.processes import Phase, Process
from participation.models.receipts import JourneyEntry
from participation.queries.moderation import waiting_in
from participation.queries.receipts import DECIDED, answer_address

SALT = "participation.follow"


def leave_address(follow: Follow) -> str:
    """Return the absolute address where this follower leaves with one press; the token names the row, not the person."""
    return settings.BASE_URL + reverse("participation:follow_leave", args=[token_of(follow)])


def confirm_address(follow: Follow) -> str:
    """Return the address where a follower confirms the address."""
    return reverse("participation:follow_confirm", args=[token_of(follow)])


def token_of(follow: Follow) -> str:
    """Return what a link to a follower holds: the row, signed."""
    return signing.dumps(follow.pk.hex, salt=SALT)


def follow_of(token: str) -> Follow | None:
    """Return the follower whom a link means, or nothing if it is forged or has already left."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Follow.objects.filter(pk=key).first()


def confirm_wording(context: Mapping[str, object]) -> Wording | None:
    """Ask whether the address is the follower's own; nothing when it was confirmed or withdrawn meanwhile."""
    follow = Follow.objects.select_related("submission__process").filter(pk=str(context.get("follow") or "")).first()
    if follow is None or follow.confirmed_on is not None:
        return None
    process = follow.submission.process
    return confirm_words(pick(process.name, get_language() or settings.LANGUAGE_CODE)[0], confirm_address(follow))


def confirm_words(process: str, address: str) -> Wording:
    """Return the words that ask a follower to confirm."""
    return Wording(
        subject=_("Confirm your e-mail address"),
        paragraphs=[
            _(
                "This address was left to hear what becomes of a contribution in %(process)s. Confirm it, and you "
                "get a message when there is news."
            )
            % {"process": process},
            _("If it was not you, do nothing: the address is then erased within two weeks."),
        ],
        address=address,
        button=_("Confirm the address"),
        item=process,
    )


def outcome_wording(context: Mapping[str, object]) -> Wording | None:
    """Word the news that a contribution was answered; nothing if the answer was taken back meanwhile."""
    entry = JourneyEntry.objects.select_related("submission__process").filter(pk=str(context.get("entry") or 0)).first()
    if entry is None:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    process = pick(entry.submission.process.name, language)[0]
    address = answer_address(entry) if entry.stage == DECIDED else reverse("participation:receipts")
    return outcome_words(process, pick(entry.group_name, language)[0], pick(entry.text, language)[0], address)


def outcome_words(process: str, group: str, answer: str, address: str) -> Wording:
    """Return the words that bring an answer; the page behind the address asks whether it answered."""
    paragraphs = [_("You left an idea or feedback in %(process)s. It has now been answered.") % {"process": process}]
    if group:
        paragraphs.append(_("Answered by: %(group)s.") % {"group": group})
    if answer:
        paragraphs.append(answer)
    paragraphs.append(_("With your receipt code you see every stage."))
    return Wording(
        subject=_("Your contribution has been answered"),
        paragraphs=paragraphs,
        address=address,
        button=_("Did this answer you?"),
        item=process,
    )


def look_wording(context: Mapping[str, object]) -> Wording | None:
    """Tell a coordinator what waits to be looked at; nothing when somebody has looked meanwhile."""
    process = Process.objects.filter(pk=int(str(context.get("process") or 0))).first()
    count = waiting_in(process) if process else 0
    if process is None or not count:
        return None
    name = pick(process.name, get_language() or settings.LANGUAGE_CODE)[0]
    return look_words(name, count, reverse("participation:ideas_desk", args=[process.slug]))


def look_words(process: str, count: int, address: str) -> Wording:
    """Return the words of that reminder."""
    text = ngettext(
        "%(n)s idea, comment or report waits to be looked at.",
        "%(n)s ideas, comments or reports wait to be looked at.",
        count,
    )
    return Wording(
        subject=_("Ideas and comments to look at: %(process)s") % {"process": process},
        paragraphs=[text % {"n": count}],
        address=address,
        button=_("Look at them"),
        item=process,
    )


def silence_wording(context: Mapping[str, object]) -> Wording | None:
    """Remind the coordinator of a phase that ended without anything published."""
    phase = Phase.objects.select_related("process").filter(pk=int(str(context.get("phase") or 0))).first()
    if phase is None or phase.closes is None:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    process, name = pick(phase.process.name, language)[0], pick(phase.name, language)[0]
    return silence_words(process, name, reverse("participation:overview", args=[phase.process.slug]))


def silence_words(process: str, phase: str, address: str) -> Wording:
    """Return the words of that reminder."""
    values = {"process": process, "phase": phase}
    return Wording(
        subject=_("Residents wait for news: %(process)s") % values,
        paragraphs=[
            _("The phase “%(phase)s” has ended, and nothing has been published since.") % values,
            _("Publish decisions, minutes or a summary, or tell on the process page what happens next."),
        ],
        address=address,
        button=_("Open the overview"),
        item=process,
    )


def undelivered(person: Person) -> QuerySet[Notification]:
    """Return what did not arrive of a coordinator's processes: to followers and to who does something there."""
    processes = Process.objects.coordinated_by(person)
    failed = Notification.objects.filter(state=Notification.State.FAILED).exclude(failure="nothing_to_tell")
    colleagues = {one.person.pk for process in processes for family in duties for one in family.held(process)}
    own = Q(follow__submission__process__in=processes) | Q(person__in=colleagues)
    return failed.filter(own).select_related("person", "follow__submission__process").order_by("-created_on", "-pk")
