"""Files of answers in the browser: every kind, whole or not at all, open data that shows nobody, who took what."""

import csv
import io
import json
import random
import zipfile
from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.actions.jobs import run_jobs
from participation.errors import ParticipationError
from participation.models import AuditEntry, Job
from surveys.actions.answer_files import archive_answers, make_file, order_file, purge_file
from surveys.actions.open_data import publish_open_data
from surveys.actions.results import publish_results, set_results_public
from surveys.actions.surveys import close_survey, forget_keys
from surveys.gateways.attachments import open_attachment
from surveys.logic.disclosure import protect
from surveys.logic.open_data import HIDDEN, binned, open_data, safe_column, together
from surveys.logic.result_tables import Shape, tables_of
from surveys.logic.results import Form, tally_of
from surveys.logic.variables import variables_of
from surveys.models import AnswerFile, Survey
from tests.factories.participation import make_person, make_process
from tests.factories.surveys import choice, document, make_response, make_survey, question

DDI = "{ddi:codebook:2_5}"
KINDS = ["sav", "sps", "r", "ddi", "codebook", "geojson", "parquet", "open"]
POINT = {"type": "Point", "coordinates": [27.1, 62.1]}


@pytest.fixture(scope="module")
def answered(kept_rows):
    """A survey with sixty answers whose own jobs are done, once for all; each test finds it anew."""
    with kept_rows():
        survey = sixty_answers(make_process())
        while run_jobs():
            pass
    return survey.pk


@pytest.fixture
def survey(db, answered):
    return Survey.objects.get(pk=answered)


@pytest.fixture
def process(survey):
    return survey.process


def sixty_answers(process):
    doc = document(
        [
            question("area", "single_choice", role="area", choices=[choice(c) for c in "nsw"]),
            question("ika", "single_choice", choices=[choice("15-64"), choice("65-74"), choice("75")]),
            question("bus", "yes_no"),
            question("many", "multi_choice", choices=[choice("a"), choice("b")]),
            question("visits", "number"),
            question("place", "map"),
            question("day", "date"),
            question("why", "long_text"),
        ]
    )
    survey = make_survey(process, doc=doc)
    dice = random.Random(7)
    for n in range(60):
        make_response(
            survey,
            {
                "area": dice.choice("nnnsssw"),
                "ika": dice.choice(["15-64", "15-64", "65-74", "75"]),
                "bus": n % 20 == 0,
                "many": ["a"] if n % 30 else ["a", "b"],
                "visits": n // 7,
                "place": [{"geometry": POINT, "text": "Täällä"}],
                "day": "1984-05-17",
                "why": "Soita 040 123 4567, terveisin Matti Virtanen" if n % 2 else "Bussi ei kulje",
            },
            language="sv" if n < 3 else "fi",
        )
    return survey


def made(survey, coordinator, kind):
    one = order_file(survey, kind, language="fi", by=coordinator)
    run_jobs()
    one.refresh_from_db()
    assert one.state == "ready"
    with open_attachment(one.name) as stored:
        data = stored.read()
    assert len(data) == one.size
    return one, data


