"""The coordinator's tray and the rules."""

import time

import pytest

from participation.actions.search import index_words
from participation.models import Submission, Workshop
from tests.factories.participation import make_person, make_process, make_submission
from tests.factories.surveys import choice, document, make_survey, question
from tests.factories.workgroups import assign, make_group, make_membership, make_rule
from workgroups.actions import routing
from workgroups.models import Assignment, Group, Rule

TRAY = "/fi/desk/tray/"


@pytest.fixture
def group(process):
    return make_group(process, code="2.1", task={"fi": "Koulujen ja kirjastojen palveluverkko"})


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def test_tray_lists_what_is_unrouted_with_a_suggestion(desk, process, group):
    make_submission(process, text="Koulujen kirjastot auki myös kesällä", language="fi")
    assign(make_submission(process, text="Jo ohjattu"), group)

    page = desk.get(TRAY)

    assert [item.submission.text for item in page.context["items"]] == ["Koulujen kirjastot auki myös kesällä"]
    item = page.context["items"][0]
    assert item.suggested == group
    assert "kirjasto" in item.reason
    assert "Jo ohjattu" not in page.content.decode()


def test_tray_suggests_by_rules_and_not_what_was_returned(desk, process, group, coordinator):
    submission = make_submission(process, text="Uimahalli kuntoon")
    make_rule(group, keywords=["uimahalli"])
    assert desk.get(TRAY).context["items"][0].suggested == group

    routing.decline(routing.route(submission), by=coordinator, reason="Ei meille")
    page = desk.get(TRAY)

    assert page.context["items"][0].suggested is None
    assert "Ei meille" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_tray_costs_the_same_for_one_and_three(desk, process, group, count, django_assert_num_queries):
    make_rule(group, keywords=["koulu"])
    for _n in range(count):
        make_submission(process)
    with django_assert_num_queries(TRAY_QUERIES):
        desk.get(TRAY)


TRAY_QUERIES = 17


def test_tray_with_thousands_is_fast(desk, process, group):
    Submission.objects.bulk_create(
        Submission(process=process, text=f"Penkkejä rantaan {n}", language="fi", channel="form", source_key=f"k{n}")
        for n in range(3000)
    )
    desk.get(TRAY)
    started = time.perf_counter()
    page = desk.get(TRAY)
    assert time.perf_counter() - started < 1
    assert page.context["page"].paginator.count == 3000


def test_one_click_routes_one(desk, process, group):
    submission = make_submission(process)
    response = desk.post(f"{TRAY}{submission.pk}/", {"group": group.pk, "version": 1})
    assert response.status_code == 302
    assert Assignment.objects.get(submission=submission).group == group


def test_one_click_with_an_old_version_or_no_group_changes_nothing(desk, process, group):
    submission = make_submission(process)
    desk.post(f"{TRAY}{submission.pk}/", {"group": group.pk, "version": 5})
    desk.post(f"{TRAY}{submission.pk}/", {"group": ""})
    assert not Assignment.objects.exists()


def test_many_are_routed_at_once(desk, process, group):
    rows = [make_submission(process) for _n in range(3)]
    ticks = [f"{row.pk}:1" for row in rows[:2]] + [f"{rows[2].pk}:9"]
    response = desk.post(f"{TRAY}?process={process.slug}", {"group": group.pk, "chosen": ticks})
    assert response.status_code == 302
    assert Assignment.objects.count() == 2
    assert desk.post(TRAY, {"group": group.pk}).status_code == 422
    assert desk.post(TRAY, {"group": group.pk, "chosen": ["x"]}).status_code == 422


def test_coordinator_of_a_twin_process_sees_and_routes_nothing(client, process, group):
    submission = make_submission(process)
    twin = make_process()
    twin_group = make_group(twin, code="2.1")
    client.force_login(make_person(roles=[("coordinator", twin)]))

    assert client.get(TRAY).context["items"] == []
    assert client.post(f"{TRAY}{submission.pk}/", {"group": twin_group.pk}).status_code == 404
    client.post(TRAY, {"group": twin_group.pk, "chosen": [f"{submission.pk}:1"]})
    assert client.get(f"/fi/desk/processes/{process.slug}/rules/").status_code == 404
    assert not Assignment.objects.exists()


def test_tray_and_rules_are_the_coordinators(client, process, group):
    rule = make_rule(group)
    client.force_login(make_membership(group).person)
    rules = f"/fi/desk/processes/{process.slug}/rules/"
    assert client.get(TRAY).status_code == 403
    assert client.post(f"{TRAY}{make_submission(process).pk}/", {"group": group.pk}).status_code == 404
    for address in (rules, f"{rules}new/", f"{rules}{rule.pk}/"):
        assert client.get(address).status_code == 404
    for address in (f"{rules}{rule.pk}/move/", f"{rules}{rule.pk}/switch/"):
        assert client.post(address).status_code == 404


