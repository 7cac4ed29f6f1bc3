"""Every question type in a real browser: made from JSON, answered by keyboard on a phone, stored, shown again, exported."""

import csv
import io
import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.browser.test_frame import faults
from tests.support import dom_rules as rules
from tests.support.browser import ROOT, served_demo, shows

DOCUMENT = json.loads((Path(__file__).parent / "all_types.json").read_text(encoding="utf-8"))
LANGUAGES = ("fi", "sv", "en")
PAGES = len(DOCUMENT["pages"])
GO = "button[form=survey][name=go][value={}]:not([aria-hidden])"
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[27.8, 62.28], [27.95, 62.28], [27.95, 62.35], [27.8, 62.35], [27.8, 62.28]]],
}
TYPED = {"postcode": "78200", "idea": "Valoja puistoon", "people": "2", "since": "1.2.2020", "warm": "7"}
STORED = {
    "postcode": "78200", "idea": "Valoja puistoon", "people": 2, "since": "2020-02-01", "warm": 7, "service": "bus",
    "ways": ["walk", "bike"], "part": {"value": "elsewhere", "text": "Mökillä"}, "safe": "no", "look": "open", "rating": 4,
    "order": ["sport", "library"], "money": {"library": 60, "bus": 40}, "views": {"winter": "1", "parks": "3"},
    "uses": {"hall": ["week"], "gym": ["week", "weekend"]}, "agree": True, "sum": 9,
}  # fmt: skip
MARKET = {"geometry": {"type": "Point", "coordinates": [27.873, 62.315]}, "text": "Pimeä", "place": "market"}
TYPE_OF = {question["name"]: question["type"] for page in DOCUMENT["pages"] for question in page["questions"]}


def label_of(question, language, value=None, part="choices"):
    asked = next(q for page in DOCUMENT["pages"] for q in page["questions"] if q["name"] == question)
    return (next(c for c in asked[part] if c["value"] == value) if value else asked)["label"][language]


def words_shown(language):
    """What the last look must say about each answer."""
    comma = {"hall": label_of("uses", language, "hall", "rows"), "gym": label_of("uses", language, "gym", "rows")}
    return {
        "postcode": "78200", "idea": "Valoja puistoon", "people": "2", "since": "1.2.2020", "warm": "7",
        "service": label_of("service", language, "bus"), "ways": label_of("ways", language, "bike"), "part": "Mökillä",
        "safe": {"fi": "Ei", "sv": "Nej", "en": "No"}[language], "look": label_of("look", language, "open"), "rating": "4",
        "order": f"1. {label_of('order', language, 'sport')}", "money": f"{label_of('money', language, 'bus')}: 40",
        "views": label_of("views", language, "parks", "rows"), "uses": comma["gym"], "agree": None,
        "spot": f"{label_of('spot', language, 'market')}: Pimeä", "photo": None,
    }  # fmt: skip


