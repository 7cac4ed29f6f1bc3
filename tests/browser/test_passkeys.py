"""Passkeys by Chromium's own authenticator: added, used to sign in, refused for any other account and once removed."""

import json
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode

from tests.support.browser import shows

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
LOGIN, DESK = "**/2fa/webauthn/login/", "**/fi/desk/**"


@contextmanager
def device(cdp):
    """A device with a fingerprint reader, put away at the end; gives the function that tells what it keeps."""
    number = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    yield lambda: cdp.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]
    cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": number})


def sign_in(page, email, password):
    page.goto("/fi/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("main form.panel button[type=submit]")


def sign_out(page):
    page.goto("/fi/accounts/logout/")
    page.click("main button[type=submit]")
    page.wait_for_url("**/fi/")


def add(page, password):
    """Take a passkey into use: the password is asked once more first."""
    page.goto("/fi/accounts/2fa/webauthn/add/")
    page.fill("[name=password]", password)
    page.click("main form.panel button[type=submit]")
    assert page.locator("[name=passwordless]").is_checked()
    page.click("#passkey_add")
    page.wait_for_url("**/2fa/recovery-codes/")


def use(page):
    page.goto("/fi/accounts/login/")
    page.click("#passkey_login")


def as_somebody_else(handle):
    """A route that says the proof of this device belonged to the account with another handle."""

    def route(route):
        if route.request.method != "POST":
            return route.continue_()
        fields = dict(parse_qsl(route.request.post_data))
        proof = json.loads(fields["credential"])
        assert proof["response"].pop("userHandle") != handle
        proof["response"]["userHandle"] = handle
        return route.continue_(post_data=urlencode({**fields, "credential": json.dumps(proof)}))

    return route


def test_a_passkey_signs_in_its_owner_and_nobody_else(chrome, demo):
    address, password = demo[0].replace("127.0.0.1", "localhost"), demo[1]
    context = chrome.new_context(base_url=address, locale="fi-FI")
    context.set_default_timeout(25_000)
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")

    with device(cdp) as kept:
        sign_in(page, "chair1@example.org", password)
        add(page, password)
        other = kept()[0]["userHandle"]
        sign_out(page)

    with device(cdp) as kept:
        sign_in(page, "clerk@example.org", password)
        add(page, password)
        sign_out(page)
        use(page)
        page.wait_for_url(DESK)
        sign_out(page)

        page.route(LOGIN, as_somebody_else(other))
        use(page)
        shows(page, "main", "Virheellinen koodi")
        page.unroute(LOGIN)

        sign_in(page, "clerk@example.org", password)  # after the password it is the second step
        page.wait_for_url("**/2fa/authenticate/")
        page.click("#passkey_confirm")
        page.wait_for_url(DESK)
        sign_out(page)

        sign_in(page, "chair1@example.org", password)  # the second step of another account
        page.wait_for_url("**/2fa/authenticate/")
        page.click("#passkey_confirm")
        shows(page, "#passkey_problem:not([hidden])", "Pääsyavainta ei käytetty")
        page.click("main form[action*=logout] button")
        page.wait_for_url("**/accounts/login/")

        sign_in(page, "clerk@example.org", password)
        page.click("#passkey_confirm")
        page.wait_for_url(DESK)
        page.goto("/fi/accounts/2fa/webauthn/")
        page.click("a[href*='/remove/']")
        page.click("main a[href*='/webauthn/reauthenticate/']")  # who it is is asked once more: by the passkey itself
        page.click("#passkey_confirm")
        page.wait_for_url("**/remove/")
        page.click("main button[type=submit]")
        page.wait_for_url("**/2fa/webauthn/")
        assert len(kept()) == 1  # the device still has it
        sign_out(page)
        use(page)
        shows(page, "main", "Virheellinen koodi")

    page.goto(f"{demo[0]}/fi/accounts/login/")  # an address of numbers
    page.click("#passkey_login")
    shows(page, "#passkey_problem:not([hidden])", "Pääsyavaimet toimivat vain")
    context.close()
