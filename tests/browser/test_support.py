"""Supporting an idea on a phone: counted once, kept in this browser only, taken back, and told when it did not arrive."""

from tests.support.browser import until

BUTTON = "[data-support]"
TOLD = "document.querySelector('[data-told]').textContent"
SAYS = "document.querySelector('[data-support]').dataset"


def supporters(page):
    return int(page.locator("[data-supporters]").inner_text())


def kept(page):
    return page.evaluate("JSON.parse(localStorage.getItem('support') ?? 'null')")


def test_support_is_counted_kept_here_and_taken_back(phone):
    phone.goto("/fi/processes/kaupunkistrategia/ideas/")
    phone.locator(".news-item h3 a").first.click()
    phone.wait_for_selector(f"{BUTTON}[role=button]")
    before, button = supporters(phone), phone.locator(BUTTON)
    assert kept(phone) is None

    button.press("Space")
    until(phone, "document.querySelector('[data-told]').textContent !== ''")
    assert supporters(phone) == before + 1
    mine = kept(phone)
    assert mine["ideas"] == [button.get_attribute("data-support")]
    assert phone.locator("[data-own-code] output").text_content() == mine["code"]

    phone.reload()
    phone.wait_for_selector(f"{BUTTON}[role=button]")
    assert button.inner_text() == button.get_attribute("data-yes")
    assert supporters(phone) == before + 1

    phone.context.set_offline(True)  # what does not arrive is not counted as done
    button.click()
    until(phone, f"{TOLD} === {SAYS}.failed")
    assert kept(phone) == mine
    phone.context.set_offline(False)

    button.click()
    until(phone, f"{TOLD} === {SAYS}.back")
    assert supporters(phone) == before
    assert kept(phone) == {"code": mine["code"], "ideas": []}
