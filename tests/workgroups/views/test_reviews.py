"""The inbox and the pages of a review."""

import pytest
from django.urls import reverse

from participation.actions.search import index_words
from participation.models import JourneyEntry
from tests.factories.participation import make_area, make_person, make_process, make_submission, make_theme
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.models import Assignment, Decision

TYPED = {
    "outcome": "adopted",
    "reason_fi": "Reitti on suosittu.",
    "next_step_fi": "Penkit asennetaan.",
    "due": "2027-05-31",
}


@pytest.fixture
def group(process):
    return make_group(process, code="2.1")


@pytest.fixture
def chair(group):
    return make_membership(group).person


@pytest.fixture
def submission(process, group):
    row = make_submission(process, text="Lisää penkkejä rantareitille.")
    assign(row, group)
    return row


def page(name, submission):
    return reverse(f"workgroups:{name}", args=[submission.pk])


def decide(client, submission, **changes):
    submission.refresh_from_db()
    data = {**TYPED, "version": submission.version, **changes}
    return client.post(page("submission_decide", submission), data)


def test_the_inbox_shows_what_waits_the_oldest_first(client, chair, group, process):
    for day, text in (("2026-02-02", "Toinen"), ("2026-02-01", "Ensimmäinen"), ("2026-02-03", "Kolmas")):
        assign(make_submission(process, text=text, received_on=day), group)
    client.force_login(chair)

    text = client.get(reverse("workgroups:inbox")).content.decode()

    assert text.index("Ensimmäinen") < text.index("Toinen") < text.index("Kolmas")


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_for_one_and_three(client, chair, group, process, count, django_assert_num_queries):
    theme, area = make_theme(process), make_area()
    for _n in range(count):
        assign(make_submission(process, theme=theme, area=area), group)
    client.force_login(chair)
    client.get(reverse("workgroups:inbox"))
    expected = INBOX_QUERIES if count == 1 else INBOX_QUERIES + SIMILAR_CARDS

    with django_assert_num_queries(expected):
        client.get(reverse("workgroups:inbox"))


INBOX_QUERIES = 28
SIMILAR_CARDS = (
    4  # the similar ones beside the list: groups, decisions, delays, which may be opened, however many they are
)


def test_filters_live_in_the_address(client, chair, group, process):
    theme = make_theme(process)
    assign(make_submission(process, text="Uimahalli auki aamulla", theme=theme), group)
    assign(make_submission(process, text="Kirjastoauto kylille"), group)
    index_words()
    client.force_login(chair)

    def listed(**filters):
        text = client.get(reverse("workgroups:inbox"), filters).content.decode()
        return "Uimahalli" in text, "Kirjastoauto" in text

    assert listed(theme=theme.slug) == (True, False)
    assert listed(q="kirjasto") == (False, True)
    assert listed(q="kirjasto", theme=theme.slug) == (False, False)
    assert listed(theme="no-such", channel="smoke", tab="zzz") == (True, True)
    assert listed(channel="paper") == (False, False)
    assert listed(language="sv") == (False, False)
    assert listed(tab="all", q="äuto") == (False, False)
    assert listed(tab="in_review") == (False, False)


def test_a_coordinator_lists_all_groups_and_narrows_to_one(client, coordinator, process, group):
    other = make_group(process, code="7")
    assign(make_submission(process, text="Yksi asia"), group)
    assign(make_submission(process, text="Toinen asia"), other)
    client.force_login(coordinator)

    everything = client.get(reverse("workgroups:inbox")).content.decode()
    narrowed = client.get(reverse("workgroups:inbox"), {"group": "7"}).content.decode()

    assert "Yksi asia" in everything
    assert "Toinen asia" in everything
    assert "Yksi asia" not in narrowed


@pytest.mark.parametrize("tab", ["waiting", "in_review", "decided", "answered", "all"])
def test_an_empty_tab_says_what_will_be_there(client, chair, tab):
    client.force_login(chair)

    answer = client.get(reverse("workgroups:inbox"), {"tab": tab})

    assert answer.status_code == 200
    assert b"inbox-empty" in answer.content


def test_residents_words_are_escaped_and_keep_their_language(client, chair, group, process):
    assign(make_submission(process, text="<script>x</script> Tack", language="sv"), group)
    client.force_login(chair)

    text = client.get(reverse("workgroups:inbox")).content.decode()

    assert "<script>x" not in text
    assert '<blockquote lang="sv">' in text


def test_the_whole_path_from_waiting_to_published(client, chair, submission, work_off):
    client.force_login(chair)

    client.post(page("submission_accept", submission), {"version": submission.version, "back": "tab=waiting"})
    saved = decide(client, submission, then="publish")
    preview = client.get(saved["Location"]).content.decode()
    done = client.post(saved["Location"], {"decision": Decision.objects.get().pk})
    work_off()

    assert saved["Location"] == page("decision_publish", submission)
    assert "Reitti on suosittu." in preview
    assert done["Location"] == page("review_page", submission)
    submission.refresh_from_db()
    assert submission.state == "published"
    assert [entry.stage for entry in JourneyEntry.objects.all()] == ["decided", "planned"]


