"""The page of marked answers, the hidden field and the proof on answering pages."""

import datetime
import json
import shutil
import subprocess
import uuid

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from participation.logic.guarding import holds_proof, proof_for
from participation.models import AuditEntry
from surveys.models import Response, Survey
from surveys.views.surveys import OPENINGS
from tests.factories.surveys import make_response, make_survey
from tests.surveys.views.test_surveys import browse


@pytest.fixture
def survey(process):
    cache.clear()
    return make_survey(process)


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def at(name, survey):
    return reverse(f"surveys:{name}", args=[survey.slug])


def guard(survey):
    Survey.objects.filter(pk=survey.pk).update(guarded_until=timezone.now() + datetime.timedelta(hours=1))
    survey.refresh_from_db()


def test_the_kept_first_page_has_the_empty_field_and_no_moment_and_the_next_ones_carry_it(client, survey):
    browser = browse(client, survey)
    assert browser.answer["Cache-Control"].startswith("public")
    assert browser.fields["website"] == [""]
    assert "moment" not in browser.fields
    browser.press("next", a__service="bus")
    first = browser.fields["moment"]
    assert browser.press("next").fields["moment"] == first
    assert browser.press("send", website="http://spam.example").answer.status_code == 201
    assert Response.objects.get().marks == "hidden fast"


def test_an_answer_without_scripts_arrives_under_attack_and_is_marked(client, survey):
    guard(survey)
    OPENINGS.clear()
    browser = browse(client, survey)
    assert "data-proof" not in browser.page
    browser.press("next", a__service="bus").press("next")
    assert "data-proof" in browser.page
    assert browser.press("send").answer.status_code == 201
    assert "unproven" in Response.objects.get().marks


def test_a_script_brings_its_proof_and_one_that_cannot_is_served(client, survey, monkeypatch):
    monkeypatch.setattr("participation.logic.guarding.BITS", 4)
    guard(survey)
    address = f"/fi/surveys/{survey.slug}/all/"
    for proof in (None, "none"):
        key = str(uuid.uuid4())
        fields = {"key": key, "version": "1", "state": json.dumps({"service": "bus"})}
        asked = client.post(address, fields)
        assert (asked.status_code, asked.json()["code"]) == (428, "proof_needed")
        answer = client.post(address, {**fields, "proof": proof or proof_for(key)})
        assert (answer.status_code, answer.json()["key"]) == (201, key)
        assert ("unproven" in Response.objects.get(key=key).marks) is (proof == "none")


def test_the_api_takes_answers_without_a_proof_and_marks_them(api, survey):
    guard(survey)
    body = {"key": str(uuid.uuid4()), "version": 1, "language": "fi", "answers": {"service": "bus"}}
    assert api.post(f"/api/v1/surveys/{survey.slug}/responses/", body).status_code == 201
    assert Response.objects.get().marks == "unproven"


def test_the_browsers_proof_is_the_servers(tmp_path):
    module = settings.BASE_DIR / "participation/static/participation/js/proof.js"
    copied = tmp_path / "proof.mjs"
    copied.write_text(module.read_text(encoding="utf-8"), encoding="utf-8")
    key = "8f14e45f-ceea-467f-a0e6-c5e7a1b0d2a9"
    if shutil.which("node") is None:
        pytest.skip("Node is not there")
    script = f"""import {{ search }} from "{copied}";
    const searching = search("{key}"); let step; do step = searching.next(); while (!step.done); console.log(step.value);"""
    run = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    assert holds_proof(key, run.stdout.strip())
    assert not holds_proof(key.replace("8", "9"), run.stdout.strip())


@pytest.mark.parametrize("marked", [1, 3])
def test_the_page_costs_the_same_queries_whatever_is_marked(desk, survey, marked, django_assert_num_queries):
    for _ in range(marked):
        make_response(survey, {"service": "bus", "idea": "Osta nyt"}, marks="burst")
    desk.get(at("survey_marks", survey))
    with django_assert_num_queries(18):
        page = desk.get(at("survey_marks", survey)).content.decode()
    assert "error-summary" not in page  # nobody has filled anything in yet
    assert page.count("Osta nyt") == marked
    assert AuditEntry.objects.filter(verb="read_answers").count() == 1


def test_a_coordinator_leaves_out_by_sign_with_a_reason_and_takes_one_back(desk, survey):
    for marks in ("burst", "burst", "fast"):
        make_response(survey, {"service": "bus"}, marks=marks)
    make_response(survey, {"service": "bus"})
    refused = desk.post(at("marks_judge", survey), {"mark": "burst", "all": "yes", "do": "out", "reason": ""})
    assert refused.status_code == 422
    sent = {"mark": "burst", "all": "yes", "do": "out", "reason": "Sama osoite yöllä"}
    assert desk.post(at("marks_judge", survey), sent).status_code == 302
    assert list(Response.objects.filter(left_out=True).values_list("marks", flat=True)) == ["burst", "burst"]
    one = Response.objects.filter(left_out=True).first()
    desk.post(at("marks_judge", survey), {"ids": [str(one.pk)], "do": "in", "reason": "Koululuokka"})
    assert Response.objects.filter(left_out=True).count() == 1
    plain = Response.objects.get(marks="")
    assert desk.post(at("marks_judge", survey), {"ids": [str(plain.pk)], "do": "out", "reason": "x"}).status_code == 422


def test_the_guard_is_switched_on_and_off(desk, survey):
    desk.post(at("survey_guard", survey), {"guard": "yes"})
    survey.refresh_from_db()
    assert survey.is_guarded(timezone.now())
    desk.post(at("survey_guard", survey), {"guard": "no"})
    survey.refresh_from_db()
    assert not survey.is_guarded(timezone.now())


def test_the_results_point_to_marked_answers_and_can_leave_them_aside(desk, survey):
    for marks in ("", "", "", "", "", "burst"):
        make_response(survey, {"service": "bus"}, marks=marks)
    page = desk.get(at("survey_desk", survey)).content.decode()
    assert at("survey_marks", survey) in page
    assert "Not marked" in desk.get(f"/en/desk/surveys/{survey.slug}/?where=marks:none").content.decode()


def test_the_public_is_told_how_many_are_left_out_and_cannot_ask_for_the_marked(client, api, survey):
    assert api.get(f"/api/v1/surveys/{survey.slug}/results/?where=marks:none").status_code in (400, 404)


def test_results_by_marks_of_a_survey_without_any_are_empty_and_no_failure(desk, survey):
    make_response(survey, {"service": "bus", "rating": 4})
    page = desk.get(reverse("surveys:survey_desk", args=[survey.slug]), {"by": "marks", "where": "marks:marked"})
    assert page.status_code == 200
