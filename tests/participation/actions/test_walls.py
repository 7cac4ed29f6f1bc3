"""The wall: grouping that loses nothing, dots within their budget, closing that hands everything on once; table lines."""

import datetime
import io
import uuid

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from participation.actions import walls
from participation.actions.workshop_photos import add_photo
from participation.actions.workshops import (
    close_forgotten_workshops,
    close_workshop,
    enter_table_line,
    open_workshop,
    receive_table_idea,
)
from participation.errors import Conflict, NotOpen, ParticipationError
from participation.gateways.photos import stored_photo
from participation.logic.receipts import receipt_code
from participation.logic.table_notes import TableLine, read_line
from participation.models import (
    AuditEntry,
    Job,
    Submission,
    Summary,
    Workshop,
    WorkshopBallot,
    WorkshopCluster,
    WorkshopNote,
    WorkshopSlip,
    WorkshopSupport,
)
from participation.queries.receipts import journey_of
from participation.queries.walls import board_of, wall_change
from tests.factories.participation import make_theme

PROMPTS = [{"fi": "Mikä on tärkeintä?"}, {"fi": "Mitä puuttuu?"}]


@pytest.fixture
def workshop(process):
    return Workshop.objects.create(
        process=process, code="ILTA26", name={"fi": "Asukasilta"}, starts=timezone.now(), prompts=PROMPTS, tables=6,
        state="open",
    )  # fmt: skip


def write(workshop, text="Lisää valoja", **more):
    key = str(uuid.uuid4())
    received = receive_table_idea(workshop, key=key, text=text, language="fi", table=1, prompt=1, **more)
    return WorkshopNote.objects.select_related("workshop", "submission").get(submission=received.submission)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Lisää valoja", TableLine("Lisää valoja", 2, 1)),
        ("/t3 /p2 Lisää valoja", TableLine("Lisää valoja", 3, 2)),
        ("Lisää valoja #kirjasto @2.1 =12", TableLine("Lisää valoja", 2, 1, "kirjasto", "2.1", 12)),
        ("Hinta on 1/t3 ja a@b.fi", TableLine("Hinta on 1/t3 ja a@b.fi", 2, 1)),
        ("/t3", TableLine("", 3, 1)),
    ],
)
def test_marks_of_a_line(typed, line):
    assert read_line(typed, table=2, prompt=1) == line


def test_sixty_keyed_notes_know_where_they_belong_and_are_handed_on_once(workshop, coordinator, work_off):
    make_theme(workshop.process, slug="kirjasto")
    slips = walls.make_slips(workshop, 10, by=coordinator)
    for number in range(60):
        typed = f"/t{number % 6 + 1} /p{number % 2 + 1} Idea {number} =" + str(number % 10 + 1)
        typed += " #kirjasto" if number % 3 == 0 else ""
        line, key = read_line(typed), str(uuid.uuid4())
        for _again in range(2):
            enter_table_line(workshop, line, key=key, language="fi", by=coordinator)
    stored = Submission.objects.order_by("pk")
    assert stored.count() == 60
    for one in stored:
        number = int(one.text.split()[-1])
        kept = one.provenance
        assert (kept["workshop"], kept["table"], kept["prompt"]) == ("ILTA26", number % 6 + 1, number % 2 + 1)
        assert kept["asked"] == PROMPTS[number % 2]
        assert (one.theme is not None) == (number % 3 == 0)
    codes = [receipt_code(settings.RECEIPT_SECRET, str(slip.key)) for slip in slips]
    assert [len(journey_of(code).contributions) for code in codes] == [6] * 10
    assert not Job.objects.filter(kind="workgroups.route_submission").exists()
    close_workshop(workshop, by=coordinator)
    assert Job.objects.filter(kind="workgroups.route_submission").count() == 60
    open_workshop(workshop, by=coordinator)
    write(workshop)
    close_workshop(workshop, by=coordinator)
    assert Job.objects.filter(kind="workgroups.route_submission").count() == 61
    work_off()
    assert Summary.objects.filter(scope="workshop:ILTA26").exists()
    entries = AuditEntry.objects.filter(verb="enter_submission")
    assert set(entries.values_list("by", flat=True)) == {coordinator.pk}
    assert not WorkshopSlip.objects.exclude(key=None).exists()


@pytest.mark.parametrize("line", ["#puuttuu Idea", "=7 Idea", "/t9 Idea", "/p3 Idea", "/t1"])
def test_a_mark_that_means_nothing_is_refused(workshop, coordinator, line):
    with pytest.raises(ParticipationError):
        enter_table_line(workshop, read_line(line), key=str(uuid.uuid4()), language="fi", by=coordinator)
    assert not Submission.objects.exists()


def test_an_idea_waits_until_it_is_let_through_and_goes_on_either_way(workshop, coordinator):
    waiting, hidden = write(workshop), write(workshop)
    assert [one.get("gone") for one in wall_change(workshop.pk)["notes"]] == [True, True]
    walls.show_all_notes(workshop, by=coordinator)
    walls.show_note(hidden, shown=False, by=coordinator)
    assert [one["id"] for one in wall_change(workshop.pk)["notes"] if "text" in one] == [waiting.pk]
    assert board_of(workshop).hidden == 1
    close_workshop(workshop, by=coordinator)
    assert Job.objects.filter(kind="workgroups.route_submission").count() == 2


