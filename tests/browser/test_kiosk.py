"""A shared device: after one person nothing of them is reachable; answers wait encrypted and arrive exactly once."""

import json
import re
import sqlite3

import pytest

from tests.support.browser import served_demo, until

SECRET = "Salainen mielipide sillasta 4711"
SLUG = "hyvinvointi-ja-palvelut"
RESIDUE = """async () => {
    if (location.origin === "null" || location.protocol === "chrome-error:") return "";
    const found = [location.href, document.documentElement.innerHTML, document.title];
    for (const field of document.querySelectorAll("input, textarea, select")) found.push(field.value);
    for (const kept of [localStorage, sessionStorage]) for (let n = 0; n < kept.length; n++) found.push(kept.key(n), kept.getItem(kept.key(n)));
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) if (!request.url.includes("/static/")) found.push(request.url, await (await cache.match(request)).text());
    }
    for (const {name} of await indexedDB.databases()) {
        const base = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
        for (const store of base.objectStoreNames) {
            const rows = await new Promise((done) => { const r = base.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result); });
            for (const row of rows) found.push(row?.data ? new TextDecoder("latin1").decode(row.data) : JSON.stringify(row) ?? "");
        }
        base.close();
    }
    found.push(document.cookie, history.state ? JSON.stringify(history.state) : "");
    return found.join("\\n");
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kiosk")
    with served_demo(folder) as (address, password):
        yield address, password, folder


def joined(page, served):
    """Let the coordinator register a device, and join it."""
    page.goto("/en/accounts/login/")
    page.fill("[name=login]", "coordinator@example.org")
    page.fill("[name=password]", served[1])
    page.press("[name=password]", "Enter")
    page.goto("/en/desk/kiosks/")
    with page.expect_navigation():
        page.locator("table form[action$='/code/'] button").first.click()
    code = page.locator("output").inner_text()
    page.context.clear_cookies()
    page.goto("/k/")
    page.fill("[name=code]", code)
    page.press("[name=code]", "Enter")
    page.locator("[data-attract] button").first.wait_for()


@pytest.fixture
def tablet(chrome, served):
    context = chrome.new_context(base_url=served[0], viewport={"width": 1024, "height": 768}, locale="fi-FI")
    context.set_default_timeout(10_000)
    page = context.new_page()
    joined(page, served)
    until(
        page,
        "async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((one) => one.url)))).flat().filter((url) => url.endsWith('/kiosk/') || url.includes('js/logic') || url.includes('js/walking')).length > 2",
    )
    yield page
    context.close()


def begin(page):
    page.locator("[data-attract] button").first.click()
    page.locator("form[data-survey]").wait_for()


def write(page, words):
    """Write the words into the first free text of the survey, whatever page it stands on."""
    page.evaluate(
        """(words) => { const field = document.querySelector("form[data-survey] textarea"); field.value = words;
        field.dispatchEvent(new Event("input", {bubbles: true})); }""",
        words,
    )


def finish(page):
    """Answer what is required and send."""
    for _page in range(30):
        for group in page.locator("section[data-page]:not([hidden]) fieldset:visible").all():
            radios = group.locator("input[type=radio]:not(:disabled)")
            if radios.count() and not group.locator("input[type=radio]:checked").count():
                radios.first.check(force=True)
        send = page.locator(".actions button[value=send]")
        if send.is_visible():
            send.click()
            break
        page.locator(".actions button[value=next]").click()
    page.locator(".kiosk-receipt output").wait_for()
    return page.locator(".kiosk-receipt output").inner_text()


def stored(served, words):
    with sqlite3.connect(served[2] / "kuulolla.sqlite3") as database:
        rows = database.execute("select answers, channel from surveys_response").fetchall()
    return [channel for answers, channel in rows if words in json.dumps(json.loads(answers), ensure_ascii=False)]


def test_after_idle_nothing_of_the_earlier_person_is_reachable(tablet):
    begin(tablet)
    write(tablet, SECRET)
    assert SECRET in tablet.evaluate(RESIDUE)  # the control: while the person is there, the search finds the words
    tablet.clock.install()
    tablet.reload()
    write(tablet, SECRET)
    tablet.clock.run_for(61_000)
    assert tablet.locator("[data-idle]").is_visible()
    tablet.mouse.click(500, 300)
    assert not tablet.locator("[data-idle]").is_visible()  # a touch keeps the answers
    tablet.clock.run_for(61_000)
    with tablet.expect_navigation():
        tablet.clock.run_for(21_000)
    assert tablet.url.endswith("/k/")
    assert SECRET not in tablet.evaluate(RESIDUE)
    for way in ("back", "back", "forward"):
        tablet.evaluate(f"history.{way}()")
        tablet.wait_for_timeout(300)
        assert SECRET not in tablet.evaluate(RESIDUE)
    tablet.goto(f"/fi/surveys/{SLUG}/kiosk/")
    assert SECRET not in tablet.evaluate(RESIDUE)
    assert tablet.locator("form[data-survey]").get_attribute("autocomplete") == "off"
    assert tablet.locator("nav a, footer a, header a").count() == 0


def test_answers_wait_encrypted_and_arrive_exactly_once(tablet, served):
    words = "Offline-vastaus 815"
    tablet.context.set_offline(True)
    begin(tablet)
    write(tablet, words)
    code = finish(tablet)
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
    assert tablet.locator(".kiosk-receipt svg path").count()
    tablet.locator(".kiosk-receipt [data-leave]").click()
    tablet.locator("[data-attract] button").first.wait_for()
    left = tablet.evaluate(RESIDUE)
    assert words not in left
    assert code not in left
    assert stored(served, words) == []
    tablet.context.set_offline(False)
    for _time in range(3):  # every page tries; the key lets it in once
        tablet.reload()
        tablet.wait_for_timeout(700)
    assert stored(served, words) == ["kiosk"]
    tablet.goto("/fi/receipts/")
    tablet.fill("[name=code]", code)
    tablet.press("[name=code]", "Enter")
    tablet.locator("text=Vastaanotettu").first.wait_for()
