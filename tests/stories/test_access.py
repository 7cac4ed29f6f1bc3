"""Accounts: second step before anything else, invitations dead on every path once revoked, leaving is at once."""

import datetime
import re
import time

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from participation.actions.invitations import invite
from participation.models import AuditEntry, Invitation, Person, Role
from participation.queries.people import invitation_code
from tests.factories.participation import make_person, make_process
from tests.factories.workgroups import make_group

PASSWORD = "ilta rannalla ja penkki"


@pytest.fixture(autouse=True)
def unhurried():
    """The limit of codes typed in a minute is not the matter here."""
    cache.clear()


@pytest.fixture
def strict(settings):
    """A production setting: the second step is required."""
    settings.REQUIRE_SECOND_STEP = True


def code_now(secret):
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"


@pytest.mark.parametrize("kind", ["coordinator", "admin"])
def test_coordinators_and_admins_are_led_to_the_second_step_first(client, process, strict, kind):
    person = make_person(password=PASSWORD, roles=[(kind, None if kind == "admin" else process)])
    client.post("/fi/accounts/login/", {"login": person.email, "password": PASSWORD})
    closed = [
        "/fi/desk/",
        f"/fi/desk/processes/{process.slug}/",
        "/fi/desk/operations/",
        "/admin/",
        "/fi/desk/summaries/",
    ]
    for address in closed:
        answer = client.get(address)
        assert (address, answer.status_code, answer.headers.get("Location")) == (address, 302, "/fi/accounts/2fa/") or (
            address == "/admin/" and answer.status_code == 302
        )
    assert client.get("/api/v1/submissions/").status_code in (401, 403)
    assert "penkki" not in client.get("/fi/").text
    page = client.get("/fi/accounts/2fa/")
    assert page.status_code == 200
    assert "Passkeys" in page.text or "Pääsyavaimet" in page.text
    setup = client.get("/fi/accounts/2fa/totp/activate/", follow=True)
    assert setup.redirect_chain[0][0].startswith("/fi/accounts/reauthenticate/")  # the password once more
    setup = client.post(setup.redirect_chain[0][0], {"password": PASSWORD}, follow=True)
    secret = re.search(r"<code>(\w+)</code>", setup.text)[1]
    assert client.post("/fi/accounts/2fa/totp/activate/", {"code": code_now(secret)}).status_code == 302
    assert client.get("/fi/desk/", follow=True).status_code == 200
    client.post("/fi/accounts/logout/")
    answer = client.post("/fi/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/fi/accounts/2fa/authenticate/")
    assert client.get("/fi/desk/").headers["Location"].startswith("/fi/accounts/login/")


def test_chairs_and_clerks_may_work_without(client, process, strict):
    client.force_login(make_person(roles=[("clerk", process)]))
    assert client.get("/fi/desk/", follow=True).redirect_chain[-1][0].startswith("/fi/desk/")


def test_draft_processes_stay_hidden_until_the_second_step(client, strict, db):
    draft = make_process(state="draft")
    client.force_login(make_person(roles=[("coordinator", draft)]))
    assert client.get(f"/fi/processes/{draft.slug}/").status_code == 404