def test_coordinator_adds_tries_and_switches_a_rule(desk, process, group):
    make_submission(process, text="Koulut säilytettävä")
    rules = f"/fi/desk/processes/{process.slug}/rules/"

    response = desk.post(f"{rules}new/", {"group": group.pk, "keywords": "Koulu, kirjasto, koulu"})

    rule = Rule.objects.get()
    assert (rule.keywords, rule.order, rule.is_active) == (["koulu", "kirjasto"], 1, False)
    trial = desk.get(response.url).context["trial"]
    assert (trial.now.unrouted, trial.then.unrouted, trial.then.by_rule) == (1, 0, {rule.pk: 1})
    desk.post(f"{rules}{rule.pk}/switch/", {"active": "1"})
    rule.refresh_from_db()
    assert rule.is_active


def test_rule_form_refuses_other_processes_groups(desk, process, group):
    rules = f"/fi/desk/processes/{process.slug}/rules/new/"
    assert desk.post(rules, {"group": make_group(make_process()).pk}).status_code == 422
    assert desk.post(rules, {"group": ""}).status_code == 422


def test_rules_change_places_are_edited_and_removed(desk, process, group):
    first, second = make_rule(group, keywords=["a"]), make_rule(group, keywords=["b"])
    rules = f"/fi/desk/processes/{process.slug}/rules/"

    desk.post(f"{rules}{second.pk}/move/", {"direction": "earlier"})
    assert list(Rule.objects.order_by("order")) == [second, first]
    desk.post(f"{rules}{second.pk}/move/", {"direction": "earlier"})
    desk.post(f"{rules}{second.pk}/move/", {"direction": "later"})
    assert list(Rule.objects.order_by("order")) == [first, second]

    desk.post(f"{rules}{first.pk}/", {"group": group.pk, "keywords": "silta"})
    first.refresh_from_db()
    assert first.keywords == ["silta"]
    desk.post(f"{rules}{first.pk}/", {"remove": "1"})
    assert list(Rule.objects.all()) == [second]


@pytest.mark.parametrize("count", [1, 3])
def test_rules_cost_the_same_for_one_and_three(desk, process, group, count, django_assert_num_queries):
    for n in range(count):
        make_rule(group, keywords=[f"sana{n}"])
        make_submission(process)
    with django_assert_num_queries(RULE_QUERIES):
        desk.get(f"/fi/desk/processes/{process.slug}/rules/?try=1")


RULE_QUERIES = 15
AREA = question("area", "single_choice", role="area", choices=[choice("keskusta")])
ASKED = document([AREA, question("idea", "long_text", open_answer=True)])


def test_a_rule_names_answers_tables_and_the_groups_that_it_asks(desk, process, group):
    other, ended = make_group(process, code="2.2"), make_group(process, code="9")
    Group.objects.filter(pk=ended.pk).update(ended_on="2026-01-01")
    make_survey(process, slug="kysely", doc=ASKED)
    Workshop.objects.create(process=process, code="ILTA", name={"fi": "Ilta"}, starts="2026-01-01T12:00Z", tables=3)
    rules = f"/fi/desk/processes/{process.slug}/rules/"
    form = desk.get(f"{rules}new/").context["form"]
    offered = {
        name: [value for _group, choices in form[name].field.choices[1:] for value, _label in choices]
        for name in ("asked", "answer", "place")
    }
    assert offered["asked"] == ["kysely", "kysely/idea"]
    assert "kysely/area=keskusta" in offered["answer"]
    assert offered["place"] == ["ILTA", "ILTA/1", "ILTA/2", "ILTA/3"]

    words = {"group": group.pk, "also": [other.pk], "asked": "kysely/idea", "answer": "kysely/area=keskusta"}
    assert desk.post(f"{rules}new/", words | {"place": "ILTA/2"}).status_code == 302
    rule = Rule.objects.get()
    assert (rule.survey, rule.question, rule.option) == ("kysely", "idea", "area=keskusta")
    assert (rule.workshop, rule.table, list(rule.also.all())) == ("ILTA", 2, [other])
    page = desk.get(rules).content.decode()
    assert "Ilta" in page
    assert "2.2" in page

    for wrong in ({"also": [group.pk]}, {"also": [ended.pk]}, {"asked": "toinen/idea"}, {"place": "ILTA/9"}):
        assert desk.post(f"{rules}{rule.pk}/", words | wrong).status_code == 422, wrong
    assert desk.post(f"{rules}{rule.pk}/", {"group": group.pk}).status_code == 302
    rule.refresh_from_db()
    assert (rule.survey, rule.workshop, rule.table, rule.also.count()) == ("", "", None, 0)


def test_the_tray_finds_words_in_any_form(desk, process):
    lamp, _other = (
        make_submission(process, text=text, language="fi") for text in ("Lisää katuvaloja", "Penkkejä puistoon")
    )
    index_words()
    page = desk.get(f"{TRAY}?process={process.slug}&q=katuvalo")
    assert [item.submission for item in page.context["items"]] == [lamp]
    assert page.context["page"].paginator.count == 1
    sent = desk.post(
        f"{TRAY}?process={process.slug}&q=katuvalo", {"group": make_group(process).pk, "chosen": f"{lamp.pk}:1"}
    )
    assert sent.url.endswith(f"?process={process.slug}&q=katuvalo")
    nothing = desk.get(f"{TRAY}?process={process.slug}&q=hissi")
    assert nothing.context["items"] == []
    assert "q=katuvalo" not in nothing.content.decode()
