"""Lineage by API: parts, opinions, clusters and reorganised groups, each there and back, and refused."""

import pytest

from participation.models import Submission
from tests.factories.participation import make_person, make_submission
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.models import Assignment, Group, Opinion

TEXT = "Lisää penkkejä rantaan. Kirjasto auki sunnuntaisin."
ROOT = "/api/v1"


@pytest.fixture
def groups(process):
    return [make_group(process, code=code, name={"fi": f"Ryhmä {code}"}) for code in ("2.1", "2.2", "2.3")]


@pytest.fixture
def rows(process, groups):
    return [assign(make_submission(process, text=TEXT, language="fi"), groups[0]).submission for _n in range(3)]


@pytest.fixture
def chair(api, groups):
    person = make_membership(groups[0]).person
    api.force_authenticate(person)
    return person


def step(api, address, **words):
    answer = api.post(f"{ROOT}/{address}/", words, format="json")
    return answer.status_code, answer.json()


def seen(*rows):
    return [{"id": str(row.pk), "version": Submission.objects.get(pk=row.pk).version} for row in rows]


def test_parts_and_opinions_there_and_back(api, chair, rows, groups):
    at = f"submissions/{rows[0].pk}"
    parts = [{"text": "Lisää penkkejä rantaan.", "group": "2.1"}, {"text": "Kirjasto auki", "group": "2.2"}]
    assert step(api, f"{at}/cut", version=9, parts=parts)[0] == 409
    assert step(api, f"{at}/cut", version=2, parts=[parts[0], {"text": "x", "group": "2.1"}])[0] == 400
    unknown = step(api, f"{at}/cut", version=2, parts=[parts[0], parts[1] | {"group": "8"}])
    assert (unknown[0], list(unknown[1]["errors"])) == (400, ["parts"])
    status, told = step(api, f"{at}/cut", version=2, parts=parts)
    assert (status, [one["group"] for one in told["parts"]]) == (200, ["2.1", "2.2"])
    assert step(api, f"{at}/join")[1]["parts"] == []
    assert step(api, f"{at}/join")[0] == 404

    version = Submission.objects.get(pk=rows[0].pk).version
    status, told = step(api, f"{at}/ask", version=version, groups=["2.2"], question="Entä te?")
    assert (status, told["opinions"][0]["is_asked"]) == (200, True)
    words = {"group": "2.2", "stance": "supports", "text": "Hyvä.", "version": 1}
    assert step(api, f"{at}/opinion", **words)[0] == 403
    assert step(api, f"{at}/opinion", **words | {"group": "2.3"})[0] == 404
    api.force_authenticate(make_membership(groups[1]).person)
    assert step(api, f"{at}/opinion", **words)[1]["opinions"][0]["stance"] == "supports"
    assert step(api, f"{at}/opinion", **words)[0] == 409
    assert Opinion.objects.get().text == "Hyvä."
    assert api.get(f"{ROOT}/{at}/lineage/").json()["opinions"][0]["version"] == 2


def test_forwarding_needs_a_reason_and_a_group(api, chair, rows, process):
    at = f"submissions/{rows[0].pk}/forward"
    assert step(api, at, group="2.2", reason=" ")[0] == 400
    assert step(api, at, group="8", reason="Heille")[0] == 400
    assert step(api, at, group="2.2", reason="Heille", version=1)[0] == 409
    assert step(api, at, group="2.2", reason="Heille")[0] == 200
    assert Assignment.objects.current().get(submission=rows[0]).group.code == "2.2"
    assert step(api, at, group="2.3", reason="Heille")[0] == 404
    tray = make_submission(process)
    assert step(api, f"submissions/{tray.pk}/forward", group="2.2", reason="Heille")[0] == 404


