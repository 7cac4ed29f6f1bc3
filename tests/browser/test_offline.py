"""Answering when the network fails: nothing lost, nothing twice, no success that is none (F18, F19, and live edits)."""

import gzip
import json
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.support.browser import served_demo, shows, until

SLUG = "hyvinvointi-ja-palvelut"
SURVEY = f"/fi/surveys/{SLUG}/"
SEND, NEXT, BACK = (
    f".actions button[name=go][value={go}]:not([aria-hidden]):visible" for go in ("send", "next", "back")
)
CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
WORDS = "Kirjaston pidempi aukiolo iltaisin, koska se on maksuton paikka"
PHONE = {"viewport": {"width": 375, "height": 812}, "locale": "fi-FI"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(address, folder): a demo of its own, whose database these tests look into."""
    folder = tmp_path_factory.mktemp("offline")
    with served_demo(folder) as (address, _password):
        yield address, folder


@pytest.fixture
def stored(served):
    """Look at what the database holds: how many responses have these words."""

    def count(words):
        with sqlite3.connect(served[1] / "kuulolla.sqlite3") as database:
            rows = database.execute("select answers from surveys_response").fetchall()
        return sum(words in json.dumps(json.loads(answers), ensure_ascii=False) for (answers,) in rows)

    return count


def settled(page, question):
    """Ask until a promise of the page gives true; a promise itself is no answer."""
    for _attempt in range(300):
        if page.evaluate(question):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the pages were not kept within thirty seconds")


@pytest.fixture
def resident(chrome, served):
    """A phone that has opened the survey once, its pages kept."""
    contexts = []

    def make(query="", **more):
        context = chrome.new_context(base_url=served[0], **PHONE, **more)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(SURVEY + query)
        if not query:
            settled(
                page,
                """async () => {
                    const kept = async (address) => Boolean(await caches.match(address, {ignoreVary: true}));
                    const loaded = performance.getEntriesByType('resource').map((one) => one.name);
                    const ours = loaded.filter((address) => address.includes('/static/'));
                    const all = await Promise.all([location.pathname + 'all/', ...ours].map(kept));
                    return Boolean(navigator.serviceWorker.controller) && all.every(Boolean);
                }""",
            )
        return page

    yield make
    for context in contexts:
        context.close()


def walk_to_check(page, words):
    page.locator("form#survey textarea:visible").first.fill(words)
    for _step in range(12):
        page.wait_for_selector(f"{SEND}, {NEXT}")  # between two documents there is neither
        if page.locator(SEND).count():
            break
        for group in page.locator("fieldset:has(input[required]):visible, fieldset.q:visible").all():
            if not group.locator("input:checked").count() and group.locator("label").count():
                group.locator("label").first.click()
        part = page.inner_text("#part")
        page.locator(NEXT).click()
        until(page, "(part) => document.getElementById('part')?.textContent !== part", arg=part)
    shows(page, "main", words)


def draft(page):
    return page.evaluate(f"localStorage.getItem('survey:{SLUG}')")


def receipt_on(page):
    page.wait_for_selector("h1:has-text('Kiitos'), .receipt output", timeout=20_000)
    return CODE.search(page.locator("main .receipt output").first.inner_text()).group()


def test_network_goes_away_and_comes_back_one_response(resident, stored):
    page = resident()
    page.context.set_offline(True)
    walk_to_check(page, WORDS + " A")
    page.locator(BACK).click()
    page.locator(NEXT).click()
    page.locator(SEND).click()
    page.wait_for_selector("[data-waits]:visible")
    page.wait_for_selector("[data-line][data-state=offline]")
    assert not page.locator(".receipt output").count()
    assert stored(WORDS + " A") == 0
    assert draft(page)
    page.context.set_offline(False)
    receipt_on(page)
    assert WORDS + " A" in page.locator(".own-answers .said").first.text_content()
    assert stored(WORDS + " A") == 1
    assert draft(page) is None
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('sending:')).length") == 0
    assert page.context.cookies() == []


def test_browser_closed_and_opened_again_still_one_response(resident, chrome, served, stored):
    page = resident()
    page.context.set_offline(True)
    walk_to_check(page, WORDS + " B")
    page.locator(SEND).click()
    page.wait_for_selector("[data-waits]:visible")
    kept = page.context.storage_state()
    page.context.close()
    assert stored(WORDS + " B") == 0
    again = chrome.new_context(base_url=served[0], storage_state=kept, **PHONE)
    page = again.new_page()
    page.goto(SURVEY)
    receipt_on(page)
    page.reload()
    page.wait_for_timeout(500)
    assert stored(WORDS + " B") == 1
    assert not page.locator("[data-draft]:visible").count()
    again.close()


def test_tab_closed_in_the_middle_offers_the_draft(resident, stored):
    page = resident()
    page.locator("form#survey textarea").first.fill(WORDS + " C")
    page.wait_for_timeout(600)
    assert "maksuton paikka C" in draft(page)
    page.context.set_offline(True)
    page.close()
    page = page.context.new_page()
    page.goto(SURVEY)
    page.locator("[data-draft-go]").click()
    assert page.locator("form#survey textarea:visible").first.input_value() == WORDS + " C"
    assert stored(WORDS + " C") == 0


@pytest.mark.parametrize("status", [200, 302, 503])
def test_what_is_not_our_receipt_is_no_success(resident, stored, status):
    page = resident()
    words = f"{WORDS} D{status}"
    walk_to_check(page, words)
    fake = {"status": status, "content_type": "text/html", "body": "<h1>Tervetuloa verkkoon. Kiitos</h1>"}
    if status == 302:
        fake["headers"] = {"Location": "/"}
    page.context.route(
        "**/all/", lambda route: route.fulfill(**fake) if route.request.method == "POST" else route.fallback()
    )
    page.locator(SEND).click()
    page.wait_for_selector("[data-waits]:visible")
    assert not page.locator(".receipt output").count()
    assert "Kiitos" not in page.title()
    assert draft(page)
    assert stored(words) == 0
    page.context.unroute_all()
    page.locator("[data-waits] button").click()
    receipt_on(page)
    assert stored(words) == 1


def test_lost_answer_of_the_server_is_asked_for_again(resident, stored):
    """The response was stored, its receipt never came: the next try gets the same one."""
    page = resident()
    walk_to_check(page, WORDS + " E")

    def swallow(route):
        route.fetch()
        route.abort()

    page.context.route("**/all/", lambda route: swallow(route) if route.request.method == "POST" else route.fallback())
    page.locator(SEND).click()
    page.wait_for_selector("[data-waits]:visible")
    assert stored(WORDS + " E") == 1
    page.context.unroute_all()
    page.locator("[data-waits] button").click()
    receipt_on(page)
    assert stored(WORDS + " E") == 1


def test_double_click_and_two_tabs_are_one_response(resident, stored):
    page = resident()
    walk_to_check(page, WORDS + " F")
    other = page.context.new_page()
    other.goto(SURVEY)
    other.locator("[data-draft-go]").click()
    other.wait_for_selector(SEND)
    page.locator(SEND).dblclick()
    first = receipt_on(page)
    other.locator(SEND).click()
    assert receipt_on(other) == first
    assert stored(WORDS + " F") == 1


def test_fifty_at_once_a_replay_and_a_changed_replay(resident, served, stored):
    page = resident()
    walk_to_check(page, WORDS + " G")
    fields = page.evaluate("[...new FormData(document.getElementById('survey'))]")
    fields = [(name, "whole" if name == "step" else value) for name, value in fields]

    def post(changed=False):
        body = [(name, value.replace(" G", " Gx") if changed and name == "state" else value) for name, value in fields]
        request = Request(f"{served[0]}{SURVEY}all/", urlencode(body).encode(), {"Accept": "application/json"})
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)["receipt"]
        except OSError as refusal:
            return refusal.code, json.load(refusal)["code"]

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _n: post(), range(50)))
    assert sorted(status for status, _code in answers) == [200] * 49 + [201]
    assert len({code for _status, code in answers}) == 1
    assert post() == (200, answers[0][1])
    assert post(changed=True) == (409, "already_received")
    page.locator(SEND).click()
    assert receipt_on(page) == answers[0][1]
    assert stored(WORDS + " G") == 1


def test_kiosk_keeps_nothing(resident):
    page = resident("?c=kiosk")
    page.locator("form#survey textarea").first.fill(WORDS)
    page.wait_for_timeout(600)
    assert page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})") == "{}"
    assert not page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")
    assert not page.locator("button.later").count()


def test_continue_on_another_device_correct_and_take_back(resident, chrome, served, stored):
    page = resident()
    page.locator("form#survey textarea").first.fill(WORDS + " H")
    page.locator(NEXT).click()
    page.wait_for_load_state()
    page.locator("button.later:visible").click()
    page.wait_for_selector(".receipt output")
    code = page.locator(".receipt output").inner_text()
    assert code not in page.url

    other = chrome.new_context(base_url=served[0], java_script_enabled=False, **PHONE).new_page()
    other.goto(f"{SURVEY}continue/")
    other.fill("[name=code]", code.lower().replace("-", " "))
    other.press("[name=code]", "Enter")
    for _step in range(12):
        if other.locator(SEND).count():
            break
        other.locator(NEXT).click()
        other.wait_for_load_state()
    assert WORDS + " H" in other.inner_text("main")
    other.locator(SEND).click()
    receipt = receipt_on(other)
    assert stored(WORDS + " H") == 1
    other.goto(f"{SURVEY}continue/")
    other.fill("[name=code]", code)
    other.press("[name=code]", "Enter")
    assert "koodilla" in other.inner_text("main").lower()

    other.goto(f"{SURVEY}correct/")
    other.fill("[name=code]", receipt)
    other.locator("main button[value=open]").click()
    other.locator("form#survey textarea").first.fill(WORDS + " H korjattu")
    for _step in range(12):
        if other.locator(SEND).count():
            break
        other.locator(NEXT).click()
        other.wait_for_load_state()
    other.locator(SEND).click()
    assert receipt in other.inner_text("main")
    assert (stored(WORDS + ' H"'), stored(WORDS + " H korjattu")) == (0, 1)
    other.goto(f"{SURVEY}correct/")
    other.fill("[name=code]", receipt)
    other.locator("main button[value=withdraw]").click()
    other.locator("main button[value=withdraw-now]").click()
    assert stored(WORDS + " H korjattu") == 0


def scripts_of(templates: str) -> set[Path]:
    """Return the modules that pages of a folder name, and all that these import."""
    root = Path(__file__).resolve().parents[2]
    folder = root / "participation/static/participation/js"
    pages = [root / "templates/base.html", *(root / "templates").glob(templates)]
    waiting = {name for page in pages for name in re.findall(r"participation/js/([\w-]+\.js)", page.read_text("utf-8"))}
    found: set[Path] = set()
    while waiting:
        path = folder / waiting.pop()
        found.add(path)
        named = set(re.findall(r"""["']\./([\w-]+\.js)["']""", path.read_text("utf-8")))
        waiting |= {name for name in named if folder / name not in found}
    return found


def test_scripts_and_page_are_small():
    """Everything that any page of answering could load, together."""
    scripts = scripts_of("surveys/surveys/**/*.html")
    assert len(scripts) > 5
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) <= 50_000
