"""Pages of webhooks: adding with the secret once, the log, pausing, sending again, removing; for administrators."""

import re
import uuid

import pytest

from participation.actions import webhooks as actions
from participation.gateways import webhooks as gateway
from participation.gateways.webhooks import Answer
from participation.models import Webhook, WebhookDelivery

DESK = "/fi/desk/operations/webhooks/"
FILLED = {
    "name": "Kartta",
    "address": "https://hooks.example.org/in",
    "events": ["submission.changed", "survey.opened"],
}


@pytest.fixture
def admin(client, admin_person):
    client.force_login(admin_person)
    return client


@pytest.fixture
def answer(monkeypatch):
    said = [Answer(status=200)]
    monkeypatch.setattr(gateway, "post", lambda *_arguments: said[0])
    return said


def make_webhook(messages=0, **fields):
    fields = {"name": "Kartta", "address": FILLED["address"], "events": ["submission.changed"], **fields}
    hook = Webhook.objects.create(**fields)
    payload = {"data": {"id": "1"}}
    for _n in range(messages):
        WebhookDelivery.objects.create(
            webhook=hook, event="submission.changed", payload=payload, state="sent", status=200
        )
    return hook


def test_adding_shows_the_secret_once(admin):
    page = admin.get(DESK + "new/")
    key = re.search(r'name="key" value="([-0-9a-f]+)"', page.content.decode())[1]
    shown = admin.post(DESK + "new/", FILLED | {"key": key})
    hook = Webhook.objects.get()
    assert (shown.status_code, str(hook.pk), hook.events) == (201, key, FILLED["events"])
    assert actions.secret(hook) in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    again = admin.post(DESK + "new/", FILLED | {"key": key})
    assert again.url == f"{DESK}{key}/"
    assert actions.secret(hook) not in admin.get(again.url).content.decode()
    assert Webhook.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"address": "http://hooks.example.org/"}, "https://"),
        ({"address": "https://127.0.0.1/"}, "julkinen nimi"),
        ({"address": "https://hooks.example.org:25/"}, "porttiin"),
        ({"address": "https://a b/"}, "välilyönnit"),
        ({"events": []}, "Valitse ainakin yksi tapahtuma"),
        ({"events": ["nobody.knows"]}, "nobody.knows"),
        ({"name": ""}, "Vastaanottajan nimi: "),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(admin, change, words):
    page = admin.post(DESK + "new/", FILLED | {"key": str(uuid.uuid4())} | change)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Webhook.objects.exists()


def test_a_list_of_servers_is_kept_to(admin, settings):
    settings.WEBHOOK_HOSTS = [".example.com"]
    page = admin.post(DESK + "new/", FILLED | {"key": str(uuid.uuid4())})
    assert page.status_code == 422
    assert "luettelossa" in page.content.decode()


def test_testing_pausing_sending_again_and_removing(admin, answer, work_off, process):
    hook = make_webhook()
    where = f"{DESK}{hook.pk}/"
    admin.post(where + "test/")
    work_off()
    page = admin.get(where).content.decode()
    assert "Testiviesti" in page
    assert "perillä" in page
    answer[0] = Answer(failure="certificate")
    sent = WebhookDelivery.objects.get()
    admin.post(f"{where}messages/{sent.pk}/again/")
    work_off()
    page = admin.get(where).content.decode()
    assert "varmenne ei kelpaa" in page
    assert "yhä harvemmin" in page
    assert admin.post(f"{where}messages/{sent.pk}/out/").url == where
    assert WebhookDelivery.objects.get().state == "left_out"
    refused = admin.post(f"{where}messages/{sent.pk}/out/", follow=True)
    assert "ei enää odota" in refused.content.decode()
    for verb, state in (("pause", "paused"), ("resume", "active")):
        admin.post(f"{where}{verb}/")
        hook.refresh_from_db()
        assert hook.state == state
    changed = admin.post(where, FILLED | {"name": "Toinen", "process": process.pk})
    hook.refresh_from_db()
    assert (changed.url, hook.name, hook.process, len(hook.events)) == (where, "Toinen", process, 2)
    wrong = admin.post(where, FILLED | {"address": "https://10.0.0.1/"})
    assert wrong.status_code == 422
    assert admin.get(f"{DESK}{uuid.uuid4()}/").status_code == 404
    assert admin.post(where + "remove/").url == DESK
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_and_the_log_cost_the_same_for_more(admin, django_assert_num_queries, n):
    hooks = [make_webhook(messages=n, process=None) for _n in range(n)]
    admin.get(DESK)
    with django_assert_num_queries(8):
        assert admin.get(DESK).content.decode().count("Kartta") == n
    with django_assert_num_queries(10):
        assert admin.get(f"{DESK}{hooks[0].pk}/").content.decode().count("/again/") == n


def test_coordinators_have_no_webhooks(client, coordinator):
    hook = make_webhook()
    client.force_login(coordinator)
    assert {client.get(address).status_code for address in (DESK, DESK + "new/", f"{DESK}{hook.pk}/")} == {403}
    assert client.post(f"{DESK}{hook.pk}/remove/").status_code == 403
    assert "webhooks" not in client.get("/fi/desk/operations/").content.decode()