def rows_in(archive, name):
    return list(csv.reader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_made_and_taken_home_and_noted(client, coordinator, survey, kind):
    pytest.importorskip("pyarrow")
    client.force_login(coordinator)
    page = reverse("surveys:survey_files", args=[survey.slug])
    assert client.post(page, {"kind": kind}).status_code == 302
    assert b"<progress" in client.get(page).content
    run_jobs()
    one = AnswerFile.objects.get()
    html = client.get(page).content.decode()
    assert one.sha256 in html
    answer = client.get(reverse("surveys:answer_file", args=[one.pk]))
    assert len(b"".join(answer.streaming_content)) == one.size > 100
    verbs = Counter(AuditEntry.objects.filter(data__kind=kind).values_list("verb", flat=True))
    assert verbs == {"order_answer_file": 1, "download_answer_file": 1}


def test_open_data_shows_nobody(coordinator, survey):
    _one, data = made(survey, coordinator, "open")
    archive = zipfile.ZipFile(io.BytesIO(data))
    header, *rows = rows_in(archive, "answers")
    assert len(rows) == 60
    assert header == ["language", "area", "ika", "bus", "many.a", "many.b", "visits"]
    told_together = Counter(tuple(row[:3]) for row in rows)
    assert min(told_together.values()) >= survey.threshold
    told = {name: {row[place] for row in rows} for place, name in enumerate(header)}
    for place, name in enumerate(header):
        counts = Counter(row[place] for row in rows)
        assert min(counts.values()) >= survey.threshold, name
    assert told["bus"] == told["many.b"] == {HIDDEN}  # three said yes: the complement is hidden with them
    texts = rows_in(archive, "texts")[1:]
    assert len(texts) == 60
    assert not any("040" in text or "Virtanen" in text for _question, text in texts)
    everything = data + b"".join(archive.read(name) for name in archive.namelist())
    assert b"1984" not in archive.read("answers.csv")
    assert b"62.1" not in everything
    assert "CC BY 4.0" in archive.read("README.txt").decode()
    assert {row[0] for row in rows_in(archive, "codebook")[1:]} >= {"area", "bus", "why"}


@pytest.fixture
def closed(survey):
    Survey.objects.filter(pk=survey.pk).update(results_public=True)
    survey.refresh_from_db()
    assert publish_results(survey).n == 60
    close_survey(survey, by=None)
    run_jobs()
    survey.refresh_from_db()
    return survey


def test_open_data_is_published_under_one_address_and_withdrawn(client, coordinator, closed):
    page = reverse("surveys:open_data_page", args=[closed.slug])
    file = reverse("open_data_file", args=[closed.slug])
    assert file == f"/open-data/{closed.slug}.zip"
    one, data = made(closed, coordinator, "open")
    assert client.get(page).status_code == client.get(file).status_code == 404
    client.force_login(coordinator)
    files = reverse("surveys:survey_files", args=[closed.slug])
    switch = reverse("surveys:open_data_publish", args=[one.pk])
    client.post(switch)
    assert "Lue ensin tekstit" in client.get(files).content.decode()
    assert client.post(switch, {"read": "yes"}).status_code == 302
    assert page in client.get(files).content.decode()
    client.logout()
    answer = client.get(file)
    assert b"".join(answer.streaming_content) == data
    assert answer["Link"].endswith('rel="license"')
    assert not answer.cookies
    html = client.get(page).content.decode()
    assert all(text in html for text in (one.sha256, "CC BY 4.0", "creativecommons.org/licenses/by/4.0", file))
    assert page in client.get(reverse("surveys:results_page", args=[closed.slug])).content.decode()
    purge_file(one)
    assert client.get(file).status_code == 200  # a published file is kept longer than a week
    set_results_public(closed, public=False, by=coordinator)
    assert client.get(page).status_code == client.get(file).status_code == 404
    set_results_public(closed, public=True, by=coordinator)
    client.force_login(coordinator)
    assert client.post(reverse("surveys:open_data_withdraw", args=[closed.slug])).status_code == 302
    assert client.get(page).status_code == client.get(file).status_code == 404
    verbs = AuditEntry.objects.filter(verb__endswith="open_data").values_list("verb", flat=True)
    assert sorted(verbs) == ["publish_open_data", "withdraw_open_data"]


def test_open_data_follows_the_rules_of_epochs(coordinator, survey, closed):
    def refused(one):
        with pytest.raises(ParticipationError) as caught:
            publish_open_data(one, is_read=True, by=coordinator)
        return caught.value.code

    one, _data = made(closed, coordinator, "open")
    Survey.objects.filter(pk=survey.pk).update(state="open")
    assert refused(AnswerFile.objects.get(pk=one.pk)) == "results_first"
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    one = AnswerFile.objects.get(pk=one.pk)
    publish_open_data(one, is_read=True, by=coordinator)
    again, _data = made(closed, coordinator, "open")
    publish_open_data(again, is_read=True, by=coordinator)  # the same answers in another order
    Survey.objects.filter(pk=survey.pk).update(state="open")
    closed.refresh_from_db()
    for _n in range(2):
        make_response(closed, {"area": "n", "ika": "15-64", "bus": False, "why": "Lisää vuoroja"})
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    assert refused(AnswerFile.objects.get(pk=again.pk)) == "file_is_old"
    late, data = made(closed, coordinator, "open")
    header = rows_in(zipfile.ZipFile(io.BytesIO(data)), "answers")[0]
    assert header == ["language"]  # the published tables are older than what two more people answered
    assert refused(AnswerFile.objects.get(pk=late.pk)) == "too_alike"


def test_as_many_telling_columns_stand_together_as_leave_nobody_alone():
    area = ["area", *("n" * 20 + "s" * 20)]
    age = ["age", *("o" * 10 + "y" * 10) * 2]
    sex = ["sex", *("m" * 18 + "w" * 2 + "m" * 2 + "w" * 18)]
    assert together([area, age, sex], [0, 1, 2], 5) == (0, 1)
    assert together([area, age, sex], [0, 2], 5) == (0,)
    assert together([sex], [0], 21) == ()


def test_a_public_file_and_the_public_tables_cannot_be_subtracted():
    shapes = [
        Shape("one", "single_choice", {}, tuple((value, {}) for value in "abc")),
        Shape("order", "ranking", {}, (("x", {}), ("y", {}))),
    ]
    people = [{"one": "a"}] * 3 + [{"one": "b"}] * 7 + [{"one": "c"}] * 86 + [{}] * 4
    people = [dict(one, order=["x", "y"] if n > 2 else ["y", "x"]) for n, one in enumerate(people)]
    form = Form({"one": "single_choice", "order": "ranking"}, lambda _name, _answers: True)
    by_name = {shape.name: shape for shape in shapes}
    tables = protect(tables_of(shapes, tally_of([(form, one) for one in people])), by_name, 100, 5)
    made = open_data(
        [("fi", one) for one in people], variables_of(shapes), [], {one["name"]: one for one in tables}, 5,
        mask=lambda text, _language: text, shuffle=lambda _rows: None,
    )  # fmt: skip
    assert made.rows[0] == ["language", "one"]  # of the ranking the mean is public, and three gave the other order
    assert Counter(row[1] for row in made.rows[1:]) == {HIDDEN: 10, "c": 86, "": 4}  # as on the page: a and b together


def test_ddi_has_frequencies_and_missing_values(coordinator, survey):
    _one, data = made(survey, coordinator, "ddi")
    root = ET.fromstring(data)
    assert root.find(f".//{DDI}caseQnty").text == "60"
    bus = next(one for one in root.iter(f"{DDI}var") if one.get("name") == "bus")
    counts = {one.find(f"{DDI}catValu").text: one.find(f"{DDI}catStat").text for one in bus.iter(f"{DDI}catgry")}
    assert counts == {"1": "3", "2": "57", "-1": "0", "-2": "0", "-3": "0"}
    assert bus.find(f"{DDI}qstn/{DDI}qstnLit").text == "Kysymys bus"


def test_geojson_and_parquet_hold_every_answer(coordinator, survey, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    _one, data = made(survey, coordinator, "geojson")
    assert len(json.loads(data)["features"]) == 60
    one, data = made(survey, coordinator, "parquet")
    (tmp_path / "file").write_bytes(data)
    table = parquet.read_table(tmp_path / "file")
    assert table.num_rows == one.rows == 60
    assert table.column("visits").to_pylist().count(0) == 7


def test_closing_archives_the_answers_and_the_archive_stays(survey):
    pytest.importorskip("pyarrow")
    run_jobs()
    close_survey(survey, by=None)
    assert forget_keys(survey)
    archive_answers(survey)
    archive_answers(survey)
    one = AnswerFile.objects.get()
    make_file(AnswerFile.objects.select_related("survey").get())
    make_file(AnswerFile.objects.select_related("survey").get())
    purge_file(one)
    assert AnswerFile.objects.get().rows == 60


def test_ordered_file_is_deleted_after_a_week(coordinator, survey, django_capture_on_commit_callbacks):
    one, _data = made(survey, coordinator, "codebook")
    with django_capture_on_commit_callbacks(execute=True):
        purge_file(one)
    assert not AnswerFile.objects.exists()
    assert open_attachment(one.name) is None


def test_a_file_that_was_given_up_says_so(client, coordinator, survey):
    order_file(survey, "ddi", language="fi", by=coordinator)
    client.force_login(coordinator)
    page = reverse("surveys:survey_files", args=[survey.slug])
    assert client.get(page).context["given_up"] == set()
    Job.objects.filter(kind="surveys.make_file").update(buried_at=timezone.now())
    shown = client.get(page)
    assert shown.context["given_up"] == {AnswerFile.objects.get().pk}
    assert "<progress" not in shown.content.decode()


def test_refusals(client, coordinator, survey):
    one, _data = made(survey, coordinator, "codebook")
    client.force_login(coordinator)
    page = reverse("surveys:survey_files", args=[survey.slug])
    client.post(page, {"kind": "exe"})
    assert AnswerFile.objects.count() == 1
    waiting = AnswerFile.objects.create(survey=survey, kind="ddi")
    assert client.get(reverse("surveys:answer_file", args=[waiting.pk])).status_code == 404
    client.force_login(make_person(roles=[("coordinator", make_process())]))
    assert client.get(page).status_code == 404
    assert client.get(reverse("surveys:answer_file", args=[one.pk])).status_code == 404
    client.force_login(make_person(roles=[("clerk", survey.process)]))
    assert client.get(reverse("surveys:answer_file", args=[one.pk])).status_code == 403
    assert Survey.objects.get(pk=survey.pk)


def test_columns_hide_what_is_rare_and_what_would_give_it_away():
    assert set(safe_column(["a"] * 20 + ["b"] * 2 + ["c"] * 9, 5)) == {"a", HIDDEN}
    assert safe_column(["a"] * 20, 5) == ["a"] * 20
    assert set(binned([1] * 3 + [90] * 3 + [None] * 20, 5)) == {"1–90", ""}
    assert set(binned([1, 2, None], 5)) == {HIDDEN}