def test_sessions_rotate_at_login_and_end_when_idle(client, process):
    client.get("/fi/accounts/login/")
    person = make_person(password=PASSWORD, roles=[("clerk", process)])
    before = client.session.session_key
    client.post("/fi/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.session.session_key not in (None, before)
    session = client.session
    session["seen"] = int(time.time()) - 29 * 60
    session.save()
    assert client.get("/fi/desk/entry/").status_code in (200, 302)
    assert client.session["seen"] > time.time() - 25 * 60
    session = client.session
    session["seen"] = int(time.time()) - 31 * 60
    session.save()
    assert client.get("/fi/desk/entry/").headers["Location"].startswith("/fi/accounts/login/")


def test_leaving_removes_access_at_the_next_request(client, process, coordinator):
    clerk = make_person(roles=[("clerk", process)])
    address = f"/fi/desk/processes/{process.slug}/entry/"
    client.force_login(clerk)
    assert client.get(address).status_code == 200
    desk = type(client)()
    desk.force_login(coordinator)
    role = Role.objects.get(person=clerk)
    assert desk.post(f"/fi/desk/processes/{process.slug}/people/{role.pk}/end/").status_code == 302
    assert client.get(address).status_code == 403
    Person.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(address).headers["Location"].startswith("/fi/accounts/login/")


def test_sign_in_says_the_same_of_known_and_unknown_addresses(client, process):
    known = make_person(password=PASSWORD)
    pages = []
    for email in (known.email, "nobody@example.org"):
        answers = [
            type(client)().post("/fi/accounts/login/", {"login": email, "password": "wrong words here"}),
            type(client)().post("/fi/accounts/password/reset/", {"email": email}, follow=True),
            type(client)().post("/fi/accounts/login/code/", {"email": email}),
        ]
        pages.append([(a.status_code, a.headers.get("Location"), strip(a.text, email)) for a in answers])
    assert pages[0] == pages[1]


def strip(text, email):
    """A page without what differs in every request."""
    kept = [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line and "nonce" not in line]
    return "\n".join(kept).replace(email, "…")


@pytest.fixture
def invited(process, coordinator):
    """An invitation to be a clerk and its code."""
    make_group(process, code="2.1")
    invitation = invite(
        Invitation(process=process, email="Uusi@Example.org", name="Uusi", duty="role:clerk"), by=coordinator
    )
    return invitation, invitation_code(invitation)


def test_an_invitation_makes_an_account_once(client, invited, work_off):
    invitation, code = invited
    work_off()
    letter = mail.outbox[0]
    assert letter.to == ["uusi@example.org"]
    assert code in letter.body
    assert code not in letter.body.split("http")[1].split()[0]  # no secret in an address
    assert code not in str(vars(invitation))
    page = client.post("/fi/invitation/", {"code": code.lower()})
    assert page.status_code == 200
    assert client.post("/fi/invitation/", {"code": code, "name": "Uusi", "password": "lyhyt"}).status_code == 422
    answer = client.post("/fi/invitation/", {"code": code, "name": "Uusi", "password": PASSWORD})
    assert answer.status_code == 302
    person = Person.objects.get(email="uusi@example.org")
    assert person.roles_now() == {("clerk", invitation.process_id)}
    assert client.get("/fi/desk/", follow=True).status_code == 200
    assert set(AuditEntry.objects.values_list("verb", flat=True)) >= {"invite", "accept_invitation", "give_role"}
    again = type(client)().post("/fi/invitation/", {"code": code, "name": "Toinen", "password": PASSWORD})
    assert again.status_code == 404


@pytest.mark.parametrize("end", ["revoked", "expired", "inviter left", "inviter closed"])
def test_a_dead_invitation_opens_nothing_on_any_path(client, process, coordinator, invited, end, work_off):
    """As CVE-2023-48220 of Decidim: expiry must hold on each way in, not only on the first page."""
    invitation, code = invited
    first = client.post("/fi/invitation/", {"code": code})
    assert first.status_code == 200  # the second page is open in a browser when the invitation dies
    if end == "revoked":
        desk = type(client)()
        desk.force_login(coordinator)
        desk.post(f"/fi/desk/processes/{process.slug}/invitations/{invitation.pk}/revoke/")
    elif end == "expired":
        Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    elif end == "inviter left":
        Role.objects.filter(person=coordinator).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    else:
        Person.objects.filter(pk=coordinator.pk).update(is_active=False)
    paths = [{"code": code, "name": "Uusi", "password": PASSWORD}, {"code": code, "accept": "1", "password": PASSWORD}]
    for path in paths:
        assert client.post("/fi/invitation/", path).status_code in (404, 422)
    for address, words in (
        ("/fi/accounts/login/", {"login": "uusi@example.org", "password": PASSWORD}),
        ("/fi/accounts/login/code/", {"email": "uusi@example.org"}),
        ("/fi/accounts/password/reset/", {"email": "uusi@example.org"}),
        ("/fi/accounts/signup/", {"email": "uusi@example.org", "password1": PASSWORD}),
    ):
        client.post(address, words)
        assert "_auth_user_id" not in client.session
    assert not Person.objects.filter(email="uusi@example.org").exists()
    if end in ("revoked", "expired"):
        work_off()
        assert all(code not in letter.body for letter in mail.outbox)


def test_known_people_get_the_role_and_still_sign_in_themselves(client, process, invited):
    code = invited[1]
    person = make_person(email="uusi@example.org", password=PASSWORD)
    assert (
        client.post("/fi/invitation/", {"code": code, "accept": "1"})
        .headers["Location"]
        .startswith("/fi/accounts/login/")
    )
    assert "_auth_user_id" not in client.session
    assert person.roles_now() == {("clerk", process.pk)}
    assert Person.objects.get(pk=person.pk).check_password(PASSWORD)


def test_closed_accounts_are_not_opened_by_an_invitation(client, invited):
    make_person(email="uusi@example.org", is_active=False)
    assert client.post("/fi/invitation/", {"code": invited[1], "accept": "1"}).status_code == 404


@pytest.mark.parametrize(("duty", "status"), [("role:admin", 422), ("group:2.1:chair", 302), ("group:9.9:chair", 422)])
def test_coordinators_invite_within_their_process_only(client, process, coordinator, duty, status):
    make_group(process, code="2.1")
    client.force_login(coordinator)
    words = {"email": "a@example.org", "name": "A", "duty": duty, "language": "sv"}
    assert client.post(f"/fi/desk/processes/{process.slug}/people/", words).status_code == status
    assert Invitation.objects.count() == (status == 302)


def test_an_invited_chair_has_the_group_until_the_last_day(client, process, coordinator):
    group = make_group(process, code="2.1")
    last = timezone.localdate() + datetime.timedelta(days=30)
    invitation = Invitation(process=process, email="pj@example.org", name="Pj", duty="group:2.1:chair", ends_on=last)
    code = invitation_code(invite(invitation, by=coordinator))
    client.post("/fi/invitation/", {"code": code, "name": "Pj", "password": PASSWORD})
    membership = group.__class__.objects.reviewed_by(Person.objects.get(email="pj@example.org"))
    assert list(membership) == [group]
    client.force_login(coordinator)
    page = client.get(f"/fi/desk/processes/{process.slug}/people/")
    assert "pj@example.org" in page.text


@time_machine.travel(timezone.now().replace(second=5), tick=False)  # not over the end of a minute
def test_codes_of_invitations_are_throttled(client, db):
    statuses = [client.post("/fi/invitation/", {"code": "7K4M-Q2XD-9TVE-B3HC"}).status_code for _n in range(62)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


def test_totp_of_the_account_is_needed_after_an_invitation_too(client, process, coordinator, strict):
    """Whoever holds a second step is asked for it however they come in."""
    person = make_person(password=PASSWORD, roles=[("coordinator", process)])
    TOTP.activate(person, generate_totp_secret())
    client.post("/fi/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
