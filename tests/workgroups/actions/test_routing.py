"""Giving contributions to groups: by rules, by hand, onwards and back, one of two at a time."""

import threading

import pytest
from django.db import connections

from participation.actions.submissions import move_submission
from participation.errors import Conflict, ParticipationError
from participation.models import AuditEntry, Batch, JourneyEntry, Submission, SubmissionEvent
from tests.factories.participation import make_area, make_person, make_process, make_submission, make_theme
from tests.factories.workgroups import assign as place_with
from tests.factories.workgroups import make_group, make_rule
from workgroups import events
from workgroups.actions import routing
from workgroups.models import Assignment, Group, Opinion
from workgroups.queries.routing import explain


@pytest.fixture
def network(process):
    return make_group(process, code="2.1")


@pytest.fixture
def announced():
    heard = []

    def listen(group, submission_ids, **_rest):
        heard.append((group.code, list(submission_ids)))

    events.submission_assigned.connect(listen)
    yield heard
    events.submission_assigned.disconnect(listen)


def test_route_gives_a_contribution_to_the_group_of_the_first_rule(process, network, announced):
    other = make_group(process, code="1")
    make_rule(other, keywords=["uimahalli"])
    rule = make_rule(network, keywords=["palveluverkko"])
    submission = make_submission(process, text="Palveluverkkoa ei saa karsia")

    assignment = routing.route(submission)

    submission.refresh_from_db()
    assert (submission.state, submission.version) == ("routed", 2)
    assert (assignment.group, assignment.rule, assignment.origin) == (network, rule, "rule")
    assert assignment.explanation["word"] == "Palveluverkkoa"
    entry = JourneyEntry.objects.get(submission=submission)
    assert (entry.stage, entry.group_code) == ("routed", "2.1")
    assert set(entry.text) >= {"fi", "sv", "en"}
    assert "2.1" in entry.text["en"]
    assert announced == [("2.1", [submission.pk])]
    assert SubmissionEvent.objects.get(submission=submission).data["group"] == "2.1"


@pytest.mark.parametrize("at_once", [False, True])
def test_what_a_table_marks_comes_before_rules_and_a_rule_asks_second_groups(process, network, announced, at_once):
    marked, heir = make_group(process, code="2.B"), make_group(process, code="3")
    gone = make_group(process, code="4")
    gone.heirs.add(heir)
    Group.objects.filter(pk=gone.pk).update(ended_on="2026-01-01")
    make_rule(network).also.add(gone, network)
    batch = Batch.objects.create(process=process, name="Paperit", channel="import")
    table = {"workshop": "W", "table": 2, "group": "2.b"}
    rows = [make_submission(process, batch=batch, provenance=words) for words in (table, {"group": "77"})]
    if at_once:
        assert routing.route_batch(batch.pk) == 2
    else:
        assert all(routing.route(row) for row in rows)

    by_mark, by_rule = (Assignment.objects.select_related("submission", "by").get(submission=row) for row in rows)
    assert (by_mark.group, by_mark.origin, by_mark.rule) == (marked, "mark", None)
    assert "2.b" in explain(by_mark)
    assert (by_rule.group, by_rule.origin) == (network, "rule")
    assert list(Opinion.objects.values_list("submission", "group")) == [(rows[1].pk, heir.pk)]
    assert ("3", [rows[1].pk]) in announced


def test_route_twice_adds_nothing(process, network, announced):
    make_rule(network)
    submission = make_submission(process)
    stale = Submission.objects.get(pk=submission.pk)

    assert routing.route(submission)
    assert routing.route(submission) is None
    assert routing.route(stale) is None

    assert Assignment.objects.count() == 1
    assert JourneyEntry.objects.count() == 1
    assert len(announced) == 1


def test_route_without_fitting_rule_leaves_it_in_the_tray(process, network):
    make_rule(network, keywords=["palveluverkko"])
    make_rule(network, is_active=False)
    submission = make_submission(process)

    assert routing.route(submission) is None

    submission.refresh_from_db()
    assert submission.state == "received"


def test_route_sees_subareas_themes_and_origin(process, network):
    district = make_area()
    village = make_area(parent=district)
    theme = make_theme(process)
    make_rule(network, area=district, theme=theme, survey="s", question="q", option="o", channel="survey")
    fields = {"area": village, "theme": theme, "channel": "survey"}
    fitting = make_submission(process, provenance={"survey": "s", "question": "q", "options": ["o"]}, **fields)
    other = make_submission(process, provenance={"survey": "s", "question": "q"}, **fields)

    assert routing.route(fitting)
    assert routing.route(other) is None


def test_rules_of_a_twin_process_do_not_count(process, network):
    twin = make_process()
    make_rule(make_group(twin, code="2.1"))
    assert routing.route(make_submission(process)) is None


