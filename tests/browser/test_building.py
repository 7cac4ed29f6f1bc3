"""The builder by keyboard alone: 25 questions of a strategy survey, and the saved document is the expected one."""

import pytest

from tests.browser.test_frame import faults
from tests.support.browser import until

FOCUS = "selector => document.activeElement.matches(selector)"
TITLE = "Strategiakysely 2027"
SCALE = ["Asuminen", "Liikkuminen", "Palvelut"]
# (page, type, question, name, options, rows, required)
QUESTIONS = [
    (1, "single_choice", "Missä asut?", "missa_asut", ["Keskusta", "Pohjoinen", "Muualla"], [], True),
    (1, "single_choice", "Kuinka vanha olet?", "kuinka_vanha_olet", ["Alle 30", "30–64", "Yli 65"], [], False),
    (1, "yes_no", "Asutko kunnassa?", "asutko_kunnassa", [], [], False),
    (1, "dropdown", "Kotikieli", "kotikieli", ["suomi", "ruotsi", "muu"], [], False),
    (1, "number", "Montako vuotta?", "montako_vuotta", [], [], False),
    (1, "long_text", "Mikä on parasta?", "mika_on_parasta", [], [], False),
    (1, "scale", "Viihdytkö?", "viihdytko", [], [], True),
    (1, "matrix_single", "Mitä mieltä olet?", "mita_mielta_olet", ["samaa", "eri"], SCALE, False),
    (2, "multi_choice", "Mitä käytät?", "mita_kaytat", ["Kirjasto", "Bussi", "Uimahalli"], [], False),
    (2, "ranking", "Tärkeysjärjestys", "tarkeysjarjestys", ["Koulut", "Tiet", "Puistot"], [], False),
    (2, "allocation", "Jaa rahat", "jaa_rahat", ["Koulut", "Tiet"], [], False),
    (2, "slider", "Turvallisuus", "turvallisuus", [], [], False),
    (2, "date", "Viimeksi kävit?", "viimeksi_kavit", [], [], False),
    (2, "short_text", "Yksi sana kunnasta", "yksi_sana_kunnasta", [], [], False),
    (2, "information", "Seuraavaksi tulevaisuudesta.", "seuraavaksi_tulevaisuudesta", [], [], False),
    (2, "scale", "Osallistuminen", "osallistuminen", [], [], False),
    (2, "scale", "Luottamus", "luottamus", [], [], False),
    (2, "map", "Missä on hyvä olla?", "missa_on_hyva_olla", [], [], False),
    (2, "file", "Kuva paikasta", "kuva_paikasta", [], [], False),
    (2, "matrix_multi", "Kuka hoitaa?", "kuka_hoitaa", ["kunta", "asukas"], SCALE[:2], False),
    (2, "long_text", "Mitä muuttaisit?", "mita_muuttaisit", [], [], False),
    (2, "yes_no", "Tulisitko iltaan?", "tulisitko_iltaan", [], [], False),
    (2, "number", "Montako ihmistä?", "montako_ihmista", [], [], False),
    (2, "short_text", "Mistä kuulit?", "mista_kuulit", [], [], False),
    (2, "consent", "Saa lainata", "saa_lainata", [], [], False),
]
MORE = {
    "slider": {"min": 0, "max": 100, "step": 10},
    "map": {"max": 1},
}
WHEN = ("mika_on_parasta", {"question": "missa_asut", "is": "1"})


def listed(words):
    """The first two take the places of the options that a question begins with."""
    values = ["1", "2", *(one.lower().replace(" ", "_").replace("–", "_") for one in words[2:])]
    return [{"value": value, "label": {"fi": one}} for value, one in zip(values, words, strict=True)]


def expected():
    pages = [{"name": "page1", "questions": []}, {"name": "page2", "questions": []}]
    for page, kind, words, name, options, rows, required in QUESTIONS:
        question = {"name": name, "type": kind, "label": {"fi": words}, **MORE.get(kind, {})}
        question |= {"choices": listed(options)} if options else {}
        question |= {"rows": listed(rows)} if rows else {}
        question |= {"required": True} if required else {}
        question |= {"visible_if": WHEN[1]} if name == WHEN[0] else {}
        pages[page - 1]["questions"].append(question)
    return {"format": 1, "languages": ["fi"], "about": {"title": {"fi": TITLE}}, "pages": pages}


