"""Hints on plain language while a decision is written, and before it is published."""

from django.urls import reverse

from tests.factories.participation import make_submission
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.models import Decision


def page(name, submission):
    return reverse(f"workgroups:{name}", args=[submission.pk])


def test_the_wording_is_looked_at_without_saving_and_again_before_publishing(client, process):
    group = make_group(process, code="2.1")
    submission = assign(make_submission(process), group).submission
    client.force_login(make_membership(group).person)
    typed = {
        "reason_fi": "Mikäli rahaa on, penkit tulevat.",
        "next_step_fi": "Penkit tulevat.",
        "reason_sv": "",
        "outcome": "adopted",
    }

    looked = client.post(page("submission_decide", submission), {**typed, "version": 2, "then": "check"})

    assert looked.status_code == 200
    assert '<strong lang="fi">jos</strong>' in looked.content.decode()
    assert not Decision.objects.exists()
    client.post(page("submission_decide", submission), {**typed, "version": 2, "then": "publish"})
    page_before = client.get(page("decision_publish", submission)).content.decode()
    assert '<strong lang="fi">jos</strong>' in page_before
    assert client.post(page("decision_publish", submission), {"decision": Decision.objects.get().pk}).status_code == 302
    assert Decision.objects.get().published_on
