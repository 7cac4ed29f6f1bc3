"""The frame in a real browser: rules of WCAG by axe, no sideways scroll, look choices, skip link, focus on errors."""

from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PUBLIC = ["/fi/", "/sv/privacy/", "/fi/accessibility/", "/en/accounts/login/", "/fi/nothing-here/"]
STAFF = ["/fi/desk/styleguide/", "/fi/desk/styleguide/?errors=1", "/fi/accounts/2fa/", "/sv/accounts/password/change/"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page):
    """What axe finds on the page as it stands; the policy of the page forbids script tags, not the debugger."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make assets")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found["violations"]]


def sign_in(page, password, who="coordinator@example.org"):
    page.goto("/fi/accounts/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", password)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/fi/desk/**")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_are_axe_clean(phone, address, scheme):
    phone.emulate_media(color_scheme=scheme)
    phone.goto(address)
    assert faults(phone) == []


def test_staff_pages_are_axe_clean_and_never_scroll_sideways(desk, demo):
    sign_in(desk, demo[1])
    for address in STAFF:
        for scheme in ("light", "dark"):
            desk.emulate_media(color_scheme=scheme)
            desk.goto(address)
            assert (address, scheme, faults(desk)) == (address, scheme, [])
        desk.set_viewport_size({"width": 320, "height": 700})
        assert desk.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert faults(desk) == []
        desk.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_never_scroll_sideways(phone, address):
    phone.set_viewport_size({"width": 320, "height": 700})
    phone.goto(address)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_colours_and_font_are_remembered_on_this_device_without_cookies(phone):
    phone.goto("/fi/privacy/")
    phone.locator("[data-look] [value=dark]").check()
    phone.locator("[data-look] [name=clear]").check()
    phone.goto("/fi/accessibility/")
    assert phone.locator("html").get_attribute("data-color-scheme") == "dark"
    assert phone.locator("html").get_attribute("data-font") == "clear"
    assert phone.context.cookies() == []


def test_skip_link_is_first_and_leads_to_the_content(phone):
    phone.goto("/fi/privacy/")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.className") == "ds-skip-link"
    phone.keyboard.press("Enter")
    assert phone.evaluate("document.activeElement.id") == "content"


def test_error_summary_takes_focus_and_its_links_reach_their_fields(desk, demo):
    sign_in(desk, demo[1])
    desk.goto("/fi/desk/styleguide/?errors=1")
    assert "ds-error-summary" in desk.evaluate("document.activeElement.className")
    for link in desk.locator(".ds-error-summary a").all():
        assert desk.locator(link.get_attribute("href")).count() == 1


def test_pages_work_without_scripts(chrome, demo):
    context = chrome.new_context(java_script_enabled=False, base_url=demo[0], locale="fi-FI")
    page = context.new_page()
    page.goto("/fi/privacy/")
    assert page.locator("[data-look]").is_hidden()
    page.get_by_role("link", name="Svenska").click()
    assert page.url.endswith("/sv/privacy/")
    context.close()


def test_nothing_comes_from_other_hosts_and_the_policy_is_never_broken(phone, demo):
    hosts, complaints = set(), []
    phone.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    phone.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    phone.goto("/fi/")
    assert hosts == {demo[0].split("/")[2]}
    assert complaints == []