class Keyboard:
    """A coordinator without a mouse: Tab, Enter, Space, arrows and letters, nothing else."""

    def __init__(self, page):
        self.page = page
        self.strokes = 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.strokes += 1

    def type(self, words):
        self.page.keyboard.type(words)
        self.strokes += len(words)

    def to(self, selector, key="Tab"):
        for _n in range(250):
            if self.page.evaluate(FOCUS, selector):
                return
            self.press(key)
        raise AssertionError(f"the keyboard does not reach {selector}")

    def settle(self, version):
        until(self.page, "n => Number(document.getElementById('builder').dataset.version) >= n", arg=version)
        self.page.wait_for_load_state("networkidle")

    @property
    def version(self):
        return int(self.page.locator("#builder").get_attribute("data-version"))


def sign_in(page, password, who="coordinator@example.org"):
    page.goto("/fi/accounts/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/**")


def add(keys, kind, words):
    """Add a question with the list of types."""
    before = keys.version
    keys.to("#add-question", "Shift+Tab")
    keys.press("Enter")
    keys.to("#new-words")
    keys.type(words)
    keys.to(f"#add-{kind}")
    keys.press("Enter")
    keys.settle(before + 1)


def paste(keys, which, words):
    """Write options one on each line."""
    before = keys.version
    keys.to(f"#paste-{which}-open")
    keys.press("Enter")
    keys.to(f"#paste-{which}")
    keys.type("\n".join(words))
    keys.to(f"#paste-{which}-add")
    keys.press("Enter")
    keys.settle(before + 1)


@pytest.fixture
def signed_in(desk, demo):
    sign_in(desk, demo[1])
    return desk


def test_a_strategy_survey_is_built_with_the_keyboard_alone(signed_in):
    page = signed_in
    page.set_default_timeout(20_000)
    keys = Keyboard(page)
    page.goto("/fi/desk/processes/kaupunkistrategia/surveys/new/")
    keys.to("#id_title")
    keys.type(TITLE)
    for code in ("sv", "en"):  # only Finnish is promised
        keys.to(f"[name=languages][value={code}]")
        keys.press("Space")
    keys.press("Enter")
    page.wait_for_url("**/build/**")
    for number, (on, kind, words, name, options, rows, required) in enumerate(QUESTIONS):
        if on == 2 and QUESTIONS[number - 1][0] == 1:
            before = keys.version
            keys.to("#add-page", "Shift+Tab")
            keys.press("Enter")
            keys.settle(before + 1)
        add(keys, kind, words)
        assert f"q={name}" in page.url
        if required:
            before = keys.version
            keys.to(f"#s-{name}-required")
            keys.press("Space")
            keys.settle(before + 1)
        if rows:
            paste(keys, "rows", rows)
        if options:
            paste(keys, "choices", options)
        if name == WHEN[0]:
            before = keys.version
            keys.to("#condition-add")
            keys.press("ArrowDown")
            keys.settle(before + 1)
    saved = page.request.get("/api/v1/surveys/strategiakysely-2027/draft/").json()
    assert len(QUESTIONS) == 25
    assert saved["document"] == expected()
    assert saved["lacks"] == []
    print(f"built by keyboard: {len(QUESTIONS)} questions, {keys.strokes} keystrokes")
    version = keys.version
    keys.to("#undo", "Shift+Tab")
    keys.press("Enter")
    keys.settle(version + 1)
    page.reload()
    assert page.frame_locator("[data-preview]").locator(".q").count()
    keys.to("#redo")
    keys.press("Enter")
    keys.settle(version + 2)
    assert page.request.get("/api/v1/surveys/strategiakysely-2027/draft/").json()["document"] == expected()


def test_what_is_typed_is_saved_by_itself_and_shown_in_the_preview(signed_in):
    page = signed_in
    page.goto("/fi/desk/surveys/hyvinvointi-ja-palvelut/build/?q=tarkeinta")
    page.locator("#s-tarkeinta-label-fi").fill("Mikä sinulle on tärkeintä?")
    page.frame_locator("[data-preview]").get_by_text("Mikä sinulle on tärkeintä?").wait_for()
    page.locator("[data-state=saved]").wait_for()
    page.reload()
    assert page.locator("#s-tarkeinta-label-fi").input_value() == "Mikä sinulle on tärkeintä?"
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


