"""Working groups as people see them: the tree of a process, the public page, the staff page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.extension_points import Highlight, Panel
from participation.logic.masking import mask
from participation.logic.phases import takes_ideas
from participation.models import Phase, Process
from workgroups.models import Absence, Assignment, Decision, Group, Meeting, Membership, Minutes, Operation, Promise
from workgroups.queries.agenda import told_in
from workgroups.queries.decisions import published_decisions
from workgroups.queries.lineage import Chapter, chapters_of
from workgroups.queries.meetings import meetings_ahead, newest_notes
from workgroups.queries.promises import promises_on_page

if TYPE_CHECKING:
    from participation.models.people import Anonymous, Person

QUOTED = 500  # letters of a resident's words beside the answer


def newest_open_first(groups: QuerySet[Group]) -> QuerySet[Group]:
    """Order by process: open ones before others, the newest first; then by code."""
    is_open = Case(
        When(process__state=Process.State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return groups.select_related("process", "parent").order_by(is_open, "-process_id", "code")


def group_by_code(groups: QuerySet[Group], code: str, process: str = "") -> Group | None:
    """Return the group with this code: of the named process, else of the newest open one."""
    rows = newest_open_first(groups)
    if process:
        rows = rows.filter(process__slug=process)
    return rows.filter(code=code).first() or formerly(rows, code)


def formerly(groups: QuerySet[Group], code: str) -> Group | None:
    """Return the group that once had this number: addresses in journeys and minutes go on leading to it."""
    renamed = Operation.objects.standing().filter(kind=Operation.Kind.RENAME, before__code=code)
    return groups.filter(pk__in=renamed.values("from_groups")).first()


def chairs_of(groups: Iterable[Group]) -> dict[int, Person]:
    """Return by group id who chairs it today."""
    rows = (
        Membership.objects.in_force()
        .filter(group__in=[group.pk for group in groups], role=Membership.Role.CHAIR)
        .select_related("person")
        .order_by("-pk")
    )
    return {row.group_id: row.person for row in rows}


def acting_for(groups: Iterable[Group]) -> dict[int, Person]:
    """Return by group id the deputy who acts today because the chair is away."""
    keys = [group.pk for group in groups]
    rows = Membership.objects.in_force().filter(group__in=keys, role__in=("chair", "deputy")).select_related("person")
    away = set(Absence.objects.on_day().filter(group__in=keys).values_list("group_id", "person_id"))
    chaired = {row.group_id for row in rows if row.role == "chair" and (row.group_id, row.person_id) not in away}
    absent = {row.group_id for row in rows if row.role == "chair"} - chaired
    return {
        row.group_id: row.person
        for row in sorted(rows, key=lambda one: -one.pk)
        if row.role == "deputy" and row.group_id in absent and (row.group_id, row.person_id) not in away
    }


def membership_in(group: Group, person: Person | Anonymous) -> Membership | None:
    """Return what this person is in a group today, if anything."""
    rows = Membership.objects.in_force().filter(group=group, person=person.pk) if person.is_authenticated else None
    return rows.order_by("pk").first() if rows is not None else None


def terms_of(group: Group) -> dict[str, Sequence[object]]:
    """Return everybody who belongs to a group now or later, who belonged to it, and who is away when."""
    today = timezone.localdate()
    rows = list(Membership.objects.filter(group=group).select_related("person"))
    order = {role: place for place, role in enumerate(Membership.Role.values)}
    rows.sort(key=lambda one: (order[one.role], str(one.person)))
    ended = [one for one in rows if one.ends_on and one.ends_on < today]
    away = Absence.objects.filter(group=group, ends_on__gte=today).select_related("person")
    return {"members": [one for one in rows if one not in ended], "former": ended, "absences": list(away)}


def next_meetings_of(groups: Iterable[Group]) -> dict[int, Meeting]:
    """Return by group id the meeting that comes next: a known day before a roughly known one."""
    rows = Meeting.objects.ahead(timezone.now()).filter(group__in=[group.pk for group in groups])
    soonest: dict[int, Meeting] = {}
    for row in sorted(rows, key=lambda one: (one.starts is None, one.starts or one.number)):
        soonest.setdefault(row.group_id, row)
    return soonest


@dataclass(frozen=True)
class Branch:
    """A group of a tree with its chair, next meeting and subgroups."""

    group: Group
    chair: Person | None
    meeting: Meeting | None
    open_items: int = 0
    subgroups: list[Branch] = field(default_factory=list)


def tree_of(process: Process, *, with_open_items: bool = False, with_ended: bool = False) -> list[Branch]:
    """Return the groups of a process as a tree, by code; the same number of queries for any number of groups."""
    rows = Group.objects.for_process(process)
    rows = rows if with_ended else rows.filter(ended_on__isnull=True)
    groups = sorted(rows, key=lambda group: code_key(group.code))
    chairs, meetings = chairs_of(groups), next_meetings_of(groups)
    counts = open_items_of(groups) if with_open_items else {}
    branches = {
        group.pk: Branch(group, chairs.get(group.pk), meetings.get(group.pk), counts.get(group.pk, 0))
        for group in groups
    }
    roots = []
    for group in groups:
        if group.parent_id in branches:
            branches[group.parent_id].subgroups.append(branches[group.pk])
        else:
            roots.append(branches[group.pk])
    return roots


def code_key(code: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts codes as people count: 2.2 before 2.10."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in code.split("."))


def open_items_of(groups: Iterable[Group]) -> dict[int, int]:
    """Return by group id how many contributions wait for its answer."""
    waiting = Assignment.objects.current().filter(
        group__in=[group.pk for group in groups], submission__state__in=["routed", "in_review", "on_agenda", "decided"]
    )
    return dict(waiting.order_by().values_list("group_id").annotate(n=Count("pk")))


def with_facts(groups: Iterable[Group]) -> list[Branch]:
    """Return groups in their order with chair and next meeting, by two queries however many there are."""
    rows = list(groups)
    chairs, meetings = chairs_of(rows), next_meetings_of(rows)
    return [Branch(group, chairs.get(group.pk), meetings.get(group.pk)) for group in rows]


@dataclass(frozen=True)
class GroupPage:
    """What everybody sees of a group."""

    group: Group
    chair: Person | None
    contact: str
    meeting: Meeting | None
    subgroups: Sequence[Branch]
    minutes: Sequence[Minutes]
    promises: Sequence[Promise]
    decisions: QuerySet[Decision]
    takes_ideas: bool
    acting: Person | None = None
    chapters: Sequence[Chapter] = ()


def page_of_group(group: Group) -> GroupPage:
    """Return the public page of a group; decisions are read page by page."""
    subgroups = sorted(Group.objects.filter(parent=group, ended_on__isnull=True), key=lambda one: code_key(one.code))
    family = [group, *subgroups]
    chairs, meetings = chairs_of(family), next_meetings_of(family)
    return GroupPage(
        group=group,
        chair=chairs.get(group.pk),
        contact=group.contact_email or group.process.contact_email,
        meeting=meetings.get(group.pk),
        subgroups=[Branch(one, chairs.get(one.pk), meetings.get(one.pk)) for one in subgroups],
        minutes=list(Minutes.objects.current().filter(meeting__group=group).select_related("meeting").defer("words")),
        promises=promises_on_page(group),
        decisions=published_decisions().filter(group=group),
        acting=acting_for([group]).get(group.pk),
        chapters=chapters_of(group),
        takes_ideas=group.process.state == Process.State.OPEN
        and takes_ideas([phase.times for phase in Phase.objects.filter(process=group.process)], timezone.now()),
    )


@dataclass(frozen=True)
class GroupDesk:
    """What the people of a group see of it."""

    group: Group
    members: Sequence[Membership]
    meetings: Sequence[Meeting]
    counts: Mapping[str, int]
    acting: Person | None = None
    absences: Sequence[Absence] = ()
    chapters: Sequence[Chapter] = ()


@dataclass(frozen=True)
class Answer:
    """A published decision with the resident's own words, personal data masked."""

    decision: Decision
    title: str
    words: str
    is_cut: bool
    minutes: Minutes | None = None
    matter: int = 0


