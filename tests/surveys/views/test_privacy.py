"""The privacy page of a survey, old versions of its notice, and the notes of reading scans and sheets."""

import pytest
from django.urls import reverse

from participation.models import AuditEntry, RetentionRule
from surveys.actions.notices import renew_notice
from surveys.actions.spreading import change_times
from surveys.models import Survey
from tests.factories.participation import make_person
from tests.factories.surveys import make_response, make_survey


@pytest.fixture
def survey(process):
    survey = make_survey(process)
    make_response(survey)
    renew_notice(survey)
    return survey


def test_coordinators_choose_basis_and_time_and_see_the_versions(client, coordinator, survey):
    client.force_login(coordinator)
    address = reverse("surveys:survey_privacy_desk", args=[survey.slug])
    assert "survey-tabs" in client.get(address).content.decode()
    name = f"surveys.answers|survey:{survey.pk}"
    assert client.post(address, {name: "999", "basis": "process"}).status_code == 422
    assert client.post(address, {name: "12", "basis": "duty"}).status_code == 302
    assert (RetentionRule.objects.get().amount, Survey.objects.get().basis) == (12, "duty")
    assert client.get(address).context["versions"][0].version.number == 2


def test_everybody_reads_the_version_in_force_and_older_ones(client, coordinator, survey):
    before = client.get(f"/en/surveys/{survey.slug}/privacy/1/")
    change_times(survey, survey.opens, None, by=coordinator)
    again = client.get(f"/en/surveys/{survey.slug}/privacy/1/").content.decode()
    assert "a newer version is in force" in again
    assert survey.closes is None
    assert "while the survey is open" in client.get(f"/en/surveys/{survey.slug}/privacy/2/").content.decode()
    assert "while the survey is open" not in again
    assert not before.cookies
    assert client.get(f"/en/surveys/{survey.slug}/privacy/3/").status_code == 404
    assert f"/en/surveys/{survey.slug}/privacy/1/" in client.get(f"/en/surveys/{survey.slug}/privacy/").content.decode()


@pytest.mark.parametrize(("role", "reason"), [("clerk", "you key in answers"), ("coordinator", "you coordinate")])
def test_the_scan_inbox_says_why_and_notes_it_once(client, process, survey, role, reason):
    person = make_person(roles=[(role, process)])
    client.force_login(person)
    for _n in range(2):
        assert reason in client.get(f"/en/desk/surveys/{survey.slug}/paper/scans/").content.decode()
    noted = AuditEntry.objects.get(verb="read_answers")
    assert (noted.by, noted.subject_id, noted.data) == (person, str(survey.pk), {"what": "scans"})