def test_accepting_twice_says_so_and_returns_to_the_list_as_it_was(client, chair, submission):
    client.force_login(chair)
    client.post(page("submission_accept", submission), {"version": submission.version})

    answer = client.post(
        page("submission_accept", submission),
        {"version": submission.version, "back": "tab=waiting&q=penkki&item=1"},
        follow=True,
    )

    assert answer.redirect_chain[-1][0].endswith("?tab=waiting&q=penkki")
    assert [message.level_tag for message in answer.context["messages"]] == ["success", "warning"]


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "²"])
def test_a_version_that_is_no_number_is_a_conflict_not_a_failure(client, chair, submission, version):
    client.force_login(chair)

    client.post(page("submission_accept", submission), {"version": version})

    submission.refresh_from_db()
    assert submission.state == "routed"


def test_the_second_of_two_keeps_what_was_typed_and_sees_what_was_decided(client, chair, submission):
    client.force_login(chair)
    seen = submission.version
    decide(client, submission)

    answer = decide(client, submission, version=seen, reason_fi="Oma perusteluni.", outcome="not_adopted")

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Oma perusteluni." in text
    assert "Reitti on suosittu." in text
    assert f'name="version" value="{seen + 1}"' in text
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"outcome": ""}, {"due": "eilen"}, {"reason_sv": "x" * 4001}, {"outcome": "maybe"}]
)
def test_input_that_cannot_be_kept_answers_422_and_keeps_what_was_typed(client, chair, submission, changes):
    client.force_login(chair)

    answer = decide(client, submission, **changes)

    assert answer.status_code == 422
    assert "Reitti on suosittu." in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_decision_without_next_step_says_what_is_lacking_and_is_not_published(client, chair, submission):
    client.force_login(chair)
    decide(client, submission, next_step_fi="")

    answer = client.post(page("decision_publish", submission), {"decision": Decision.objects.get().pk})

    assert answer.status_code == 400
    assert not JourneyEntry.objects.exists()


def test_a_corrected_decision_must_be_read_before_it_is_published(client, chair, submission):
    client.force_login(chair)
    decide(client, submission)
    first = Decision.objects.get()
    decide(client, submission, reason_fi="Korjattu perustelu.")

    answer = client.post(page("decision_publish", submission), {"decision": first.pk})

    assert answer.status_code == 409
    assert "Korjattu perustelu." in answer.content.decode()
    assert not JourneyEntry.objects.exists()


def test_publishing_again_leads_back_without_a_second_entry(client, chair, submission):
    client.force_login(chair)
    decide(client, submission)
    for _time in range(2):
        answer = client.post(page("decision_publish", submission), {"decision": Decision.objects.get().pk})

    assert answer.status_code == 302
    assert JourneyEntry.objects.filter(stage="decided").count() == 1


def test_nothing_to_publish_is_no_page(client, chair, submission):
    client.force_login(chair)

    assert client.get(page("decision_publish", submission)).status_code == 404


def test_many_are_published_after_one_look(client, chair, group, process):
    client.force_login(chair)
    for n in range(3):
        row = make_submission(process, text=f"Ehdotus {n}")
        assign(row, group)
        decide(client, row)
    ids = list(Decision.objects.values_list("pk", flat=True))[:2]

    preview = client.get(reverse("workgroups:decisions_publish"), {"decision": ids})
    done = client.post(reverse("workgroups:decisions_publish"), {"decision": ids, "back": "tab=decided"})

    assert preview.content.decode().count("review-preview") == 2
    assert done["Location"].endswith("?tab=decided")
    assert JourneyEntry.objects.filter(stage="decided").count() == 2


def test_many_with_one_that_is_not_ready_publish_none(client, chair, group, process):
    client.force_login(chair)
    for step in ("Tehdään.", ""):
        row = make_submission(process)
        assign(row, group)
        decide(client, row, next_step_fi=step)
    ids = list(Decision.objects.values_list("pk", flat=True))

    answer = client.post(reverse("workgroups:decisions_publish"), {"decision": ids})

    assert answer.status_code == 422
    assert not JourneyEntry.objects.exists()


def test_choosing_nothing_says_what_to_do(client, chair):
    client.force_login(chair)

    answer = client.get(reverse("workgroups:decisions_publish"), {"decision": ["x", "99999", "9" * 40]})

    assert b"inbox-empty" in answer.content


