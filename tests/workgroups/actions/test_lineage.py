"""Lineage: clusters, parts and reorganised groups in any order; every operation has a way back, nothing gets lost."""

import datetime

import pytest
from django.utils import timezone

from participation.actions.receipts import issue_receipt
from participation.errors import Conflict, ParticipationError
from participation.models import JourneyEntry, Submission
from participation.queries.receipts import journey_of
from tests.factories.participation import make_submission
from tests.factories.workgroups import assign, make_group, make_membership, make_rule
from workgroups import permissions
from workgroups.actions import agenda, clusters, fragments, opinions, reviews, routing
from workgroups.actions import reorganisation as reorganise
from workgroups.actions.lineage import undo
from workgroups.actions.minutes import approve_minutes
from workgroups.logic.agenda import Record
from workgroups.logic.fragments import Cut
from workgroups.logic.reviews import Ruling
from workgroups.models import (
    AgendaItem,
    Assignment,
    Cluster,
    ClusterMember,
    Decision,
    Group,
    Meeting,
    Membership,
    Minutes,
    Operation,
    Opinion,
    Rule,
)

RULING = Ruling("adopted", {"fi": "Hyvä ajatus."}, {"fi": "Tehdään keväällä."})
LONG = "Kirjasto saisi olla auki sunnuntaisin. Rantareitille tarvitaan penkkejä. Kiitos työstänne!"
FIRST, SECOND = "Kirjasto saisi olla auki sunnuntaisin.", "Rantareitille tarvitaan penkkejä."


def lies_of(submission):
    return Assignment.objects.current().select_related("submission", "group__process").get(submission=submission)


def cut_in_two(submission, one, other, by):
    lies = lies_of(submission)
    cuts = [Cut(FIRST, one.pk), Cut(SECOND, other.pk)]
    return fragments.cut(lies, cuts, by=by, version=lies.submission.version)


def newest(kind):
    return Operation.objects.standing().filter(kind=kind).latest("pk")


@pytest.fixture
def groups(process):
    return [make_group(process, code=code) for code in ("2.1", "2.2", "2.3")]


def test_one_decision_answers_a_cluster_with_each_authors_own_sentence(process, groups, coordinator):
    texts = [
        "Rantareitti on kaunis. Sinne tarvitaan penkkejä.",
        "Penkkejä rantaan! Soitin jo kerran numeroon 040 1234567.",
    ]
    rows = [assign(make_submission(process, text=text), groups[0]).submission for text in texts]
    cluster = clusters.form_cluster("Penkkejä rantaan", groups[0], [(row, row.version) for row in rows], by=coordinator)
    rows[0].refresh_from_db()
    reviews.decide(rows[0], RULING, by=coordinator, version=rows[0].version)
    decisions = Decision.objects.filter(cluster=cluster, is_current=True).order_by("submission__text")
    assert sorted(one.quote for one in decisions) == ["Penkkejä rantaan!", "Sinne tarvitaan penkkejä."]
    reviews.publish_many(decisions, by=coordinator)
    told = JourneyEntry.objects.filter(stage="decided").values_list("submission_id", "text")
    assert {key for key, _text in told} == {row.pk for row in rows}
    assert all("Kirjoitit: ”" in text["fi"] or "You wrote" in text["fi"] for _key, text in told)
    assert not any("040" in str(text) for _key, text in told)


def test_taken_apart_before_publishing_everything_is_where_it_was(process, groups, coordinator):
    near, far = (assign(make_submission(process), group).submission for group in groups[:2])
    cluster = clusters.form_cluster("Penkit", groups[0], [(near, 2), (far, 2)], by=coordinator)
    assert {lies_of(one).group for one in (near, far)} == {groups[0]}
    far.refresh_from_db()
    reviews.decide(far, RULING, by=coordinator, version=far.version)
    clusters.take_apart(cluster, by=coordinator)
    assert [lies_of(one).group for one in (near, far)] == groups[:2]
    assert set(Submission.objects.values_list("state", flat=True)) == {"routed"}
    assert not Decision.objects.filter(is_current=True).exists()
    assert Decision.objects.count() == 2
    assert ClusterMember.objects.filter(is_current=False).count() == 2
    with pytest.raises(Conflict):
        clusters.take_apart(cluster, by=coordinator)


