"""Files of residents: received, tied to their answer, taken home by those who may, gone when nobody sent them."""

import datetime
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from participation.actions.privacy import forget_receipt
from participation.errors import NotOpen, ParticipationError
from surveys.actions.corrections import correct_response
from surveys.actions.surveys import close_survey
from surveys.actions.unlinking import unlink_responses
from surveys.actions.uploads import MANY, purge_uploads, receive_upload
from surveys.models import Response, Survey, Upload
from tests.factories.participation import make_person
from tests.factories.surveys import document, make_response, make_survey, question
from tests.surveys.logic.test_attachments import SECRET, png

ADDRESS = "/api/v1/surveys/{}/uploads/"


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def survey(process):
    return make_survey(process, doc=document([question("photo", "file"), question("name", "short_text")]))


def receive(survey, **more):
    fields = {"question": "photo", "key": uuid.uuid4(), "data": png()} | more
    return receive_upload(survey, survey.current, **fields)


def stored():
    return set(default_storage.listdir("answers")[1]) if default_storage.exists("answers") else set()


def content(upload):
    with default_storage.open(f"answers/{upload.name}") as file:
        return file.read()


def test_a_file_is_cleaned_and_lies_under_a_random_name(survey):
    upload = receive(survey)
    assert SECRET not in content(upload)
    assert upload.kind == "image/png"
    assert upload.name not in {str(upload.pk), "kuva.png"}
    assert len(upload.name) >= 40


def test_refused_files_leave_nothing(survey):
    for more in ({"data": b"text"}, {"question": "name"}, {"question": "nothing"}):
        with pytest.raises(ParticipationError):
            receive(survey, **more)
    close_survey(survey, by=None)
    with pytest.raises(NotOpen):
        receive(Survey.objects.get())
    assert not Upload.objects.exists()
    assert stored() == set()


def test_one_form_sends_so_many_files(survey):
    key = uuid.uuid4()
    for _n in range(MANY):
        receive(survey, key=key)
    with pytest.raises(ParticipationError) as refused:
        receive(survey, key=key)
    assert refused.value.code == "file_many"
    assert receive(survey)


def test_sending_drops_moment_and_key(survey):
    upload = receive(survey)
    make_response(survey, {"photo": str(upload.pk)})
    upload.refresh_from_db()
    assert (upload.key, upload.waits_since) == (None, None)


def test_an_answer_with_a_lost_file_is_not_stored(survey):
    with pytest.raises(ParticipationError) as refused:
        make_response(survey, {"photo": str(uuid.uuid4())})
    assert refused.value.fields["photo"][0]["code"] == "file_gone"
    assert not Response.objects.exists()


def test_a_file_that_was_sent_with_other_answers_is_theirs(survey):
    upload = receive(survey)
    first = make_response(survey, {"photo": str(upload.pk)})
    with pytest.raises(ParticipationError) as caught:
        make_response(survey, {"photo": str(upload.pk)})
    assert caught.value.fields["photo"][0]["code"] == "file_gone"
    assert list(Response.objects.all()) == [first]


def test_files_that_nobody_sent_go_after_a_day_and_twice_does_no_harm(survey, django_capture_on_commit_callbacks):
    waiting, sent = receive(survey), receive(survey)
    make_response(survey, {"photo": str(sent.pk)})
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_uploads(timezone.now() + datetime.timedelta(hours=23)) == 0
        assert purge_uploads(timezone.now() + datetime.timedelta(hours=25)) == 1
        assert purge_uploads(timezone.now() + datetime.timedelta(hours=25)) == 0
    assert stored() == {sent.name}
    assert waiting.name not in stored()


def test_forgetting_a_receipt_and_correcting_delete_the_file(survey, django_capture_on_commit_callbacks):
    first, second = receive(survey), receive(survey)
    response = make_response(survey, {"photo": str(first.pk)})
    with django_capture_on_commit_callbacks(execute=True):
        correct_response(response, {"photo": str(second.pk)}, based_on=response.content_hash)
    assert stored() == {second.name}
    with django_capture_on_commit_callbacks(execute=True):
        forget_receipt(response.receipt, by=None)
    assert stored() == set()
    assert not Upload.objects.exists()


