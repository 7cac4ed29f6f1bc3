"""Pages of clusters, parts, opinions and reorganised groups: each used once from beginning to end, and refused once."""

import datetime

import pytest
from django.utils import timezone

from tests.factories.participation import make_person, make_submission
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.models import Absence, Assignment, Cluster, Decision, Group, Membership, Operation, Opinion

TEXT = "Kirjasto saisi olla auki sunnuntaisin. Rantareitille tarvitaan penkkejä."


@pytest.fixture
def groups(process):
    return [make_group(process, code=code, name={"fi": f"Ryhmä {code}"}) for code in ("2.1", "2.2")]


@pytest.fixture
def chair(groups, client):
    person = make_membership(groups[0]).person
    client.force_login(person)
    return person


def test_a_cluster_from_its_form_to_the_replies(client, chair, groups, process):
    rows = [assign(make_submission(process, text=TEXT), groups[0]).submission for _n in range(2)]
    address = f"/fi/desk/contributions/{rows[0].pk}/cluster/"
    assert client.get(address).status_code == 200
    chosen = [f"{row.pk}:{row.version}" for row in rows]
    words = {"name": "Penkkejä", "group": groups[0].pk}
    few = client.post(address, words | {"chosen": chosen[1:2]})
    assert few.status_code == 422
    assert few.context["ticked"] == {rows[1].pk}
    client.post(address, words | {"chosen": chosen})
    cluster = Cluster.objects.get()
    page = f"/fi/desk/clusters/{cluster.pk}/"
    assert "Rantareitille tarvitaan penkkejä." in client.get(page).content.decode()
    form = {"version": 3, "outcome": "adopted", "reason_fi": "Hyvä.", "next_step_fi": "Tehdään."}
    assert client.post(page, {**form, "outcome": ""}).status_code == 422
    assert client.post(page, form).status_code == 302
    assert Decision.objects.filter(cluster=cluster).count() == 2
    shown = client.get(page).content.decode()
    assert shown.count("Kirjoitit: ”Rantareitille tarvitaan penkkejä.”") == 2
    client.post(f"{page}apart/")
    assert client.get(page).status_code == 404
    assert not Decision.objects.filter(is_current=True).exists()


def test_sentences_are_chosen_into_parts_and_joined_again(client, chair, groups, process):
    row = assign(make_submission(process, text=TEXT), groups[0]).submission
    address = f"/fi/desk/contributions/{row.pk}/cut/"
    assert "Rantareitille tarvitaan penkkejä." in client.get(address).content.decode()
    form = {"version": 2, "s0": "1", "s1": "2", "group1": groups[0].pk, "group2": groups[1].pk}
    assert client.post(address, {**form, "s1": "1"}).status_code == 422
    assert client.post(address, form).status_code == 302
    page = client.get(f"/fi/desk/contributions/{row.pk}/").content.decode()
    assert "2.2 Ryhmä 2.2" in page
    client.post(f"/fi/desk/parts/{Operation.objects.get().pk}/join/")
    assert Assignment.objects.current().get().submission == row


def test_another_group_is_asked_and_says_what_it_thinks(client, chair, groups, process):
    row = assign(make_submission(process), groups[0]).submission
    address = f"/fi/desk/contributions/{row.pk}/ask/"
    assert client.post(address, {"version": 2}).status_code == 422
    assert client.post(address, {"version": 2, "groups": [groups[1].pk], "question": "Hinta?"}).status_code == 302
    opinion = Opinion.objects.get()
    other = make_membership(groups[1]).person
    client.force_login(other)
    assert str(row.reference) in client.get("/fi/desk/inbox/").content.decode()
    page = f"/fi/desk/opinions/{opinion.pk}/"
    assert client.post(page, {"version": 1, "text": "Ei tiedetä"}).status_code == 422
    assert client.post(page, {"version": 1, "stance": "partly", "text": "Halpa."}).status_code == 302
    client.force_login(chair)
    assert "Halpa." in client.get(f"/fi/desk/contributions/{row.pk}/").content.decode()