def test_a_cluster_there_and_back(api, chair, rows, groups, process):
    words = {"process": process.slug, "group": "2.1", "name": "Penkkejä rantaan"}
    assert step(api, "clusters", **words, submissions=seen(rows[0]))[0] == 400
    assert step(api, "clusters", **words | {"group": "2.2"}, submissions=seen(*rows[:2]))[0] == 404
    stranger = assign(make_submission(process), groups[1]).submission
    assert step(api, "clusters", **words, submissions=seen(rows[0], stranger))[0] == 404
    status, cluster = step(api, "clusters", **words, submissions=seen(*rows[:2]))
    assert (status, cluster["group"]["code"], len(cluster["submissions"])) == (201, "2.1", 2)
    assert cluster["submissions"][0]["sentence"] == "Lisää penkkejä rantaan."
    at = f"clusters/{cluster['id']}"
    assert len(step(api, f"{at}/add", submissions=seen(rows[2]))[1]["submissions"]) == 3
    assert step(api, f"{at}/add", submissions=seen(rows[2]))[0] == 404
    assert len(step(api, f"{at}/exclude", submission=str(rows[2].pk))[1]["submissions"]) == 2
    assert step(api, f"{at}/exclude", submission=str(rows[2].pk))[0] == 404
    assert api.get(f"{ROOT}/submissions/{rows[0].pk}/lineage/").json()["cluster"] == cluster["id"]
    assert len(api.get(f"{ROOT}/{at}/").json()["submissions"]) == 2
    api.force_authenticate(make_person())
    assert step(api, f"{at}/uncluster")[0] == 404
    api.force_authenticate(chair)
    assert step(api, f"{at}/uncluster")[1]["ended_on"]
    assert step(api, f"{at}/uncluster")[0] == 404


def test_groups_are_merged_split_renamed_moved_and_all_undone(api, coordinator, rows, groups, process):
    api.force_authenticate(coordinator)
    at = f"processes/{process.slug}/reorganisations"
    new = {"code": "2.4", "name": {"fi": "Palvelut"}}
    assert step(api, f"{at}/merge", groups=["2.1", "2.2"])[0] == 400
    assert step(api, f"{at}/merge", groups=["2.1"], into="2.3", new=new)[0] == 400
    status, merged = step(api, f"{at}/merge", groups=["2.1", "2.2"], new=new, reason="Sama väki")
    assert (status, merged["before"], merged["after"]) == (200, ["2.1", "2.2"], ["2.4"])
    halves = [{"code": "2.5", "name": {"fi": "Tilat"}}, {"code": "2.6", "name": {"fi": "Reitit"}}]
    split = step(api, f"{at}/split", group="2.4", new=halves, items={str(rows[0].pk): "2.6"})[1]
    assert Assignment.objects.current().get(submission=rows[0]).group.code == "2.6"
    assert Assignment.objects.current().get(submission=rows[1]).group.code == "2.5"
    renamed = step(api, f"{at}/rename", group="2.3", code="2.7", name={"fi": "Muut"})[1]
    moved = step(api, f"{at}/move", group="2.7", parent="2.5")[1]
    assert step(api, f"{at}/move", group="2.5", parent="2.7")[0] == 400
    assert step(api, f"{at}/merge", groups=["2.1", "2.7"], into="2.5")[0] == 409
    assert step(api, f"reorganisations/{merged['id']}/undo")[0] == 400
    for one in (moved, renamed, split, merged):
        assert step(api, f"reorganisations/{one['id']}/undo")[1]["is_undone"]
    assert step(api, f"reorganisations/{merged['id']}/undo")[0] == 409
    assert {one["kind"] for one in api.get(f"{ROOT}/{at}/").json()} == {"merge", "split", "rename", "move"}
    assert set(Group.objects.filter(ended_on=None).values_list("code", flat=True)) == {"2.1", "2.2", "2.3"}
    assert set(Assignment.objects.current().values_list("group__code", flat=True)) == {"2.1"}
    api.force_authenticate(make_person())
    assert step(api, f"{at}/merge", groups=["2.1", "2.2"], new=new)[0] == 404
    assert step(api, f"reorganisations/{merged['id']}/undo")[0] == 404