def test_declined_contribution_is_not_routed_by_the_rule_again(process, network, coordinator):
    make_rule(network)
    submission = make_submission(process)
    assignment = routing.route(submission)

    routing.decline(assignment, by=coordinator, reason="Ei kuulu meille")

    submission.refresh_from_db()
    assert submission.state == "received"
    assert routing.route(submission) is None
    assignment.refresh_from_db()
    assert (assignment.is_current, assignment.ended_as, assignment.ended_by) == (False, "declined", coordinator)
    assert assignment.ended_reason == "Ei kuulu meille"


def make_batch(process, size):
    batch = Batch.objects.create(process=process, name="erä", channel="import")
    for n in range(size):
        make_submission(process, text="Koulu" if n % 2 else "Muuta", batch=batch, channel="import")
    return batch


def test_route_batch_routes_what_fits_and_leaves_the_rest(process, network, announced):
    make_rule(network, keywords=["koulu"])
    batch = make_batch(process, 5)

    assert routing.route_batch(batch.pk) == 2
    assert routing.route_batch(batch.pk) == 0

    assert Submission.objects.filter(state="routed", version=2).count() == 2
    assert Assignment.objects.count() == JourneyEntry.objects.count() == SubmissionEvent.objects.count() == 2
    assert len(announced) == 1


@pytest.mark.parametrize("size", [4, 40])
def test_route_batch_costs_the_same_queries_for_few_and_many(process, network, size, django_assert_num_queries):
    make_rule(network, keywords=["koulu"])
    batch = make_batch(process, size)
    with django_assert_num_queries(23):
        routing.route_batch(batch.pk)


def test_route_batch_goes_one_by_one_when_something_moved_meanwhile(process, network, monkeypatch):
    make_rule(network)
    batch = make_batch(process, 3)
    taken = Submission.objects.first()
    real = routing.place

    def place_late(chosen):
        if len(chosen) > 1:
            Submission.objects.filter(pk=taken.pk).update(state="withdrawn")
        return real(chosen)

    monkeypatch.setattr(routing, "place", place_late)

    assert routing.route_batch(batch.pk) == 2
    assert not Assignment.objects.filter(submission=taken).exists()


def test_assign_from_the_tray_keeps_who_and_why(process, network, coordinator, announced):
    submission = make_submission(process)

    assignment = routing.assign(submission, network, by=coordinator, reason="Koskee kouluja")

    assert (assignment.origin, assignment.by, assignment.reason) == ("person", coordinator, "Koskee kouluja")
    assert submission.state == "routed"
    assert AuditEntry.objects.get(verb="assign_submission").by == coordinator
    assert announced == [("2.1", [submission.pk])]


def test_assign_to_where_it_lies_changes_nothing(process, network, coordinator):
    submission = make_submission(process)
    first = routing.assign(submission, network, by=coordinator)
    assert routing.assign(submission, network, by=coordinator) == first
    assert submission.version == 2


def test_assign_moves_and_keeps_the_history(process, network, coordinator):
    submission = make_submission(process)
    first = routing.assign(submission, network, by=coordinator)
    other = make_group(process)

    second = routing.assign(submission, other, by=coordinator, reason="Sittenkin tänne")

    first.refresh_from_db()
    assert (first.is_current, first.ended_as) == (False, "moved")
    assert list(Assignment.objects.current()) == [second]


def test_assign_with_an_old_version_conflicts(process, network, coordinator):
    submission = make_submission(process)
    routing.assign(submission, network, by=coordinator)
    with pytest.raises(Conflict) as caught:
        routing.assign(submission, make_group(process), by=coordinator, version=1)
    assert caught.value.current["version"] == 2
    assert Assignment.objects.get().group == network


def test_assign_refuses_headings_and_groups_of_other_processes(process, coordinator):
    submission = make_submission(process)
    for group in (make_group(process, is_heading=True), make_group(make_process())):
        with pytest.raises(ParticipationError):
            routing.assign(submission, group, by=coordinator)
    assert not Assignment.objects.exists()


def test_forward_passes_on_with_the_reason(process, network, announced):
    chair = make_person()
    submission = make_submission(process)
    assignment = place_with(submission, network)
    other = make_group(process, code="2.3")

    passed = routing.forward(assignment, other, by=chair, reason="Tukipalvelut vastaavat")

    assignment.refresh_from_db()
    assert (assignment.is_current, assignment.ended_as) == (False, "forwarded")
    assert (passed.group, passed.reason) == (other, "Tukipalvelut vastaavat")
    assert SubmissionEvent.objects.get(kind="forwarded").data == {"group": "2.3", "reason": "Tukipalvelut vastaavat"}
    assert announced == [("2.3", [submission.pk])]


