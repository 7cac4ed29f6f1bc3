"""What is in public: consent, moderation, support; repeated, conflicting and undone."""

import datetime
import uuid

import pytest

from participation.actions.comments import complain, leave_comment
from participation.actions.ideas import receive_idea
from participation.actions.jobs import add_job, run_jobs
from participation.actions.moderation import judge_many, look_after, remind_to_look, remove, show
from participation.actions.privacy import forget_receipt
from participation.actions.public_ideas import allow_public, change_idea_rules, choose_publicity, take_back
from participation.actions.support import seal_ended, support_idea, take_back_all
from participation.errors import Conflict, NotOpen, ParticipationError
from participation.extension_points import personal_data
from participation.models import AuditEntry, Comment, Complaint, Notification, PublicIdea, Receipt, Support
from participation.queries.notifications import look_wording
from participation.queries.support import supported_with, union_of
from tests.factories.participation import (
    make_comment,
    make_person,
    make_process,
    make_public_idea,
    make_submission,
    supporters_of,
)

MINE, YOURS = "7K4M-Q2XD-9TVE-B3HC", "0000-0000-0000-0001"


@pytest.fixture
def town(db):
    return make_process(ideas_public=True, takes_support=True, takes_comments=True, checks_first=False)


@pytest.fixture
def coordinator(town):
    return make_person(roles=[("coordinator", town)])


def say(idea, text="Hyvä ajatus.", key=None):
    return leave_comment(idea, key=key or str(uuid.uuid4()), text=text, language="fi")


def test_permission_makes_a_masked_copy_once(town):
    submission = make_submission(town, title="Soita", text="Soita Matti Meikäläiselle 040 123 4567.")
    idea = allow_public(submission)
    assert allow_public(submission) == idea
    assert idea.text == "Soita [nimi] [puhelinnumero]."
    assert "meikäläinen" not in idea.words
    assert submission.text.endswith("4567.")


@pytest.mark.parametrize(("first", "state"), [(True, "waiting"), (False, "shown")])
def test_process_says_whether_somebody_looks_first(town, first, state):
    town.checks_first = first
    assert allow_public(make_submission(town)).state == state


def test_permission_is_refused_where_ideas_are_not_public_and_for_what_was_removed(town, coordinator):
    idea = make_public_idea(town)
    remove(idea, "insult", by=coordinator)
    for submission, code in ((idea.submission, "removed"), (make_submission(make_process()), "not_public")):
        with pytest.raises(ParticipationError) as refused:
            allow_public(submission)
        assert refused.value.code == code


def test_taking_back_and_allowing_again_keeps_support_and_comments(town):
    idea = make_public_idea(town)
    support_idea(idea, MINE)
    say(idea)
    for _time in range(2):
        take_back(idea)
    assert union_of([idea.submission_id]) == 0
    with pytest.raises(NotOpen):
        support_idea(idea, YOURS)
    again = allow_public(idea.submission)
    assert (again.state, union_of([idea.submission_id]), Comment.objects.filter(idea=again).count()) == ("shown", 1, 1)


def test_waiting_idea_that_was_taken_back_waits_again(town):
    type(town).objects.update(checks_first=True)
    town.refresh_from_db()
    idea = allow_public(make_submission(town))
    take_back(idea)
    assert allow_public(idea.submission).state == "waiting"


def test_author_reaches_only_own_words(town):
    mine, other = (
        Receipt.objects.create(code_hash="a", kind="comment", process=town),
        make_comment(make_public_idea(town)),
    )
    for which in (str(other.pk), "not a key", str(uuid.uuid4())):
        with pytest.raises(ParticipationError):
            choose_publicity(mine, which, public=False)
    own = make_comment(other.idea, receipt=mine)
    choose_publicity(mine, str(own.pk), public=True)  # a comment is public already
    choose_publicity(mine, str(own.pk), public=False)
    own.refresh_from_db()
    assert own.state == "taken_back"


def test_supporting_counts_a_code_once_in_one_process(town):
    idea, elsewhere = make_public_idea(town), make_public_idea(make_process(ideas_public=True, takes_support=True))
    assert [support_idea(idea, MINE), support_idea(idea, MINE.lower()), support_idea(idea, YOURS)] == [1, 1, 2]
    assert support_idea(elsewhere, MINE) == 1
    assert Support.objects.values("voter").distinct().count() == 3  # another key in another process
    assert [support_idea(idea, MINE, on=False), support_idea(idea, MINE, on=False)] == [1, 1]
    with pytest.raises(ParticipationError) as refused:
        support_idea(idea, "nonsense")
    assert "code" in refused.value.fields


def test_union_counts_who_supports_several_once(town):
    one, two = make_public_idea(town), make_public_idea(town)
    for idea, code in ((one, MINE), (two, MINE), (two, YOURS)):
        support_idea(idea, code)
    keys = [one.submission_id, two.submission_id]
    assert supporters_of(keys) == {keys[0]: 1, keys[1]: 2}
    assert union_of(keys) == 2
    assert {idea.pk for idea in supported_with(town, MINE)} == {one.pk, two.pk}
    assert take_back_all(town, MINE) == 2
    assert union_of(keys) == 1


def test_end_of_a_process_cuts_the_way_from_codes_and_keeps_numbers(town):
    one, two = make_public_idea(town), make_public_idea(town)
    for idea, code in ((one, MINE), (two, MINE), (two, YOURS)):
        support_idea(idea, code)
    assert seal_ended() == 0  # still open
    type(town).objects.update(state="closed")
    assert [seal_ended(), seal_ended()] == [3, 0]
    assert union_of([one.submission_id, two.submission_id]) == 2
    assert supported_with(town, MINE) == []
    assert AuditEntry.objects.get(verb="seal_support").data == {"supports": 3}


