"""One decision for a cluster of many authors, looked at once and published: each reads the own sentence."""

from django.urls import reverse

from participation.models import JourneyEntry, Submission
from tests.factories.workgroups import make_group, make_membership
from tests.workgroups.views.test_reviews import decide
from workgroups.actions.clusters import form_cluster
from workgroups.models import Assignment, ClusterMember, Decision


def test_one_answer_to_120_authors_each_with_the_own_sentence(client, process, django_assert_max_num_queries):
    group = make_group(process, code="2.1")
    chair = make_membership(group).person
    client.force_login(chair)
    rows = Submission.objects.bulk_create(
        Submission(process=process, channel="form", text=f"Puisto {n} tarvitsee penkkejä.", language="fi", state="routed",
                   content_hash="0" * 64, source_key=f"key {n}") for n in range(120)
    )  # fmt: skip
    Assignment.objects.bulk_create(Assignment(submission=row, group=group, origin="person") for row in rows)
    cluster = form_cluster("Penkkejä puistoihin", group, [(row, 1) for row in rows[:2]], by=chair)
    ClusterMember.objects.bulk_create(
        ClusterMember(cluster=cluster, submission=row, state_before="routed", group_before=group) for row in rows[2:]
    )
    for member in ClusterMember.objects.filter(cluster=cluster).order_by("pk")[:3]:
        client.post(reverse("workgroups:cluster_leave", args=[cluster.pk, member.pk]))
    decide(client, rows[60])
    ids = list(Decision.objects.filter(is_current=True).values_list("pk", flat=True))
    texts = {row.text for row in rows if Decision.objects.filter(submission=row, is_current=True).exists()}
    assert len(ids) == len(texts) == 117

    with django_assert_max_num_queries(25):
        preview = client.get(reverse("workgroups:decisions_publish"), {"decision": ids}).content.decode()
    assert all(f"Kirjoitit: ”{text}”" in preview for text in texts)
    client.post(reverse("workgroups:decisions_publish"), {"decision": ids})

    told = dict(JourneyEntry.objects.filter(stage="decided").values_list("submission__text", "text__fi"))
    assert set(told) == texts
    assert all(f"Kirjoitit: ”{text}”" in words for text, words in told.items()), "each reads the own sentence"