def test_forward_and_decline_need_a_reason(process, network, coordinator):
    assignment = place_with(make_submission(process), network)
    with pytest.raises(ParticipationError) as caught:
        routing.forward(assignment, make_group(process), by=coordinator, reason="  ")
    assert "reason" in caught.value.fields
    with pytest.raises(ParticipationError):
        routing.decline(assignment, by=coordinator, reason="")
    with pytest.raises(ParticipationError):
        routing.forward(assignment, network, by=coordinator, reason="samaan")


def test_forward_what_no_longer_lies_here_conflicts(process, network, coordinator):
    submission = make_submission(process)
    assignment = place_with(submission, network)
    stale = Assignment.objects.select_related("submission", "group").get(pk=assignment.pk)
    routing.forward(assignment, make_group(process), by=coordinator, reason="sinne")
    with pytest.raises(Conflict):
        routing.decline(stale, by=coordinator, reason="pois")
    with pytest.raises(Conflict):
        routing.end(stale, "declined", by=coordinator, reason="pois")


def test_decided_contribution_cannot_be_moved(process, network, coordinator):
    submission = make_submission(process)
    place_with(submission, network)
    move_submission(submission, "decided", by=None, kind="decided")
    with pytest.raises(Conflict):
        routing.assign(submission, make_group(process), by=coordinator)


def test_assign_many_leaves_what_changed_meanwhile(process, network, coordinator):
    one, two = make_submission(process), make_submission(process)
    done, left = routing.assign_many([(one, 1), (two, 7)], network, by=coordinator)
    assert [item.submission for item in done] == [one]
    assert left == [two]


def both_at_once(first, second):
    """Run two functions in threads that start together; returns what they returned or raised."""
    barrier = threading.Barrier(2)
    results = {}

    def run(name, function):
        try:
            barrier.wait(timeout=10)
            results[name] = function()
        except Exception as error:  # noqa: BLE001
            results[name] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in (("a", first), ("b", second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(results.values())


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_one_wins():
    process = make_process()
    groups = [make_group(process), make_group(process)]
    by = make_person()
    for _round in range(5):
        submission = make_submission(process)
        views = [Submission.objects.get(pk=submission.pk) for _n in range(2)]

        results = both_at_once(
            lambda views=views: routing.assign(views[0], groups[0], by=by),
            lambda views=views: routing.assign(views[1], groups[1], by=by),
        )

        assert sorted(type(result).__name__ for result in results) == ["Assignment", "Conflict"]
        assert Assignment.objects.filter(submission=submission).count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_arm_without_the_version_the_first_choice_is_lost():
    process = make_process()
    groups = [make_group(process), make_group(process)]
    submission = make_submission(process)
    seen = threading.Barrier(2)

    def assign_naively(group):
        current = Submission.objects.get(pk=submission.pk)  # asks first …
        seen.wait(timeout=10)
        if current.state == "received":  # … and believes the answer
            Submission.objects.filter(pk=current.pk).update(state="routed", version=current.version + 1)
            Assignment.objects.filter(submission=current).update(is_current=False)
            return Assignment.objects.create(submission=current, group=group, origin="person")
        return None

    results = both_at_once(lambda: assign_naively(groups[0]), lambda: assign_naively(groups[1]))

    both_believed_it = all(isinstance(result, Assignment) for result in results)
    refused_by_the_constraint = any(type(result).__name__ == "IntegrityError" for result in results)
    assert both_believed_it or refused_by_the_constraint


@pytest.mark.django_db(transaction=True)
def test_forward_and_decline_at_once_one_wins():
    process = make_process()
    group, other = make_group(process), make_group(process)
    by = make_person()
    assignment = place_with(make_submission(process), group)
    views = [Assignment.objects.select_related("submission", "group").get(pk=assignment.pk) for _n in range(2)]

    results = both_at_once(
        lambda: routing.forward(views[0], other, by=by, reason="sinne"),
        lambda: routing.decline(views[1], by=by, reason="pois"),
    )

    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert Assignment.objects.current().count() <= 1


def test_a_withdrawn_contribution_leaves_its_group(process, network):
    from participation.actions.jobs import run_jobs
    from participation.actions.privacy import forget_submission

    submission, other = make_submission(process), make_submission(process)
    for one in (submission, other):
        place_with(one, network)
    forget_submission(submission)
    assert Assignment.objects.current().count() == 2  # only promised: the erasing itself does not wait for it
    run_jobs()
    ended = Assignment.objects.get(submission=submission)
    assert (ended.is_current, ended.ended_as) == (False, "withdrawn")
    assert Assignment.objects.current().get().submission == other


def test_only_what_is_withdrawn_leaves_its_group(process, network):
    submission = make_submission(process)
    place_with(submission, network)
    assert routing.end_assignment(submission) is False
    assert Assignment.objects.current().exists()