AUTHORING = [
    "surveys/kirjaston-palvelut/build/?q=miksi-ei",
    "surveys/kirjaston-palvelut/build/preview/?page=palvelu&q=miksi-ei",
    "surveys/kirjaston-palvelut/build/publish/",
    "surveys/kirjaston-palvelut/translations/?to=en",
    "surveys/kirjaston-palvelut/check/",
    "surveys/hyvinvointi-ja-palvelut/share/",
    "surveys/hyvinvointi-ja-palvelut/progress/",
    "library/",
]


def test_pages_of_authoring_are_axe_clean_and_never_scroll_sideways(signed_in):
    page, wrong = signed_in, []
    for n, address in enumerate(AUTHORING):  # each in one of the four combinations: the frame is the same
        width, scheme = ((320, "light"), (1280, "dark"), (320, "dark"), (1280, "light"))[n % 4]
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"/sv/desk/{address}")
        wrong += [(address, width, scheme, one) for one in faults(page)]
        page.set_viewport_size({"width": 320, "height": 800})
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wrong.append((address, "scrolls sideways at 320"))
    assert wrong == []


def order(page, selector, key):
    return page.eval_on_selector_all(selector, f"all => all.map(one => one.dataset.{key})")


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_lines_are_dragged_by_finger_and_by_mouse(chrome, demo):
    context = chrome.new_context(
        viewport={"width": 820, "height": 1180}, base_url=demo[0], locale="fi-FI", has_touch=True
    )
    page = context.new_page()
    sign_in(page, demo[1])
    page.goto("/fi/desk/surveys/kirjaston-palvelut/build/?q=onnistuminen")
    lines, draft = ".outline li[data-question]", "/api/v1/surveys/kirjaston-palvelut/draft/"
    before = order(page, lines, "question")
    item = '[data-question="{}"]'.format
    start = middle(page.locator(f"{item('tyytyvaisyys')} .grip").bounding_box())
    end = page.locator(item("kohtelu")).bounding_box()
    finger = context.new_cdp_session(page)
    for kind, y in (
        ("Start", start[1]),
        ("Move", start[1] + 20),
        ("Move", end["y"] + end["height"] - 4),
        ("End", None),
    ):
        points = [] if y is None else [{"x": start[0], "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    until(page, "() => Number(document.getElementById('builder').dataset.version) > 4")
    moved = [one for one in before if one != "tyytyvaisyys"]
    moved.insert(moved.index("kohtelu") + 1, "tyytyvaisyys")
    assert order(page, lines, "question") == moved
    assert [one["name"] for one in page.request.get(draft).json()["document"]["pages"][0]["questions"]] == moved[:-1]
    page.wait_for_url("**q=tyytyvaisyys**")  # what was moved is selected
    page.wait_for_load_state("networkidle")
    version = int(page.locator("#builder").get_attribute("data-version"))
    target = page.locator(item("helppous")).bounding_box()
    page.mouse.move(*middle(page.locator(item("tyytyvaisyys")).bounding_box()))
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 2, steps=6)
    page.mouse.up()
    until(page, "n => Number(document.getElementById('builder').dataset.version) > n", arg=version)
    assert order(page, lines, "question") == before
    assert "q=tyytyvaisyys" in page.url  # what was moved is selected
    context.close()


def test_what_another_editor_does_is_told_and_shown(signed_in, chrome, demo):
    page = signed_in
    page.goto("/fi/desk/surveys/kirjaston-palvelut/build/?q=parannus")
    draft = page.request.get("/api/v1/surveys/kirjaston-palvelut/draft/").json()
    context = chrome.new_context(base_url=demo[0], locale="fi-FI")
    other = context.new_page()
    sign_in(other, demo[1], "admin@example.org")
    other.goto("/fi/desk/surveys/kirjaston-palvelut/build/?q=parannus")
    other.locator("#s-parannus-label-fi").fill("Mitä muuttaisit ensin?")
    other.locator("[data-state=saved]").wait_for()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when one comes back to the page
    page.locator("[data-state=told]").wait_for()
    assert "juuri äsken: muutettu teksti" in page.locator("[data-state=told]").inner_text()
    assert page.locator("#s-parannus-label-fi").input_value() == "Mitä muuttaisit ensin?"
    assert int(page.locator("#builder").get_attribute("data-version")) > draft["version"]
    context.close()
