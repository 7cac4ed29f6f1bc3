"""The demo process: loaded once for all these tests, through the actions, and rolled back at the end."""

import datetime
import socket
from collections import Counter
from io import StringIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from config import demo_server
from config.demo.accounts import ACCOUNTS
from config.demo.loading import load
from config.demo_server import missing_columns
from participation.logic.masking import mask
from participation.logic.receipts import code_hash
from participation.models import (
    Activity,
    Area,
    AreaPopulation,
    AuditEntry,
    Batch,
    Follow,
    Goal,
    Indicator,
    IndicatorValue,
    Job,
    JourneyEntry,
    Measure,
    Notification,
    Person,
    Phase,
    Process,
    Receipt,
    Role,
    Strategy,
    Submission,
    SubmissionEvent,
    Summary,
    Theme,
    Workshop,
)
from surveys.logic.questionnaire.document import from_json, missing_texts
from surveys.models import PublishedResults, Response, Survey, SurveyVersion
from tests.support.links import walk
from workgroups.models import Assignment, Decision, Group, Meeting, Membership, Rule

TABLES = (
    *(Activity, Area, AreaPopulation, AuditEntry, Batch, Goal, Indicator, IndicatorValue, Job, JourneyEntry, Measure),
    *(Notification, Person, Phase, Process, Receipt, Role, Strategy, Submission, SubmissionEvent, Summary, Theme),
    *(Workshop, PublishedResults, Response, Survey, SurveyVersion, Assignment, Decision, Group, Meeting, Membership),
    Rule,
)
pytestmark = pytest.mark.django_db
PASSWORD = "kuusi-vaahteraa"
LANGUAGES = {"fi", "sv", "en"}


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker):
    """Load the demo into an outer transaction that is rolled back after the last test of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = load(PASSWORD)
        if (
            connection.vendor == "postgresql"
        ):  # nobody else sees these rows, so its own daemon cannot take stock of them
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        yield loaded
        transaction.set_rollback(True)


@pytest.fixture
def samples(report):
    """All sample contributions."""
    return list(Submission.objects.filter(is_sample=True).select_related("theme", "area"))


def counts():
    return {table.__name__: table.objects.count() for table in TABLES}


def test_demo_holds_what_the_contract_promises(report):
    assert report.is_new
    assert report.responses == Response.objects.filter(survey__slug="hyvinvointi-ja-palvelut").count() >= 240
    ideas = Submission.objects.exclude(provenance__has_key="survey")
    assert ideas.count() >= 120
    languages = Counter(ideas.values_list("language", flat=True))
    assert languages["fi"] >= 100
    assert languages["sv"] >= 10
    assert languages["en"] >= 8
    assert not Submission.objects.filter(is_sample=False).exists()
    assert not Response.objects.filter(is_sample=False).exists()


def test_open_answers_are_different_and_in_three_languages(report):
    words = Response.objects.filter(answers__has_key="tarkeinta").values_list("language", "answers")
    texts = {(language, answers["tarkeinta"]) for language, answers in words}
    assert len(texts) == words.count()
    by_language = Counter(language for language, _text in texts)
    assert by_language["fi"] >= 150
    assert by_language["sv"] >= 20
    assert by_language["en"] >= 12


def test_open_answers_keep_the_language_in_which_they_were_given(samples):
    answers = {}
    for response in Response.objects.all():
        for question in ("tarkeinta", "mika-puuttui"):
            if question in response.answers:
                answers[response.answers[question]] = response.language
    forwarded = {one.text: one.language for one in samples if "survey" in one.provenance and one.whole_id is None}
    assert forwarded == answers


def test_accounts_can_sign_in_and_have_their_roles(report):
    addresses = [account.email for account in ACCOUNTS]
    people = {person.email: person for person in Person.objects.filter(email__in=addresses)}
    assert list(people) == addresses or set(people) == set(addresses)
    assert all(person.check_password(PASSWORD) for person in (people[addresses[0]], people[addresses[-1]]))
    roles = set(Role.objects.values_list("person__email", "kind"))
    assert roles == {(f"{kind}@example.org", kind) for kind in ("coordinator", "clerk", "facilitator", "admin")}
    chairs = dict(Membership.objects.filter(role="chair").values_list("group__code", "person__email"))
    assert chairs == {code: f"chair{code.replace('.', '')}@example.org" for code in ("1", "2.1", "2.2", "2.3")}


def test_groups_have_held_two_meetings_and_plan_a_third(report):
    groups = {group.code: group for group in Group.objects.all()}
    assert sorted(groups) == ["1", "2", "2.1", "2.2", "2.3"]
    assert groups["2"].is_heading
    assert all(groups[code].parent_id == groups["2"].pk for code in ("2.1", "2.2", "2.3"))
    for code in ("1", "2.1", "2.2", "2.3"):
        first, second, third = Meeting.objects.filter(group=groups[code])
        assert (first.state, second.state, third.state) == ("held", "held", "planned")
        assert set(first.notes) == set(second.notes) == LANGUAGES
        assert first.starts < second.starts < timezone.now()
        assert first.published_on
        assert second.published_on
        assert third.starts is None or third.starts > timezone.now()
    assert Meeting.objects.get(group=groups["2.2"], number=3).when_note["fi"] == "tammikuun lopussa"


def test_texts_exist_in_three_languages(report):
    process = Process.objects.get()
    assert all(getattr(process, name).keys() >= LANGUAGES for name in ("name", "lead", "description", "readers"))
    for table in (Phase, Theme, Area, Group, Workshop, Activity, Strategy, Goal, Measure, Indicator):
        for row in table.objects.all():
            assert row.name.keys() >= LANGUAGES, row
            assert all(text.strip() for text in row.name.values()), row
    survey = Survey.objects.select_related("current").get(slug="hyvinvointi-ja-palvelut")
    assert all(getattr(survey, name).keys() >= LANGUAGES for name in ("title", "lead", "readers", "thanks"))
    assert missing_texts(from_json(survey.current.document)) == []
    assert "fi-easy" in survey.lead


def test_every_theme_and_area_is_spoken_of(samples):
    assert {one.theme_id for one in samples if one.theme_id} == set(Theme.objects.values_list("pk", flat=True))
    leaves = Area.objects.filter(parent__isnull=False)
    assert {one.area_id for one in samples if one.area_id} == set(leaves.values_list("pk", flat=True))
    assert all(one.text.strip() for one in samples)
    assert {one.channel for one in samples} == {"survey", "form", "workshop", "paper", "email", "kiosk"}


def test_the_town_has_twenty_thousand_inhabitants(report):
    both = AreaPopulation.objects.filter(sex="all")
    apart = AreaPopulation.objects.exclude(sex="all")
    assert sum(both.values_list("inhabitants", flat=True)) == 20_000
    assert sum(apart.values_list("inhabitants", flat=True)) == 20_000


def test_every_contribution_is_with_a_group_or_in_the_tray(samples):
    states = Counter(one.state for one in samples)
    assigned = Assignment.objects.current().count()
    assert len(samples) == assigned + states["received"]
    assert 3 <= states["received"] <= 30  # the cards of workshops among them
    assert states["published"] >= 30
    assert states["decided"] >= 3
    assert states["in_review"] >= 50
    assert states["routed"] >= 100
    assert set(Assignment.objects.current().values_list("group__code", flat=True)) == {"1", "2.1", "2.2", "2.3"}
    ended = set(Assignment.objects.exclude(ended_as="").values_list("ended_as", flat=True))
    assert ended == {"declined", "forwarded", "clustered"}


def test_history_is_as_the_actions_write_it(samples):
    received = Counter(SubmissionEvent.objects.filter(kind="received").values_list("submission", flat=True))
    assert received == {one.pk: 1 for one in samples if one.whole_id is None}
    assert all(one.receipt_id for one in samples)
    answered = {one.pk for one in samples if one.state == "published"}
    told = JourneyEntry.objects.filter(stage="decided").values_list("submission", flat=True)
    assert set(told) == answered
    assert set(Decision.objects.filter(published_on__isnull=False).values_list("submission", flat=True)) == answered
    audited = AuditEntry.objects.filter(verb="publish_outcome").values_list("subject_id", flat=True)
    assert set(audited) == {str(key) for key in answered}


def test_steps_follow_each_other_day_by_day(samples):
    today = timezone.localdate()
    for table in (SubmissionEvent, JourneyEntry):
        last = {one.pk: one.received_on for one in samples}
        for row in table.objects.order_by("pk"):
            assert last[row.submission_id] <= row.on <= today, (row, row.submission_id)
            last[row.submission_id] = row.on
    for decision in Decision.objects.filter(published_on__isnull=False):
        assert decision.decided_on <= decision.published_on <= today
        assert decision.due is None or decision.due > today
    waiting = min(one.received_on for one in samples if one.state == "routed")
    assert waiting == today - datetime.timedelta(days=24)


def test_nobody_gets_a_message_about_samples(report):
    assert not mail.outbox
    assert not Notification.objects.filter(state=Notification.State.WAITING).exists()
    assert not Notification.objects.filter(person=None).exists()
    assert not Follow.objects.exists()
    assert set(Job.objects.pending().values_list("kind", flat=True)) <= {
        "surveys.close_survey",
        "surveys.renew_notices",
        "workgroups.learn_routing",
    }
    assert not Job.objects.exclude(last_error="").exists()


def test_results_and_a_summary_are_public(report):
    assert PublishedResults.objects.get(survey__slug="hyvinvointi-ja-palvelut").n == report.responses
    whole, part = Summary.objects.get(scope=""), Summary.objects.get(scope="2.1")
    assert (whole.state, bool(whole.seal), part.state) == ("published", True, "group")


def test_the_strategy_has_goals_measures_and_values(report):
    assert Goal.objects.count() == 4
    assert Measure.objects.count() >= 12
    assert len(Strategy.objects.get().values) >= 3
    assert set(Indicator.objects.values_list("kind", flat=True)) == {"count", "euros", "done", "survey"}
    by_area = Counter(Activity.objects.values_list("area__slug", flat=True))
    leaves = set(Area.objects.filter(parent__isnull=False).values_list("slug", flat=True))
    assert set(by_area) == leaves
    assert min(by_area.values()) >= 2


def test_only_made_up_personal_data_stands_in_the_texts(samples):
    texts = [(text, one.language) for one in samples for text in (one.title, one.text)]
    marks = [mark.kind for text, language in texts for mark in mask(text, language).marks]
    assert sorted(marks) == ["email", "phone", "phone"]


def test_shown_receipts_lead_to_a_journey(report):
    assert len(report.receipts) >= 3
    for code in report.receipts:
        receipt = Receipt.objects.get(code_hash=code_hash(settings.RECEIPT_SECRET, code))
        assert JourneyEntry.objects.filter(submission__receipt=receipt).exists()


def test_loading_again_changes_nothing(report):
    before = counts()
    again = load("toinen-salasana")
    assert not again.is_new
    assert counts() == before
    assert (again.responses, again.submissions, again.receipts) == (
        report.responses,
        report.submissions,
        report.receipts,
    )
    assert Person.objects.get(email="chair21@example.org").check_password(PASSWORD)


def test_command_tells_what_is_there(report, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    out = StringIO()
    call_command("seed_demo", stdout=out)
    told = out.getvalue()
    assert f"The demo process was there already: {report.responses} responses" in told
    assert all(account.email in told for account in ACCOUNTS)
    assert all(code in told for code in report.receipts)


def test_loading_takes_seconds(report, record_property):
    record_property("seconds", report.seconds)
    assert 0 < report.seconds < 120


def test_a_database_of_another_version_is_recognised(db):
    assert missing_columns() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE participation_job DROP COLUMN progress")
    assert missing_columns() == ["participation_job.progress"]


def test_a_port_that_cannot_be_served_on_is_refused_first(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        for port in ("abc", "0", "70000", str(other.getsockname()[1])):
            monkeypatch.setattr(demo_server, "PORT", port)
            with pytest.raises(SystemExit, match=port):
                demo_server.check_port()


@pytest.mark.parametrize("name", ["resident", "clerk", "facilitator", "chair21", "coordinator"])
def test_every_link_leads_somewhere(report, name):
    client = Client()
    starts = ["/fi/"]
    if name != "resident":
        client.force_login(Person.objects.get(email=f"{name}@example.org"))
        starts.append("/fi/desk/")
    seen, dead = walk(client, *starts)
    assert len(seen) > 20
    assert dead == []
