"""Two chairs at the same contributions at once: deciding, forwarding, clustering, cutting; 200 pairs in the long arm."""

import threading

import pytest
from django.db import connections

from participation.errors import Conflict, ParticipationError
from participation.models import Submission
from tests.factories.participation import make_person, make_process, make_submission
from tests.factories.workgroups import assign, make_group
from tests.workgroups.actions.test_reviews_at_once import at_once, patiently
from workgroups.actions import clusters, fragments, opinions, reviews, routing
from workgroups.actions.lineage import undo
from workgroups.logic.fragments import Cut
from workgroups.logic.reviews import Ruling
from workgroups.models import Assignment, Cluster, ClusterMember, Decision, Operation, Opinion

RULING = Ruling("adopted", {"fi": "Hyvä."}, {"fi": "Tehdään."})
TEXT = "Lisää busseja. Lisää penkkejä."


class Pair:
    """Two contributions of one group, and what two chairs may do with them, each with what they saw."""

    def __init__(self, process, group, other, by):
        self.group, self.other, self.by = group, other, by
        self.rows = [assign(make_submission(process, text=TEXT), group).submission for _n in range(2)]

    def seen(self):
        rows = Assignment.objects.current().select_related("submission__process", "group__process")
        return [rows.get(submission=row) for row in self.rows]

    def decide(self, lies):
        return reviews.decide(lies[0].submission, RULING, by=self.by, version=2)

    def forward(self, lies):
        return routing.forward(lies[0], self.other, by=self.by, reason="sinne", version=2)

    def cluster(self, lies):
        return clusters.form_cluster("Samaa", self.group, [(one.submission, 2) for one in lies], by=self.by)

    def cut(self, lies):
        cuts = [Cut("Lisää busseja.", self.group.pk), Cut("Lisää penkkejä.", self.other.pk)]
        return fragments.cut(lies[0], cuts, by=self.by, version=2)

    def ask(self, lies):
        return opinions.ask_opinions(lies[0], [self.other], by=self.by, version=2)


RIVALS = [
    ("decide", "decide"), ("decide", "forward"), ("decide", "cluster"), ("forward", "cluster"), ("cluster", "cluster"),
    ("cut", "decide"), ("cut", "cluster"), ("cut", "cut"), ("ask", "decide"), ("forward", "forward"),
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_chairs_at_the_same_contributions_exactly_one_wins(full, figures):
    process, by = make_process(), make_person()
    group, other = make_group(process), make_group(process)
    double = lost = 0
    pairs = 200 if full else 20
    for turn in range(pairs):
        pair = Pair(process, group, other, by)
        both = [(getattr(pair, verb), pair.seen()) for verb in RIVALS[turn % len(RIVALS)]]
        results = at_once(*(lambda act=act, lies=lies: act(lies) for act, lies in both))
        refused = [one for one in results if isinstance(one, Conflict | ParticipationError)]
        broken = [one for one in results if isinstance(one, Exception) and one not in refused]
        assert not broken, (RIVALS[turn % len(RIVALS)], broken)
        double += len(refused) == 0
        lost += len(refused) == 2
        first = Submission.objects.get(pk=pair.rows[0].pk)
        done = [
            Decision.objects.filter(submission=first).exists(),
            Assignment.objects.current().get(submission=first).group_id == other.pk,
            ClusterMember.objects.current().filter(submission=first).exists(),
            Submission.objects.filter(whole=first).exists(),
            Opinion.objects.filter(submission=first).exists(),
        ]
        assert sum(done) == 1, (RIVALS[turn % len(RIVALS)], done)
        assert Submission.objects.filter(whole=first).count() in (0, 2)
        assert Assignment.objects.current().filter(submission=first).count() == 1
    figures.add("double_decisions", double, "")
    figures.add("lost_edits", lost, "")
    print(f"\n{pairs} pairs: {double} double, {lost} lost")
    assert (double, lost) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_undone_by_two_at_once_it_is_undone_once(full):
    process, by = make_process(), make_person()
    group, other = make_group(process), make_group(process)
    for _turn in range(10 if full else 3):
        pair = Pair(process, group, other, by)
        pair.cut(pair.seen())
        seen = [Operation.objects.get(submission=pair.rows[0]) for _n in range(2)]
        results = at_once(*(lambda one=one: undo(one, by=by) for one in seen))
        assert sum(isinstance(one, Conflict) for one in results) == 1, results
        assert Submission.objects.get(pk=pair.rows[0].pk).state == "routed"


@pytest.mark.django_db(transaction=True)
def test_control_arm_by_asking_first_both_clusters_stand():
    """Control arm: whoever asks first and writes then puts one contribution into two clusters' decisions."""
    process = make_process()
    group = make_group(process)
    row = assign(make_submission(process), group).submission
    believed = threading.Barrier(2)

    def cluster_naively(name):
        free = not ClusterMember.objects.current().filter(submission=row).exists()
        believed.wait(timeout=20)
        assert free
        cluster = patiently(lambda: Cluster.objects.create(process=process, group=group, name=name))
        patiently(
            lambda: ClusterMember.objects.create(
                cluster=cluster, submission=row, is_current=name == "a", state_before="routed", group_before=group
            )
        )
        connections.close_all()

    at_once(lambda: cluster_naively("a"), lambda: cluster_naively("b"))
    assert ClusterMember.objects.filter(submission=row).count() == 2
