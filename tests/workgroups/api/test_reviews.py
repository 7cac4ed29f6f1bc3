"""The contributions' endpoints: the same rights and actions as the pages."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.actions.people import create_api_token
from participation.actions.search import index_words
from participation.models import JourneyEntry
from tests.factories.participation import make_area, make_person, make_submission, make_theme
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.models import Decision

DECISION = {
    "outcome": "adopted",
    "reason": {"fi": "Reitti on suosittu."},
    "next_step": {"fi": "Penkit asennetaan."},
    "due": "2027-05-31",
}
LIST = "/api/v1/submissions/"


@pytest.fixture
def group(process):
    return make_group(process, code="2.1")


@pytest.fixture
def chair(group):
    return make_membership(group).person


@pytest.fixture
def submission(process, group):
    row = make_submission(process, theme=make_theme(process, slug="ulkoilu"), area=make_area(slug="ranta"))
    assign(row, group)
    return row


@pytest.fixture
def as_chair(api, chair):
    api.force_authenticate(chair)
    return api


def at(submission, verb=""):
    return f"{LIST}{submission.pk}/{verb + '/' if verb else ''}"


def test_the_list_gives_listed_fields_only(as_chair, submission):
    row = as_chair.get(LIST).json()["results"][0]

    assert set(row) == {
        *("id", "reference", "process", "title", "text", "language", "theme", "area", "channel"),
        *("received_on", "state", "version", "group", "decision"),
    }
    assert row["group"]["code"] == "2.1"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=routed&group=2.1&theme=ulkoilu&area=ranta&channel=form&q=penkkej&ordering=-received_on", 1),
        ("state=decided", 0),
        ("group=9", 0),
        ("theme=koulut", 0),
        ("area=keskusta", 0),
        ("channel=paper", 0),
        ("q=uimahalli", 0),
    ],
)
def test_filters_of_the_list(as_chair, submission, query, count):
    index_words()
    assert as_chair.get(f"{LIST}?{query}").json()["count"] == count


@pytest.mark.parametrize("query", ["state=lost", "ordering=receipt", "channel=smoke", "theme=a b", "q=" + "x" * 101])
def test_a_filter_that_does_not_exist_is_refused(as_chair, submission, query):
    answer = as_chair.get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"


def test_the_list_costs_the_same_for_one_and_three(as_chair, group, process, submission):
    as_chair.get(LIST)
    with CaptureQueriesContext(connection) as one:
        as_chair.get(LIST)
    for _n in range(2):
        assign(make_submission(process, theme=submission.theme, area=submission.area), group)
    with CaptureQueriesContext(connection) as three:
        as_chair.get(LIST)

    assert (len(one), len(three)) == (6, 6)


def test_the_detail_tells_why_what_happened_and_what_is_alike(as_chair, submission, group, process):
    twin = make_submission(process, text="Rantareitille tarvitaan lisää penkkejä vanhuksille.")
    assign(twin, group)
    as_chair.post(at(submission, "decide"), {**DECISION, "version": 2})

    found = as_chair.get(at(submission)).json()

    assert found["routing"]["suggestions"] is not None
    assert [one["number"] for one in found["decisions"]] == [1]
    assert found["history"][0]["kind"] == "decided"
    assert found["similar"][0]["id"] == str(twin.pk)
    assert "receipt" not in found
    assert "@" not in str(found["decisions"])


def test_accept_decide_and_publish(as_chair, submission):
    accepted = as_chair.post(at(submission, "accept"), {"version": 2})
    decided = as_chair.post(at(submission, "decide"), {**DECISION, "version": 3})
    ids = [decided.json()["decision"]["id"]]
    published = as_chair.post("/api/v1/decisions/publish/", {"ids": ids})
    again = as_chair.post("/api/v1/decisions/publish/", {"ids": ids})

    assert accepted.json()["state"] == "in_review"
    assert decided.json()["state"] == "decided"
    assert [row["id"] for row in published.json()["published"]] == ids
    assert again.json() == {"published": [], "already_published": ids}
    assert JourneyEntry.objects.filter(stage="decided").count() == 1


def test_the_second_of_two_gets_the_state_now(as_chair, submission):
    as_chair.post(at(submission, "decide"), {**DECISION, "version": 2})

    answer = as_chair.post(at(submission, "decide"), {**DECISION, "outcome": "not_adopted", "version": 2})

    assert answer.status_code == 409
    assert answer.json()["code"] == "changed"
    assert answer.json()["current"]["outcome"] == "adopted"
    assert answer.json()["current"]["version"] == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "maybe"},
        {"reason": "Hyvä."},
        {"reason": {"de": "Gut."}},
        {"due": "eilen"},
        {"version": None},
        {"version": 2**40},
    ],
)
def test_a_decision_that_cannot_be_read_is_refused(as_chair, submission, changes):
    answer = as_chair.post(at(submission, "decide"), {**DECISION, "version": 2, **changes})

    assert answer.status_code == 400
    assert next(iter(answer.json()["errors"])).split(".")[0] in changes
    assert not Decision.objects.exists()


def test_a_decision_that_is_not_ready_is_reported(as_chair, submission):
    decided = as_chair.post(at(submission, "decide"), {**DECISION, "next_step": {}, "version": 2}).json()

    answer = as_chair.post("/api/v1/decisions/publish/", {"ids": [decided["decision"]["id"]]})

    assert answer.status_code == 400
    assert answer.json()["code"] == "not_ready"
    assert not JourneyEntry.objects.exists()


def test_a_chair_forwards_and_a_coordinator_routes_from_the_tray(api, chair, coordinator, submission, process, group):
    make_group(process, code="9")
    api.force_authenticate(chair)
    forwarded = api.post(at(submission, "route"), {"group": "9", "reason": "Koskee tiloja."})
    gone = api.get(at(submission))
    api.force_authenticate(coordinator)
    routed = api.post(at(make_submission(process), "route"), {"group": "2.1"})
    unknown = api.post(at(submission, "route"), {"group": "77"})

    assert forwarded.json()["group"]["code"] == "9"
    assert gone.status_code == 404
    assert routed.json()["group"]["code"] == "2.1"
    assert unknown.status_code == 400


def test_decline_needs_a_reason_and_the_answer_still_shows_where_it_went(as_chair, submission):
    refused = as_chair.post(at(submission, "decline"), {})
    done = as_chair.post(at(submission, "decline"), {"reason": "Kuuluu hyvinvointialueelle."})

    assert refused.status_code == 400
    assert (done.status_code, done.json()["state"], done.json()["group"]) == (200, "received", None)


VERBS = {
    "": None,
    "route": {"group": "2.1", "reason": "x"},
    "accept": {"version": 2},
    "decline": {"reason": "x"},
    "decide": {**DECISION, "version": 2},
}


def ask(api, submission, verb):
    return api.get(at(submission)) if not verb else api.post(at(submission, verb), VERBS[verb])


@pytest.mark.parametrize("verb", VERBS)
def test_a_chair_of_another_group_finds_nothing(api, process, submission, verb):
    api.force_authenticate(make_membership(make_group(process)).person)

    assert ask(api, submission, verb).status_code == 404
    assert api.get(LIST).json()["count"] == 0


def test_a_decision_of_another_group_is_not_found_for_publishing(as_chair, submission, process):
    as_chair.post(at(submission, "decide"), {**DECISION, "version": 2})
    as_chair.force_authenticate(make_membership(make_group(process)).person)

    answer = as_chair.post("/api/v1/decisions/publish/", {"ids": [Decision.objects.get().pk]})

    assert answer.status_code == 404
    assert not JourneyEntry.objects.exists()


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("chair", {"route", "accept", "decline", "decide"}),
        ("deputy", {"route", "accept", "decline", "decide"}),
        ("secretary", {"route", "accept", "decline", "decide"}),
        ("member", set()),
        ("coordinator", {"route"}),
        ("admin", {"route"}),
    ],
)
@pytest.mark.parametrize("verb", ["route", "accept", "decline", "decide"])
def test_who_may_do_what(api, process, group, submission, role, allowed, verb):
    make_group(process, code="9")
    scope = {"coordinator": process, "admin": None}
    person = make_person(roles=[(role, scope[role])]) if role in scope else make_membership(group, role=role).person
    api.force_authenticate(person)
    body = {"group": "9", "reason": "x"} if verb == "route" else VERBS[verb]

    status = api.post(at(submission, verb), body).status_code

    assert status == (200 if verb in allowed else 403)


@pytest.mark.parametrize("verb", VERBS)
def test_without_an_account_nothing_opens(api, submission, verb):
    assert ask(api, submission, verb).status_code == 401


def test_a_reading_token_reads_and_does_not_write(api, chair, submission):
    token = create_api_token(chair, "read", by=chair)
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    assert api.get(at(submission)).status_code == 200
    assert api.post(at(submission, "accept"), {"version": 2}).status_code == 403


def test_what_does_not_exist_is_not_found(as_chair):
    assert as_chair.get(f"{LIST}{uuid.uuid4()}/").status_code == 404
