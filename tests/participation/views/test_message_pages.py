"""The pages of messages cost the same for one message and three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.actions.silence import SILENCE
from participation.models import Notification
from tests.factories.participation import make_follow, make_person, make_submission

costs = {}


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("page", ["", "choose/", "kinds/", "undelivered/"])
def test_pages_of_messages(client, process, coordinator, page, n):
    follow = make_follow(make_submission(process))
    for number in range(n):
        Notification.objects.create(
            kind=SILENCE, subject_key=f"a{number}", person=coordinator, title=f"Uutinen {number}"
        )
        Notification.objects.create(
            kind=SILENCE, subject_key=f"b{number}", follow=follow, state="failed", failure="bounced"
        )
    client.force_login(coordinator)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/fi/desk/messages/{page}")
    assert answer.status_code == 200
    assert costs.setdefault(page, len(asked)) == len(asked)
    assert len(asked) <= 20
    if not page:
        assert answer.content.decode().count("Uutinen") == n
    if page == "undelivered/":
        assert answer.content.decode().count(follow.submission.reference) == n
    client.force_login(make_person())
    assert client.get(f"/fi/desk/messages/{page}").status_code == (403 if page in ("kinds/", "undelivered/") else 200)
