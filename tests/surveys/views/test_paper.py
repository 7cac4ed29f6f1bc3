"""The desk's pages of paper: a batch from printing to the inbox of scans, by the hands of clerk and coordinator."""

import io
import random
import uuid

import pytest

from benchmarks import scanning as bench
from surveys.actions.paper import hash_of
from surveys.gateways import scanning
from surveys.models import PaperBatch, Response, Scan, ScanPage, Sheet, SheetNote
from surveys.queries.paper_forms import copies_of
from tests.factories.participation import make_person
from tests.factories.surveys import make_response, make_survey
from tests.surveys.actions.test_codes import checked
from tests.surveys.actions.test_paper import make_batch

needs_scan = pytest.mark.skipif(not scanning.is_installed(), reason="the extra scan is not installed")


@pytest.fixture
def clerk(process):
    return make_person(name="Tallentaja", roles=[("clerk", process)])


def page(batch, rest=""):
    return f"/fi/desk/surveys/{batch.survey.slug}/paper/{batch.pk}/{rest}"


def test_a_coordinator_prints_a_batch(client, process, coordinator, django_assert_num_queries):
    survey = make_survey(process)
    client.force_login(coordinator)
    address = f"/fi/desk/surveys/{survey.slug}/paper/"
    assert client.post(address, {"name": "", "size": 0, "language": "xx"}).status_code == 422
    answer = client.post(address, {"name": "Aula", "size": 2, "language": "fi", "double": "100"})
    batch = PaperBatch.objects.get()
    assert answer["Location"] == page(batch)
    assert client.post(address, {"name": "Aula", "size": 2, "language": "fi", "double": "0"}).status_code == 422
    printed = client.get(page(batch, "forms.pdf"))
    checked(printed.content, batch.layout["stride"] * 2 - 1)
    assert printed["Cache-Control"] == "no-store"
    assert client.get(page(batch, "cover.pdf")).content.startswith(b"%PDF")
    for n in (1, 3):
        while PaperBatch.objects.count() < n:
            make_batch(process, survey=survey, size=1)
        with django_assert_num_queries(9):
            assert client.get(address).status_code == 200


def test_a_clerk_keys_by_number_and_code(client, process, coordinator, clerk):
    batch = make_batch(process, size=4, double=0)
    client.force_login(clerk)
    assert client.get("/fi/desk/paper/").status_code == 200
    assert client.get(page(batch, "forms.pdf")).status_code == 403
    assert client.post(page(batch), {"code": "9999"}).status_code == 422
    address = client.post(page(batch), {"code": "1"})["Location"]
    assert "Kysymys service" in client.get(address).content.decode()
    done = client.post(address, {"f:service": "a", "f:rating": "8", "f:idea": "?? penkki"}, follow=True)
    assert "penkki" in done.content.decode()
    assert client.get(address)["Location"] == page(batch), "a sheet is keyed once"
    assert client.post(page(batch, "aside/"), {"numbers": "2-3", "state": "void"}).status_code == 302
    assert client.post(page(batch, "aside/"), {"numbers": "x", "state": "void"}).status_code == 422
    note = SheetNote.objects.get()
    assert client.post(page(batch, f"notes/{note.pk}/"), {"words": "penkkejä"}).status_code == 403
    client.force_login(coordinator)
    client.post(page(batch, f"notes/{note.pk}/"), {"words": "penkkejä"})
    assert Response.objects.get().answers == {"service": "library", "idea": "penkkejä"}
    assert client.get(page(batch, "close/")).status_code == 200
    client.post(page(batch, "close/"))
    assert PaperBatch.objects.get().closed_on is None
    client.post(page(batch, "aside/"), {"numbers": "4", "state": "missing"})
    client.post(page(batch, "close/"))
    assert PaperBatch.objects.get().closed_on
    assert client.get(page(batch)).status_code == 200


def test_two_keyings_are_settled_on_the_paper(client, process, clerk, coordinator):
    batch = make_batch(process, size=1, double=100)
    for person, words in ((clerk, "a"), (coordinator, "b")):
        client.force_login(person)
        client.post(page(batch, "sheets/1/"), {"f:service": words})
    assert not Response.objects.exists()
    shown = client.get(page(batch, "sheets/1/compare/")).content.decode()
    assert "<b>a</b>" in shown
    assert "<b>b</b>" in shown
    client.post(page(batch, "sheets/1/compare/"), {"f:service": "b"})
    assert Response.objects.get().answers == {"service": "bus"}
    assert client.get(page(batch, "sheets/1/compare/")).status_code == 302


def scanned_pdf(client, batch, dice):
    """The printed forms with ticks by hand, as a scanner gives them back: (PDF, letters by sheet and field)."""
    from PIL import Image

    pictures, drawn = list(scanning.pages_of(client.get(page(batch, "forms.pdf")).content, "application/pdf")), {}
    kept = []
    for place, picture in enumerate(pictures):
        sheet, number = place // batch.layout["stride"] + 1, place % batch.layout["stride"] + 1
        if number > batch.layout["last"]:
            continue
        boxes = [bench.named(box) for box in batch.layout["boxes"] if box[0] == number and box[2]]
        ones = {box["field"]: box for box in dice.sample(boxes, len(boxes))}
        bench.draw_ticks(picture, list(ones.values()), AllTicks(dice.random()))
        drawn.setdefault(sheet, {}).update({name: box["letter"] for name, box in ones.items()})
        kept.append(Image.fromarray(bench.spoil(picture, "degraded", dice)))
    dice.shuffle(kept)
    written = io.BytesIO()
    kept[0].save(written, "PDF", save_all=True, append_images=kept[1:], resolution=200)
    return written.getvalue(), drawn