def test_the_coordinator_makes_merges_and_unmerges_groups(client, coordinator, groups, process):
    client.force_login(coordinator)
    start = f"/fi/desk/processes/{process.slug}/groups/"
    assert client.post(f"{start}new/", {"code": "2.1", "name_fi": "Sama"}).status_code == 422
    assert client.post(f"{start}new/", {"code": "3", "name_fi": "Uusi"}).status_code == 302
    row = assign(make_submission(process), groups[0]).submission
    form = {"groups": [group.pk for group in groups], "code": "2.9", "name_fi": "Yhdessä", "reason": "Samat asiat"}
    assert client.post(f"{start}merge/", {**form, "code": ""}).status_code == 422
    preview = client.post(f"{start}merge/", form)
    assert preview.status_code == 200
    assert not Group.objects.filter(code="2.9").exists()
    assert client.post(f"{start}merge/", form | {"then": "merge"}).status_code == 302
    assert Assignment.objects.current().get(submission=row).group.code == "2.9"
    public = client.get(f"/fi/groups/2.1/?process={process.slug}").content.decode()
    assert "2.9 Yhdessä" in public
    assert "Samat asiat" in client.get(f"{start}changes/").content.decode()
    client.post(f"/fi/desk/reorganisations/{Operation.objects.get().pk}/undo/")
    assert Assignment.objects.current().get(submission=row).group == groups[0]


def test_a_group_is_split_and_renamed_and_old_addresses_lead_to_it(client, coordinator, groups, process):
    client.force_login(coordinator)
    row = assign(make_submission(process), groups[0]).submission
    of = f"?process={process.slug}"
    split = {"code1": "5.1", "name1": "Yksi", "code2": "5.2", "name2": "Kaksi", f"to-{row.pk}": "1"}
    assert client.post(f"/fi/desk/groups/2.1/split/{of}", {**split, "code2": ""}).status_code == 422
    assert client.post(f"/fi/desk/groups/2.1/split/{of}", split).status_code == 302
    assert Assignment.objects.current().get(submission=row).group.code == "5.2"
    place = {"code": "6", "name_fi": "Uusi nimi", "parent": ""}
    assert client.post(f"/fi/desk/groups/2.2/place/{of}", {**place, "code": ""}).status_code == 422
    assert client.post(f"/fi/desk/groups/2.2/place/{of}", place).status_code == 302
    assert "Uusi nimi" in client.get(f"/fi/groups/2.2/{of}").content.decode()


def test_terms_and_days_away_put_the_deputy_in_the_chair(client, coordinator, groups, process):
    client.force_login(coordinator)
    of = f"?process={process.slug}"
    deputy = make_person(name="Varapuheenjohtaja Vilja")
    page = f"/fi/desk/groups/2.1/members/{of}"
    assert client.post(page, {"email": "nobody@example.org", "role": "chair"}).status_code == 422
    assert client.post(page, {"email": deputy.email, "role": "deputy"}).status_code == 302
    chair = make_membership(groups[0], role="chair")
    today = timezone.localdate()
    days = {"starts_on": today.isoformat(), "ends_on": (today + datetime.timedelta(days=7)).isoformat()}
    away = f"/fi/desk/memberships/{chair.pk}/away/"
    assert client.post(away, {**days, "ends_on": "2020-01-01"}).status_code == 422
    assert client.post(away, days).status_code == 302
    assert "sijaisena Varapuheenjohtaja Vilja" in client.get(f"/fi/groups/2.1/{of}").content.decode()
    client.post(f"{away}{Absence.objects.get().pk}/drop/")
    assert "sijaisena" not in client.get(f"/fi/groups/2.1/{of}").content.decode()
    client.post(f"/fi/desk/memberships/{chair.pk}/end/")
    assert Membership.objects.in_force().filter(group=groups[0]).count() == 1
