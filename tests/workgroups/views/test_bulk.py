"""Steps for many contributions with a preview, routing by suggestion, saved views."""

import pytest
from django.urls import reverse

from participation.models import Submission
from tests.factories.participation import make_submission
from tests.factories.workgroups import assign, make_group, make_membership, make_rule
from workgroups.models import Assignment, SavedView
from workgroups.queries.suggestions import Suggested
from workgroups.queries.tray import TrayItem

MANY = "workgroups:review_many"


@pytest.fixture
def group(process):
    return make_group(process, code="2.1")


@pytest.fixture
def other(process):
    return make_group(process, code="2.2")


@pytest.fixture
def chair(group, client):
    person = make_membership(group).person
    client.force_login(person)
    return person


@pytest.fixture
def rows(process, group):
    return [assign(make_submission(process, text=f"Asia numero {n}"), group).submission for n in range(3)]


def ticks(rows):
    return [f"{row.pk}:{row.version}" for row in rows]


def states(rows):
    return [Submission.objects.get(pk=row.pk).state for row in rows]


def test_the_preview_tells_what_will_happen_and_changes_nothing(client, chair, rows, process, other):
    foreign = assign(make_submission(process, text="Toisen ryhmän"), other).submission
    Submission.objects.filter(pk=rows[1].pk).update(version=9)
    chosen = [*ticks(rows), *ticks([foreign]), "nonsense"]

    page = client.get(reverse(MANY), {"act": "accept", "chosen": chosen, "back": "tab=waiting"})

    assert page.context["able"] == [line for line in page.context["lines"] if line.is_possible]
    assert (len(page.context["able"]), len(page.context["lines"])) == (2, 3)
    assert "Toisen ryhmän" not in page.content.decode()
    assert states(rows) == ["routed"] * 3


@pytest.mark.parametrize(
    ("act", "more", "state"),
    [("accept", {}, "in_review"), ("decline", {"reason": "Ei meidän."}, "received"), ("forward", {"reason": "Teille."}, "routed")],
)  # fmt: skip
def test_the_step_is_taken_for_all_and_the_list_comes_back(client, chair, rows, other, act, more, state):
    data = {"act": act, "chosen": ticks(rows), "back": "tab=waiting&q=asia", "group": other.pk, **more}

    answer = client.post(reverse(MANY), data)

    assert answer.headers["Location"] == f"{reverse('workgroups:inbox')}?tab=waiting&q=asia"
    assert states(rows) == [state] * 3
    lying = Assignment.objects.current().filter(submission__in=rows).values_list("group__code", flat=True)
    assert set(lying) == {"accept": {"2.1"}, "decline": set(), "forward": {"2.2"}}[act]


def test_what_changed_after_the_preview_is_left_alone_and_told(client, chair, rows, monkeypatch):
    from workgroups.queries import bulk as queries

    lines = queries.preview_of(chair, "accept", {row.pk: row.version for row in rows})
    monkeypatch.setattr(queries, "preview_of", lambda *_arguments: lines)
    Submission.objects.filter(pk=rows[0].pk).update(version=9)

    page = client.post(reverse(MANY), {"act": "accept", "chosen": ticks(rows)}, follow=True)

    assert states(rows) == ["routed", "in_review", "in_review"]
    assert len(list(page.context["messages"])) == 2


@pytest.mark.parametrize(("act", "data"), [("decline", {}), ("forward", {"reason": "x"}), ("forward", {})])
def test_nothing_happens_without_reason_and_group(client, chair, rows, act, data):
    answer = client.post(reverse(MANY), {"act": act, "chosen": ticks(rows), **data})

    assert answer.status_code == 422
    assert states(rows) == ["routed"] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_for_one_and_three(client, chair, rows, count, django_assert_num_queries):
    client.get(reverse(MANY), {"act": "forward", "chosen": []})
    with django_assert_num_queries(PREVIEW_QUERIES):
        client.get(reverse(MANY), {"act": "forward", "chosen": ticks(rows[:count])})


PREVIEW_QUERIES = 12


def test_members_preview_but_do_nothing(client, process, group, rows):
    client.force_login(make_membership(group, role="member").person)

    page = client.get(reverse(MANY), {"act": "accept", "chosen": ticks(rows)})
    client.post(reverse(MANY), {"act": "accept", "chosen": ticks(rows)})

    assert page.context["able"] == []
    assert states(rows) == ["routed"] * 3


def test_the_tray_is_routed_by_suggestion(client, coordinator, process, group, other):
    make_rule(other, keywords=["penkki"])
    fitting = [make_submission(process, text=f"Lisää penkkejä {n}") for n in range(3)]
    make_submission(process, text="Ihan muuta.")
    client.force_login(coordinator)
    address = reverse("workgroups:tray_suggested", args=[process.slug])

    assert {item.submission for item in client.get(address).context["items"]} == set(fitting)
    data = {"chosen": ticks(fitting[:2]), f"to-{fitting[0].pk}": other.pk, f"to-{fitting[1].pk}": group.pk}
    client.post(address, data)

    lying = {one.submission_id: one.group.code for one in Assignment.objects.current().select_related("group")}
    assert lying == {fitting[0].pk: "2.2", fitting[1].pk: "2.1"}


def test_only_the_coordinator_of_the_process_routes_by_suggestion(client, chair, process):
    assert client.get(reverse("workgroups:tray_suggested", args=[process.slug])).status_code == 404


def test_a_view_is_saved_shown_and_removed_by_its_owner_only(client, chair, group):
    client.post(reverse("workgroups:view_save"), {"name": " Vanhat  ruotsiksi ", "back": "tab=all&language=sv&page=3"})
    view = SavedView.objects.get()

    assert (view.name, view.query, view.person) == ("Vanhat ruotsiksi", "tab=all&language=sv", chair)
    assert "?tab=all&amp;language=sv" in client.get(reverse("workgroups:inbox")).content.decode()

    client.force_login(make_membership(group, role="deputy").person)
    assert client.post(reverse("workgroups:view_forget", args=[view.pk])).status_code == 404
    client.force_login(chair)
    client.post(reverse("workgroups:view_forget", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_not_saved(client, chair):
    client.post(reverse("workgroups:view_save"), {"name": " ", "back": "tab=all"})

    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("age", "shown"), [("new", "Ketunleipä"), ("week", "Sinivuokko"), ("month", "Sinivuokko"), ("late", "Kielokas")]
)
def test_the_list_is_narrowed_by_age(client, chair, process, group, age, shown):
    from workgroups.models import Escalation

    assign(make_submission(process, text="Ketunleipä"), group)
    assign(make_submission(process, text="Sinivuokko", received_on="2025-01-01"), group)
    late = assign(make_submission(process, text="Kielokas"), group)
    Escalation.objects.create(assignment=late, step="deputy")

    text = client.get(reverse("workgroups:inbox"), {"age": age}).content.decode()

    listed = {word for word in ("Ketunleipä", "Sinivuokko", "Kielokas") if word in text}
    assert shown in listed
    assert listed <= {shown, "Kielokas"}


def test_only_a_sure_suggestion_is_ticked_beforehand(group):
    for certainty, sure in ((0.9, True), (0.4, False)):
        guess = Suggested(group, certainty, ("penkki",))
        assert TrayItem(make_submission(group.process), [group], group, "", None, [guess]).is_sure is sure
