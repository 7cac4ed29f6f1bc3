"""Privacy at the desk and with the receipt: requests, times, the map, what was read."""

import csv
import io
import json

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from participation.actions.ideas import receive_idea
from participation.actions.receipts import LOOKUPS_A_MINUTE, count_lookup
from participation.models import (
    ApiToken,
    AuditEntry,
    DeletionRecord,
    Follow,
    Invitation,
    Notification,
    Person,
    Process,
    Receipt,
    Role,
    Submission,
    Workshop,
)
from tests.factories.participation import make_person, make_process, make_submission

WORDS = "Minun salainen ideani on pitkä penkki rantaan."


@pytest.fixture
def idea(process):
    return receive_idea(process, key="k1", text=WORDS, email="a@example.org")


def at(name, *arguments):
    return reverse(f"participation:{name}", args=arguments)


def ask(client, code, go="", **more):
    return client.post(at("privacy_receipt"), {"code": code, "go": go}, **more)


def test_a_coordinator_gives_a_copy_and_erases_while_the_resident_is_on_the_phone(client, coordinator, process, idea):
    client.force_login(coordinator)
    found = ask(client, idea.code.lower().replace("-", " "))
    assert found.status_code == 200
    assert WORDS not in found.content.decode()
    assert found["Cache-Control"] == "no-store"
    copy = ask(client, idea.code, "copy")
    assert "attachment" in copy["Content-Disposition"]
    told = json.loads(copy.content)["participation.contributions"]["contributions"][0]
    assert (told["text"], told["addresses"][0]["email"]) == (WORDS, "a@example.org")
    assert "erase-now" in ask(client, idea.code, "erase").content.decode()
    assert Receipt.objects.exists()
    assert ask(client, idea.code, "erase-now", follow=True).status_code == 200
    assert not Receipt.objects.exists()
    assert not Follow.objects.exists()
    record = DeletionRecord.objects.get()
    assert (record.process, record.reason, record.counts) == (process, "request", {"participation.contributions": 1})
    noted = list(AuditEntry.objects.filter(by=coordinator).order_by("pk").values_list("verb", flat=True))
    assert noted == ["export_receipt", "forget_receipt"]


@pytest.mark.parametrize("go", ["", "copy", "erase-now"])
def test_a_code_of_another_process_is_an_unknown_one(client, idea, go):
    client.force_login(make_person(roles=[("coordinator", make_process())]))
    theirs, wrong = ask(client, idea.code, go), ask(client, "AAAA-BBBB-CCCC-DDDD", go)
    assert theirs.status_code == wrong.status_code == 404
    assert Receipt.objects.exists()
    assert not AuditEntry.objects.filter(verb__in=["export_receipt", "forget_receipt"]).exists()


def test_many_codes_from_one_network_have_to_wait(client, coordinator):
    client.force_login(coordinator)
    while count_lookup("127.0.0.1"):
        pass
    assert ask(client, "AAAA-BBBB-CCCC-DDDD").status_code == 429


def own_token(client, code):
    page = client.post(at("receipts"), {"code": code}).content.decode()
    return page.partition('name="token" value="')[2].partition('"')[0], page


def test_a_resident_takes_a_copy_and_erases_with_the_own_code(client, idea):
    page = client.post(at("receipts"), {"code": idea.code})
    token = page.context["journey"].own
    copy = client.post(at("receipt_own"), {"token": token, "go": "copy"})
    assert json.loads(copy.content)["participation.contributions"]["contributions"][0]["text"] == WORDS
    assert client.post(at("receipt_own"), {"token": token, "go": "erase"}).status_code == 200
    assert Submission.objects.get().text == WORDS
    done = client.post(at("receipt_own"), {"token": token, "go": "erase-now"})
    assert (done.status_code, done["Cache-Control"], bool(done.cookies)) == (200, "no-store", False)
    assert Submission.objects.get().text == "–"
    assert client.post(at("receipt_own"), {"token": token, "go": "copy"}).status_code == 422
    assert {one.by for one in AuditEntry.objects.filter(verb__in=["export_receipt", "forget_receipt"])} == {None}


def test_an_administrator_gives_out_and_erases_an_account(client, admin_person, process):
    person = make_person(email="leaver@example.org", name="Lähtijä", roles=[("coordinator", process)], password="x")
    ApiToken.objects.create(person=person, hash="h", ending="abcd", scope="read")
    Invitation.objects.create(process=process, email=person.email, code_hash="c", duty="role:clerk")
    Notification.objects.create(kind="tests.mail", subject_key="1", person=person)
    client.force_login(admin_person)
    copy = json.loads(client.post(at("privacy_person"), {"email": person.email, "go": "copy"}).content)
    assert copy["participation.contributions"]["roles"][0]["role"] == "coordinator"
    assert client.post(at("privacy_person"), {"email": person.email, "go": "erase"}).status_code == 200
    assert client.post(at("privacy_person"), {"email": person.email, "go": "erase-now"}).status_code == 302
    gone = Person.objects.get(pk=person.pk)
    assert (gone.name, gone.is_active, gone.has_usable_password()) == ("", False, False)
    assert "leaver" not in gone.email
    assert not Role.objects.in_force().filter(person=person).exists()
    assert not Invitation.objects.exists()
    assert not ApiToken.objects.exists()
    assert "leaver" not in str(list(AuditEntry.objects.values())).lower()


