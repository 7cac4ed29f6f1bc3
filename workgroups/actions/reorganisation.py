"""Reorganising groups in the middle of the work: merge, split, rename, new parent – each undone in one step."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.logic import submissions as states
from participation.logic.text import clean
from participation.models import Person
from workgroups.actions.groups import check_code, create_group
from workgroups.actions.routing import relocate
from workgroups.logic import lineage as rules
from workgroups.models import (
    AgendaItem,
    Assignment,
    Cluster,
    ClusterMember,
    Group,
    Meeting,
    Membership,
    Operation,
    Opinion,
    Rule,
)

OPEN = (states.ROUTED, states.IN_REVIEW, states.ON_AGENDA, states.DECIDED)
Kind = Operation.Kind


def begin(kind: str, process_id: int, before: Mapping[str, Any], *, by: Person, reason: str) -> Operation:
    """Note an operation on groups with all that its inverse needs."""
    return Operation.objects.create(kind=kind, process_id=process_id, before=before, by=by, reason=clean(reason))


@transaction.atomic
def merge_groups(groups: Sequence[Group], into: Group, *, by: Person, reason: str = "") -> Operation:
    """End groups and let one – a new, unsaved one or another that works – go on with all that they have open.

    What they answered stays under their name. Raises Conflict when one of them was ended meanwhile.
    """
    olds = sorted({group.pk: group for group in groups if group.pk != into.pk}.values(), key=lambda group: group.pk)
    is_new = into.pk is None
    if len(olds) + (0 if is_new else 1) < 2:
        raise ParticipationError(_("Choose at least two groups."), "too_few")
    check_working(olds, into.process_id)
    if is_new:
        create_group(into, by=by)
    elif into.is_heading or into.ended_on or into.process_id != olds[0].process_id:
        raise ParticipationError(_("Choose a working group that takes contributions."), "not_working")
    before: dict[str, Any] = {"new": [into.pk] if is_new else [], "members": []}
    operation = begin(Kind.MERGE, into.process_id, {}, by=by, reason=reason)
    operation.from_groups.set(olds)
    operation.to_groups.set([into])
    end_groups(olds, [into])
    before |= hand_on(olds, lambda _key: into, by=by, reason=operation.reason, rest=into)
    before["members"] = take_members(olds, into)
    Operation.objects.filter(pk=operation.pk).update(before=before)
    codes = [group.code for group in olds]
    add_audit_entry("merge_groups", into, by=by, groups=codes, into=into.code, items=len(before["items"]))
    operation.refresh_from_db()
    return operation


@transaction.atomic
def split_group(
    group: Group, into: Sequence[Group], choice: Mapping[str, int], *, by: Person, reason: str = ""
) -> Operation:
    """End a group and let new, unsaved ones go on; the choice says by contribution which of them, the first else."""
    if len(into) < 2:
        raise ParticipationError(_("Give at least two new groups."), "too_few")
    check_working([group], group.process_id)
    for one in into:
        create_group(one, by=by)
    operation = begin(Kind.SPLIT, group.process_id, {}, by=by, reason=reason)
    operation.from_groups.set([group])
    operation.to_groups.set(into)
    end_groups([group], into)

    def chosen(key: str) -> Group:
        place = choice.get(key, 0)
        return into[place] if 0 <= place < len(into) else into[0]

    before: dict[str, Any] = {"new": [one.pk for one in into], "members": []}
    before |= hand_on([group], chosen, by=by, reason=operation.reason, rest=into[0])
    for one in into:
        before["members"] += take_members([group], one)
    Operation.objects.filter(pk=operation.pk).update(before=before)
    codes = [one.code for one in into]
    add_audit_entry("split_group", group, by=by, code=group.code, into=codes, items=len(before["items"]))
    operation.refresh_from_db()
    return operation


def check_working(groups: Sequence[Group], process_id: int) -> None:
    """Raise ParticipationError unless all these groups take contributions in this process."""
    if any(group.is_heading or group.process_id != process_id for group in groups):
        raise ParticipationError(_("Choose a working group that takes contributions."), "not_working")


def end_groups(groups: Sequence[Group], heirs: Sequence[Group]) -> None:
    """End groups by one conditional UPDATE; whoever continues reads their archive, and that of those before them."""
    keys = [group.pk for group in groups]
    working = Group.objects.filter(pk__in=keys, ended_on__isnull=True)
    if working.update(ended_on=timezone.localdate()) != len(keys):
        raise Conflict(_("Somebody reorganised these groups meanwhile."), "ended")
    rebuild_heirs(groups[0].process_id)
    for group in [*groups, *heirs]:
        group.refresh_from_db(fields=["ended_on"])


def rebuild_heirs(process_id: int) -> None:
    """Work out anew who continues whom, from the operations that stand."""
    edges = rules.edges_of(steps_of(process_id))
    through = Group.heirs.through
    through.objects.filter(from_group__process=process_id).delete()
    ended = Group.objects.filter(process=process_id, ended_on__isnull=False).values_list("pk", flat=True)
    rows = [
        through(from_group_id=old, to_group_id=new)
        for old in ended
        for new in sorted(rules.reached(old, edges) - {old})
    ]
    through.objects.bulk_create(rows)


def steps_of(process_id: int) -> list[rules.Step]:
    """Return the standing operations on the groups of a process."""
    rows = (
        Operation.objects.standing().of_groups().filter(process=process_id).prefetch_related("from_groups", "to_groups")
    )
    return [step_of(row) for row in rows.order_by("pk")]


def step_of(row: Operation) -> rules.Step:
    """Return one operation as the graph needs it."""
    before = frozenset(group.pk for group in row.from_groups.all())
    return rules.Step(row.pk, row.kind, before, frozenset(group.pk for group in row.to_groups.all()))


def hand_on(groups: Sequence[Group], target: Any, *, by: Person, reason: str, rest: Group) -> dict[str, Any]:
    """Hand everything open to those who continue; returns what was where, for the way back."""
    moved, matters = [], open_matters(groups)
    followed = {
        key: cluster_target(cluster, target, rest)
        for cluster in Cluster.objects.standing().filter(group__in=groups)
        for key in keys_of(cluster)
    }
    lying = Assignment.objects.current().filter(group__in=groups, submission__state__in=OPEN)
    for one in lying.select_related("submission", "group").order_by("submission_id"):
        key, state = str(one.submission_id), one.submission.state
        to = followed.get(key) or target(key)
        relocate(one, to, by=by, kind="reorganised", reason=reason, ended_as="merged")
        moved.append([key, one.group_id, to.pk, state])
    before: dict[str, Any] = {"items": moved, "matters": matters}
    before["rules"] = hand_rows(Rule.objects.filter(group__in=groups), rest)
    before["opinions"] = hand_opinions(groups, rest)
    clusters = []
    for cluster in Cluster.objects.standing().filter(group__in=groups):
        to = cluster_target(cluster, target, rest)
        clusters.append([cluster.pk, cluster.group_id, to.pk])
        Cluster.objects.filter(pk=cluster.pk).update(group=to)
    before["clusters"] = clusters
    before["children"] = [
        [pk, old] for pk, old in Group.objects.filter(parent__in=groups).values_list("pk", "parent_id")
    ]
    Group.objects.filter(parent__in=groups).update(parent=rest.parent_id if rest.parent in groups else rest)
    meetings = Meeting.objects.filter(group__in=groups, state=Meeting.State.PLANNED)
    before["meetings"] = list(meetings.order_by("pk").values_list("pk", flat=True))
    meetings.update(state=Meeting.State.CANCELLED)
    return before


def open_matters(groups: Sequence[Group]) -> list[list[object]]:
    """Return which contributions of these groups wait on an agenda, and as which matter."""
    lying = Assignment.objects.current().filter(group__in=groups).values("submission_id")
    rows = AgendaItem.objects.filter(submission__in=lying, state=AgendaItem.State.OPEN).order_by("pk")
    return [[pk, str(key)] for pk, key in rows.values_list("pk", "submission_id")]


def cluster_target(cluster: Cluster, target: Any, rest: Group) -> Group:
    """Return the group of the first member of a cluster after the move; all its members follow there."""
    keys = keys_of(cluster)
    return target(keys[0]) if keys else rest


def keys_of(cluster: Cluster) -> list[str]:
    """Return the ids of the contributions that are in a cluster now, in an order that stays the same."""
    members = ClusterMember.objects.current().filter(cluster=cluster)
    return sorted(str(key) for key in members.values_list("submission_id", flat=True))


def hand_rows(rows: Any, rest: Group) -> list[list[int]]:
    """Let rules lead to the group that continues; returns where they led before."""
    before = [[pk, old] for pk, old in rows.order_by("pk").values_list("pk", "group_id")]
    rows.update(group=rest)
    return before


def hand_opinions(groups: Sequence[Group], rest: Group) -> list[list[int]]:
    """Let the group that continues be asked where an ended one has not answered yet."""
    before = []
    for opinion in Opinion.objects.awaited().filter(group__in=groups).order_by("pk"):
        taken = Opinion.objects.filter(submission=opinion.submission_id, group=rest).exists()
        lies = Assignment.objects.current().filter(submission=opinion.submission_id, group=rest).exists()
        before.append([opinion.pk, opinion.group_id])
        if taken or lies:
            Opinion.objects.filter(pk=opinion.pk).update(is_asked=False)
        else:
            Opinion.objects.filter(pk=opinion.pk).update(group=rest)
    return before


def take_members(groups: Sequence[Group], into: Group) -> list[int]:
    """Let the people of the ended groups belong to the one that continues; a second chair becomes a deputy.

    Returns the memberships that are new. The old ones stay: they open the archive.
    """
    today, new = timezone.localdate(), []
    chaired = Membership.objects.in_force().filter(group=into, role=Membership.Role.CHAIR).exists()
    there = set(Membership.objects.in_force().filter(group=into).values_list("person_id", flat=True))
    for one in Membership.objects.in_force().filter(group__in=groups).order_by("group__code", "pk"):
        if one.person_id in there:
            continue
        role = Membership.Role.DEPUTY if one.role == Membership.Role.CHAIR and chaired else one.role
        row, made = Membership.objects.get_or_create(
            group=into, person_id=one.person_id, role=role, defaults={"starts_on": today, "ends_on": one.ends_on}
        )
        there.add(one.person_id)
        chaired = chaired or role == Membership.Role.CHAIR
        new += [row.pk] if made else []
    return new


@transaction.atomic
def rename_group(group: Group, code: str, name: Mapping[str, str], *, by: Person, reason: str = "") -> Operation:
    """Give a group another number or name; journeys, minutes and answers keep the one they were written under."""
    name = {language: words for language, raw in name.items() if (words := clean(raw))}
    if not name:
        message = _("Give the group a name.")
        raise ParticipationError(message, fields={"name_fi": [{"code": "required", "message": message}]})
    before = {"code": group.code, "name": dict(group.name), "is_heading": group.is_heading}
    check_code(group.process_id, code, group)
    operation = begin(Kind.RENAME, group.process_id, before, by=by, reason=reason)
    operation.from_groups.set([group])
    seen = Group.objects.filter(pk=group.pk, code=group.code, ended_on__isnull=True)
    if seen.update(code=code, name=name) != 1:
        raise Conflict(_("Somebody reorganised these groups meanwhile."), "ended")
    group.refresh_from_db()
    add_audit_entry("rename_group", group, by=by, before=before["code"], code=code)
    return operation


@transaction.atomic
def move_group(group: Group, parent: Group | None, *, by: Person, reason: str = "") -> Operation:
    """Hang a group under another one, or under none; raises ParticipationError for a circle."""
    check_parent(group, parent)
    operation = begin(Kind.MOVE, group.process_id, {"parent": group.parent_id}, by=by, reason=reason)
    operation.from_groups.set([group])
    seen = Group.objects.filter(pk=group.pk, parent=group.parent_id, ended_on__isnull=True)
    if seen.update(parent=parent) != 1:
        raise Conflict(_("Somebody reorganised these groups meanwhile."), "ended")
    group.refresh_from_db()
    add_audit_entry("move_group", group, by=by, code=group.code, parent=parent.code if parent else "")
    return operation


def check_parent(group: Group, parent: Group | None) -> None:
    """Raise ParticipationError unless a group may hang under this one."""
    if parent is None:
        return
    parents: dict[int, int | None] = dict(Group.objects.filter(process=group.process_id).values_list("pk", "parent_id"))
    if parent.process_id != group.process_id or parent.ended_on or rules.climbs_to(parent.pk, group.pk, parents):
        message = _("A group cannot be under itself, an ended group or one of another process.")
        raise ParticipationError(message, fields={"parent": [{"code": "circle", "message": message}]})


@transaction.atomic
def place_group(
    group: Group, code: str, name: Mapping[str, str], parent: Group | None, *, by: Person, reason: str = ""
) -> None:
    """Give a group its number, name and place in the tree: what differs becomes an operation of its own."""
    told = {language: words for language, raw in name.items() if (words := clean(raw))}
    if code != group.code or told != group.name:
        rename_group(group, clean(code), told, by=by, reason=reason)
    if (parent.pk if parent else None) != group.parent_id:
        move_group(group, parent, by=by, reason=reason)
