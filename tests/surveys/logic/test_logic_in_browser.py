"""Whole questionnaires, made by chance, decided here and by the browser's engine: not one difference."""

import json
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from surveys.logic.questionnaire.browser import for_browser
from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.offers import offered
from surveys.logic.questionnaire.ordering import shuffled
from surveys.logic.questionnaire.piping import filled
from surveys.logic.questionnaire.validation import Validator
from tests.support.questionnaires import Maker

SCRIPTS = Path(settings.BASE_DIR) / "participation/static/participation/js"
RUNNER = """
import { Engine, orderOf, piped } from "%s";
import { readFileSync } from "node:fs";
const made = JSON.parse(readFileSync(process.argv[1], "utf8"));
const said = (engine) => {
  const shown = engine.names.filter((name) => engine.shown[name] && engine.questions[name].type !== "calculated");
  const offers = {};
  for (const name of shown) {
    const { choices, rows } = engine.offers[name];
    if (choices) offers[name] = [[...choices].sort(), [...(rows ?? [])].sort()];
  }
  return { shown, offers, answers: { ...engine.answers } };
};
const results = [];
for (const { questions, answers, texts, words, key } of made) {
  const following = new Engine(questions);
  following.everything({});
  let before = {};
  const orders = {};
  for (const [name, one] of Object.entries(questions)) if (one.mixed) orders[name] = await orderOf(key, name, one.mixed);
  for (const [n, sent] of answers.entries()) {
    const whole = new Engine(questions);
    whole.everything(sent);
    const changed = {};
    for (const name of new Set([...Object.keys(sent), ...Object.keys(before)])) changed[name] = sent[name];
    following.take(changed);
    before = sent;
    const labels = texts.map((text) => piped(text, (name) => words[n][name] ?? ""));
    results.push([said(whole), said(following), labels, orders]);
  }
}
process.stdout.write(JSON.stringify(results));
"""


def words_of(answers):
    return {name: f"«{json.dumps(value, ensure_ascii=False)}»" for name, value in answers.items()}


def here(document, validator, sent, key):
    """What the server decides, in the form in which the browser tells it."""
    outcome = validator.check(sent)
    offers = {}
    for name in outcome.shown:
        asked = document.by_name[name]
        if name in validator.partly:
            left = offered(asked, outcome.answers)
            offers[name] = [sorted(c.value for c in part) for part in (left.choices, left.rows)]
    words = words_of(outcome.answers)
    labels = [filled(q.label, lambda name, _code: words.get(name, ""))["fi"] for q in document.questions]
    orders = {}
    for asked in document.questions:
        if asked.shuffle:
            mixed = shuffled(asked, key)
            fixed = {c.value for c in (asked.rows or asked.choices) if c.fixed or c.other or c.exclusive}
            orders[asked.name] = [c.value for c in (mixed.rows or mixed.choices) if c.value not in fixed]
    decided = {"shown": list(outcome.shown), "offers": offers, "answers": outcome.answers}
    return [decided, decided, labels, {name: order for name, order in orders.items() if order}], words


def differences(documents, answers_each, seed):
    """Return (cases, what differs, how many things the cases showed)."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not there")
    made, expected, seen = [], [], {"hidden": 0, "options": 0, "calculated": 0, "pages": 0, "piped": 0, "refused": 0}
    for n in range(documents):
        maker = Maker(seed * 1_000_003 + n)
        document = from_json(maker.document())
        validator, key, words = Validator(document), str(uuid.UUID(int=n + 1)), []
        sent = [maker.answers() for _ in range(answers_each)]
        for one in sent:
            result, said = here(document, validator, one, key)
            expected.append(result)
            words.append(said)
            seen["hidden"] += len(document.questions) > len(result[0]["shown"])
            seen["options"] += bool(result[0]["offers"])
            seen["pages"] += any(page.visible_if for page in document.pages)
            seen["calculated"] += any(
                q.type == "calculated" and q.name in result[0]["answers"] for q in document.questions
            )
            seen["piped"] += any("{{" in q.label["fi"] for q in document.questions)
            seen["refused"] += not validator.check(one).valid
        made.append({
            "questions": for_browser(document.pages), "answers": sent, "words": words, "key": key,
            "texts": [q.label["fi"] for q in document.questions],
        })  # fmt: skip
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(made, file)
        file.flush()
        script = RUNNER % (SCRIPTS / "logic.js").as_uri()
        done = subprocess.run(
            [node, "--input-type=module", "-e", script, file.name], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr[-2000:]
    results = json.loads(done.stdout)
    assert len(results) == len(expected) == documents * answers_each
    wrong = [
        (n, a, b) for n, (a, b) in enumerate(zip(json.loads(json.dumps(expected)), results, strict=True)) if a != b
    ]
    return len(results), wrong, seen


def test_browser_and_server_agree_on_generated_questionnaires(capsys):
    cases, wrong, seen = differences(500, 5, seed=1)
    with capsys.disabled():
        print(f"\nlogic, browser against server: {cases} cases, {len(wrong)} differences; of them {seen}")
    assert cases >= 2000
    assert min(seen.values()) > cases / 20
    assert not wrong, wrong[0]


def big(questions=300, conditions=150):
    """A survey of 300 questions: every other one waits for the one before it, some for the first."""
    asked = []
    for n in range(questions):
        one = {"name": f"q{n}", "type": "yes_no", "label": {"fi": f"Kysymys {n}"}}
        if n % 2 and len([q for q in asked if "visible_if" in q]) < conditions:
            before = "q0" if n % 50 == 1 else f"q{n - 1}"
            one["visible_if"] = {"any": [{"question": before, "is": "yes"}, {"question": f"q{n - 1}", "is": "yes"}]}
        asked.append(one)
    pages = [
        {"name": f"p{n}", "title": {"fi": f"Osa {n}"}, "questions": asked[n * 30 : n * 30 + 30]} for n in range(10)
    ]
    return {"format": 1, "languages": ["fi"], "pages": pages}


def test_a_change_is_followed_only_where_it_leads():
    """Work is counted, not time: of 300 questions with 150 conditions a change evaluates itself and its readers."""
    document = from_json(big())
    assert sum(q.visible_if is not None for q in document.questions) == 150
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not there")
    script = f"""
    import {{ Engine }} from "{(SCRIPTS / "logic.js").as_uri()}";
    const engine = new Engine({json.dumps(for_browser(document.pages))});
    const counts = [];
    const count = (act) => {{ const before = engine.evaluations; act(); counts.push(engine.evaluations - before); }};
    count(() => engine.everything({{}}));
    count(() => engine.take({{ q2: "yes" }}));
    count(() => engine.take({{ q2: "yes" }}));
    count(() => engine.take({{ q0: "yes" }}));
    count(() => engine.take({{ q299: "yes" }}));
    process.stdout.write(JSON.stringify(counts));
    """
    done = subprocess.run([node, "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [300, 2, 1, 7, 1]
