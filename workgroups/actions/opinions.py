"""Several groups, one answer: asking another group for its opinion, giving it, and no longer asking."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.submissions import note_step
from participation.errors import Conflict, ParticipationError
from participation.logic.text import clean
from participation.models import Person, Submission
from workgroups import events
from workgroups.actions.routing import check_takes, hold
from workgroups.models import Assignment, Group, Opinion

TEXT_LIMIT = 4000


@transaction.atomic
def ask_opinions(
    assignment: Assignment, groups: Iterable[Group], *, by: Person, question: str = "", version: int
) -> list[Opinion]:
    """Ask other groups for their opinion; the group that has the contribution still answers alone."""
    submission = assignment.submission
    wanted = sorted(groups, key=lambda group: group.pk)
    if not wanted:
        raise ParticipationError(_("Choose a working group."), "no_group")
    for group in wanted:
        check_takes(group, submission)
        if group.pk == assignment.group_id:
            raise ParticipationError(_("It lies with this group already. Choose another one."), "same_group")
    hold(group.pk for group in wanted)
    codes = [group.code for group in wanted]
    note_step(submission, by=by, kind="opinion_asked", version=version, data={"groups": codes, "reason": question})
    asked = [ask(submission, group, by=by, question=question) for group in wanted]
    add_audit_entry("ask_opinion", submission, by=by, groups=codes)
    return asked


def ask(submission: Submission, group: Group, *, by: Person | None, question: str = "") -> Opinion:
    """Note that a group is asked, once; an opinion that was given stands."""
    opinion, new = Opinion.objects.get_or_create(
        submission=submission, group=group, defaults={"question": clean(question), "asked_by": by}
    )
    if not new and not opinion.is_asked:
        Opinion.objects.filter(pk=opinion.pk).update(
            is_asked=True,
            question=clean(question),
            asked_by=by,
            asked_on=timezone.localdate(),
            version=F("version") + 1,
        )
        opinion.refresh_from_db()
    events.submission_assigned.send(sender=Assignment, group=group, submission_ids=[submission.pk])
    return opinion


@transaction.atomic
def give_opinion(opinion: Opinion, stance: str, text: str, *, by: Person, version: int) -> Opinion:
    """Write down what the group thinks, for the group that answers; raises Conflict when somebody wrote meanwhile."""
    if stance not in Opinion.Stance.values:
        message = _("Choose what the group thinks.")
        raise ParticipationError(message, fields={"stance": [{"code": "required", "message": message}]})
    rows = Opinion.objects.standing().filter(pk=opinion.pk, version=version)
    written = rows.update(
        stance=stance,
        text=clean(text)[:TEXT_LIMIT],
        given_by=by,
        given_on=timezone.localdate(),
        version=F("version") + 1,
    )
    opinion.refresh_from_db()
    if written != 1:
        raise Conflict(
            _("Somebody else of the group wrote meanwhile."),
            current={"version": opinion.version, "stance": opinion.stance, "text": opinion.text},
        )
    add_audit_entry("give_opinion", opinion.submission, by=by, group=opinion.group.code, stance=stance)
    return opinion


@transaction.atomic
def drop_opinion(opinion: Opinion, *, by: Person) -> Opinion:
    """No longer ask a group; what it gave already stays readable. Raises Conflict when it gave its opinion meanwhile."""
    if Opinion.objects.awaited().filter(pk=opinion.pk).update(is_asked=False, version=F("version") + 1) != 1:
        raise Conflict(_("The group gave its opinion meanwhile."), "given")
    opinion.refresh_from_db()
    add_audit_entry("drop_opinion", opinion.submission, by=by, group=opinion.group.code)
    return opinion