@pytest.mark.parametrize("switch", ["takes_support", "takes_comments"])
def test_what_a_process_does_not_take_is_refused(town, switch):
    idea = make_public_idea(town)
    setattr(town, switch, False)
    with pytest.raises(NotOpen):
        support_idea(idea, MINE) if switch == "takes_support" else say(idea)


def test_comment_again_gives_the_same_code_also_when_comments_are_closed(town):
    idea, key = make_public_idea(town), str(uuid.uuid4())
    first = say(idea, key=key)
    town.takes_comments = False
    again = say(idea, key=key)
    assert (first.is_new, again.is_new, first.code) == (True, False, again.code)
    with pytest.raises(Conflict):
        say(idea, "Toinen.", key=key)
    with pytest.raises(ParticipationError):
        say(idea, " ")


@pytest.mark.parametrize(("text", "state"), [("Hyvä.", "shown"), ("Soita 040 123 4567.", "waiting")])
def test_comment_with_personal_data_waits(town, text, state):
    assert say(make_public_idea(town), text).comment.state == state


def test_only_one_of_two_coordinators_judges(town, coordinator):
    idea = make_public_idea(town, state="waiting", shown_on=None)
    seen_by_other = PublicIdea.objects.get()
    show(idea, by=coordinator)
    with pytest.raises(Conflict) as conflict:
        remove(seen_by_other, "insult", by=coordinator)
    assert conflict.value.current["state"] == "shown"
    assert judge_many([PublicIdea(pk=idea.pk, version=1, state="shown")], "", by=coordinator) == (0, 1)


def test_removing_and_showing_again_are_each_others_inverse(town, coordinator):
    comment = make_comment(make_public_idea(town))
    remove(comment, "other", note="Toistoa", by=coordinator)
    assert (comment.state, comment.rule, comment.note, comment.note_language) == ("removed", "other", "Toistoa", "fi")
    show(comment, by=coordinator)
    assert (comment.state, comment.rule, comment.note) == ("shown", "", "")
    for rule, note in (("", ""), ("other", " "), ("unknown", "")):
        with pytest.raises(ParticipationError):
            remove(comment, rule, note=note, by=coordinator)


def test_looking_puts_only_reports_of_that_thing_aside(town, coordinator):
    idea = make_public_idea(town)
    comment = make_comment(idea)
    for thing in (None, comment):
        complain(idea, thing, key=str(uuid.uuid4()), rule="insult", text="Ikävä")
    show(idea, by=coordinator)
    assert list(Complaint.objects.filter(is_open=True).values_list("comment", flat=True)) == [comment.pk]
    with pytest.raises(ParticipationError):
        complain(idea, None, key="x", rule="unknown")


def test_coordinators_are_reminded_once_a_day_while_something_waits(town, coordinator):
    day = datetime.date(2026, 11, 22)
    assert remind_to_look(day) == 0
    make_public_idea(town, state="waiting")
    look_after(day)
    assert remind_to_look(day) == 0
    told = Notification.objects.get(person=coordinator)
    assert "1 " in look_wording(told.context).paragraphs[0]
    PublicIdea.objects.update(state="shown")
    assert look_wording(told.context) is None
    assert look_wording({"process": 0}) is None


def test_reminding_runs_as_a_job_twice(town, coordinator):
    make_public_idea(town, state="waiting")
    for _time in range(2):
        add_job("participation.remind_to_look", "2026-11-22")
    run_jobs(limit=2)
    assert Notification.objects.filter(person=coordinator).count() == 1


def test_unknown_switch_changes_nothing(town, coordinator):
    with pytest.raises(ValueError, match="no such switches"):
        change_idea_rules(town, state=True, by=coordinator)


def test_erasing_an_idea_takes_everything_said_to_it_along(town):
    received = receive_idea(town, key=str(uuid.uuid4()), text="Penkkejä rannalle.", publish=True)
    idea = PublicIdea.objects.get()
    support_idea(idea, MINE)
    complain(idea, say(idea).comment, key="k", rule="insult")
    forget_receipt(received.submission.receipt, by=None)
    assert not any(model.objects.exists() for model in (PublicIdea, Support, Comment, Complaint))


def test_comment_is_given_out_and_erased_by_its_receipt(town, coordinator):
    idea = make_public_idea(town)
    said, other = say(idea, "Minun sanani."), say(idea)
    plugin = personal_data.get("participation.public_ideas")
    assert [one["text"] for one in plugin.export_receipt(said.comment.receipt)["comments"]] == ["Minun sanani."]
    forget_receipt(said.comment.receipt, by=None)
    assert list(Comment.objects.all()) == [other.comment]
    remove(other.comment, "advert", by=coordinator)
    assert plugin.export_person(coordinator)["judged"][0]["what"] == "comment"


def test_support_is_sealed_also_where_ideas_are_not_public_any_more(town, coordinator):
    idea = make_public_idea(town)
    support_idea(idea, MINE)
    change_idea_rules(town, by=coordinator, ideas_public=False)
    type(town).objects.filter(pk=town.pk).update(state="archived")
    assert seal_ended() == 1
    assert supported_with(town, MINE) == []
    assert Support.objects.get().voter.startswith("~")


@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_nobody_but_its_author_brings_back_what_was_taken_back(town, coordinator, kind):
    idea = make_public_idea(town)
    thing = idea if kind == "idea" else say(idea).comment
    take_back(thing)
    for masked in (False, True):
        with pytest.raises(Conflict):
            show(thing, masked=masked, by=coordinator)
    thing.refresh_from_db()
    assert thing.state == "taken_back"