def test_writing_responses_anew_keeps_their_files(survey):
    upload = receive(survey)
    make_response(survey, {"photo": str(upload.pk)})
    unlink_responses(survey)
    assert Response.objects.get().answers == {"photo": str(Upload.objects.get().pk)}


def test_at_closing_nothing_of_a_file_tells_when_its_answer_came(survey, django_capture_on_commit_callbacks):
    """Ids, names, order of rows and order on disk are fresh ones; every answer still names its own file."""
    sizes, old = {}, []
    for n in range(12):
        upload = receive(survey, data=png(width=8 + n))
        make_response(survey, {"photo": str(upload.pk), "name": f"Vastaaja {n}"})
        old.append(upload)
        sizes[f"Vastaaja {n}"] = content(upload)
    hashes = set(Response.objects.values_list("content_hash", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        unlink_responses(survey)
    now = {str(upload.pk): upload for upload in Upload.objects.all()}
    assert not set(now) & {str(upload.pk) for upload in old}
    assert stored() == {upload.name for upload in now.values()}
    assert not stored() & {upload.name for upload in old}
    assert {r.answers["name"]: content(now[r.answers["photo"]]) for r in Response.objects.all()} == sizes
    assert not hashes & set(Response.objects.values_list("content_hash", flat=True))
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM surveys_upload ORDER BY {place}")
        rows = [str(pk).replace("-", "") for (pk,) in cursor.fetchall()]
    assert rows == sorted(rows)
    written = sorted(now.values(), key=lambda upload: default_storage.get_modified_time(f"answers/{upload.name}"))
    assert [upload.pk.hex for upload in written] == rows


def post(client, survey, data, **more):
    fields = {"key": str(uuid.uuid4()), "version": 1, "question": "photo", "language": "fi", **more}
    return client.post(ADDRESS.format(survey.slug), {**fields, "file": SimpleUploadedFile("kuva.png", data)})


def test_api_receives_and_refuses_in_words(client, survey):
    answer = post(client, survey, png())
    assert answer.status_code == 201
    assert answer.json() == {
        "upload": str(Upload.objects.get().pk),
        "kind": "image/png",
        "size": Upload.objects.get().size,
    }
    for data, code in (
        (b"text", "file_unknown"),
        (b"", "file_unknown"),
        (b"\xff\xd8\xff" * 3_000_000, "file_too_large"),
    ):
        refused = post(client, survey, data)
        assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert post(client, survey, png(), version=9).status_code == 400
    assert post(client, survey, png(), key="x").json()["code"] == "invalid"
    assert client.post(ADDRESS.format("nothing"), {}).status_code == 404
    assert Upload.objects.count() == 1


def test_page_receives_a_file_without_a_script(client, survey):
    fields = {
        "key": str(uuid.uuid4()),
        "version": 1,
        "step": "page1",
        "state": "{}",
        "shown": ["photo", "name"],
        "go": "next",
    }
    address = f"/fi/surveys/{survey.slug}/"
    answer = client.post(address, {**fields, "a:photo": SimpleUploadedFile("kuva.png", png())})
    upload = Upload.objects.get()
    assert str(upload.pk) in answer.content.decode()
    for data in (b"text", b"\xff\xd8\xff" * 3_000_000):
        refused = client.post(address, {**fields, "a:photo": SimpleUploadedFile("kuva.png", data), "a:name": "Jää"})
        assert refused.status_code == 422
        assert 'value="Jää"' in refused.content.decode()
    assert Upload.objects.count() == 1


def test_a_file_is_taken_home_by_coordinators_of_its_process_alone(client, survey, process):
    upload = receive(survey)
    address = f"/fi/desk/uploads/{upload.pk}/"
    coordinator, stranger = make_person(roles=[("coordinator", process)]), make_person()
    client.force_login(coordinator)
    assert client.get(address).status_code == 404  # nobody has sent it yet
    make_response(survey, {"photo": str(upload.pk)})
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    default_storage.delete(f"answers/{upload.name}")
    assert client.get(address).status_code == 404
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302
