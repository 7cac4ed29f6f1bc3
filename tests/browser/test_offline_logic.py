"""Without network the pages decide as the server does: conditions, options, calculations, piping, order by chance, files.

Beside them: a page that was opened before a live edit, and the next person at a kiosk (F20).
"""

import contextlib
import json

import pytest
from playwright.sync_api import Error

from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.ordering import shuffled
from tests.browser.test_offline import PHONE, receipt_on, settled
from tests.browser.test_question_types import Town, photo
from tests.support.browser import served_demo, shows, until

BUS = {"question": "service", "is": "bus"}
KEPT = """async () => {
    const kept = async (address) => Boolean(await caches.match(address, {ignoreVary: true}));
    const loaded = performance.getEntriesByType('resource').map((one) => one.name).filter((one) => one.includes('/static/'));
    const all = await Promise.all([location.pathname + 'all/', ...loaded].map(kept));
    return Boolean(navigator.serviceWorker.controller) && all.every(Boolean);
}"""
DUMP = """JSON.stringify({...localStorage, ...sessionStorage}) + document.documentElement.outerHTML
    + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join()"""
FILES = """() => new Promise((done) => {
    const asked = indexedDB.open('answers');
    asked.onsuccess = () => {
        if (!asked.result.objectStoreNames.length) return done(0);
        const all = asked.result.transaction('files').objectStore('files').count();
        all.onsuccess = () => { asked.result.close(); done(all.result); };
    };
})"""


def fi(words):
    return {"fi": words, "sv": words, "en": words}


def choice(value, **more):
    return {"value": value, "label": fi(value.capitalize()), **more}


MANY = [choice(f"x{n}") for n in range(8)]
DOCUMENT = {
    "format": 1,
    "languages": ["fi", "sv", "en"],
    "pages": [
        {"name": "one", "title": fi("Alku"), "questions": [
            {"name": "who", "type": "short_text", "label": fi("Nimimerkki")},
            {"name": "service", "type": "single_choice", "label": fi("Palvelu"), "choices": [choice("bus"), choice("library")]},
            {"name": "trips", "type": "number", "label": fi("Matkoja"), "visible_if": BUS},
            {"name": "born", "type": "date", "label": fi("Syntynyt")},
            {"name": "twice", "type": "calculated", "label": {}, "expression": {"multiply": [{"question": "trips"}, 2]}},
            {"name": "age", "type": "calculated", "label": {}, "expression": {"years_between": [{"question": "born"}, "2026-11-22"]}},
        ]},
        {"name": "two", "title": fi("Lisää, {{who|sinä}}"), "questions": [
            {"name": "often", "type": "yes_no", "label": fi("{{who|Hei}}: {{twice}} matkaa, {{service}}?"),
             "visible_if": {"question": "twice", "gte": 10}},
            {"name": "adult", "type": "yes_no", "label": fi("Äänestätkö?"), "visible_if": {"question": "age", "gte": 18}},
            {"name": "wish", "type": "multi_choice", "label": fi("Toive"),
             "choices": [choice("stop", visible_if=BUS), choice("book", visible_if={"not": BUS}), choice("other", other=True)]},
            {"name": "mixed", "type": "single_choice", "label": fi("Mieluisin"), "shuffle": True,
             "choices": [*MANY, choice("none", exclusive=True)]},
        ]},
        {"name": "three", "title": fi("Kirjasto"), "visible_if": {"question": "service", "is": "library"}, "questions": [
            {"name": "hours", "type": "short_text", "label": fi("Aukiolo")},
        ]},
    ],
}  # fmt: skip

