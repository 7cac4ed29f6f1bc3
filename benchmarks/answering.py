"""Following a change through a survey of 300 questions with 150 conditions, in the browser's own engine, in Chromium."""

import json
import statistics

from benchmarks.figures import Report
from benchmarks.servers import ROOT
from tests.support.browser import browser, chromium

FRAME_MS = 16  # one picture on a screen of sixty a second
MEASURE = """
const engine = new Engine(QUESTIONS);
const every = engine.names;
const times = {change: [], all: []};
const timed = (kind, act) => { const from = performance.now(); act(); times[kind].push(performance.now() - from); };
for (let n = 0; n < 300; n += 1) timed("change", () => engine.take({[every[n % 300]]: n % 3 ? "yes" : "no"}));
const raw = Object.fromEntries(every.map((name, n) => [name, n % 3 ? "yes" : "no"]));
for (let n = 0; n < 100; n += 1) timed("all", () => engine.everything(raw));
window.times = times;
"""


def measure(report: Report) -> None:
    """Add what one change and what a look at everything cost."""
    if chromium() is None:
        print("Chromium is not installed: the browser's engine is not measured")
        return
    from surveys.logic.questionnaire.browser import for_browser
    from surveys.logic.questionnaire.document import from_json
    from tests.surveys.logic.test_logic_in_browser import big

    engine = (ROOT / "participation/static/participation/js/logic.js").read_text()
    questions = json.dumps(for_browser(from_json(big()).pages))
    with browser() as chrome:
        page = chrome.new_page()
        page.add_script_tag(content=engine + MEASURE.replace("QUESTIONS", questions), type="module")
        page.wait_for_function("window.times")
        times = page.evaluate("window.times")
    for kind, name in (("change", "browser_change_300_questions_ms"), ("all", "browser_everything_300_questions_ms")):
        report.add(name, statistics.median(times[kind]), "ms", reference="one_frame", reference_value=FRAME_MS)
