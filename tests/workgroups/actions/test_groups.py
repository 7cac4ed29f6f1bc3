"""Groups, terms and meetings: what changes, what is refused."""

import datetime

import pytest
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from participation.errors import Conflict, ParticipationError
from participation.models import AuditEntry
from tests.factories.participation import make_person, make_process, make_theme
from tests.factories.workgroups import make_group, make_rule
from workgroups import permissions
from workgroups.actions import groups as actions
from workgroups.actions import meetings, rules
from workgroups.models import Group, Meeting, Membership, Rule
from workgroups.queries.groups import code_key, tree_of


def test_create_group_once_a_code(process, coordinator):
    actions.create_group(Group(process=process, code="1", name={"fi": "A"}), by=coordinator)
    with pytest.raises(Conflict):
        actions.create_group(Group(process=process, code="1", name={"fi": "B"}), by=coordinator)
    assert AuditEntry.objects.filter(verb="create_group").count() == 1


def test_create_group_under_a_group_of_another_process_is_refused(process, coordinator):
    other = make_group(make_process())
    with pytest.raises(ParticipationError):
        actions.create_group(Group(process=process, code="1", name={"fi": "A"}, parent=other), by=coordinator)


def test_appoint_gives_rights_and_ending_takes_them(process, coordinator):
    group, person = make_group(process), make_person()

    membership = actions.appoint(person, group, "chair", by=coordinator)
    assert permissions.can_edit_meeting(fresh(person), group)

    actions.end_membership(membership, by=coordinator)
    assert not permissions.can_edit_meeting(fresh(person), group)
    assert not sees(fresh(person), group)

    actions.appoint(person, group, "chair", by=coordinator)
    assert Membership.objects.count() == 1
    assert permissions.can_edit_meeting(fresh(person), group)


def fresh(person):
    return type(person).objects.get(pk=person.pk)


def sees(person, group):
    return Group.objects.visible_at_desk(person).filter(pk=group.pk).exists()


def test_a_heading_has_no_members(process, coordinator):
    with pytest.raises(ParticipationError):
        actions.appoint(make_person(), make_group(process, is_heading=True), "chair", by=coordinator)


@pytest.mark.parametrize(
    "role", ["chair", "deputy", "secretary", "member", "ended", "other group", "coordinator", "admin"]
)
def test_who_may_do_what(process, coordinator, admin_person, role):
    group = make_group(process)
    person = {"coordinator": coordinator, "admin": admin_person}.get(role) or make_person()
    if role in Membership.Role.values:
        actions.appoint(person, group, role, by=None)
    elif role == "ended":
        ended = actions.appoint(person, group, "chair", by=None)
        actions.end_membership(ended, by=coordinator, on=timezone.localdate() - datetime.timedelta(days=1))
    elif role == "other group":
        actions.appoint(person, make_group(process), "chair", by=None)
    person = fresh(person)
    runs = role in {"coordinator", "admin"}
    decides = role in {"chair", "deputy", "secretary"}

    assert sees(person, group) == (runs or decides or role == "member")
    assert permissions.can_edit_group(person, group) == (runs or decides)
    assert permissions.can_edit_meeting(person, group) == (runs or decides)
    assert permissions.can_appoint(person, group) == runs
    assert permissions.can_edit_rules(person, process) == runs
    assert permissions.can_route_submission(person, process) == runs
    assert permissions.has_group_desk(person) == (role != "ended")


def test_group_of_a_draft_process_is_not_public(client, db):
    group = make_group(make_process(state="draft"))
    assert client.get(reverse("workgroups:group_page", args=[group.code])).status_code == 404


def test_plan_meeting_counts_up_and_needs_a_time(process, coordinator):
    group = make_group(process)
    for number in (1, 2):
        planned = meetings.plan_meeting(Meeting(group=group, starts=timezone.now()), by=coordinator)
        assert planned.number == number
    with pytest.raises(ParticipationError):
        meetings.plan_meeting(Meeting(group=group), by=coordinator)
    with pytest.raises(ParticipationError):
        meetings.change_meeting(Meeting(group=group, number=1), by=coordinator)


def test_write_notes_keeps_them_inside_the_group(process, coordinator):
    meeting = meetings.plan_meeting(Meeting(group=make_group(process), starts=timezone.now()), by=coordinator)
    meetings.write_notes(meeting, {"fi": "Puhuttiin", "sv": "  "}, seen={}, by=coordinator)
    meeting.refresh_from_db()
    assert meeting.notes == {"fi": "Puhuttiin"}
    assert meeting.published_on is None
    assert AuditEntry.objects.filter(verb="write_notes").count() == 1


def test_rule_refuses_other_processes(process, coordinator):
    other = make_process()
    with pytest.raises(ParticipationError):
        rules.add_rule(Rule(process=process, group=make_group(other)), by=coordinator)
    with pytest.raises(ParticipationError):
        rules.add_rule(Rule(process=process, group=make_group(process), theme=make_theme(other)), by=coordinator)
    assert rules.add_rule(Rule(process=process, group=make_group(process), keywords=[" Koulu "]), by=None).keywords == [
        "koulu"
    ]


def test_rules_of_two_processes_keep_their_own_order(process, coordinator):
    own, twin = make_group(process), make_group(make_process())
    make_rule(own)
    assert make_rule(twin).order == 1
    last = make_rule(own)
    seen_before = Rule.objects.get(pk=last.pk)
    rules.move_rule(last, earlier=True, by=coordinator)
    assert last.order == 1
    long_seen = Rule.objects.get(pk=last.pk)
    long_seen.order, long_seen.keywords = 2, ["koulu"]
    rules.change_rule(long_seen, by=coordinator)
    assert list(Rule.objects.filter(pk=last.pk).values_list("order", "keywords")) == [(1, ["koulu"])]
    assert rules.move_rule(seen_before, earlier=True, by=coordinator).order == 1  # by a page that is older


def test_a_rule_that_takes_the_place_of_another_in_the_same_moment_is_refused_in_words(process, monkeypatch):
    group = make_group(process)
    make_rule(group)
    monkeypatch.setattr(rules, "Max", lambda _name: Min("order") - 1)  # as if the other were not there yet
    with pytest.raises(Conflict):
        rules.add_rule(Rule(process=process, group=group), by=None)
    assert Rule.objects.count() == 1


def test_tree_is_ordered_as_people_count(process):
    parent = make_group(process, code="2", is_heading=True)
    for code in ("2.10", "2.2", "2.1"):
        make_group(process, code=code, parent=parent)
    make_group(process, code="1")
    tree = tree_of(process)
    assert [branch.group.code for branch in tree] == ["1", "2"]
    assert [branch.group.code for branch in tree[1].subgroups] == ["2.1", "2.2", "2.10"]
    assert code_key("A.1") < code_key("1.1")