PHOTOS = {
    "format": 1,
    "languages": ["fi", "sv", "en"],
    "pages": [
        {"name": "one", "questions": [
            {"name": "where", "type": "short_text", "label": fi("Missä?")},
            {"name": "photo", "type": "file", "label": fi("Kuva")},
        ]},
        {"name": "two", "questions": [{"name": "more", "type": "short_text", "label": fi("Muuta?")}]},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("logic")
    with served_demo(folder) as (address, _password):
        made = Town(address, folder)
        for slug, document in (("chains", DOCUMENT), ("edited", DOCUMENT), ("photos", PHOTOS)):
            file = folder / f"{slug}.json"
            file.write_text(
                json.dumps({"survey": {"slug": slug, "title": {"fi": "Ketjut"}}, "questionnaire": document})
            )
            made.manage("import_survey", str(file), "--process", "kaupunkistrategia", "--publish")
        yield made


@pytest.fixture
def page(chrome, town):
    context = chrome.new_context(base_url=town.address, **PHONE)
    context.set_default_timeout(25_000)
    yield context.new_page()
    context.close()


def stored(town, slug="chains"):
    code = (
        "import json; from surveys.models import Response;"
        f"print('@' + json.dumps([[r.version.number, r.answers] for r in Response.objects.filter(survey__slug='{slug}')]))"
    )
    return json.loads(town.manage("shell", "-c", code).partition("@")[2])


def go(page, button):
    page.locator(f".actions button[name=go][value={button}]:not([aria-hidden]):visible").click()


def shown(page):
    return page.locator("[data-question]:visible").evaluate_all("all => all.map((one) => one.dataset.question)")


def options(page, name):
    return page.locator(f"[name='a:{name}']:visible").evaluate_all("all => all.map((one) => one.value)")


def test_offline_pages_decide_as_the_server_does(page, town):
    page.goto("/fi/surveys/chains/")
    settled(page, KEPT)
    page.context.set_offline(True)
    page.fill("[name='a:who']", "Kalle <b>{{born}}</b>")
    assert shown(page) == ["who", "service", "born"]
    page.check("[name='a:service'][value=bus]", force=True)
    assert shown(page) == ["who", "service", "trips", "born"]
    page.fill("[name='a:trips']", "6")
    page.fill("[name='a:born']", "22.11.2008")
    go(page, "next")
    page.wait_for_selector("[data-question=often]:visible")
    assert shown(page) == ["often", "adult", "wish", "mixed"]
    shows(page, "[data-question=often] legend", "Kalle <b>{{born}}</b>: 12 matkaa, Bus?")
    shows(page, "h2:visible", "Lisää, Kalle")
    assert options(page, "wish") == ["stop", "other"]
    key = page.input_value("[name=key]")
    question = next(q for q in from_json(DOCUMENT).questions if q.name == "mixed")
    order = [one.value for one in shuffled(question, key).choices]
    assert options(page, "mixed") == order
    assert order != [one.value for one in question.choices]
    page.check("[name='a:wish'][value=stop]", force=True)
    go(page, "back")
    page.check("[name='a:service'][value=library]", force=True)
    go(page, "next")
    assert shown(page) == ["adult", "wish", "mixed"]
    assert options(page, "wish") == ["book", "other"]
    assert options(page, "mixed") == order
    page.check("[name='a:wish'][value=other]", force=True)
    page.fill("[name='a:wish:other']", "Penkkejä")
    go(page, "next")
    assert shown(page) == ["hours"]
    go(page, "next")
    said = page.inner_text("[data-parts]")
    assert "Other: Penkkejä" in said
    assert "Stop" not in said
    go(page, "send")
    page.wait_for_selector("[data-waits]:visible")
    page.context.set_offline(False)
    receipt_on(page)
    (answers,) = (one for _version, one in stored(town) if one.get("born"))  # those of the kiosk are there too
    assert answers == {
        "who": "Kalle <b>{{born}}</b>", "service": "library", "born": "2008-11-22", "age": 18,
        "wish": [{"value": "other", "text": "Penkkejä"}],
    }  # fmt: skip


def test_a_page_opened_before_a_live_edit_is_accepted_as_it_was_seen(page, town, chrome):
    """The page shows version 1; version 2 renames an option and drops a question; nothing is rejected, labels stay."""
    page.goto("/fi/surveys/edited/")
    page.fill("[name='a:who']", "Ensin")
    page.check("[name='a:service'][value=bus]", force=True)
    edited = json.loads(json.dumps(DOCUMENT))
    edited["pages"][0]["questions"][1]["choices"][0]["label"] = fi("Linja-auto")
    del edited["pages"][0]["questions"][0]
    edited["pages"][1]["title"] = fi("Lisää")
    edited["pages"][1]["questions"][0]["label"] = fi("Usein?")
    code = (
        "import json; from surveys.models import Survey; from surveys.actions.questionnaires import publish_version;"
        f"publish_version(Survey.objects.get(slug='edited'), json.loads({json.dumps(json.dumps(edited))}), by=None)"
    )
    town.manage("shell", "-c", code)
    other = chrome.new_context(base_url=town.address, **PHONE).new_page()
    other.goto("/fi/surveys/edited/")
    assert "Linja-auto" in other.inner_text("form")
    assert "Nimimerkki" not in other.inner_text("form")
    other.context.close()
    for _step in range(6):
        if page.locator(".actions button[value=send]:visible").count():
            break
        before = page.inner_text("#part")
        go(page, "next")
        until(page, "(old) => document.getElementById('part')?.textContent !== old", arg=before)
    said = page.inner_text("main")
    assert "Bus" in said
    assert "Ensin" in said
    assert "Linja-auto" not in said
    go(page, "send")
    receipt_on(page)
    assert [1, {"who": "Ensin", "service": "bus"}] in stored(town, "edited")
    file = town.folder / "edited.csv"
    town.manage("export_responses", "edited", "--format", "csv", "--output", str(file))
    text = file.read_text(encoding="utf-8-sig")
    assert {"who", "service", "wish.stop", "hours"} <= set(
        text.splitlines()[0].replace('"', "").replace(";", ",").split(",")
    )
    assert "Ensin" in text


def test_at_a_kiosk_going_back_shows_the_next_person_nothing(page):
    """F20 for the ordinary page: no word of the one before in storage, caches, on the page, after back or reload."""
    page.goto("/fi/surveys/chains/?c=kiosk")
    page.fill("[name='a:who']", "Salainen Sana")
    for _step in range(6):
        if page.locator(".actions button[value=send]:visible").count():
            break
        with page.expect_navigation():
            go(page, "next")
    go(page, "send")
    receipt_on(page)
    page.goto("/fi/surveys/chains/?c=kiosk")
    residue = ["Salainen" in everything(page)]
    for _step in range(5):
        with contextlib.suppress(Error):  # a page that is not kept: the browser's own page is shown
            page.go_back(timeout=4_000)
        residue.append("Salainen" in everything(page))
    page.goto("/fi/surveys/chains/?c=kiosk")
    page.reload()
    residue.append("Salainen" in everything(page))
    assert residue == [False] * 7
    assert page.context.cookies() == []


def everything(page):
    """All that a page shows and keeps, also while the browser is still turning it."""
    page.wait_for_timeout(300)
    for _attempt in range(5):
        try:
            return page.evaluate(DUMP)
        except Error as moved:
            if "denied" in str(moved):  # the browser's own page keeps nothing
                return page.content()
            page.wait_for_timeout(300)
    raise AssertionError("the page never settled")


def attach(page, name="kuva.png", data=None):
    page.set_input_files("[type=file]:visible", {"name": name, "mimeType": "image/png", "buffer": data or photo()})


def kept_files(page):
    return page.evaluate(FILES)


@pytest.mark.parametrize("closed", [False, True], ids=["page stays open", "browser closed before the network is back"])
def test_a_file_chosen_without_network_arrives_with_its_answer(page, town, closed):
    words = f"Tori {closed}"
    page.goto("/fi/surveys/photos/")
    settled(page, KEPT)
    page.context.set_offline(True)
    page.fill("[name='a:where']", words)
    attach(page)
    page.locator("[data-file-says]:visible", has_text="kuva.png").wait_for()
    shows(page, "[data-file-says]:visible", "säilyy tällä laitteella")
    go(page, "next")
    page.wait_for_selector("[name='a:more']:visible")
    go(page, "back")
    shows(page, "[data-file-says]:visible", "kuva.png")
    go(page, "next")
    go(page, "next")
    shows(page, "[data-parts]", "kuva.png")
    go(page, "send")
    page.wait_for_selector("[data-waits]:visible")
    assert kept_files(page) == 1
    assert not [one for _version, one in stored(town, "photos") if one.get("where") == words]
    if closed:
        page.close()
        page = page.context.new_page()
    page.context.set_offline(False)
    if closed:
        page.goto("/fi/surveys/photos/")
    receipt_on(page)
    (answers,) = (one for _version, one in stored(town, "photos") if one.get("where") == words)
    assert has_file(town, answers["photo"])
    page.wait_for_timeout(300)
    assert kept_files(page) == 0


def test_a_file_chosen_without_network_outlives_the_page_and_a_lost_receipt(page, town):
    """Draft resumed after the tab was closed; the answer's receipt never comes the first time: still one file, one answer."""
    page.goto("/fi/surveys/photos/")
    settled(page, KEPT)
    page.fill("[name='a:where']", "Silta")
    page.context.set_offline(True)
    attach(page, "silta.png")
    page.locator("[data-file-says]:visible", has_text="silta.png").wait_for()
    page.wait_for_timeout(500)
    page.close()
    page = page.context.new_page()
    page.goto("/fi/surveys/photos/")
    page.locator("[data-draft-go]").click()
    page.locator("[data-file-says]:visible", has_text="silta.png").wait_for()
    go(page, "next")
    go(page, "next")
    shows(page, "[data-parts]", "silta.png")
    lost = []

    def swallow(route):
        if route.request.method != "POST" or lost:
            route.fallback()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.context.route("**/all/", swallow)
    page.context.set_offline(False)
    go(page, "send")
    for _wait in range(200):  # the first receipt is lost; it may have been sent again by itself before anybody looks
        if lost and (page.locator("[data-waits]:visible").count() or not page.locator("form#survey").count()):
            break
        page.wait_for_timeout(100)
    assert lost == [201]
    page.evaluate("document.querySelector('[data-waits] button')?.click()")  # unless it has been sent again by itself
    receipt_on(page)
    (answers,) = (one for _version, one in stored(town, "photos") if one.get("where") == "Silta")
    assert has_file(town, answers["photo"])


def test_what_a_device_cannot_keep_or_the_server_will_not_take_is_not_promised(page, town, chrome):
    page.goto("/fi/surveys/photos/")
    settled(page, KEPT)
    page.context.set_offline(True)
    page.set_input_files("[type=file]", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"words"})
    page.locator("[data-file-says]", has_text="JPEG").wait_for()
    page.evaluate("void (IDBFactory.prototype.open = () => { throw new Error('nothing is kept here'); })")
    attach(page)
    page.locator("[data-file-says]", has_text="Valitse se uudelleen").wait_for()
    assert page.evaluate("document.querySelector('[type=file]').files.length") == 0
    page.context.set_offline(False)
    # Kept without network, but no picture inside: the answers stay, the reason stands at the question, nothing is stored.
    other = chrome.new_context(base_url=town.address, **PHONE)
    page = other.new_page()
    page.goto("/fi/surveys/photos/")
    settled(page, KEPT)
    other.set_offline(True)
    page.fill("[name='a:where']", "Rikki")
    attach(page, "rikki.png", b"no picture")
    page.locator("[data-file-says]", has_text="rikki.png").wait_for()
    for step in ("next", "next", "send"):
        go(page, step)
    page.wait_for_selector("[data-waits]:visible")
    other.set_offline(False)
    page.wait_for_selector(".ds-error-summary")
    shows(page, ".ds-error-summary", "JPEG")
    assert page.input_value("[name='a:where']") == "Rikki"
    assert not page.locator(".receipt output").count()
    assert not [one for _version, one in stored(town, "photos") if one.get("where") == "Rikki"]
    other.close()


def has_file(town, upload):
    """Whether the file of an answer is claimed, and lies in the store."""
    code = (
        "from surveys.models import Upload; from surveys.gateways.attachments import open_attachment;"
        f"u = Upload.objects.get(pk='{upload}'); print('@', u.waits_since is None and open_attachment(u.name) is not None)"
    )
    return town.manage("shell", "-c", code).partition("@")[2].strip() == "True"