def answers_of(decisions: Iterable[Decision]) -> list[Answer]:
    """Return published decisions with what they answer, long words cut between words.

    The words of whom does not want to be quoted are left out.
    """
    answers = []
    rows = list(decisions)
    noted = told_in(row.submission_id for row in rows)
    for decision in rows:
        submission = decision.submission
        told = (submission.title, submission.text) if submission.is_quotable else ("", "")
        title, words = (mask(text, submission.language).text for text in told)
        cut = words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + " …"
        minutes, matter = noted.get(submission.pk, (None, 0))
        answers.append(Answer(decision, title, cut, cut != words, minutes, matter))
    return answers


def desk_of_group(group: Group) -> GroupDesk:
    """Return the staff page of a group: who is in it today, its meetings, how its contributions stand."""
    members = Membership.objects.in_force().filter(group=group).select_related("person")
    order = {role: place for place, role in enumerate(Membership.Role.values)}
    counts = Assignment.objects.current().filter(group=group).order_by().values_list("submission__state")
    return GroupDesk(
        group=group,
        members=sorted(members, key=lambda one: (order[one.role], str(one.person))),
        meetings=list(Meeting.objects.filter(group=group).order_by("-number")),
        counts=dict(counts.annotate(n=Count("pk"))),
        acting=acting_for([group]).get(group.pk),
        absences=list(Absence.objects.filter(group=group, ends_on__gte=timezone.localdate()).select_related("person")),
        chapters=chapters_of(group),
    )


