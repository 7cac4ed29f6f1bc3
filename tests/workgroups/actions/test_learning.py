"""Learning anew, the switch, and what suggestions may do by themselves."""

import datetime

import pytest
from django.utils import timezone

from participation.errors import ParticipationError
from participation.models import AuditEntry, Batch
from participation.models.jobs import Job
from tests.factories.learning import LIBRARY, ROADS, confirm
from tests.factories.participation import make_process, make_submission
from tests.factories.workgroups import assign, make_group, make_rule
from workgroups.actions import learning, routing
from workgroups.gateways import arrays
from workgroups.models import Assignment, Learned, LearningSetting
from workgroups.queries import suggestions
from workgroups.queries.routing import explain
from workgroups.queries.similar import similar_to

ASKED = "Kirjaston lukusali ja satutunti auki iltaisin"


@pytest.fixture
def library(process):
    return make_group(process, code="2.1", task={"fi": "Kirjastot"})


@pytest.fixture
def roads(process):
    return make_group(process, code="3", task={"fi": "Kadut ja tiet"})


@pytest.fixture
def learned(process, library, roads):
    confirm(process, library, LIBRARY, 25)
    confirm(process, roads, ROADS, 25)
    return learning.learn(process.pk)


def suggested(submission):
    return suggestions.Learner([submission.process_id]).suggestions(submission)


def test_learn_makes_a_version_with_figures_and_a_hash(process, learned):
    assert (learned.number, learned.texts, learned.figures["texts"]) == (1, 50, 50)
    assert learned.figures["accuracy"] > 0.9
    name = suggestions.file_name(process.pk, "routing", 1)
    assert arrays.arrays_of(name, learned.file_hash)
    assert AuditEntry.objects.get(verb="learn_routing").data["texts"] == 50


def test_learn_twice_makes_one_version(process, learned):
    assert learning.learn(process.pk) is None
    assert learning.learn(process.pk, at_once=True) is None
    assert Learned.objects.count() == 1


def test_learn_waits_for_enough_new_ones_and_an_hour(process, library, learned):
    confirm(process, library, LIBRARY, 12)
    assert learning.learn(process.pk) is None
    Learned.objects.update(learned_at=timezone.now() - datetime.timedelta(hours=2))
    assert learning.learn(process.pk).number == 2
    Learned.objects.update(learned_at=timezone.now() - datetime.timedelta(hours=2))
    confirm(process, library, LIBRARY, 2)
    assert learning.learn(process.pk) is None
    assert learning.learn(process.pk, at_once=True).number == 3


def test_too_few_or_one_group_is_not_learned(process, library):
    confirm(process, library, LIBRARY, 10)
    assert learning.learn(process.pk, at_once=True) is None
    confirm(process, library, LIBRARY, 15)
    assert learning.learn(process.pk) is None


def test_only_what_people_confirmed_is_learned_from(process, library):
    by_rule = assign(make_submission(process), library, origin="rule")
    taken = assign(make_submission(process), library, origin="rule")
    taken.submission.state = "in_review"
    taken.submission.save(update_fields=["state"])
    routed = assign(make_submission(process), library)
    found = set(suggestions.confirmed_assignments(process.pk))
    assert found == {taken, routed}
    assert by_rule not in found


def test_suggestions_say_why(process, library, learned):
    submission = make_submission(process, text=ASKED, language="fi")
    first = suggested(submission)[0]
    assert first.group == library
    assert "lukusali" in first.reason


def test_changed_file_is_not_used(process, learned):
    path = arrays.path_of(suggestions.file_name(process.pk, "routing", 1))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    arrays.arrays_of.cache_clear()
    suggestions.loaded.cache_clear()
    assert suggested(make_submission(process, text=ASKED)) == []
    path.unlink()
    arrays.arrays_of.cache_clear()
    suggestions.loaded.cache_clear()
    assert suggestions.model_of(process.pk) is None


def switch_on(process, threshold):
    LearningSetting.objects.update_or_create(process=process, defaults={"assigns": True, "threshold": threshold})


def test_suggestion_assigns_only_when_switched_on(process, library, learned):
    submission = make_submission(process, text=ASKED, language="fi")
    assert routing.route(submission) is None
    switch_on(process, 0.5)
    assignment = routing.route(submission)
    assert (assignment.group, assignment.origin, assignment.rule) == (library, "suggestion", None)
    assert "lukusali" in explain(assignment)
    assert assignment not in suggestions.confirmed_assignments(process.pk)


