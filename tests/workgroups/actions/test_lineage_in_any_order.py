"""Lineage in any order of steps: nothing gets lost, every inverse restores, old minutes stay as they are."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.errors import ParticipationError
from participation.models import Submission
from tests.factories.participation import make_person, make_process, make_submission
from tests.factories.workgroups import assign, make_group
from tests.workgroups.actions.test_lineage import LONG, RULING, cut_in_two
from workgroups.actions import clusters, reviews, routing
from workgroups.actions import reorganisation as reorganise
from workgroups.actions.lineage import undo
from workgroups.logic import lineage as graph
from workgroups.models import Assignment, Cluster, ClusterMember, Decision, Group, Meeting, Minutes, Operation

STEPS = (
    "cluster",
    "apart",
    "exclude",
    "cut",
    "forward",
    "merge",
    "split",
    "rename",
    "move",
    "decide",
    "publish",
    "undo",
)


class Town:
    """A process on which steps are tried in any order, and what must hold after each."""

    def __init__(self):
        self.process, self.by = make_process(), make_person()
        self.groups = [make_group(self.process, code=f"{n}") for n in range(1, 5)]
        self.rows = [assign(make_submission(self.process, text=LONG), self.groups[n % 4]).submission for n in range(6)]
        self.codes = iter(f"9.{n}" for n in range(1000))
        meeting = Meeting.objects.create(group=self.groups[0], number=1, starts=timezone.now(), state="held")
        Minutes.objects.create(meeting=meeting, words={"fi": {"title": "Muistio"}})
        self.minutes = list(Minutes.objects.values())

    def working(self):
        return list(Group.objects.filter(process=self.process).in_use().order_by("pk"))

    def open_rows(self):
        rows = Submission.objects.filter(process=self.process, state__in=("routed", "in_review", "decided"))
        return list(rows.order_by("received_on", "whole_id", "text", "version", "pk"))

    def do(self, step, a, b):
        working, rows = self.working(), self.open_rows()
        if not rows or len(working) < 2:
            return
        row, other, group = rows[a % len(rows)], rows[b % len(rows)], working[b % len(working)]
        lies = Assignment.objects.current().select_related("submission", "group").filter(submission=row).first()
        if step == "cluster":
            clusters.form_cluster(
                "Samaa", group, [(one, one.version) for one in dict.fromkeys((row, other))], by=self.by
            )
        elif step == "apart" and Cluster.objects.standing().exists():
            clusters.take_apart(Cluster.objects.standing().first(), by=self.by)
        elif step == "exclude" and ClusterMember.objects.current().exists():
            clusters.exclude(ClusterMember.objects.current().first(), by=self.by)
        elif step == "cut":
            cut_in_two(row, working[a % len(working)], group, self.by)
        elif step == "forward":
            routing.forward(lies, group, by=self.by, reason="sinne")
        elif step == "merge":
            reorganise.merge_groups([working[a % len(working)], working[0]], group, by=self.by)
        elif step == "split":
            new = [Group(process=self.process, code=next(self.codes), name={"fi": "Uusi"}) for _n in range(2)]
            reorganise.split_group(group, new, {str(one.pk): n % 2 for n, one in enumerate(rows)}, by=self.by)
        elif step == "rename":
            reorganise.rename_group(group, next(self.codes), {"fi": "Toinen"}, by=self.by)
        elif step == "move":
            reorganise.move_group(group, working[a % len(working)], by=self.by)
        elif step == "decide":
            reviews.decide(row, RULING, by=self.by, version=row.version)
        elif step == "publish":
            reviews.publish(Decision.objects.get(submission=row, is_current=True, published_on=None), by=self.by)
        elif step == "undo" and Operation.objects.standing().exists():
            undo(Operation.objects.standing().latest("pk"), by=self.by)

    def picture(self):
        """Where everything lies: what the inverse of a step must bring back."""
        lying = Assignment.objects.current().filter(submission__process=self.process)
        return (
            {(key, group) for key, group in lying.values_list("submission_id", "group_id")},
            set(Submission.objects.filter(process=self.process).exclude(state="withdrawn").values_list("pk", "state")),
            set(ClusterMember.objects.current().values_list("cluster_id", "submission_id")),
            set(Group.objects.filter(process=self.process).in_use().values_list("pk", "code", "parent_id")),
            set(Group.heirs.through.objects.values_list("from_group_id", "to_group_id")),
        )

    def check(self):
        wholes = Submission.objects.filter(pk__in=[row.pk for row in self.rows])
        assert wholes.count() == len(self.rows)
        working = set(Group.objects.in_use().values_list("pk", flat=True))
        for row in Submission.objects.filter(process=self.process).exclude(state="withdrawn"):
            lies = list(Assignment.objects.current().filter(submission=row).values_list("group_id", flat=True))
            assert len(lies) == (0 if row.state == "received" else 1), row.state
            if row.state not in ("received", "published"):
                assert lies[0] in working, (row.state, lies)
            if row.state in ("decided", "published") and not Submission.objects.filter(whole=row).exists():
                assert Decision.objects.filter(submission=row, is_current=True).count() == 1
        for member in ClusterMember.objects.current().select_related("cluster"):
            assert member.cluster.ended_on is None
            state = Submission.objects.get(pk=member.submission_id).state
            lies = Assignment.objects.current().get(submission=member.submission_id)
            assert lies.group_id == member.cluster.group_id or state == "published"
        edges = graph.edges_of(reorganise.steps_of(self.process.pk))
        assert not any(old in graph.reached(old, edges) for old, _new in edges)
        heirs = set(Group.heirs.through.objects.values_list("to_group_id", flat=True))
        ended = Group.objects.filter(ended_on__isnull=False, process=self.process)
        assert all(one.heirs.exists() or Operation.objects.filter(to_groups=one).exists() for one in ended), heirs
        assert list(Minutes.objects.values()) == self.minutes


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=14))
def test_any_order_of_steps_loses_nothing_and_each_inverse_restores(steps):
    with transaction.atomic():
        town = Town()
        for step, a, b in steps:
            before = town.picture()
            newest_before = Operation.objects.order_by("-pk").values_list("pk", flat=True).first()
            try:
                with transaction.atomic():
                    town.do(step, a, b)
            except (ParticipationError, Decision.DoesNotExist):
                assert town.picture() == before
                continue
            town.check()
            made = Operation.objects.order_by("-pk").first()
            if made and made.pk != newest_before and step in ("cluster", "cut", "merge", "rename", "move", "exclude"):
                with transaction.atomic():
                    undo(made, by=town.by)
                    assert town.picture() == before, (step, made)
                    town.check()
                    transaction.set_rollback(True)
        transaction.set_rollback(True)