def test_forward_gives_it_to_another_group_with_the_reason(client, chair, submission, process):
    other = make_group(process, code="9")
    client.force_login(chair)
    form = client.get(page("submission_forward", submission))

    answer = client.post(
        page("submission_forward", submission),
        {"group": other.pk, "reason": "Koskee tiloja.", "version": submission.version, "back": "tab=waiting"},
    )

    assert form.status_code == 200
    assert answer["Location"].endswith("?tab=waiting")
    assert Assignment.objects.get(submission=submission, is_current=True).group == other
    assert client.get(page("review_page", submission)).status_code == 404


@pytest.mark.parametrize("name", ["submission_forward", "submission_decline"])
def test_passing_on_without_a_reason_answers_422(client, chair, submission, name):
    client.force_login(chair)

    assert client.post(page(name, submission), {"reason": " "}).status_code == 422
    assert Assignment.objects.get(submission=submission).is_current


@pytest.mark.parametrize("name", ["submission_forward", "submission_decline"])
def test_passing_on_what_has_changed_meanwhile_is_refused(client, chair, submission, process, name):
    other = make_group(process, code="9")
    client.force_login(chair)

    answer = client.post(page(name, submission), {"group": other.pk, "reason": "Ei meille.", "version": 1})

    assert answer.status_code == 422
    assert "Ei meille." in answer.content.decode()


def test_decline_gives_it_back_to_the_tray(client, chair, submission):
    client.force_login(chair)
    form = client.get(page("submission_decline", submission))

    client.post(page("submission_decline", submission), {"reason": "Ei meille.", "version": submission.version})

    submission.refresh_from_db()
    assert form.status_code == 200
    assert submission.state == "received"


ROUTES = [
    ("get", "review_page"),
    ("post", "submission_accept"),
    ("get", "submission_forward"),
    ("post", "submission_forward"),
    ("get", "submission_decline"),
    ("post", "submission_decline"),
    ("post", "submission_decide"),
    ("get", "decision_publish"),
    ("post", "decision_publish"),
    ("get", "cluster_form"),
    ("post", "cluster_form"),
    ("get", "submission_cut"),
    ("post", "submission_cut"),
    ("get", "opinion_ask"),
    ("post", "opinion_ask"),
    ("get", "group_comment"),
    ("post", "group_comment"),
]


@pytest.mark.parametrize(("method", "name"), ROUTES)
def test_a_chair_of_another_group_finds_nothing_on_any_route(client, chair, submission, process, method, name):
    stranger = make_membership(make_group(process)).person
    elsewhere = make_person(roles=[("coordinator", make_process())])
    client.force_login(chair)
    decide(client, submission)

    for person in (stranger, elsewhere):
        client.force_login(person)
        assert getattr(client, method)(page(name, submission)).status_code == 404
    client.force_login(stranger)
    assert submission.text not in client.get(reverse("workgroups:inbox"), {"tab": "all"}).content.decode()
    answer = client.post(reverse("workgroups:decisions_publish"), {"decision": Decision.objects.get().pk})
    assert b"inbox-empty" in answer.content


def test_every_route_of_one_contribution_is_in_the_list_above():
    from workgroups.urls.reviews import urlpatterns

    named = {pattern.name for pattern in urlpatterns if "submission_id" in str(pattern.pattern)}
    assert named == {name for _method, name in ROUTES}


@pytest.mark.parametrize(("method", "name"), [route for route in ROUTES if route[1] != "review_page"])
def test_a_member_reads_but_does_not_act(client, chair, group, submission, method, name):
    client.force_login(chair)
    decide(client, submission)
    client.force_login(make_membership(group, role="member").person)

    assert client.get(page("review_page", submission)).status_code == 200
    assert getattr(client, method)(page(name, submission)).status_code == 403


def test_nobody_without_an_account_gets_in(client, submission):
    assert client.get(reverse("workgroups:inbox")).status_code == 302
    assert client.get(page("review_page", submission)).status_code == 302


def test_deciding_and_publishing_leads_back_to_the_list_as_it_was(client, chair, submission):
    """A quarter of an hour before the meeting: the next one is at hand, with the filters kept."""
    client.force_login(chair)
    saved = decide(client, submission, then="publish", back="q=bussi&tab=waiting")
    assert saved.headers["Location"].endswith("/publish/?back=q%3Dbussi%26tab%3Dwaiting")
    page = client.get(saved.headers["Location"]).content.decode()
    assert '<input type="hidden" name="back" value="q=bussi&amp;tab=waiting">' in page
    decision = Decision.objects.get(submission=submission)
    sent = {"decision": decision.pk, "back": "q=bussi&tab=waiting"}
    done = client.post(reverse("workgroups:decision_publish", args=[submission.pk]), sent)
    assert done.headers["Location"] == f"{reverse('workgroups:inbox')}?q=bussi&tab=waiting"


def test_the_way_back_never_leads_elsewhere(client, chair, submission):
    client.force_login(chair)
    saved = decide(client, submission, back="https://evil.example/")
    assert saved.headers["Location"].startswith(f"{reverse('workgroups:inbox')}?")
