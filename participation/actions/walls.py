"""What happens on the wall of a workshop: notes, clusters, support, dots, steps and the timer.

Every change counts the wall's version on first: the row of the workshop is the queue in which changes stand, so each
version holds whole changes and none is lost between two facilitators.
"""

import datetime
import hashlib
import hmac
import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, NotOpen, ParticipationError
from participation.gateways import live
from participation.models.people import Person
from participation.models.submissions import Submission
from participation.models.walls import (
    WorkshopBallot,
    WorkshopCluster,
    WorkshopNote,
    WorkshopSlip,
    WorkshopSupport,
)
from participation.models.workshops import Workshop

MOST_SLIPS = 300


def touch(workshop: Workshop, *, while_open: bool = False) -> int:
    """Count the version of the wall on and wake the screens once the transaction at hand holds; returns it.

    For what counts only in an open workshop, raises NotOpen when somebody closed it since it was loaded.
    """
    transaction.on_commit(lambda: live.poke_wall(workshop.pk))
    rows = Workshop.objects.filter(pk=workshop.pk)
    if while_open:
        rows = rows.filter(state=Workshop.State.OPEN)
    if rows.update(wall_version=F("wall_version") + 1) != 1 and while_open:
        raise NotOpen(_("This workshop is not open."))
    version: int = Workshop.objects.values_list("wall_version", flat=True).get(pk=workshop.pk)
    return version


def voter_of(workshop: Workshop, key: str) -> str:
    """Return the keyed hash under which a phone counts once in this workshop."""
    return hmac.new(settings.RECEIPT_SECRET.encode(), f"voter:{workshop.pk}:{key}".encode(), hashlib.sha256).hexdigest()


def hang_note(
    workshop: Workshop, submission: Submission, *, table: int | None, prompt: int | None, shown: bool
) -> WorkshopNote:
    """Hang an idea on the wall of an open workshop, or let it wait for a facilitator.

    An idea that came while the workshop was closed would be handed on to nobody: it is refused.
    """
    version = touch(workshop, while_open=True)
    return WorkshopNote.objects.create(
        workshop=workshop,
        submission=submission,
        table=table,
        prompt=prompt,
        state=WorkshopNote.State.SHOWN if shown else WorkshopNote.State.WAITING,
        changed=version,
    )


@transaction.atomic
def show_note(note: WorkshopNote, *, shown: bool, by: Person) -> WorkshopNote:
    """Let an idea through to the wall, or take it off; it goes to the working groups either way."""
    version = touch(note.workshop)
    note.state = WorkshopNote.State.SHOWN if shown else WorkshopNote.State.HIDDEN
    WorkshopNote.objects.filter(pk=note.pk).update(state=note.state, changed=version)
    add_audit_entry("show_note" if shown else "hide_note", note.submission, by=by)
    return note


@transaction.atomic
def show_all_notes(workshop: Workshop, *, by: Person) -> int:
    """Let everything through that waits; returns how many."""
    version = touch(workshop)
    waiting = WorkshopNote.objects.filter(workshop=workshop, state=WorkshopNote.State.WAITING)
    count = waiting.update(state=WorkshopNote.State.SHOWN, changed=version)
    add_audit_entry("show_notes", workshop, by=by, notes=count)
    return count


@transaction.atomic
def move_note(note: WorkshopNote, cluster: WorkshopCluster | None, *, seen: int, by: Person) -> WorkshopNote:
    """Put a note into a cluster or out of all; raises Conflict when somebody moved it since, or the cluster is gone."""
    version = touch(note.workshop)
    if cluster is not None and not WorkshopCluster.objects.filter(pk=cluster.pk, is_removed=False).exists():
        raise Conflict(_("This cluster was removed meanwhile."))
    rows = WorkshopNote.objects.filter(pk=note.pk, moves=seen)
    if rows.update(cluster=cluster, moves=F("moves") + 1, changed=version) != 1:
        note.refresh_from_db()
        raise Conflict(_("Somebody moved this idea meanwhile."), current={"cluster": note.cluster_id})
    note.refresh_from_db()
    add_audit_entry("move_note", note.submission, by=by, cluster=cluster.pk if cluster else None)
    return note


@transaction.atomic
def add_cluster(workshop: Workshop, name: str, *, by: Person) -> WorkshopCluster:
    """Begin a cluster."""
    version = touch(workshop)
    cluster = WorkshopCluster.objects.create(workshop=workshop, name=named(name), changed=version)
    add_audit_entry("add_cluster", workshop, by=by, cluster=cluster.pk)
    return cluster


@transaction.atomic
def name_cluster(cluster: WorkshopCluster, name: str, *, by: Person) -> WorkshopCluster:
    """Give a cluster another name."""
    version = touch(cluster.workshop)
    cluster.name = named(name)
    WorkshopCluster.objects.filter(pk=cluster.pk).update(name=cluster.name, changed=version)
    add_audit_entry("name_cluster", cluster.workshop, by=by, cluster=cluster.pk)
    return cluster


