"""Kiosks: codes that work once, answers that count once, the alarm when a device falls silent."""

import datetime
import json
import uuid

import pytest
from django.utils import timezone

from participation.models import Notification
from surveys.actions import kiosks
from surveys.models import Kiosk, Response
from tests.factories.participation import make_person, make_process
from tests.factories.surveys import make_survey


@pytest.fixture
def survey(process):
    return make_survey(process)


@pytest.fixture
def kiosk(process, survey, coordinator):
    return kiosks.save_kiosk(Kiosk(process=process, name="Kirjasto", languages=["fi", "sv"]), [survey], by=coordinator)


@pytest.fixture
def device(kiosk, coordinator):
    """(kiosk, headers of its device)"""
    joined, token = kiosks.join_kiosk(kiosks.new_code(kiosk, by=coordinator).lower())
    return joined, {"X-Device": token}


def test_a_code_works_once_and_a_new_one_shuts_the_old_device_out(client, kiosk, device, coordinator):
    assert client.post("/k/beat/", headers=device[1]).status_code == 200
    code = kiosks.new_code(kiosk, by=coordinator)
    assert client.post("/k/beat/", headers=device[1]).status_code == 403
    assert client.post("/k/join/", {"code": code}).status_code == 200
    assert client.post("/k/join/", {"code": code}).status_code == 404


def test_a_beat_tells_what_to_show_and_brings_receipts_made_ahead(client, device, survey):
    said = client.post("/k/beat/", {"waiting": 3, "ready": 15}, headers=device[1]).json()
    assert [one["code"] for one in said["offers"]] == ["fi", "sv"]
    assert said["offers"][0]["surveys"][0]["address"] == f"/fi/surveys/{survey.slug}/kiosk/"
    assert len(said["ready"]) == 5
    assert Kiosk.objects.get().waiting == 3


def test_an_answer_counts_once_and_shows_the_receipt_made_ahead(client, device, survey):
    ready = client.post("/k/beat/", headers=device[1]).json()["ready"][0]
    fields = {"key": ready["key"], "version": 1, "step": "whole", "a:service": "library", "shown": ["service"]}
    address = f"/fi/surveys/{survey.slug}/kiosk/"
    first, again = (client.post(address, fields, headers=device[1]) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert json.loads(first.content)["receipt"] == ready["code"]
    assert Response.objects.get().channel == "kiosk"
    assert Kiosk.objects.get().sent == 1


def test_a_stranger_sends_nothing_and_a_page_is_kept_nowhere(client, device, survey):
    address = f"/fi/surveys/{survey.slug}/kiosk/"
    page = client.get(address)
    assert page.headers["Cache-Control"] == "no-store"
    assert 'autocomplete="off"' in page.content.decode()
    assert client.post(address, {"key": str(uuid.uuid4())}).status_code == 403
    device[0].surveys.clear()
    assert client.post(address, {"key": str(uuid.uuid4())}, headers=device[1]).status_code == 403


def test_a_silent_device_alarms_once_and_is_watched_again_when_it_speaks(device, coordinator):
    kiosk, now = device[0], timezone.now()
    assert not kiosks.watch_kiosk(str(kiosk.pk), now=now + datetime.timedelta(minutes=10))
    later = now + datetime.timedelta(minutes=16)
    assert [kiosks.watch_kiosk(str(kiosk.pk), now=later) for _time in range(2)] == [True, False]
    assert Notification.objects.get(kind=kiosks.SILENT_KIOSK).person == coordinator
    kiosks.hear_kiosk(kiosk, waiting=0)
    assert Kiosk.objects.get().alarmed_at is None
    assert kiosks.watch_kiosk(str(kiosk.pk), now=timezone.now() + datetime.timedelta(minutes=16))
    assert Notification.objects.count() == 2


def test_no_alarm_outside_its_hours(device):
    kiosk, local = device[0], timezone.localtime()
    Kiosk.objects.update(
        opens=(local + datetime.timedelta(hours=1)).time(), closes=(local + datetime.timedelta(hours=2)).time()
    )
    assert not kiosks.watch_kiosk(str(kiosk.pk), now=timezone.now() + datetime.timedelta(minutes=20))


def test_the_desk_registers_changes_and_shuts_out(client, process, survey, coordinator):
    client.force_login(coordinator)
    fields = {"process": process.pk, "name": "Aula", "surveys": [survey.pk], "languages": ["fi"], "idle_seconds": 60}
    assert client.post("/en/desk/kiosks/", fields | {"surveys": []}).status_code == 422
    page = client.post("/en/desk/kiosks/", fields).content.decode()
    assert "works once" in page
    kiosk = Kiosk.objects.get()
    assert client.post(f"/en/desk/kiosks/{kiosk.pk}/", fields | {"name": "Kirjasto"}).status_code == 302
    assert "Kirjasto" in client.get("/en/desk/kiosks/").content.decode()
    assert client.post(f"/en/desk/kiosks/{kiosk.pk}/withdraw/").status_code == 302
    assert Kiosk.objects.get().code_hash is None
    client.force_login(make_person(roles=[("coordinator", make_process())]))
    assert client.post(f"/en/desk/kiosks/{kiosk.pk}/code/").status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_kiosks_costs_the_same_for_one_and_three(
    client, process, survey, coordinator, n, django_assert_num_queries
):
    for number in range(n):
        kiosks.save_kiosk(Kiosk(process=process, name=f"Laite {number}", languages=["fi"]), [survey], by=coordinator)
    client.force_login(coordinator)
    with django_assert_num_queries(11):
        assert client.get("/en/desk/kiosks/").content.decode().count("Laite ") >= n
