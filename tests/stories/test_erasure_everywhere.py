"""The canary again, where words lie outside the tables: paper and scans, ordered files, walls, Redis, logs, error reports."""

import datetime
import io
import json
import logging
import uuid
import zipfile
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from participation.actions.comments import leave_comment
from participation.actions.ideas import receive_idea
from participation.actions.privacy import forget_receipt
from participation.actions.public_ideas import allow_public
from participation.actions.retention import purge_all
from participation.gateways import live
from participation.gateways.logs import formatter, without_words
from participation.gateways.photos import write_photo
from participation.logic.retention import WAIT_DAYS
from participation.models import Comment, Process, PublicIdea, Receipt, RetentionRule, Submission, Workshop
from participation.models.walls import WorkshopNote, WorkshopPhoto
from surveys.actions import answer_files, keying, paper
from surveys.actions.surveys import close_survey
from surveys.gateways.attachments import write_attachment
from surveys.models import AnswerFile, PaperBatch, Response, Sheet, SheetEntry, SheetNote, Survey
from surveys.models.paper import Scan, ScanPage
from tests.factories.surveys import make_response, make_survey
from tests.stories.test_erasure import CANARY, WORDS, rows_with
from tests.support.servers import redis_binary, start_redis

KEYED = {"service": "a", "idea": WORDS, "rating": "4", "age": "37"}


def files_with(word):
    """The kept files in which a word stands, also packed."""
    found = []
    for path in (one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()):
        data = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(data)):
            archive = zipfile.ZipFile(io.BytesIO(data))
            data = b"".join(archive.read(name) for name in archive.namelist())
        if word.encode() in data:
            found.append(path)
    return found


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def on_paper(process, by):
    """A paper form keyed from a scan, with a note, and a file of all answers that was ordered."""
    survey = make_survey(process)
    batch = paper.make_batch(PaperBatch(survey=survey, language="fi", size=2), "Aula", double=0, by=None)
    sheet = Sheet.objects.select_related("batch__survey__process", "batch__version", "batch__batch").first()
    scan = Scan.objects.create(survey=survey, name="gone", kind="image/png", title="a.png", state="read")
    picture = write_attachment(f"picture of {CANARY}".encode())
    ScanPage.objects.create(scan=scan, number=1, sheet=sheet, page=1, picture=picture)
    keying.key_sheet(sheet, KEYED, by=by)
    SheetEntry.objects.update_or_create(sheet=sheet, round=1, defaults={"typed": {"idea": WORDS}})
    SheetNote.objects.create(batch=batch, sheet=sheet, field="idea", kind="outside", written=WORDS)
    return survey


def test_paper_scans_and_ordered_files_forget_too(
    process, coordinator, media, work_off, django_capture_on_commit_callbacks
):
    survey = on_paper(process, coordinator)
    answer_files.order_file(survey, "sps", language="fi", by=coordinator)
    work_off()
    assert {"SheetEntry.typed", "SheetNote.written", "Response.answers"} <= rows_with(CANARY)
    assert len(files_with(CANARY)) == 2  # the picture and the ordered file
    with django_capture_on_commit_callbacks(execute=True):
        forget_receipt(Receipt.objects.get(), by=coordinator)
    work_off()
    assert rows_with(CANARY) == set()
    assert files_with(CANARY) == []
    assert not AnswerFile.objects.exists()


@pytest.fixture
def on_the_wall(process):
    """An idea from a workshop that hangs on its wall, and that everybody may read and comment."""
    Process.objects.update(ideas_public=True, takes_comments=True, checks_first=False)
    received = receive_idea(process, key="k1", text=WORDS)
    workshop = Workshop.objects.create(process=process, code="W1", name={"fi": "Ilta"}, starts=timezone.now())
    WorkshopNote.objects.create(workshop=workshop, submission=received.submission, state="shown")
    idea = allow_public(Submission.objects.get(pk=received.submission.pk))
    return received, workshop, idea


def test_the_wall_and_the_public_copy_forget_too(on_the_wall, monkeypatch, django_capture_on_commit_callbacks):
    received, workshop, _idea = on_the_wall
    poked = []
    monkeypatch.setattr(live, "poke_wall", poked.append)
    assert "PublicIdea.text" in rows_with(CANARY)
    with django_capture_on_commit_callbacks(execute=True):
        forget_receipt(Receipt.objects.get(), by=None)
    assert rows_with(CANARY) == set()
    assert (WorkshopNote.objects.get().state, PublicIdea.objects.exists()) == ("hidden", False)
    assert Workshop.objects.get().wall_version == WorkshopNote.objects.get().changed == 1
    assert poked == [workshop.pk]
    assert received.is_new


def test_a_comment_goes_with_its_own_receipt_only(on_the_wall):
    _received, _workshop, idea = on_the_wall
    idea = PublicIdea.objects.select_related("process", "submission").get(pk=idea.pk)
    said = leave_comment(idea, key="k2", text=f"Samaa mieltä, {CANARY} auki.", language="fi")
    forget_receipt(Comment.objects.get().receipt, by=None)
    assert not Comment.objects.exists()
    assert PublicIdea.objects.get().text != "–"
    assert said