@transaction.atomic
def remove_cluster(cluster: WorkshopCluster, *, by: Person) -> None:
    """Take a cluster apart: its ideas hang on the wall without one."""
    version = touch(cluster.workshop)
    WorkshopCluster.objects.filter(pk=cluster.pk).update(is_removed=True, changed=version)
    inside = WorkshopNote.objects.filter(cluster=cluster)
    inside.update(cluster=None, moves=F("moves") + 1, changed=version)
    add_audit_entry("remove_cluster", cluster.workshop, by=by, cluster=cluster.pk)


def named(name: str) -> str:
    """Return the name of a cluster; raises ParticipationError without one."""
    name = " ".join(name.split())[:80]
    if not name:
        words = _("Give the cluster a name.")
        raise ParticipationError(words, fields={"name": [{"code": "required", "message": words}]})
    return name


def check_open(workshop: Workshop, *steps: str) -> None:
    """Raise NotOpen unless the room is at one of these steps."""
    now = Workshop.objects.values_list("state", "step").get(pk=workshop.pk)
    if now[0] != Workshop.State.OPEN or now[1] not in steps:
        raise NotOpen(_("The room is at another step now."))


@transaction.atomic
def support_note(note: WorkshopNote, *, voter_key: str, on: bool = True) -> int:
    """Count one phone's support of an idea once, or take it back; returns the support now."""
    version = touch(note.workshop)
    check_open(note.workshop, Workshop.Step.COLLECT, Workshop.Step.GROUP)
    voter = voter_of(note.workshop, voter_key)
    mine = WorkshopSupport.objects.filter(note=note, voter=voter)
    if on != mine.exists():
        if on:
            WorkshopSupport.objects.create(note=note, voter=voter)
        else:
            mine.delete()
        WorkshopNote.objects.filter(pk=note.pk).update(support=F("support") + (1 if on else -1), changed=version)
    note.refresh_from_db(fields=["support"])
    return note.support


@transaction.atomic
def cast_dots(workshop: Workshop, dots: Mapping[int, int], *, voter_key: str) -> dict[int, int]:
    """Share one phone's dots among clusters anew; raises ParticipationError for more dots than there are."""
    version = touch(workshop)
    check_open(workshop, Workshop.Step.VOTE)
    given = {cluster: count for cluster, count in dots.items() if count}
    if any(count < 0 for count in given.values()) or sum(given.values()) > workshop.dots:
        raise ParticipationError(_("You have %(n)s dots to give.") % {"n": workshop.dots}, "too_many_dots")
    clusters = set(WorkshopCluster.objects.filter(workshop=workshop, is_removed=False).values_list("pk", flat=True))
    if not set(given) <= clusters:
        raise Conflict(_("This cluster was removed meanwhile."))
    voter = voter_of(workshop, voter_key)
    ballot, _new = WorkshopBallot.objects.get_or_create(workshop=workshop, voter=voter)
    for cluster in clusters:
        change = given.get(cluster, 0) - ballot.dots.get(str(cluster), 0)
        if change:
            WorkshopCluster.objects.filter(pk=cluster).update(dots=F("dots") + change, changed=version)
    ballot.dots = {str(cluster): count for cluster, count in given.items()}
    ballot.save(update_fields=["dots"])
    return given


@transaction.atomic
def set_step(workshop: Workshop, step: str, *, by: Person) -> Workshop:
    """Lead the room to another step; the timer stops."""
    touch(workshop)
    if step not in Workshop.Step.values or not Workshop.objects.filter(pk=workshop.pk, state="open").update(
        step=step, timer_ends=None
    ):
        raise Conflict(_("Somebody changed the workshop meanwhile."))
    workshop.refresh_from_db(fields=["step", "timer_ends"])
    add_audit_entry("set_step", workshop, by=by, step=step)
    return workshop


@transaction.atomic
def set_timer(workshop: Workshop, minutes: int, *, by: Person) -> Workshop:
    """Start the timer for so many minutes; none stops it."""
    touch(workshop)
    ends = timezone.now() + datetime.timedelta(minutes=min(minutes, 180)) if minutes > 0 else None
    Workshop.objects.filter(pk=workshop.pk).update(timer_ends=ends)
    workshop.timer_ends = ends
    add_audit_entry("set_timer", workshop, by=by, minutes=minutes)
    return workshop


@transaction.atomic
def make_slips(workshop: Workshop, count: int, *, by: Person) -> list[WorkshopSlip]:
    """Make so many more slips with fresh keys; raises ParticipationError beyond the limit."""
    touch(workshop)
    have = WorkshopSlip.objects.filter(workshop=workshop).count()
    if not 1 <= count <= MOST_SLIPS - have:
        words = _("At most %(most)s slips for one workshop.") % {"most": MOST_SLIPS}
        raise ParticipationError(words, fields={"count": [{"code": "max", "message": words}]})
    slips = [WorkshopSlip(workshop=workshop, number=have + n, key=uuid.uuid4()) for n in range(1, count + 1)]
    made = WorkshopSlip.objects.bulk_create(slips)
    add_audit_entry("make_slips", workshop, by=by, slips=count)
    return made


def close_wall(workshop: Workshop) -> None:
    """Delete what could tell who supported or voted, and which slip had which code; the counts stay."""
    WorkshopSupport.objects.filter(note__workshop=workshop).delete()
    WorkshopBallot.objects.filter(workshop=workshop).delete()
    WorkshopSlip.objects.filter(workshop=workshop).update(key=None)
