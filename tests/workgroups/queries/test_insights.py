"""What is known beside a contribution: similar ones of the whole process, as far as the person may see them."""

import datetime

from django.urls import reverse

from tests.factories.participation import make_submission
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.actions import learning, reviews
from workgroups.logic.reviews import Ruling
from workgroups.models import Cluster, ClusterMember
from workgroups.queries.insights import known_alike
from workgroups.queries.reviews import cards_of

RULING = Ruling("adopted", {"fi": "Penkit ovat tulossa."}, {"fi": "Tehdään."}, datetime.date(2027, 1, 31))


def test_similar_ones_come_from_every_group_as_far_as_the_person_may_see_them(client, coordinator, process):
    group, other = make_group(process, code="2.1"), make_group(process, code="2.2")
    chair = make_membership(group).person
    texts = ("Penkkejä rantareitille, soita 040 123 4567", "Rantareitille penkit", "Rantareitin penkkejä lisää")
    answered, waiting, mine = (
        assign(make_submission(process, text=text, language="fi"), where).submission
        for text, where in zip(texts, (other, other, group), strict=True)
    )
    reviews.publish(reviews.decide(answered, RULING, by=chair, version=2), by=chair)
    part = make_submission(process, text="Rantareitille penkkejä", language="fi", whole=mine)
    learning.index(process.pk)
    card = cards_of([mine])[0]

    [alike] = known_alike(card, chair)
    assert (alike.card.submission, alike.is_open, alike.card.assignment.group) == (answered, False, other)
    assert "040" not in alike.beginning
    assert alike.published.reason["fi"] == "Penkit ovat tulossa."
    assert {one.card.submission for one in known_alike(card, coordinator)} == {answered, waiting}
    assert part not in [one.card.submission for one in known_alike(card, coordinator)]

    client.force_login(chair)
    page = client.get(reverse("workgroups:inbox")).content.decode()
    assert "Penkit ovat tulossa." in page
    assert other.get_absolute_url() in page
    assert "Rantareitille penkit" not in page


def test_a_card_tells_its_cluster_and_its_parts(client, process):
    group = make_group(process, code="2.1")
    client.force_login(make_membership(group).person)
    whole, member = (assign(make_submission(process), group).submission for _n in range(2))
    assign(make_submission(process, whole=whole), group)
    cluster = Cluster.objects.create(process=process, group=group, name="Penkkejä rantaan")
    ClusterMember.objects.create(cluster=cluster, submission=member, state_before="routed", group_before=group)

    cards = client.get("/en/desk/inbox/").context["cards"]
    assert [(card["tie"].cluster, card["tie"].parts) for card in cards if card["submission"] == whole] == [(None, 1)]
    assert [card["tie"].cluster for card in cards if card["submission"] == member] == [cluster]
    text = client.get("/en/desk/inbox/").content.decode()
    assert "Together: Penkkejä rantaan" in text
    assert "In 1 part" in text
    assert "Part of a longer one" in text
