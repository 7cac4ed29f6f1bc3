"""Taking up, deciding, publishing, and telling the group."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from participation.errors import Conflict, ParticipationError
from participation.models import AuditEntry, JourneyEntry, Notification, SubmissionEvent
from tests.factories.participation import make_follow, make_person, make_submission
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.actions import reviews, routing
from workgroups.logic.reviews import Ruling
from workgroups.models import Decision, Membership

GOOD = Ruling("adopted", {"fi": "Reitti on suosittu."}, {"fi": "Penkit asennetaan."}, datetime.date(2027, 5, 31))


@pytest.fixture
def group(process):
    return make_group(process, code="2.1")


@pytest.fixture
def chair(group):
    return make_membership(group).person


@pytest.fixture
def lying(process, group):
    """An assignment of a new contribution to the group."""
    return assign(make_submission(process), group)


def decided(assignment, chair, ruling=GOOD):
    return reviews.decide(assignment.submission, ruling, by=chair, version=assignment.submission.version)


def test_accept_moves_to_review_and_notes_who(lying, chair):
    submission = reviews.accept(lying, by=chair, version=2)

    assert (submission.state, submission.version) == ("in_review", 3)
    assert SubmissionEvent.objects.get(kind="accepted").by == chair
    assert AuditEntry.objects.get(verb="accept_submission").data == {"group": "2.1"}


def test_accept_of_an_old_version_tells_the_state_now(lying, chair):
    reviews.accept(lying, by=chair, version=2)

    with pytest.raises(Conflict) as conflict:
        reviews.accept(lying, by=chair, version=2)

    assert conflict.value.current["state"] == "in_review"
    assert conflict.value.current["group"] == "2.1"


def test_accept_tells_the_state_now_when_the_row_changed_after_it_was_loaded(lying, chair):
    stale = lying.submission
    fresh = type(lying).objects.get(pk=lying.pk)
    reviews.accept(fresh, by=chair, version=2)

    with pytest.raises(Conflict):
        reviews.accept(lying, by=chair, version=stale.version)


def test_decide_is_internal(lying, chair):
    decision = decided(lying, chair)

    lying.submission.refresh_from_db()
    assert (decision.number, decision.is_current, decision.published_on) == (1, True, None)
    assert lying.submission.state == "decided"
    assert not JourneyEntry.objects.exists()


def test_a_correction_is_a_new_number_and_the_old_one_stays(lying, chair):
    first = decided(lying, chair)
    lying.submission.refresh_from_db()

    second = decided(lying, chair, Ruling("not_adopted", {"fi": " Ei sittenkään. "}, {"sv": " "}))

    first.refresh_from_db()
    assert (first.is_current, first.reason) == (False, {"fi": "Reitti on suosittu."})
    assert (second.number, second.is_current) == (2, True)
    assert (second.reason, second.next_step) == ({"fi": "Ei sittenkään."}, {})


def test_the_second_of_two_learns_what_was_decided_and_by_whom(lying, chair, group):
    other = make_membership(group, role="deputy").person
    seen = lying.submission.version
    decided(lying, chair)

    with pytest.raises(Conflict) as conflict:
        reviews.decide(lying.submission, GOOD, by=other, version=seen)

    current = conflict.value.current
    assert (current["state"], current["version"], current["group"]) == ("decided", 3, "2.1")
    assert (current["outcome"], current["decided_by"]) == ("adopted", str(Membership.Role.CHAIR.label))
    assert Decision.objects.count() == 1


def test_decide_tells_the_state_now_when_the_row_changed_after_it_was_loaded(lying, chair):
    stale = lying.submission
    decided(type(lying).objects.get(pk=lying.pk), chair)

    with pytest.raises(Conflict) as conflict:
        reviews.decide(stale, GOOD, by=chair, version=stale.version)

    assert conflict.value.current["outcome"] == "adopted"


def test_nothing_is_decided_on_what_lies_in_the_tray(process, chair):
    submission = make_submission(process)

    with pytest.raises(Conflict):
        reviews.decide(submission, GOOD, by=chair, version=1)


@pytest.mark.parametrize(
    ("ruling", "field"),
    [
        (Ruling("maybe", {"fi": "x"}, {}), "outcome"),
        (Ruling("adopted", {"fi": "x" * 4001}, {}), "reason"),
        (Ruling("adopted", {}, {"fi": "x" * 4001}), "next_step"),
    ],
)
def test_what_cannot_be_a_decision_is_refused_by_field(lying, chair, ruling, field):
    with pytest.raises(ParticipationError) as error:
        decided(lying, chair, ruling)

    assert list(error.value.fields) == [field]
    assert not Decision.objects.exists()


def test_publish_makes_the_answer_readable_once(lying, chair, work_off):
    make_follow(lying.submission)
    decision = decided(lying, chair)

    reviews.publish(decision, by=chair)
    with pytest.raises(Conflict) as conflict:
        reviews.publish(Decision.objects.get(pk=decision.pk), by=chair)
    work_off()

    assert conflict.value.code == "already_published"
    stages = JourneyEntry.objects.filter(submission=lying.submission)
    assert [stage.stage for stage in stages] == ["decided", "planned"]
    assert "Reitti on suosittu." in stages[0].text["fi"]
    assert "Penkit asennetaan." in stages[0].text["fi"]
    assert (stages[0].group_code, stages[0].group_name["fi"]) == ("2.1", decision.group.name["fi"])
    assert stages[0].link == f"/fi/groups/2.1/?process={stages[0].submission.process.slug}"
    assert "31.5.2027" in stages[1].text["fi"]
    assert Notification.objects.filter(follow__isnull=False).count() == 1
    assert len(mail.outbox) == 1
    lying.submission.refresh_from_db()
    assert lying.submission.state == "published"


def test_publish_without_a_day_promises_nothing_further(lying, chair):
    reviews.publish(decided(lying, chair, Ruling("not_adopted", {"en": "Too dear."}, {})), by=chair)

    entry = JourneyEntry.objects.get()
    assert entry.text == {"en": "Not adopted.\n\nToo dear."}


def test_an_earlier_version_cannot_be_published(lying, chair):
    first = decided(lying, chair)
    lying.submission.refresh_from_db()
    decided(lying, chair)

    with pytest.raises(Conflict) as conflict:
        reviews.publish(first, by=chair)

    assert conflict.value.code == "changed"
    assert not JourneyEntry.objects.exists()


def test_a_published_answer_can_be_corrected_and_published_again(lying, chair):
    reviews.publish(decided(lying, chair), by=chair)
    lying.submission.refresh_from_db()
    second = decided(lying, chair, Ruling("not_adopted", {"fi": "Ei."}, {}))

    reviews.publish(second, by=chair)

    assert Decision.objects.filter(published_on__isnull=False).count() == 2
    assert JourneyEntry.objects.filter(stage="decided").count() == 2


@pytest.mark.parametrize("ruling", [Ruling("not_adopted", {}, {}), Ruling("adopted", {"fi": "Hyvä."}, {})])
def test_a_decision_without_reason_or_next_step_is_not_published(lying, chair, ruling):
    decision = decided(lying, chair, ruling)

    with pytest.raises(ParticipationError) as error:
        reviews.publish(decision, by=chair)

    assert error.value.code == "not_ready"
    decision.refresh_from_db()
    assert decision.published_on is None


def test_publish_many_publishes_each_once_and_can_be_repeated(process, group, chair):
    decisions = [decided(assign(make_submission(process), group), chair) for _n in range(3)]
    reviews.publish(decisions[0], by=chair)

    done = reviews.publish_many(Decision.objects.all(), by=chair)
    again = reviews.publish_many(Decision.objects.all(), by=chair)

    assert (len(done.now), len(done.before)) == (2, 1)
    assert (len(again.now), len(again.before)) == (0, 3)
    assert JourneyEntry.objects.filter(stage="decided").count() == 3


def test_publish_many_publishes_none_when_one_is_not_ready(process, group, chair):
    good = decided(assign(make_submission(process), group), chair)
    bad = decided(assign(make_submission(process), group), chair, Ruling("adopted", {}, {}))

    with pytest.raises(ParticipationError) as error:
        reviews.publish_many([good, bad], by=chair)

    assert list(error.value.fields) == [str(bad.pk)]
    assert not Decision.objects.filter(published_on__isnull=False).exists()
    assert not JourneyEntry.objects.exists()


def test_chair_and_deputy_hear_of_new_items_once_a_day(process, group, chair, coordinator, work_off):
    deputy = make_membership(group, role="deputy").person
    make_membership(group, role="member")
    make_membership(group, role="chair", ends_on=timezone.localdate() - datetime.timedelta(days=1))

    for _n in range(3):
        routing.assign(make_submission(process), group, by=coordinator)
    work_off()
    routing.assign(make_submission(process), group, by=coordinator)
    work_off()

    told = Notification.objects.filter(kind=reviews.NEW_ITEMS)
    assert {row.person for row in told} == {chair, deputy}
    assert len(mail.outbox) == 2
    assert "/desk/inbox/" in mail.outbox[0].body
    assert "3" in mail.outbox[0].subject


def test_a_group_that_is_gone_is_told_nothing(db):
    assert reviews.tell_reviewers(4711, "2026-11-22") == 0


def test_nobody_hears_when_nothing_waits_any_more(process, group, chair, coordinator, work_off):
    assignment = routing.assign(make_submission(process), group, by=coordinator)
    reviews.accept(assignment, by=chair, version=assignment.submission.version)

    work_off()

    assert not mail.outbox


def test_deciding_names_a_coordinator_when_the_decider_left_the_group(lying, chair):
    decision = decided(lying, make_person())

    with pytest.raises(Conflict) as conflict:
        reviews.decide(lying.submission, GOOD, by=chair, version=1)

    assert conflict.value.current["outcome"] == decision.outcome