@pytest.mark.skipif(redis_binary() is None, reason="no Redis here")
def test_redis_holds_no_words_before_or_after(client, process, settings, media, work_off):
    server = start_redis()
    try:
        place = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": server.url}
        settings.CACHES, settings.REDIS_URL = {"default": place}, server.url
        keeper = redis.Redis.from_url(server.url)
        Process.objects.update(ideas_public=True, checks_first=False)
        survey = make_survey(process)
        response = make_response(survey, {"service": "bus", "idea": WORDS})
        work_off()
        allow_public(Submission.objects.get())
        with listening(keeper) as heard:
            for address in (
                "",
                f"processes/{process.slug}/",
                f"surveys/{survey.slug}/",
                f"surveys/{survey.slug}/results/",
            ):
                assert client.get(f"/fi/{address}").status_code == 200
            client.post("/fi/receipts/", {"code": "AAAA-BBBB-CCCC-DDDD"})
            live.poke_wall(1)
            assert kept_in(keeper), "nothing was kept at all, so nothing was tested"
            assert CANARY not in kept_in(keeper)
            forget_receipt(Receipt.objects.get(pk=response.receipt_id), by=None)
            work_off()
            assert CANARY not in kept_in(keeper) + heard()
            assert "1" in heard()
        caches["default"].set("control", WORDS)
        assert CANARY in kept_in(keeper)
    finally:
        live.clients.pop(server.url, None)
        server.remove()


class listening:  # noqa: N801 -- reads as a verb
    """Everything that is said over Redis meanwhile."""

    def __init__(self, keeper):
        self.channel = keeper.pubsub()
        self.heard = ""

    def __enter__(self):
        self.channel.psubscribe("*")
        return self.read

    def read(self):
        while (message := self.channel.get_message(timeout=0.2)) is not None:
            self.heard += f"{message['data']} "
        return self.heard

    def __exit__(self, *_error):
        self.channel.close()


def kept_in(keeper):
    """Every value that Redis holds, as text."""
    found = []
    for key in keeper.scan_iter():
        kind = keeper.type(key).decode()
        value = {"string": keeper.get, "list": lambda one: keeper.lrange(one, 0, -1), "hash": keeper.hgetall, "set": keeper.smembers}[kind](key)  # fmt: skip
        found.append(f"{key!r} {value!r}")
    return " ".join(found)


def test_a_failing_page_tells_the_log_where_it_broke_and_nothing_of_the_words(client, process, monkeypatch):
    def broken(*_arguments, text, **_more):
        raise ValueError(f"cannot store {text}")

    monkeypatch.setattr("participation.views.submissions.receive_idea", broken)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter())
    logging.getLogger().addHandler(handler)
    logging.getLogger("django.request").addHandler(handler)
    client.raise_request_exception = False
    try:
        key = str(uuid.uuid4())
        answer = client.post(f"/fi/processes/{process.slug}/submit/", {"key": key, "text": WORDS, "email": ""})
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger("django.request").removeHandler(handler)
    assert answer.status_code == 500
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    assert "ValueError" in str(told)
    assert "test_erasure_everywhere.py" in str(told)
    assert CANARY not in written.getvalue()
    assert CANARY not in answer.content.decode()


def test_an_error_report_keeps_the_places_and_loses_the_words():
    report = {
        "request": {"data": WORDS},
        "breadcrumbs": {"values": [{"message": WORDS}]},
        "logentry": {"message": WORDS},
        "extra": {"x": WORDS},
        "exception": {
            "values": [
                {"type": "ValueError", "value": WORDS, "stacktrace": {"frames": [{"function": "store", "vars": {"text": WORDS}}]}},
                {"type": "OperationalError", "value": "the database is away", "stacktrace": None},
            ]
        },
    }  # fmt: skip
    kept = without_words(report, {})
    assert CANARY not in str(kept)
    assert "store" in str(kept)
    assert "the database is away" in str(kept)


def test_when_all_times_are_over_nothing_at_all_is_left(
    process, coordinator, media, work_off, django_capture_on_commit_callbacks
):
    """Retention without any request: answers, contributions, files, photos; published numbers stay."""
    survey = on_paper(process, coordinator)
    workshop = Workshop.objects.create(process=process, code="W1", name={"fi": "Ilta"}, starts=timezone.now())
    write_photo("one.jpg", f"photo of {CANARY}".encode())
    WorkshopPhoto.objects.create(workshop=workshop, name="one.jpg")
    work_off()
    assert rows_with(CANARY)
    assert files_with(CANARY)
    with django_capture_on_commit_callbacks(execute=True):
        close_survey(Survey.objects.get(pk=survey.pk), by=coordinator)
        work_off()
    later = timezone.now() + datetime.timedelta(days=900)
    with django_capture_on_commit_callbacks(execute=True):
        purge_all(now=later)  # warns of the answers; the rest goes
        purge_all(now=later + datetime.timedelta(days=WAIT_DAYS))
    assert RetentionRule.objects.filter(warned_on__isnull=False).exists()
    assert not Response.objects.exists()
    assert rows_with(CANARY) == set()
    assert files_with(CANARY) == []