def groups_at_desk(person: Person | Anonymous) -> list[tuple[Process, list[Branch]]]:
    """Return by process, newest first, the trees of the groups that this person may open at the desk."""
    groups = Group.objects.visible_at_desk(person).select_related("process")
    processes = {group.process_id: group.process for group in groups}
    visible = {group.pk for group in groups}
    return [
        (
            process,
            [
                branch
                for branch in flat(tree_of(process, with_open_items=True, with_ended=True))
                if branch.group.pk in visible
            ],
        )
        for _key, process in sorted(processes.items(), reverse=True)
    ]


def flat(branches: Iterable[Branch]) -> Iterable[Branch]:
    """Yield the groups of a tree in reading order."""
    for branch in branches:
        yield branch
        yield from flat(branch.subgroups)


class GroupsPart:
    """The working groups on the public page of a process; their meetings among what residents can read."""

    key = "groups"
    order = 20

    def highlights(self, processes: Sequence[Process]) -> Mapping[int, Sequence[Highlight]]:
        """Return the next meetings and the notes published last."""
        ahead, told = meetings_ahead(processes), newest_notes(processes)
        return {
            process.pk: [
                *(meeting_highlight(one, coming=True) for one in ahead.get(process.pk, ())),
                *(meeting_highlight(one, coming=False) for one in told.get(process.pk, ())),
            ]
            for process in processes
        }

    def panel(self, process: Process) -> Panel | None:
        """Return the tree of groups with chairs and next meetings; nothing for a process without groups."""
        tree = tree_of(process)
        if not tree:
            return None
        return Panel(self.key, "workgroups/groups/panel.html", {"tree": tree, "group_process": process}, self.order)

    def overview(self, process: Process) -> Panel | None:  # noqa: ARG002 -- of the contract
        """Nothing: the queues of the groups are a part of their own."""
        return None


def meeting_highlight(meeting: Meeting, *, coming: bool) -> Highlight:
    """Return a meeting as one line of what residents can read."""
    group = meeting.group
    address = reverse("workgroups:group_page", args=[group.code]) + f"?process={group.process.slug}"
    return Highlight(
        kind="meeting" if coming else "notes",
        title=group.name,
        address=address if coming else f"{address}#meeting-{meeting.number}",
        detail=(_("Working group %(code)s meets") if coming else _("What working group %(code)s discussed"))
        % {"code": group.code},
        until=meeting.starts if coming else None,
    )