def test_nobody_erases_the_own_account_and_an_unknown_address_is_none(client, admin_person):
    client.force_login(admin_person)
    own = client.post(at("privacy_person"), {"email": admin_person.email, "go": "erase-now"})
    assert own.status_code == 409
    assert client.post(at("privacy_person"), {"email": "nobody@example.org"}).status_code == 422
    assert Person.objects.get(pk=admin_person.pk).is_active


def test_everybody_of_the_staff_gets_what_is_kept_about_them(client, process):
    clerk = make_person(name="Tallentaja", roles=[("clerk", process)])
    client.force_login(clerk)
    assert json.loads(client.post(at("privacy_own")).content)["participation.contributions"]["name"] == "Tallentaja"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_map_is_a_page_and_two_files(client, coordinator, language):
    client.force_login(coordinator)
    address = f"/{language}/desk/privacy/map/"
    page = client.get(address).content.decode()
    assert "surveys.Response.answers" in page
    rows = list(csv.reader(io.StringIO(client.get(f"{address}?format=csv").content.decode("utf-8-sig"))))
    fields = json.loads(client.get(f"{address}?format=json").content)["fields"]
    assert len(rows) - 1 == len(fields) > 150
    assert all(len(row) == 8 and all(row) for row in rows)


def test_times_are_chosen_on_one_page_and_a_wrong_one_changes_nothing(client, coordinator, process):
    make_submission(process)
    client.force_login(coordinator)
    name = "participation.contributions|"
    answer = client.post(at("process_privacy", process.slug), {name: "0", "basis": "task"})
    assert answer.status_code == 422
    client.post(at("process_privacy", process.slug), {name: "36", "basis": "duty"})
    process.refresh_from_db()
    assert (process.retention_months, process.basis) == (36, "duty")


@pytest.mark.parametrize("n", [1, 3])
def test_the_pages_cost_the_same_however_much_was_erased(client, coordinator, process, n, django_assert_num_queries):
    for _n in range(n):
        make_submission(process)
        DeletionRecord.objects.create(process=process, kind="participation.photos", reason="retention", amount=6)
    client.force_login(coordinator)
    Process.objects.coordinated_by(coordinator)
    client.get(at("privacy_desk"))
    with django_assert_num_queries(9):
        client.get(at("privacy_desk"))
    with django_assert_num_queries(18):
        client.get(at("process_privacy", process.slug))


@pytest.mark.parametrize(
    ("role", "words"), [("coordinator", "You coordinate"), ("admin", "administrator")], ids=["coordinator", "admin"]
)
def test_who_reads_a_contribution_is_noted_once_a_day_and_told_why(client, process, role, words):
    person = make_person(roles=[(role, None if role == "admin" else process)])
    client.force_login(person)
    one, two = make_submission(process), make_submission(process)
    for submission in (one, one, two):
        page = client.get(f"/en/desk/submissions/{submission.pk}/").content.decode()
        assert words.lower().split()[-1] in page.lower()
        assert "noted in the log" in page
    noted = AuditEntry.objects.get(verb="read_answers")
    assert (noted.by, noted.subject_type, noted.data) == (person, "participation.process", {"what": "contributions"})


def test_a_photo_of_a_flip_chart_is_read_under_its_workshop(client, process, settings, tmp_path):
    from django.utils import timezone

    from participation.gateways.photos import write_photo
    from participation.models import WorkshopPhoto

    settings.MEDIA_ROOT = tmp_path
    workshop = Workshop.objects.create(process=process, code="W1", name={"fi": "Ilta"}, starts=timezone.now())
    write_photo("one.jpg", b"jpeg")
    photo = WorkshopPhoto.objects.create(workshop=workshop, name="one.jpg")
    person = make_person(roles=[("facilitator", process)])
    client.force_login(person)
    for _n in range(2):
        client.get(reverse("participation:workshop_photo", args=["W1", photo.pk]))
    assert AuditEntry.objects.get(verb="read_answers").data == {"what": "photos"}


@time_machine.travel(timezone.now().replace(second=5), tick=False)  # not over the end of a minute
def test_own_copies_are_not_asked_for_without_end(client, idea):
    token = client.post(at("receipts"), {"code": idea.code}).context["journey"].own
    for _time in range(LOOKUPS_A_MINUTE):
        count_lookup("127.0.0.1")
    refused = client.post(at("receipt_own"), {"token": token, "go": "copy"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert not AuditEntry.objects.filter(verb="export_receipt").exists()
