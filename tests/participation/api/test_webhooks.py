"""Webhooks for programs: the list and the log, for administrators; the document tells what a receiver gets."""

import pytest

from participation.actions.people import create_api_token
from participation.models import Webhook, WebhookDelivery


def bearer(person):
    return {"HTTP_AUTHORIZATION": f"Bearer {create_api_token(person, 'read', by=None)}"}


@pytest.mark.parametrize("n", [1, 3])
def test_list_and_log(api, admin_person, process, django_assert_num_queries, n):
    for _n in range(n):
        hook = Webhook.objects.create(name="Kartta", address="https://a.example.org/", events=["x"], process=process)
    for number in range(n):
        WebhookDelivery.objects.create(webhook=hook, event="x", payload={"data": {"id": str(number)}})
    headers = bearer(admin_person)
    with django_assert_num_queries(4):  # token, roles, count, rows
        found = api.get("/api/v1/webhooks/", **headers).json()
    assert (found["count"], found["results"][0]["process"]) == (n, process.slug)
    assert "secret" not in str(found).lower()
    with django_assert_num_queries(5):
        log = api.get(f"/api/v1/webhooks/{hook.pk}/deliveries/", **headers).json()
    assert [row["object"] for row in log["results"]] == [str(number) for number in reversed(range(n))]
    assert log["results"][0]["state"] == "waiting"


def test_others_are_refused(api, coordinator):
    hook = Webhook.objects.create(name="Kartta", address="https://a.example.org/", events=["x"])
    for address in ("/api/v1/webhooks/", f"/api/v1/webhooks/{hook.pk}/deliveries/"):
        assert api.get(address).status_code == 401
        assert api.get(address, **bearer(coordinator)).status_code == 403


def test_the_document_tells_what_a_receiver_gets(api, db):
    event = api.get("/api/v1/schema/?format=json").json()["webhooks"]["event"]["post"]
    assert {one["name"] for one in event["parameters"]} == {"webhook-id", "webhook-timestamp", "webhook-signature"}
    schema = event["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["schema_version", "id", "type", "timestamp", "data"]
