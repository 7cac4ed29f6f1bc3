"""Bringing in answers in the browser: upload, match, look again, bring in, take back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.models import AnswerImport, Response, Survey
from tests.factories.participation import make_process
from tests.factories.surveys import make_survey

pytestmark = pytest.mark.django_db
DATA = "service;rating;age;idea\nKirjasto;4;30;Lisää hyllyjä\nTaksi;2;monta;=cmd()\n"


@pytest.fixture
def survey(process):
    return make_survey(process)


def upload(client, survey, data=DATA, name="vastaukset.csv"):
    address = reverse("surveys:answers_import", args=[survey.slug])
    return client.post(address, {"file": SimpleUploadedFile(name, data.encode())})


def form_of(one, **more):
    columns = {f"c{place}": target for place, target in enumerate(one.mapping["columns"])}
    how = {"batch": one.mapping["batch"], "channel": "paper", "language": "fi", "on_fault": "stop"}
    return {**columns, **how, **more}


def test_from_file_to_answers_and_back(client, coordinator, survey, work_off):
    client.force_login(coordinator)
    assert client.get(reverse("surveys:answers_import", args=[survey.slug])).status_code == 200
    one = AnswerImport.objects.get(pk=upload(client, survey).url.rstrip("/").rsplit("/", 1)[1])
    page = reverse("surveys:answer_import", args=[one.pk])
    shown = client.get(page).content.decode()
    assert "Lisää hyllyjä" in shown
    assert "<q>Taksi</q>" in shown
    assert "monta" in shown
    assert not Response.objects.exists()
    word = {"w0-0": "Taksi", "v0-0": "@other", "w2-0": "monta", "v2-0": ""}
    assert client.post(page, form_of(one, **word)).status_code == 302
    one.refresh_from_db()
    assert one.mapping["words"] == {"0": {"Taksi": "@other"}, "2": {"monta": ""}}
    assert client.post(page, form_of(one, **word, start="1")).status_code == 302
    assert "<progress" in client.get(page).content.decode()
    work_off()
    assert {response.answers.get("idea") for response in Response.objects.all()} == {"Lisää hyllyjä", "=cmd()"}
    assert reverse("surveys:answer_import_undo", args=[one.pk]) in client.get(page).content.decode()
    client.post(reverse("surveys:answer_import_undo", args=[one.pk]))
    work_off()
    assert not Response.objects.exists()
    assert (
        client.get(page).status_code
        == client.get(reverse("surveys:answers_import", args=[survey.slug])).status_code
        == 200
    )


def test_reading_it_otherwise_guesses_the_columns_anew(client, coordinator, survey):
    client.force_login(coordinator)
    upload(client, survey, "otsikko,ilman\nservice,rating\nbus,3\n")
    one = AnswerImport.objects.get()
    assert one.mapping["columns"] == ["", ""]
    client.post(reverse("surveys:answer_import", args=[one.pk]), form_of(one, header_row="2", separator=","))
    assert "service" in client.get(reverse("surveys:answer_import", args=[one.pk])).content.decode()
    client.post(
        reverse("surveys:answer_import", args=[one.pk]), form_of(one, header_row="2", c0="service", c1="rating")
    )
    one.refresh_from_db()
    assert one.mapping["columns"] == ["service", "rating"]


@pytest.mark.parametrize("broken", ["", "vain otsikko\n"])
def test_a_file_that_cannot_be_read_is_told_beside_the_form(client, coordinator, survey, broken):
    client.force_login(coordinator)
    assert upload(client, survey, broken).status_code == 422
    assert not AnswerImport.objects.exists()


def test_wrong_choices_are_refused_and_files_of_others_are_not_there(client, coordinator, survey):
    client.force_login(coordinator)
    upload(client, survey)
    one = AnswerImport.objects.get()
    page = reverse("surveys:answer_import", args=[one.pk])
    assert client.post(page, form_of(one, batch="")).status_code == 422
    assert client.post(page, form_of(one, on_fault="guess")).status_code == 422
    client.post(page, form_of(one, c0="no_such_question"))
    one.refresh_from_db()
    assert one.mapping["columns"][0] == ""
    AnswerImport.objects.update(survey=make_survey(make_process()))
    assert client.get(page).status_code == 404
    assert client.post(reverse("surveys:answer_import_undo", args=[one.pk])).status_code == 404


def test_a_closed_survey_is_filled_once_its_keys_are_forgotten(client, coordinator, survey):
    client.force_login(coordinator)
    upload(client, survey)
    Survey.objects.update(state="closed")
    one = AnswerImport.objects.get()
    page = reverse("surveys:answer_import", args=[one.pk])
    assert client.post(page, form_of(one, start="1")).status_code == 422
    Survey.objects.update(forward_key="")
    assert "ei välitetä työryhmille" in client.get(page).content.decode()
    assert client.post(page, form_of(one, start="1")).status_code == 302


@pytest.mark.parametrize("files", [1, 3])
def test_the_list_asks_as_much_for_three_files_as_for_one(
    client, coordinator, survey, files, django_assert_num_queries
):
    client.force_login(coordinator)
    for _number in range(files):
        upload(client, survey)
    with django_assert_num_queries(9):
        client.get(reverse("surveys:answers_import", args=[survey.slug]))
