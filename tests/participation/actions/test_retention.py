"""How long things are kept: chosen, warned of, erased, recorded."""

import datetime

import pytest
from django.utils import timezone

from participation.actions.jobs import run_jobs
from participation.actions.retention import RETENTION_ENDS, erase_expired, set_basis, set_period
from participation.errors import ParticipationError
from participation.gateways.photos import stored_photo, write_photo
from participation.logic.retention import after, before
from participation.models import (
    AuditEntry,
    DeletionRecord,
    Invitation,
    Notification,
    Process,
    RetentionRule,
    Workshop,
    WorkshopPhoto,
)
from participation.queries.notifications import pick
from participation.queries.retention import deletion_lines, retention_lines, retention_wording
from tests.factories.participation import make_person, make_submission

TODAY = datetime.date(2026, 5, 31)


def line_of(process, kind):
    return next(retention_lines([process], kind))


@pytest.mark.parametrize(
    ("since", "amount", "in_days", "end"),
    [
        ((2026, 1, 31), 1, False, (2026, 3, 1)),
        ((2024, 2, 29), 12, False, (2025, 3, 1)),
        ((2026, 5, 1), 24, False, (2028, 5, 2)),
        ((2026, 5, 1), 30, True, (2026, 6, 1)),
    ],
)
def test_the_end_is_the_first_day_on_which_it_is_kept_too_long(since, amount, in_days, end):
    day, last = datetime.date(*since), datetime.date(*end)
    assert after(day, amount, in_days=in_days) == last
    assert before(last, amount, in_days=in_days) > day
    assert before(last - datetime.timedelta(days=1), amount, in_days=in_days) <= day


@pytest.fixture
def photo(process, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    workshop = Workshop.objects.create(process=process, code="W1", name={"fi": "Ilta"}, starts=timezone.now())
    write_photo("one.jpg", b"jpeg")
    return WorkshopPhoto.objects.create(workshop=workshop, name="one.jpg", added_on=datetime.date(2025, 11, 1))


def test_photos_of_flip_charts_go_with_their_files_and_leave_a_record(
    process, photo, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        counts = erase_expired(TODAY)
    assert counts == {"photos": 1}
    assert stored_photo("one.jpg") is None
    record = DeletionRecord.objects.get()
    assert (record.kind, record.counts, record.amount, record.in_days) == (
        "participation.photos",
        {"photos": 1},
        6,
        False,
    )
    line = deletion_lines([record])[0]
    assert (record.total, line.rule.split()[0]) == (1, "6")
    assert AuditEntry.objects.get(verb="erase_expired").data == {
        "kind": "participation.photos", "scope": "", "photos": 1,
    }  # fmt: skip
    assert erase_expired(TODAY) == {}
    assert DeletionRecord.objects.count() == 1


def test_coordinators_are_warned_a_month_before_once_a_month_and_not_of_what_is_young(process, coordinator, photo):
    other = make_person(roles=[("clerk", process)])
    early, soon = datetime.date(2026, 3, 31), datetime.date(2026, 4, 5)
    assert erase_expired(early) == {}
    assert not Notification.objects.filter(kind=RETENTION_ENDS).exists()
    for day in (soon, soon + datetime.timedelta(days=5)):
        assert erase_expired(day) == {}
    told = Notification.objects.get(kind=RETENTION_ENDS)
    assert told.person == coordinator != other
    assert "2.5.2026" in told.title
    words = retention_wording(told.context)
    assert words.address.endswith(f"/desk/processes/{process.slug}/privacy/")
    assert pick(process.name, "fi")[0] in words.subject
    photo.delete()
    assert retention_wording(told.context) is None


def test_a_longer_time_moves_the_end_and_is_warned_of_anew(process, coordinator, photo):
    erase_expired(datetime.date(2026, 4, 20))
    set_period(line_of(process, "participation.photos"), 12, by=coordinator)
    assert RetentionRule.objects.get().warned_on is None
    assert erase_expired(TODAY) == {}
    assert WorkshopPhoto.objects.exists()
    assert AuditEntry.objects.get(verb="set_retention").data == {
        "kind": "participation.photos", "scope": "", "before": 6, "amount": 12,
    }  # fmt: skip
    erase_expired(datetime.date(2026, 10, 20))
    assert Notification.objects.filter(kind=RETENTION_ENDS).count() == 2


@pytest.mark.parametrize("amount", [0, 61, -1])
def test_a_time_outside_what_a_kind_allows_is_refused(process, coordinator, photo, amount):
    with pytest.raises(ParticipationError):
        set_period(line_of(process, "participation.photos"), amount, by=coordinator)
    assert not RetentionRule.objects.exists()


def test_the_time_of_contributions_is_the_promise_of_the_process(process, coordinator, work_off):
    make_submission(process, received_on=TODAY - datetime.timedelta(days=100))
    set_period(line_of(process, "participation.contributions"), 3, by=coordinator)
    assert Process.objects.get(pk=process.pk).retention_months == 3
    assert erase_expired(TODAY) == {"contributions": 1}
    assert DeletionRecord.objects.get().amount == 3


def test_invitations_go_after_a_quarter(process):
    old = TODAY - datetime.timedelta(days=91)
    Invitation.objects.create(process=process, email="a@example.org", code_hash="1", duty="role:clerk", invited_on=old)
    young = Invitation.objects.create(
        process=process, email="b@example.org", code_hash="2", duty="role:clerk", invited_on=TODAY
    )
    assert erase_expired(TODAY) == {"invitations": 1}
    assert Invitation.objects.get() == young


def test_a_legal_basis_is_chosen_once_and_only_among_those_there_are(process, coordinator):
    set_basis(process, "consent", by=coordinator)
    set_basis(process, "consent", by=coordinator)
    set_basis(process, "because", by=coordinator)
    assert Process.objects.get(pk=process.pk).basis == "consent"
    assert AuditEntry.objects.filter(verb="set_legal_basis").count() == 1
    run_jobs()