def test_what_left_a_cluster_is_not_decided_with_it_and_can_come_back(process, groups, coordinator):
    rows = [assign(make_submission(process), groups[0]).submission for _n in range(3)]
    cluster = clusters.form_cluster("Penkit", groups[0], [(row, 2) for row in rows], by=coordinator)
    clusters.exclude(ClusterMember.objects.get(submission=rows[2]), by=coordinator)
    rows[0].refresh_from_db()
    reviews.decide(rows[0], RULING, by=coordinator, version=rows[0].version)
    assert Submission.objects.get(pk=rows[2].pk).state == "routed"
    assert Decision.objects.count() == 2
    undo(newest("exclude"), by=coordinator)
    assert ClusterMember.objects.current().filter(cluster=cluster).count() == 3
    undo(newest("cluster"), by=coordinator)
    assert not Cluster.objects.standing().exists()
    assert set(Submission.objects.values_list("state", flat=True)) == {"routed"}


def test_a_cluster_refuses_one_alone_a_changed_one_and_a_member_of_another(process, groups, coordinator):
    one, two, three = (assign(make_submission(process), groups[0]).submission for _n in range(3))
    with pytest.raises(ParticipationError):
        clusters.form_cluster("Yksin", groups[0], [(one, 2)], by=coordinator)
    with pytest.raises(Conflict):
        clusters.form_cluster("Vanha", groups[0], [(one, 2), (two, 1)], by=coordinator)
    clusters.form_cluster("Penkit", groups[0], [(one, 2), (two, 2)], by=coordinator)
    with pytest.raises(Conflict) as caught:
        clusters.form_cluster("Toinen", groups[0], [(two, 3), (three, 2)], by=coordinator)
    assert caught.value.code == "in_cluster"
    assert Cluster.objects.count() == 1


def test_parts_are_quotations_and_the_author_gets_one_reply(process, groups, coordinator):
    receipt, code = issue_receipt("k", kind="submission", process=process)
    whole = assign(make_submission(process, text=LONG, receipt=receipt), groups[0]).submission
    with pytest.raises(ParticipationError):
        fragments.cut(
            lies_of(whole),
            [Cut("Kirjasto kiinni.", groups[0].pk), Cut(SECOND, groups[1].pk)],
            by=coordinator,
            version=2,
        )
    parts = cut_in_two(whole, groups[0], groups[1], coordinator)
    with pytest.raises(ParticipationError):
        routing.forward(lies_of(whole), groups[2], by=coordinator, reason="ei")
    for part in parts:
        decision = reviews.decide(part, RULING, by=coordinator, version=part.version)
        assert Submission.objects.get(pk=whole.pk).state == "in_review"
        reviews.publish(decision, by=coordinator)
    assert Submission.objects.get(pk=whole.pk).state == "published"
    journey = journey_of(code)
    assert len(journey.contributions) == 1
    assert [line.stage for line in journey.contributions[0].stages] == ["received", "routed", "decided"]
    assert [[line.stage for line in part.stages] for part in journey.contributions[0].parts] == [
        ["routed", "decided"]
    ] * 2
    reply = journey.contributions[0].stages[-1].text["fi"]
    assert reply.index(FIRST) < reply.index(SECOND)
    assert Submission.objects.wholes().count() == 1
    with pytest.raises(ParticipationError):
        undo(newest("cut"), by=coordinator)


def test_joined_again_a_contribution_is_as_it_was(process, groups, coordinator):
    whole = assign(make_submission(process, text=LONG), groups[0]).submission
    parts = cut_in_two(whole, groups[1], groups[2], coordinator)
    undo(newest("cut"), by=coordinator)
    assert Submission.objects.get(pk=whole.pk).state == "routed"
    assert lies_of(whole).group == groups[0]
    assert set(Submission.objects.filter(pk__in=[p.pk for p in parts]).values_list("state", flat=True)) == {"withdrawn"}
    assert not Assignment.objects.current().filter(submission__in=parts).exists()
    with pytest.raises(Conflict):
        undo(Operation.objects.get(), by=coordinator)


