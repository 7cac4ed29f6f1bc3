"""Questionnaires as files in the browser: only coordinators of the process, told what is lost before anything is made."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.models import Survey
from tests.factories.participation import make_person
from tests.factories.surveys import make_survey
from tests.surveys.commands.test_interchange import SIMPLE, workbook


@pytest.fixture
def page(process):
    return reverse("surveys:survey_import", args=[process.slug])


def upload(client, page, data, name="form.xlsx"):
    return client.post(page, {"file": SimpleUploadedFile(name, data)})


def test_a_form_becomes_a_draft_after_the_report(client, process, coordinator, page):
    client.force_login(coordinator)
    assert client.get(page).status_code == 200
    answer = upload(client, page, SIMPLE)
    check = reverse("surveys:survey_import_check", args=[process.slug])
    assert answer.url == check
    report = client.get(check)
    assert report.context["read"].kept == 1
    assert "audio" in report.content.decode()
    assert not Survey.objects.exists()
    made = client.post(check, {"slug": "oma"})
    assert made.url == reverse("surveys:survey_build", args=["oma"])
    assert Survey.objects.get().state == "draft"
    assert client.get(check).url == page  # the file does not wait any longer


def test_a_name_that_does_not_fit_or_is_taken_is_shown(client, process, coordinator, page):
    make_survey(process, slug="taken")
    client.force_login(coordinator)
    upload(client, page, SIMPLE)
    check = reverse("surveys:survey_import_check", args=[process.slug])
    for slug in ("", "ei näin", "taken"):
        assert client.post(check, {"slug": slug}).status_code == 422
    assert Survey.objects.count() == 1


def test_a_file_that_is_no_form_is_refused_on_the_page(client, coordinator, page):
    client.force_login(coordinator)
    assert client.post(page).status_code == 422
    assert upload(client, page, b"\x89PNG").status_code == 422


def test_a_form_of_which_nothing_is_left_makes_no_draft(client, process, coordinator, page):
    client.force_login(coordinator)
    upload(client, page, workbook([("type", "name", "label"), ("audio", "a", "Ääni")]))
    check = reverse("surveys:survey_import_check", args=[process.slug])
    assert client.get(check).status_code == 200
    client.post(check, {"slug": "oma"})
    assert not Survey.objects.exists()


def test_a_survey_can_be_taken_home_as_xlsform(client, process, coordinator):
    survey = make_survey(process)
    client.force_login(coordinator)
    answer = client.get(reverse("surveys:survey_xlsform", args=[survey.slug]))
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == ["survey", "choices", "settings"]


def test_others_are_kept_out(client, process, page):
    survey = make_survey(process)
    client.force_login(make_person())
    assert client.get(page).status_code == 403
    assert client.get(reverse("surveys:survey_xlsform", args=[survey.slug])).status_code == 404
