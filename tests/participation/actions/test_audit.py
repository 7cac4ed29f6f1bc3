"""The audit log: written once, sealed in a chain, and whatever is done to it behind its back shows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from participation.actions import audit
from participation.actions.audit import add_audit_entry, seal_audit_entries
from participation.models import AuditEntry, Person
from participation.models.audit import SealedEntryError
from participation.queries.audit import checked_chain
from tests.factories.participation import make_person


@pytest.fixture
def told(process):
    """Seven entries of one person, five of them sealed in two goes."""
    person = make_person()
    for number in range(7):
        add_audit_entry("close_survey", process, by=person, number=number)
        if number in {2, 4}:
            seal_audit_entries()
    return person


def behind(sql, *values):
    """Do to the table what the application refuses to."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_entries_are_sealed_in_order_and_hold(told):
    assert checked_chain().length == 5
    assert seal_audit_entries() == 2
    assert seal_audit_entries() == 0
    chain = checked_chain()
    assert (chain.length, chain.fault) == (7, "")
    assert chain.head == AuditEntry.objects.get(position=7).seal
    assert list(AuditEntry.objects.order_by("position").values_list("data__number", flat=True)) == list(range(7))


def test_sealing_goes_in_portions(told, monkeypatch):
    monkeypatch.setattr(audit, "PORTION", 1)
    assert seal_audit_entries() == 2
    assert checked_chain().length == 7


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        ("UPDATE participation_auditentry SET verb = 'open_survey' WHERE position = 3", "changed"),
        ("UPDATE participation_auditentry SET actor = 0 WHERE position = 3", "changed"),
        ("UPDATE participation_auditentry SET subject_id = '0' WHERE position = 3", "changed"),
        ("UPDATE participation_auditentry SET data = '{}' WHERE position = 3", "changed"),
        ("DELETE FROM participation_auditentry WHERE position = 3", "missing"),
    ],
)
def test_what_is_done_behind_its_back_shows(told, deed, fault):
    behind(deed)
    chain = checked_chain()
    assert (chain.fault, chain.place, chain.length) == (fault, 3, 2)
    with pytest.raises(CommandError, match="Entry 3 "):
        call_command("verify_audit")


def test_a_chain_cut_short_or_made_anew_shows_by_a_seal_noted_earlier(told):
    noted = f"5:{checked_chain().head}"
    assert not checked_chain(noted).fault
    behind("DELETE FROM participation_auditentry WHERE position = 5")
    assert not checked_chain().fault  # the chain alone cannot know
    assert checked_chain(noted).fault == "missing"
    seal_audit_entries()  # somebody else stands at place five now
    assert not checked_chain().fault
    assert (checked_chain(noted).fault, checked_chain(noted).place) == ("changed", 5)
    with pytest.raises(CommandError, match="PLACE:SEAL"):
        call_command("verify_audit", seal="nonsense")


def test_the_application_itself_cannot_change_the_log(told):
    entry = AuditEntry.objects.get(position=1)
    entry.verb = "open_survey"
    for forbidden in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(verb="x"),
    ):
        with pytest.raises(SealedEntryError):
            forbidden()


def test_an_account_that_goes_leaves_the_chain_whole(told):
    number = told.pk
    told.delete()
    assert not Person.objects.filter(pk=number).exists()
    assert set(AuditEntry.objects.values_list("by", "actor")) == {(None, number)}
    seal_audit_entries()
    assert checked_chain().length == 7
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().startswith("7 entries hold")


def test_the_page_checks_the_chain(client, admin_person, told):
    client.force_login(admin_person)
    with override("en"):
        page = reverse("participation:audit_log")
    assert "sealed entries hold" not in client.get(page).content.decode()
    assert "5 sealed entries hold" in client.get(page, {"check": "1"}).content.decode()
    behind("UPDATE participation_auditentry SET verb = 'x' WHERE position = 2")
    assert "broken at entry 2" in client.get(page, {"check": "1"}).content.decode()
