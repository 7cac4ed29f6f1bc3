"""A strategy in the browser and by program: looked at before it is taken, given out as the file it can come from."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from participation.actions.people import create_api_token
from participation.actions.strategy_imports import import_strategy
from participation.models import Indicator, IndicatorValue, Measure
from tests.factories.participation import make_area, make_process
from tests.participation.actions.test_strategy_imports import HEAD, SMALL, state, table


def upload(client, address, text):
    return client.post(address, {"file": SimpleUploadedFile("strategia.csv", text.encode())})


def test_file_is_looked_at_before_it_changes_anything(client, coordinator, process):
    client.force_login(coordinator)
    address = f"/sv/desk/processes/{process.slug}/strategy/"
    assert client.get(address).status_code == 200
    assert client.get(address + "check/").headers["Location"] == address
    bad = upload(client, address, f"{HEAD}\ndans;1;A;;;;;;;;;\n")
    assert bad.status_code == 422
    assert "”dans” är inget av dessa: mål" in bad.content.decode()
    assert upload(client, address, "").status_code == 422
    assert upload(client, address, SMALL).headers["Location"] == address + "check/"
    assert not Measure.objects.exists()
    assert client.get(address + "check/").status_code == 200
    assert client.post(address + "check/").status_code == 302
    assert Measure.objects.count() == 2
    changed = (
        SMALL.replace("Penkit", "Penkit ja roskikset").replace("1310", "1311").replace("toimenpide;1.1", "note;1.1")
    )
    assert upload(client, address, changed).status_code == 422
    less = "\n".join(line for line in changed.splitlines() if not line.startswith("note"))
    assert upload(client, address, less).headers["Location"] == address + "check/"
    page = client.get(address + "check/").content.decode()
    for words in ("Penkit ja roskikset", "Harrastuksia kaikille", "1 311"):
        assert words in page.replace("\xa0", " ")
    upload(client, address, SMALL)
    assert "Det finns inget att ändra" in client.get(address + "check/").content.decode()


def test_strategy_given_out_as_a_file_comes_in_again_as_it_is(client, coordinator, process):
    import_strategy(process, table(SMALL), by=None)
    area = make_area()
    IndicatorValue.objects.create(indicator=Indicator.objects.first(), area=area, year=2024, value=7.25)
    Measure.objects.update(responsible={"sv": "=Alla"}, starts_year=2024)
    client.force_login(coordinator)
    file = client.get(f"/en/desk/processes/{process.slug}/strategy/file/").content.decode()
    assert "'=Alla" in file
    before = state()
    assert not import_strategy(process, table(file), by=None).changes_something
    assert state() == before
    other = make_process()
    import_strategy(other, table(file), by=None)
    assert Measure.objects.filter(goal__strategy__process=other, responsible={"sv": "=Alla"}).count() == 2
    assert IndicatorValue.objects.filter(area=area).count() == 2


@pytest.mark.parametrize("scope", ["read", "write"])
def test_values_by_program(client, coordinator, process, scope):
    import_strategy(process, table(SMALL), by=None)
    area = make_area()
    one = Indicator.objects.get(measure__order=1, order=1)
    token = create_api_token(coordinator, scope, by=None)
    address = f"/api/v1/indicators/{one.pk}/values/"

    def send(*values):
        body = json.dumps({"values": list(values)})
        return client.post(address, body, "application/json", headers={"Authorization": f"Bearer {token}"})

    new = ({"year": 2025, "value": 1400}, {"year": 2025, "value": 70, "area": area.slug}, {"year": 2024, "value": 1310})
    if scope == "read":
        assert send(*new).status_code == 403
        return
    assert send(*new).json() == {"added": 2, "changed": 0, "same": 1}
    assert send(*new).json() == {"added": 0, "changed": 0, "same": 3}
    for wrong in ([], [{"year": 2025, "value": 1, "area": "atlantis"}], [{"year": 2099, "value": 1}], [{"year": "x"}]):
        assert send(*wrong).status_code == 400
    listed = client.get(f"/api/v1/processes/{process.slug}/indicators/").json()
    assert listed["count"] == 3
    first = listed["results"][0]
    assert (first["number"], first["baseline"], first["target"]) == ("1.1.1", 1200, 2000)
    assert {"year": 2025, "area": area.slug, "value": 70} in first["values"]
    assert client.get(f"/api/v1/processes/{make_process().slug}/indicators/").status_code == 404