def photo():
    """A small picture that says in its side notes where it was taken."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 40, 30, 8, 0, 0, 0, 0)
    note = chunk(b"tEXt", b"GPS\0" + b"62.3 27.8 " * 300)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + note
        + chunk(b"IDAT", zlib.compress(b"\0" * 41 * 30))
        + chunk(b"IEND", b"")
    )


class Town:
    """A served demo with the survey of all types, once as it is and once with every question required."""

    def __init__(self, address, folder):
        self.address, self.folder = address, folder

    def manage(self, *arguments):
        environment = {
            **os.environ,
            "VAR_DIR": str(self.folder),
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY"):
            environment.pop(name, None)
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def prepare(self):
        required = json.loads(json.dumps(DOCUMENT))
        for page in required["pages"]:
            for question in page["questions"]:
                question["required"] = question["type"] not in ("information", "calculated")
        for slug, document in (("all-types", DOCUMENT), ("all-required", required)):
            file = self.folder / f"{slug}.json"
            file.write_text(
                json.dumps({"survey": {"slug": slug, "title": {"fi": "Kaikki tyypit"}}, "questionnaire": document})
            )
            self.manage("import_survey", str(file), "--process", "kaupunkistrategia", "--publish")
        self.manage(
            "shell", "-c", "from participation.models import Area; a = Area.objects.order_by('order').first();"
            f" a.outline = {OUTLINE!r}; a.save()",
        )  # fmt: skip

    def answers(self):
        """Return the stored answers with their languages."""
        code = (
            "import json; from surveys.models import Response;"
            "print('@' + json.dumps([[r.language, r.channel, r.answers] for r in Response.objects.filter(survey__slug='all-types')]))"
        )
        return json.loads(self.manage("shell", "-c", code).partition("@")[2])


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("types")
    with served_demo(folder) as (address, _password):
        made = Town(address, folder)
        made.prepare()
        yield made


@pytest.fixture
def visit(chrome, town):
    """Open a page of 360 px, with scripts or without; complaints of the browser's console fail the test."""
    contexts, complaints = [], []

    def opened(scripts=True):
        context = chrome.new_context(
            viewport={"width": 360, "height": 740}, base_url=town.address, locale="fi-FI", java_script_enabled=scripts,
            service_workers="block",
        )  # fmt: skip
        context.set_default_timeout(25_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def tab_to(page, selector):
    """Press Tab until the focus is on this; the page must lead there."""
    for _press in range(120):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {selector}")


def write(page, name, words):
    tab_to(page, f"[name='{name}']")
    page.keyboard.type(words)


def choose(page, name, value):
    """Choose a radio button or an entry of a list with the arrow keys."""
    tab_to(page, f"[name='{name}']")
    if page.evaluate("document.activeElement.tagName") == "SELECT":
        for _press in range(40):
            if page.evaluate("document.activeElement.value.split('|')[0]") == value:
                return
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    for _press in range(12):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{name}: {value} cannot be chosen by keyboard")


def tick(page, name, *values):
    for value in values:
        tab_to(page, f"[name='{name}'][value='{value}']")
        page.keyboard.press("Space")


def press(page, go="next"):
    tab_to(page, GO.format(go))
    if go == "send":
        page.keyboard.press("Enter")
        page.wait_for_selector(f"main:not(:has({GO.format('send')})) h1")
        return
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill_written(page):
    for name, words in TYPED.items():
        write(page, f"a:{name}", words)


def fill_chosen(page):
    choose(page, "a:service", "bus")
    tick(page, "a:ways", "walk", "bike")
    choose(page, "a:part", "elsewhere")
    write(page, "a:part:elsewhere", "Mökillä")
    choose(page, "a:safe", "no")
    choose(page, "a:look", "open")


def fill_sorted(page):
    choose(page, "a:rating", "4")
    choose(page, "a:order:library", "2")
    choose(page, "a:order:sport", "1")
    write(page, "a:money:library", "60")
    write(page, "a:money:bus", "40")
    choose(page, "a:views:winter", "1")
    choose(page, "a:views:parks", "3")
    tick(page, "a:uses:hall", "week")
    tick(page, "a:uses:gym", "week", "weekend")


def fill_places(page, scripts):
    if scripts:
        page.wait_for_selector(".map-tools button")
        tab_to(page, ".map-tools button")
        page.keyboard.press("Enter")
        tab_to(page, ".map-drawn input")
        page.keyboard.type("Kuoppa")
    choose(page, "a:spot:place1", "market")
    write(page, "a:spot:text1", "Pimeä")
    tab_to(page, "[type=file]")
    page.set_input_files("[type=file]", {"name": "kuva.png", "mimeType": "image/png", "buffer": photo()})
    if scripts:
        page.wait_for_selector("[data-file] input[type=hidden]", state="attached")
    tick(page, "a:agree", "yes")


def answer_all(page, language, channel, scripts):
    """Answer everything by keyboard; returns what the last look says by question."""
    page.goto(f"/{language}/surveys/all-types/?c={channel}")
    fill_written(page)
    press(page)
    fill_chosen(page)
    press(page)
    shows(page, "[data-question=rating]", label_of("service", language, "bus"))
    fill_sorted(page)
    press(page)
    fill_places(page, scripts)
    press(page)
    terms = [" ".join(one.split()) for one in page.locator(".said dt").all_inner_texts()]
    said = page.evaluate(
        "[...document.querySelectorAll('.said dt')].map((dt) => { const all = []; for (let at = dt.nextElementSibling;"
        " at?.tagName === 'DD'; at = at.nextElementSibling) all.push(at.textContent); return all.join(' | '); })"
    )
    press(page, "send")
    assert page.locator("code, .code, .receipt").count() or "-" in page.inner_text("main")
    names = [name for name, kind in TYPE_OF.items() if kind not in ("information", "calculated")]
    assert len(terms) == len(names)
    return dict(zip(names, said, strict=True))


def test_every_type_is_answered_by_keyboard_stored_shown_and_exported_in_three_languages(visit, town, capsys):
    shown = {}
    for language in LANGUAGES:
        for scripts in (True, False):
            channel = f"{language}-{'js' if scripts else 'plain'}"
            shown[channel] = answer_all(visit(scripts), language, channel, scripts)
    stored = {channel: answers for _language, channel, answers in town.answers()}
    file = town.folder / "all.csv"
    town.manage("export_responses", "all-types", "--format", "csv", "--output", str(file))
    rows = {row["channel"]: row for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))}

    table = []
    for channel, answers in stored.items():
        language, way = channel.split("-")
        for name, kind in TYPE_OF.items():
            if kind == "information":
                continue
            is_stored = is_as_meant(name, answers.get(name), way == "js")
            words = words_shown(language).get(name)
            is_shown = kind == "calculated" or (words or "") in shown[channel].get(name, "") != ""
            is_exported = any(value for column, value in rows[channel].items() if column.partition(".")[0] == name)
            table.append((kind, language, way, is_stored, is_shown, is_exported))
    with capsys.disabled():
        print(table_of(table))
    assert len(table) == 6 * (len(TYPE_OF) - 1)
    assert [row for row in table if not all(row[3:])] == []


