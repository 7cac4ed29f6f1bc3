"""Sharing, checking and following a survey; the library; what each leaves behind."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.errors import Conflict, ParticipationError
from surveys.actions.authoring import edit_draft, open_draft
from surveys.actions.library import keep_question, start_from_ready
from surveys.actions.questionnaires import publish_version
from surveys.actions.spreading import change_times, reopen_survey, set_embedders
from surveys.actions.surveys import close_survey
from surveys.actions.tallies import GATHERED, add_gathered, count
from surveys.logic.templates.ready import READY
from surveys.models import LibraryItem, Response, Survey, Tally
from surveys.queries.progress import flow_of
from tests.factories.surveys import make_survey


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def test_share_page_has_everything_that_spreads(desk, process):
    survey = make_survey(process, slug="kysely")
    page = desk.get("/fi/desk/surveys/kysely/share/").content.decode()
    for part in ("/s/kysely/?c=facebook", "embed.js", "poster-sv.pdf", "letter-en.pdf", "qr-fi.pdf", "preview.png"):
        assert part in page
    poster = desk.get("/fi/desk/surveys/kysely/share/poster-sv.pdf")
    assert poster.content.startswith(b"%PDF")
    assert desk.get("/fi/desk/surveys/kysely/share/poster-xx.pdf").status_code == 404
    picture = desk.get("/s/kysely/preview.png?l=sv")
    assert picture.content.startswith(b"\x89PNG")
    assert "og:image" in desk.get(survey.get_absolute_url()).content.decode()


def test_only_named_sites_may_frame_a_survey(desk, process):
    survey = make_survey(process, slug="kysely")
    assert "frame-ancestors 'none'" in desk.get("/fi/surveys/kysely/")["Content-Security-Policy"]
    assert desk.post("/fi/desk/surveys/kysely/share/sites/", {"sites": "javascript:alert(1)"}).status_code == 422
    desk.post("/fi/desk/surveys/kysely/share/sites/", {"sites": "https://www.kyla.fi/sivu\nhttps://toinen.fi"})
    answer = desk.get("/fi/surveys/kysely/")
    assert "frame-ancestors 'self' https://www.kyla.fi https://toinen.fi" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert "X-Frame-Options" in desk.get("/fi/desk/surveys/kysely/share/")
    with pytest.raises(ParticipationError):
        set_embedders(survey, [f"https://{n}.fi" for n in range(21)], by=None)


def test_times_end_and_archive(desk, process, coordinator):
    survey = make_survey(process, slug="kysely")
    later = timezone.now() + datetime.timedelta(days=20)
    change_times(survey, survey.opens, later, by=coordinator)
    with pytest.raises(ParticipationError):
        change_times(survey, later, survey.opens, by=coordinator)
    with pytest.raises(ParticipationError):
        change_times(survey, None, timezone.now() - datetime.timedelta(hours=1), by=coordinator)
    close_survey(survey, by=coordinator)
    with pytest.raises(Conflict):
        change_times(survey, None, later, by=coordinator)
    assert desk.post("/fi/desk/surveys/kysely/archive/").status_code == 302
    assert desk.get("/fi/surveys/kysely/").status_code == 404
    desk.post("/fi/desk/surveys/kysely/unarchive/")
    desk.post("/fi/desk/surveys/kysely/reopen/", {"closes": f"{later:%Y-%m-%dT%H:%M}"})
    survey.refresh_from_db()
    assert survey.state == "open"
    assert survey.forward_key


def test_a_survey_by_code_is_not_reopened(process):
    survey = make_survey(process, identity="code", state="closed")
    with pytest.raises(ParticipationError):
        reopen_survey(survey, None, by=None)


def test_check_page_and_table_lead_to_the_place(desk, process):
    survey = make_survey(process, slug="kysely", thanks={})
    page = desk.get("/fi/desk/surveys/kysely/check/").content.decode()
    assert "/fi/desk/surveys/kysely/build/" in page
    table = json.loads(desk.get("/api/v1/surveys/kysely/check/").content)
    assert "no_thanks" in [finding["code"] for finding in table["findings"]]
    Survey.objects.filter(pk=survey.pk).update(state="draft", current=None)
    assert desk.get("/fi/desk/surveys/kysely/check/").status_code == 200
    assert desk.get("/api/v1/surveys/kysely/check/").status_code == 400


def test_what_is_unfinished_is_named_with_the_way_to_it(desk, process, coordinator):
    survey = make_survey(process, slug="kysely")
    draft = open_draft(survey, by=coordinator)
    for at, to in ((["question", "age", "label"], {}), (["about", "title"], {"fi": "Uusi nimi"})):
        draft = edit_draft(draft, {"do": "change", "at": at, "to": to}, seen=draft.version, by=coordinator).draft
    for page in ("check/", "build/publish/"):
        shown = desk.get(f"/fi/desk/surveys/kysely/{page}").content.decode()
        assert "/fi/desk/surveys/kysely/build/?q=age" in shown
        assert "Kirjoita kysymys." in shown
    edit_draft(draft, {"do": "delete_question", "question": "age"}, seen=draft.version, by=coordinator)
    assert "Uusi nimi" in desk.get("/fi/desk/surveys/kysely/check/").content.decode()


def test_counts_hold_no_person(desk, process):
    survey = make_survey(process, slug="kysely")
    GATHERED.take()  # what other tests turned
    for name, n in (("page1", 10), ("page2", 8), ("check", 6)):
        for _time in range(n):
            count(survey.pk, "page", name)
    for _time in range(5):
        count(survey.pk, "hour", "14")
        count(survey.pk, "device", "phone")
    add_gathered()
    add_gathered()
    flow = flow_of(survey, "fi")
    assert [step.n for step in flow.steps] == [10, 8, 6]
    assert flow.completion == 0.5
    assert flow.devices[0][1] == 5
    assert {field.name for field in Tally._meta.get_fields()} == {"id", "survey", "kind", "name", "n"}
    shown = desk.get("/fi/desk/surveys/kysely/progress/").content.decode()
    assert '<th scope="row">14</th><td class="num-c">5</td>' in shown
    assert Response.objects.count() == 0


def test_templates_make_drafts_whose_locked_questions_stay(desk, process, coordinator, admin_person):
    assert (
        desk.post(
            "/fi/desk/library/ready/palvelutyytyvaisyys/", {"process": process.slug, "slug": "kirjasto"}
        ).status_code
        == 302
    )
    survey = Survey.objects.get(slug="kirjasto")
    assert (survey.state, survey.series, len(survey.locked)) == ("draft", "palvelutyytyvaisyys", 5)
    changed = json.loads(json.dumps(survey.current.document))
    changed["pages"][0]["questions"][1]["max"] = 4
    with pytest.raises(ParticipationError) as refusal:
        publish_version(survey, changed, by=coordinator)
    assert refusal.value.code == "locked"
    assert publish_version(survey, changed, by=admin_person).number == 2
    keep_question(survey, "tyytyvaisyys", by=coordinator)
    desk.post("/fi/desk/surveys/kirjasto/keep/", {"name": "Kirjastokysely", "locked": ["helppous"]})
    kept = LibraryItem.objects.get(kind="survey")
    assert desk.post(f"/fi/desk/library/{kept.pk}/", {"process": process.slug, "slug": "kirjasto-2"}).status_code == 302
    assert "helppous" in Survey.objects.get(slug="kirjasto-2").locked
    assert desk.post(f"/fi/desk/library/{kept.pk}/remove/").status_code == 302
    with pytest.raises(Conflict):
        start_from_ready(READY["strategia"], process, by=coordinator, slug="kirjasto")


def test_library_costs_the_same_for_one_and_three(desk, process, coordinator):
    survey = make_survey(process)
    seen = []
    for wanted in (1, 3):
        while LibraryItem.objects.count() < wanted:
            keep_question(survey, "service", by=coordinator)
        with CaptureQueriesContext(connection) as queries:
            desk.get("/fi/desk/library/")
        seen.append(len(queries))
    assert seen[0] == seen[1]