def test_two_facilitators_lose_no_move(workshop, coordinator):
    first, second = (walls.add_cluster(workshop, name, by=coordinator) for name in ("Valot", "Penkit"))
    one, other = write(workshop, shown=True), write(workshop, shown=True)
    seen = WorkshopNote.objects.select_related("workshop", "submission").get(pk=one.pk)
    walls.move_note(one, first, seen=0, by=coordinator)
    walls.move_note(other, second, seen=0, by=coordinator)
    with pytest.raises(Conflict):
        walls.move_note(seen, second, seen=0, by=coordinator)
    assert list(WorkshopNote.objects.order_by("pk").values_list("cluster", flat=True)) == [first.pk, second.pk]
    since = wall_change(workshop.pk)["version"]
    walls.remove_cluster(first, by=coordinator)
    change = wall_change(workshop.pk, since)
    assert change["clusters"] == [{"id": first.pk, "gone": True}]
    assert [(note["id"], note["cluster"]) for note in change["notes"]] == [(one.pk, None)]
    with pytest.raises(Conflict):
        walls.move_note(other, first, seen=1, by=coordinator)


def test_the_name_of_the_cluster_goes_along(workshop, coordinator):
    cluster = walls.add_cluster(workshop, "  Valot  ", by=coordinator)
    walls.move_note(write(workshop, shown=True), cluster, seen=0, by=coordinator)
    close_workshop(workshop, by=coordinator)
    assert Submission.objects.get().provenance["cluster"] == "Valot"
    with pytest.raises(ParticipationError):
        walls.name_cluster(cluster, "  ", by=coordinator)


def test_support_counts_once_a_phone_and_can_be_taken_back(workshop):
    note, phone = write(workshop, shown=True), str(uuid.uuid4())
    assert [walls.support_note(note, voter_key=phone) for _time in range(2)] == [1, 1]
    assert walls.support_note(note, voter_key=str(uuid.uuid4())) == 2
    assert walls.support_note(note, voter_key=phone, on=False) == 1


def test_dots_keep_their_budget_and_are_counted_anew(workshop, coordinator):
    lights, seats = (walls.add_cluster(workshop, name, by=coordinator) for name in ("Valot", "Penkit"))
    phone = str(uuid.uuid4())
    with pytest.raises(NotOpen):
        walls.cast_dots(workshop, {lights.pk: 1}, voter_key=phone)
    walls.set_step(workshop, "vote", by=coordinator)
    walls.cast_dots(workshop, {lights.pk: 2, seats.pk: 1}, voter_key=phone)
    walls.cast_dots(workshop, {seats.pk: 3}, voter_key=phone)
    for wrong in ({lights.pk: 4}, {lights.pk: -1, seats.pk: 3}, {10**6: 1}):
        with pytest.raises(ParticipationError):
            walls.cast_dots(workshop, wrong, voter_key=phone)
    assert dict(WorkshopCluster.objects.values_list("name", "dots")) == {"Valot": 0, "Penkit": 3}
    with pytest.raises(NotOpen):
        walls.support_note(write(workshop, shown=True), voter_key=phone)
    close_workshop(workshop, by=coordinator)
    assert not WorkshopBallot.objects.exists()
    assert not WorkshopSupport.objects.exists()
    assert WorkshopCluster.objects.get(name="Penkit").dots == 3


def test_steps_and_timer(workshop, coordinator):
    walls.set_timer(workshop, 10, by=coordinator)
    assert wall_change(workshop.pk)["timer"] > timezone.now().timestamp() * 1000
    walls.set_step(workshop, "group", by=coordinator)
    assert (wall_change(workshop.pk)["step"], wall_change(workshop.pk)["timer"]) == ("group", None)
    with pytest.raises(Conflict):
        walls.set_step(workshop, "dance", by=coordinator)


def test_a_forgotten_workshop_closes_by_itself(workshop):
    assert close_forgotten_workshops() == 0
    write(workshop)
    assert close_forgotten_workshops(now=timezone.now() + datetime.timedelta(hours=13)) == 1
    assert Job.objects.filter(kind="workgroups.route_submission").count() == 1


def test_a_photo_is_kept_without_what_it_tells_on_the_side(workshop, coordinator):
    picture, written = Image.new("RGB", (3000, 200), "white"), io.BytesIO()
    exif = picture.getexif()
    exif[271] = "Kamera Oy"
    picture.save(written, "JPEG", exif=exif)
    photo = add_photo(workshop, written.getvalue(), table=3, prompt=1, by=coordinator)
    kept = stored_photo(photo.name)
    assert b"Kamera" not in kept
    assert max(Image.open(io.BytesIO(kept)).size) == 2400
    with pytest.raises(ParticipationError):
        add_photo(workshop, b"nothing", table=None, prompt=None, by=coordinator)
