"""Receiving contributions and moving them through their states."""

import threading
import uuid

import pytest
from django.db import connection

from participation import events
from participation.actions.submissions import content_hash, move_submission, receive_submission
from participation.errors import Conflict, ParticipationError
from participation.logic import submissions as rules
from participation.models import Submission, SubmissionEvent
from tests.factories.participation import make_person, make_process, make_submission


def idea(process, **fields):
    fields.setdefault("text", "Lisää valoja pururadalle.")
    fields.setdefault("source_key", "key-1")
    return Submission(process=process, language="fi", channel="form", **fields)


@pytest.fixture
def heard():
    announced = []

    def listen(submission, **_):
        announced.append(submission.pk)

    events.submission_received.connect(listen, weak=False)
    yield announced
    events.submission_received.disconnect(listen)


def test_receive_submission_stores_announces_and_notes_the_step(process, heard):
    stored, new = receive_submission(idea(process, title="  Valot \r\n"))
    assert new
    assert stored.title == "Valot"
    assert heard == [stored.pk]
    assert SubmissionEvent.objects.get().to_state == rules.RECEIVED


def test_receive_submission_takes_the_same_key_and_words_once(process, heard):
    first, _new = receive_submission(idea(process))
    again, new = receive_submission(idea(process))
    assert (again.pk, new) == (first.pk, False)
    assert len(heard) == 1


def test_receive_submission_refuses_other_words_under_the_same_key(process):
    receive_submission(idea(process))
    with pytest.raises(Conflict) as refused:
        receive_submission(idea(process, text="Jotain muuta."))
    assert refused.value.code == "already_received"
    assert Submission.objects.get().text == "Lisää valoja pururadalle."


def test_receive_submission_takes_one_origin_reference_once(process):
    first, _new = receive_submission(idea(process, source_key="a", origin_reference="17"))
    again, new = receive_submission(idea(process, source_key="b", origin_reference="17"))
    assert (again.pk, new) == (first.pk, False)


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"text": " \n "}, "text", "required"),
        ({"text": "a" * 1_000_000}, "text", "too_long"),
        ({"title": "a" * 201}, "title", "too_long"),
        ({"location": {"type": "Point", "coordinates": [25.0, 95.0]}}, "location", "not_a_point"),
        ({"location": "here"}, "location", "not_a_point"),
    ],
)
def test_receive_submission_refuses_what_cannot_be_kept(process, fields, field, code):
    with pytest.raises(ParticipationError) as refused:
        receive_submission(idea(process, **fields))
    assert refused.value.fields[field][0]["code"] == code
    assert not Submission.objects.exists()


def test_receive_submission_cleans_letters_that_no_database_takes(process):
    stored, _new = receive_submission(idea(process, text="Hei\x00 \ud800vaan\u202e\r\nuusi rivi"))
    assert stored.text == "Hei vaan\nuusi rivi"


def test_move_submission_follows_the_transition_table(process):
    submission = make_submission(process)
    with pytest.raises(Conflict) as refused:
        move_submission(submission, rules.PUBLISHED, by=None, kind="published")
    assert refused.value.current["state"] == rules.RECEIVED
    move_submission(submission, rules.ROUTED, by=None, kind="routed")
    assert (submission.state, submission.version) == (rules.ROUTED, 2)
    assert SubmissionEvent.objects.get().from_state == rules.RECEIVED


def test_move_submission_refuses_an_old_version(process):
    submission = make_submission(process)
    move_submission(submission, rules.ROUTED, by=None, kind="routed")
    with pytest.raises(Conflict):
        move_submission(submission, rules.IN_REVIEW, by=None, kind="accepted", version=1)


def test_content_hash_does_not_depend_on_order():
    assert content_hash(a=1, b="ä") == content_hash(b="ä", a=1)


def at_once(work, times):
    """Do the same in many threads that start together; returns what each gave or raised."""
    start, found = threading.Barrier(times), []

    def run():
        try:
            start.wait(10)
            found.append(work())
        except Exception as error:  # noqa: BLE001
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_same_contribution_sent_twenty_times_at_once_is_stored_once(transactional_db):
    process = make_process()
    found = at_once(lambda: receive_submission(idea(process)), 20)
    assert Submission.objects.count() == 1
    assert sorted(new for _stored, new in found) == [False] * 19 + [True]


def test_same_contribution_is_stored_many_times_without_the_unique_key(transactional_db):
    """Control arm: each sender asks first whether the words are there, and stores when they are not."""
    process = make_process()
    gate = threading.Barrier(10)

    def naive():
        known = Submission.objects.filter(text="Lisää valoja pururadalle.").exists()
        gate.wait(10)
        if not known:
            make_submission(process, text="Lisää valoja pururadalle.", source_key=uuid.uuid4().hex)

    at_once(naive, 10)
    assert Submission.objects.count() > 1


def test_two_people_move_the_same_submission_one_wins(transactional_db):
    process = make_process()
    chair = make_person()
    submission = make_submission(process, state=rules.ROUTED)

    def take():
        mine = Submission.objects.get(pk=submission.pk)
        return move_submission(mine, rules.IN_REVIEW, by=chair, kind="accepted", version=submission.version)

    found = at_once(take, 2)
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert SubmissionEvent.objects.count() == 1
