"""Following a change through a survey of 300 questions with 150 conditions in Chromium: the engine, and the whole page.

The page is measured from the press of a button until everything is shown and laid out: what a resident waits for.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Report
from benchmarks.servers import ROOT
from tests.support.browser import browser, chromium, served_demo

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
PRESSES = 300
PRESS = """async (presses) => {
  const next = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const seen = (one) => !one.closest("[hidden]");
  const times = [];
  for (let n = 0; times.length < presses; n += 1) {
    const boxes = [...document.querySelectorAll("[data-question] input[type=radio]")].filter(seen);
    const box = boxes[(n * 37) % boxes.length];
    if (box.checked) continue;
    await next();
    const from = performance.now();
    box.click();
    document.documentElement.getBoundingClientRect();
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b);
}"""


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
        for kind, name in (
            ("change", "browser_change_300_questions_ms"),
            ("all", "browser_everything_300_questions_ms"),
        ):
            report.add(name, statistics.median(times[kind]), "ms", reference="one_frame", reference_value=FRAME_MS)
        whole_page(report, chrome, big())


def whole_page(report: Report, chrome, document) -> None:
    """Add what a press costs on the page itself: ten pages in one document, and all questions on one page."""
    one_page = [q for page in document["pages"] for q in page["questions"]]
    single = document | {"pages": [document["pages"][0] | {"questions": one_page}]}
    folder = Path(tempfile.mkdtemp(prefix="kuulolla-bench-"))
    with served_demo(folder) as (address, _password):
        for slug, made in (("ten", document), ("one", single)):
            file = folder / f"{slug}.json"
            file.write_text(json.dumps({"survey": {"slug": slug, "title": {"fi": "Suuri"}}, "questionnaire": made}))
            environment = os.environ | {"VAR_DIR": str(folder), "DEMO": "1"}
            command = [sys.executable, "manage.py", "import_survey", str(file), "--process", "kaupunkistrategia"]
            subprocess.run([*command, "--publish"], cwd=ROOT, env=environment, check=True, capture_output=True)
        for name, path in (("ten_pages_offline", "ten/all/"), ("one_page", "one/")):
            page = chrome.new_context(base_url=address, service_workers="block").new_page()
            page.goto(f"/fi/surveys/{path}")
            times = page.evaluate(PRESS, PRESSES)
            for share, kind in ((0.5, "p50"), (0.99, "p99")):
                value = times[int(len(times) * share)]
                title = f"browser_press_{name}_{kind}_ms"
                report.add(title, value, "ms", reference="one_frame", reference_value=FRAME_MS)
