"""Two people recording one matter, approving minutes or marking a promise at the same moment: one wins."""

import datetime

import pytest
from django.utils import timezone

from participation.errors import Conflict
from participation.models import JourneyEntry
from tests.factories.participation import make_person, make_process, make_submission
from tests.factories.workgroups import assign, make_group
from tests.workgroups.actions.test_reviews_at_once import at_once
from workgroups.actions.agenda import record_item
from workgroups.actions.minutes import approve_minutes
from workgroups.actions.promises import mark_done
from workgroups.logic.agenda import Record
from workgroups.logic.reviews import Ruling
from workgroups.models import AgendaItem, Decision, Meeting, Minutes, Promise

TURNS = 6
RULING = Ruling("adopted", {"fi": "Hyvä."}, {"fi": "Tehdään."})


@pytest.fixture
def meeting(transactional_db):
    group = make_group(make_process(), code="2.1")
    return Meeting.objects.create(group=group, number=1, starts=timezone.now() - datetime.timedelta(hours=1))


def outcome_of(results):
    """How many won, how many were told of a conflict."""
    lost = [one for one in results if isinstance(one, Conflict)]
    assert not [one for one in results if isinstance(one, Exception) and not isinstance(one, Conflict)], results
    return len(results) - len(lost), len(lost)


def on_agenda(meeting, turn):
    submission = make_submission(meeting.group.process, text=f"Idea {turn}")
    assign(submission, meeting.group)
    type(submission).objects.filter(pk=submission.pk).update(state="on_agenda")
    return AgendaItem.objects.create(meeting=meeting, order=turn, submission=submission)


def test_of_two_who_record_a_matter_at_once_exactly_one_wins(meeting):
    by = make_person()
    for turn in range(1, TURNS + 1):
        item = on_agenda(meeting, turn)
        rows = AgendaItem.objects.select_related("submission", "meeting__group")
        seen = [rows.get(pk=item.pk) for _n in range(2)]
        record = Record({"fi": "Puhuttiin."}, RULING, seen_version=seen[0].submission.version)
        results = at_once(*(lambda one=one, record=record: record_item(one, record, by=by, version=1) for one in seen))
        assert outcome_of(results) == (1, 1)
        assert Decision.objects.filter(submission=item.submission_id).count() == 1


def test_without_the_version_both_would_record(meeting):
    """Control arm: whoever passes the version as it is now overwrites what the other wrote."""
    by, item = make_person(), AgendaItem.objects.create(meeting=meeting, order=1, title={"fi": "Asia"})
    for words in ("Toinen", "Ensimmäinen"):
        item.refresh_from_db()
        record_item(item, Record({"fi": words}), by=by, version=item.version)
    item.refresh_from_db()
    assert item.discussion == {"fi": "Ensimmäinen"}
    assert item.version == 3


def test_minutes_are_approved_and_told_once(meeting):
    by = make_person()
    item = on_agenda(meeting, 1)
    record_item(item, Record({}, RULING, seen_version=item.submission.version), by=by, version=1)
    meeting.notes = {"fi": "Puhuttiin."}
    meeting.save()
    seen = [Meeting.objects.select_related("group__process").get(pk=meeting.pk) for _n in range(2)]
    results = at_once(*(lambda one=one: approve_minutes(one, by=by) for one in seen))
    assert outcome_of(results) == (1, 1)
    assert Minutes.objects.count() == 1
    assert JourneyEntry.objects.filter(stage="discussed").count() == 1
    promise = Promise.objects.get()
    rows = Promise.objects.select_related("group__process", "decision__submission")
    both = [rows.get(pk=promise.pk) for _n in range(2)]
    results = at_once(*(lambda one=one: mark_done(one, {"fi": "Tehty."}, by=by) for one in both))
    assert outcome_of(results) == (1, 1)
    assert JourneyEntry.objects.filter(stage="done").count() == 1