class AllTicks(random.Random):
    """A hand that ticks every box it is given, with a cross."""

    def random(self):
        return 0.1

    def choice(self, options):
        return "cross" if "cross" in options else options[0]


@needs_scan
def test_scans_become_proposals_that_a_person_approves(  # noqa: PLR0917 -- fixtures
    client, process, clerk, coordinator, work_off, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    settings.RECEIPT_SECRET = "the same square codes in every run"
    batch = make_batch(process, size=2)
    for sheet in Sheet.objects.filter(batch=batch):
        key = uuid.UUID(int=sheet.number)
        Sheet.objects.filter(pk=sheet.pk).update(key=key, code_hash=hash_of(key))
    client.force_login(coordinator)
    pdf, drawn = scanned_pdf(client, batch, random.Random(3))
    client.force_login(clerk)
    inbox = f"/fi/desk/surveys/{batch.survey.slug}/paper/scans/"
    for wrong in (b"no file of ours", b"%PDF-1.7 broken", b"GIF89a" + b"\0" * 100):
        upload = io.BytesIO(wrong)
        upload.name = "a.pdf"
        assert client.post(inbox, {"file": upload}).status_code == 422
    assert not Scan.objects.exists()
    upload = io.BytesIO(pdf)
    upload.name = "aula.pdf"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(inbox, {"file": upload}).status_code == 302
        work_off()
    assert ScanPage.objects.filter(sheet=None).count() == 0
    assert not Response.objects.exists(), "nothing counts before a person has looked"
    assert client.get(inbox).content.decode().count("sheets/") == 2
    for number, letters in drawn.items():
        shown = client.get(page(batch, f"sheets/{number}/"))
        typed = {
            one["name"]: one["value"]
            for part in shown.context["parts"]
            for asked in part["questions"]
            for one in asked["inputs"]
        }
        assert {name: words for name, words in typed.items() if words} == letters
        client.post(page(batch, f"sheets/{number}/"), {f"f:{name}": words for name, words in typed.items()})
    assert Response.objects.count() == 2
    assert Sheet.objects.filter(state="accepted").count() == 2
    picture = ScanPage.objects.get(sheet__number=1, page=1)
    cut = client.get(f"{inbox}{picture.pk}/picture.jpg", {"field": "service"})
    assert cut.content.startswith(b"\xff\xd8")
    assert client.get(f"{inbox}{picture.pk}/picture.jpg", {"field": "no"}).status_code == 404
    assert list(tmp_path.rglob("*.pdf")) == []
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(batch, "close/"))
    assert not ScanPage.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()], "scans are gone with the batch"


@needs_scan
def test_a_page_without_a_code_is_named_by_hand(client, process, clerk, coordinator, work_off, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    batch = make_batch(process, size=1)
    client.force_login(coordinator)
    first = next(scanning.pages_of(client.get(page(batch, "forms.pdf")).content, "application/pdf"))
    first[50:200, 130:270] = 255  # somebody wrote over the square code
    upload = io.BytesIO(scanning.to_jpeg(first))
    upload.name = "sivu.jpg"
    inbox = f"/fi/desk/surveys/{batch.survey.slug}/paper/scans/"
    client.post(inbox, {"file": upload})
    work_off()
    lost = ScanPage.objects.get(sheet=None)
    client.post(f"{inbox}{lost.pk}/", {"code": "AAAA-BBBB", "page": 1})
    assert ScanPage.objects.get().sheet is None
    code = copies_of(list(Sheet.objects.all()))[0].code
    client.post(f"{inbox}{lost.pk}/", {"code": code, "page": 1})
    assert ScanPage.objects.get().sheet.number == 1
    client.post(f"{inbox}{lost.pk}/", {"verb": "drop"})
    assert not ScanPage.objects.exists()


def test_without_the_extra_the_inbox_says_so(client, process, clerk, monkeypatch):
    survey = make_survey(process)
    monkeypatch.setattr(scanning, "is_installed", lambda: False)
    client.force_login(clerk)
    inbox = f"/sv/desk/surveys/{survey.slug}/paper/scans/"
    assert "multipart" not in client.get(inbox).content.decode()
    upload = io.BytesIO(b"%PDF-1.7")
    upload.name = "a.pdf"
    assert client.post(inbox, {"file": upload}).status_code == 422


@needs_scan
@pytest.mark.parametrize("treatment", bench.TREATMENTS)
def test_ticks_survive_printing_and_scanning(treatment):
    """The small set; the large one is `make bench ONLY=scanning`."""
    tally = bench.round_trip(treatment, copies=2, seed=1)
    print(tally)
    assert tally.lost == 0
    assert tally.wrong == 0
    assert tally.right / tally.boxes >= 0.985


def test_channels_are_compared(client, process, coordinator):
    survey = make_survey(process)
    client.force_login(coordinator)
    assert client.get(f"/fi/desk/surveys/{survey.slug}/channels/").status_code == 200
    for n in range(40):
        make_response(survey, {"service": "bus" if n % 4 else "library"}, channel="web")
        make_response(survey, {"service": "library" if n % 4 else "bus"}, channel="paper")
    shown = client.get(f"/fi/desk/surveys/{survey.slug}/channels/", {"first": "web", "second": "paper"})
    lines = {line.value: line for line in shown.context["check"].lines}
    assert lines["library"].effect.difference == pytest.approx(0.5)
    assert lines["library"].effect.stands
    assert (lines["library"].effect.first_n, lines["library"].effect.second_n) == (40, 40)