def test_below_the_threshold_nothing_is_assigned(process, learned):
    submission = make_submission(process, text=ASKED, language="fi")
    sure = suggested(submission)[0].certainty
    switch_on(process, min(1.0, sure + 1e-6))
    if sure < 1:
        assert routing.route(submission) is None
        assert not Assignment.objects.filter(submission=submission).exists()
    assert routing.route(make_submission(process, text="Qqqq", language="fi")) is None


def test_rules_win_over_learned(process, roads, learned):
    rule = make_rule(roads, keywords=["lukusali"])
    switch_on(process, 0.5)
    assignment = routing.route(make_submission(process, text=ASKED, language="fi"))
    assert (assignment.group, assignment.origin, assignment.rule) == (roads, "rule", rule)


def test_batches_follow_the_same_order(process, library, roads, learned):
    make_rule(roads, keywords=["auraus"])
    switch_on(process, 0.5)
    batch = Batch.objects.create(process=process, name="erä", channel="import")
    for text in (ASKED, "Auraus ja lukusali", "Qqqq"):
        make_submission(process, text=text, language="fi", batch=batch, channel="import")
    assert routing.route_batch(batch.pk) == 2
    made = Assignment.objects.filter(submission__batch=batch).order_by("origin")
    assert [(one.origin, one.group) for one in made] == [("rule", roads), ("suggestion", library)]


def test_switch_takes_only_measured_certainties(process, coordinator, learned):
    with pytest.raises(ParticipationError):
        learning.set_learning(process, assigns=True, threshold=0.77777, by=coordinator)
    offered = learned.figures["thresholds"][0]["threshold"]
    setting = learning.set_learning(process, assigns=True, threshold=offered, by=coordinator)
    assert (setting.assigns, setting.threshold) == (True, offered)
    setting = learning.set_learning(process, assigns=False, threshold=0.1, by=coordinator)
    assert (setting.assigns, setting.threshold) == (False, 1.0)
    assert AuditEntry.objects.filter(verb="set_learning").count() == 2


def test_promise_is_made_once(process):
    Job.objects.all().delete()
    learning.promise(learning.LEARN, process.pk)
    learning.promise(learning.LEARN, process.pk)
    assert Job.objects.filter(kind=learning.LEARN).count() == 1


def test_index_finds_alike_ones_among_those_allowed(process):
    rows = [
        make_submission(process, text=text, language="fi")
        for text in (
            "Kirjaston aukioloa pitää pidentää iltaisin",
            "Kirjastot auki illalla",
            "Auraus aikaisemmin aamulla",
            "Kirjastoon iltaisin myöhempi aukiolo",
        )
    ]
    all_rows = type(rows[0]).objects.all()
    assert similar_to(rows[0], all_rows) is None
    assert learning.index(process.pk).texts == 4
    assert learning.index(process.pk) is None

    found = similar_to(rows[0], all_rows)
    assert found[0].submission == rows[3]
    assert "aukiolo" in found[0].words
    assert rows[2] not in [one.submission for one in found]
    assert rows[3] not in [one.submission for one in similar_to(rows[0], all_rows.exclude(pk=rows[3].pk))]


def test_index_of_nothing_and_of_a_large_process_just_made(process, monkeypatch):
    assert learning.index(make_process().pk) is None
    monkeypatch.setattr(learning, "LARGE", 0)
    make_submission(process, text="Kirjasto")
    assert learning.index(process.pk)
    make_submission(process, text="Kirjasto auki")
    assert learning.index(process.pk) is None


def test_older_versions_leave_the_shelf(process):
    for n in range(8):
        make_submission(process, text=f"Kirjasto numero {n}")
        learning.index(process.pk)
    assert Learned.objects.count() == 6
    kept = [n for n in range(1, 9) if arrays.path_of(suggestions.file_name(process.pk, "similar", n)).exists()]
    assert kept == [7, 8]


@pytest.mark.parametrize("kind", [learning.LEARN, learning.LEARN_NOW, learning.INDEX])
def test_jobs_run_twice_without_harm(process, library, roads, kind, work_off):
    confirm(process, library, LIBRARY, 20)
    confirm(process, roads, ROADS, 20)
    Job.objects.all().delete()
    for _n in range(2):
        Job.objects.create(kind=kind, reference=str(process.pk))
    work_off()
    assert Learned.objects.count() == 1