def test_a_withdrawn_contribution_takes_its_parts_along(process, groups, coordinator):
    whole = assign(make_submission(process, text=LONG), groups[0]).submission
    cut_in_two(whole, groups[1], groups[2], coordinator)
    Submission.objects.filter(pk=whole.pk).update(state="withdrawn")
    routing.end_assignment(Submission.objects.get(pk=whole.pk))
    assert set(Submission.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not Assignment.objects.current().exists()


def test_several_groups_give_opinions_and_one_answers(process, groups, coordinator):
    rule = make_rule(groups[0], keywords=["penkki"])
    rule.also.set([groups[1]])
    chair = make_membership(groups[1]).person
    submission = make_submission(process, text="Lisää penkkejä rantaan.")
    routing.route(submission)
    opinion = Opinion.objects.get()
    assert (opinion.group, lies_of(submission).group) == (groups[1], groups[0])
    assert permissions.can_give_opinion(chair, opinion)
    assert not permissions.can_decide_submission(chair, lies_of(submission))
    opinions.give_opinion(opinion, "partly", "Rannassa on jo kolme.", by=chair, version=1)
    with pytest.raises(Conflict) as caught:
        opinions.give_opinion(opinion, "against", "Ei.", by=chair, version=1)
    assert caught.value.current["stance"] == "partly"
    with pytest.raises(Conflict):
        opinions.drop_opinion(opinion, by=coordinator)
    asked = opinions.ask_opinions(lies_of(submission), [groups[2]], by=coordinator, question="Hinta?", version=2)
    opinions.drop_opinion(asked[0], by=coordinator)
    with pytest.raises(ParticipationError):
        opinions.ask_opinions(lies_of(submission), [groups[0]], by=coordinator, version=3)
    with pytest.raises(ParticipationError):
        opinions.give_opinion(opinion, "", "Ei.", by=chair, version=2)


def test_merging_two_groups_into_a_third_in_the_middle_of_the_work(process, groups, coordinator):
    one, two, three = groups
    chair, heir = make_membership(one).person, make_membership(three).person
    rule = make_rule(two, keywords=["penkki"])
    meeting = Meeting.objects.create(group=one, number=1, starts=timezone.now(), notes={"fi": "Puhuttiin."})
    answered = assign(make_submission(process), one).submission
    reviews.publish(reviews.decide(answered, RULING, by=chair, version=2), by=chair)
    agenda.end_meeting(meeting, by=chair)
    approve_minutes(Meeting.objects.select_related("group__process").get(pk=meeting.pk), by=chair)
    minutes = list(Minutes.objects.values())
    ahead = Meeting.objects.create(group=one, number=2, starts=timezone.now() + datetime.timedelta(days=3))
    matter = agenda.take_to_agenda(assign(make_submission(process), one), by=chair, version=2)
    waiting = assign(make_submission(process), two).submission
    decided = assign(make_submission(process), two).submission
    decision = reviews.decide(decided, RULING, by=coordinator, version=2)

    operation = reorganise.merge_groups([one, two], three, by=coordinator, reason="Samat asiat")

    assert {lies_of(row).group for row in (matter.submission, waiting, decided)} == {three}
    assert lies_of(answered).group == one
    assert list(Minutes.objects.values()) == minutes
    assert Rule.objects.get(pk=rule.pk).group == three
    assert Meeting.objects.get(pk=ahead.pk).state == "cancelled"
    assert permissions.can_publish_decision(type(heir).objects.get(pk=heir.pk), decision)
    assert Membership.objects.filter(group=three, person=chair).get().role == "deputy"
    with pytest.raises(ParticipationError):
        routing.forward(lies_of(waiting), two, by=coordinator, reason="takaisin")
    with pytest.raises(Conflict):
        reorganise.merge_groups([one], three, by=coordinator)

    undo(operation, by=coordinator)

    assert [lies_of(row).group for row in (matter.submission, waiting, decided)] == [one, two, two]
    assert Submission.objects.get(pk=matter.submission_id).state == "on_agenda"
    assert AgendaItem.objects.get(pk=matter.pk).state == "open"
    assert Meeting.objects.get(pk=ahead.pk).state == "planned"
    assert Rule.objects.get(pk=rule.pk).group == two
    assert list(Minutes.objects.values()) == minutes
    assert not Group.objects.filter(ended_on__isnull=False).exists()


def test_splitting_a_group_sends_each_item_where_it_was_chosen(process, groups, coordinator):
    rows = [assign(make_submission(process), groups[0]).submission for _n in range(3)]
    new = [Group(process=process, code=code, name={"fi": code}) for code in ("3.1", "3.2")]
    operation = reorganise.split_group(groups[0], new, {str(rows[1].pk): 1, str(rows[2].pk): 7}, by=coordinator)
    assert [lies_of(row).group.code for row in rows] == ["3.1", "3.2", "3.1"]
    late = assign(make_submission(process), new[1]).submission
    undo(operation, by=coordinator)
    assert {lies_of(row).group for row in rows} == {groups[0]}
    assert Submission.objects.get(pk=late.pk).state == "received"
    assert Group.objects.get(code="3.1").ended_on


def test_names_numbers_and_places_change_and_change_back(process, groups, coordinator):
    parent, child = groups[:2]
    reorganise.move_group(child, parent, by=coordinator)
    with pytest.raises(ParticipationError):
        reorganise.move_group(parent, child, by=coordinator)
    renamed = reorganise.rename_group(child, "9", {"fi": "Uusi"}, by=coordinator)
    with pytest.raises(Conflict):
        reorganise.rename_group(parent, "2.2", {"fi": "Vie vanhan numeron"}, by=coordinator)
    with pytest.raises(ParticipationError):
        undo(newest("move"), by=coordinator)
    undo(renamed, by=coordinator)
    undo(newest("move"), by=coordinator)
    child.refresh_from_db()
    assert (child.code, child.parent) == ("2.2", None)


def test_cut_clustered_decided_in_two_meetings_published_told_by_code_alone(process, groups, coordinator, api):
    """The whole way of one contribution: two parts, one of them in a cluster, two meetings, one reply."""
    receipt, code = issue_receipt("way", kind="submission", process=process)
    whole = make_submission(process, text=LONG, receipt=receipt)
    routing.assign(whole, groups[0], by=coordinator)
    first, second = cut_in_two(whole, groups[0], groups[1], coordinator)
    alike = assign(make_submission(process, text="Penkkejä rantareitille, kiitos."), groups[2]).submission
    clusters.form_cluster("Penkit", groups[1], [(second, 1), (alike, 2)], by=coordinator)
    for number, part in enumerate((first, second)):
        group = groups[number]
        Meeting.objects.create(
            group=group, number=1, starts=timezone.now() + datetime.timedelta(hours=1), notes={"fi": "Puhuttiin."}
        )
        lies = lies_of(part)
        item = agenda.take_to_agenda(lies, by=coordinator, version=lies.submission.version)
        row = Submission.objects.get(pk=part.pk)
        item = AgendaItem.objects.select_related("submission", "meeting__group__process").get(pk=item.pk)
        agenda.record_item(item, Record({}, RULING, seen_version=row.version), by=coordinator, version=item.version)
        Meeting.objects.update(starts=timezone.now() - datetime.timedelta(hours=1))
        approve_minutes(Meeting.objects.select_related("group__process").get(group=group), by=coordinator)
    reviews.publish_many(Decision.objects.filter(is_current=True), by=coordinator)
    found = api.post("/api/v1/journeys/", {"receipt": code}, format="json").json()
    stages = [(one["stage"], one.get("group")) for one in found["stages"]]
    assert stages.count(("discussed", "2.1")) == stages.count(("discussed", "2.2")) == 1
    assert stages[0] == ("received", None)
    assert stages.count(("decided", "2.1")) == 2
    assert stages.count(("decided", "2.2")) == 1
    assert [stage for stage, _group in stages].count("routed") == 4
    assert Submission.objects.get(pk=alike.pk).state == "published"