def is_as_meant(name, value, scripts):
    if name == "photo":
        return isinstance(value, str) and len(value) == 36
    if name != "spot":
        return value == STORED[name]
    drawn = [item for item in value if item["text"] == "Kuoppa" and item["geometry"]["type"] == "Point"]
    return MARKET in value and len(drawn) == int(scripts) and len(value) == 1 + int(scripts)


def table_of(rows):
    """One line a type: stored, shown, exported in each language, with and without scripts."""
    lines = ["", f"{'type':<14}" + "".join(f"{language} {way:<9}" for language in LANGUAGES for way in ("js", "plain"))]
    for kind in dict.fromkeys(row[0] for row in rows):
        cells = []
        for language in LANGUAGES:
            for way in ("js", "plain"):
                found = [row[3:] for row in rows if row[:3] == (kind, language, way)]
                cells.append("ok" if found and all(all(marks) for marks in found) else f"FAIL {found}")
        lines.append(f"{kind:<14}" + "".join(f"{cell:<12}" for cell in cells))
    return "\n".join(lines)


def looks(page, state, problems):
    """Look with axe and the own rules at 320 and 1280 px, light and dark."""
    for wide in (320, 1280):
        page.set_viewport_size({"width": wide, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            problems += [(state, wide, scheme, fault) for fault in faults(page)]
        found = [
            *rules.groups(page),
            *rules.labels(page),
            *rules.width(page),
            *rules.targets(page),
            *rules.lang(page, "fi"),
        ]
        problems += [(state, wide, fault) for fault in found]


def test_every_type_keeps_the_rules_empty_with_errors_and_filled(visit):
    page, problems = visit(), []
    page.emulate_media(reduced_motion="reduce")
    page.goto("/fi/surveys/all-required/")
    fills = (fill_written, fill_chosen, fill_sorted, lambda one: fill_places(one, scripts=True))
    for number, fill in enumerate(fills, 1):
        if number == PAGES:
            page.wait_for_selector(".map-tools button")
        looks(page, f"page {number} empty", problems)
        page.set_viewport_size({"width": 360, "height": 740})
        press(page)
        problems += [(f"page {number}", fault) for fault in rules.errors(page)]
        problems += rules.title(page, f"osa {number}/", "Mallikaupunki", error=True)
        looks(page, f"page {number} with errors", problems)
        page.set_viewport_size({"width": 360, "height": 740})
        fill(page)
        looks(page, f"page {number} filled", problems)
        page.set_viewport_size({"width": 360, "height": 740})
        press(page)
    assert not problems, "\n".join(str(one) for one in dict.fromkeys(map(str, problems)))
    assert page.locator(GO.format("send")).count() == 1


def test_places_are_drawn_and_files_are_refused_in_words(visit):
    page = visit()
    page.goto("/fi/surveys/all-types/")
    for _page in range(PAGES - 1):
        press(page)
    page.wait_for_selector(".map-tools button")
    tab_to(page, ".map-tools button:nth-child(2)")
    page.keyboard.press("Enter")
    tab_to(page, ".leaflet-container")
    page.keyboard.press("ArrowRight")
    tab_to(page, ".map-tools button")
    page.keyboard.press("Enter")
    tab_to(page, ".map-tools button:nth-child(2)")
    page.keyboard.press("Enter")
    drawn = json.loads(page.input_value("[data-drawn]"))
    assert [place["geometry"]["type"] for place in drawn] == ["LineString"]
    page.set_input_files("[type=file]", {"name": "kuva.png", "mimeType": "image/png", "buffer": b"no picture"})
    page.locator("[data-file-says]", has_text="JPEG").wait_for()
    plain = visit(scripts=False)
    plain.goto("/fi/surveys/all-types/")
    for _page in range(PAGES - 1):
        plain.click(GO.format("next"))
    plain.set_input_files("[type=file]", {"name": "kuva.png", "mimeType": "image/png", "buffer": b"no picture"})
    plain.click(GO.format("next"))
    assert plain.locator(".ds-error-summary").count() == 1
    assert plain.locator("#q-photo-error").count() == 1
