"""The differencing attacker: everything public of all epochs as one linear system; no cell below the threshold comes out.

For each question the attacker writes down the whole table of each epoch as unknown whole numbers that never shrink, adds
what is shown (counts, how many answered, means) and asks a linear program for the least and the most of every cell of
every epoch, and of every answer of the people who came between two epochs. A cell whose least and most agree on a number
of people below the threshold is derived. The control arm publishes live with a threshold alone, and leaks.
"""

import random

import numpy as np
import pytest
from scipy.optimize import linprog

from surveys.logic.disclosure import next_tables, protect
from surveys.logic.result_tables import Shape, tables_of
from surveys.logic.results import Form, tally_of

K = 5
STEPS = tuple((str(n), {}) for n in range(1, 6))
AREAS = tuple((name, {}) for name in ("centre", "north", "south", "island"))
SHAPES = (
    Shape("area", "single_choice", {}, AREAS),
    Shape("rating", "scale", {}, STEPS),
    Shape("why", "yes_no", {}, (("yes", {}), ("no", {})), depends_on=("area",)),
    Shape("claims", "matrix_single", {}, STEPS[:3], (("near", {}), ("own", {}))),
)
BY_NAME = {shape.name: shape for shape in SHAPES}


def person(dice):
    answers = {"area": dice.choices(["centre", "north", "south", "island"], (60, 25, 12, 3))[0]}
    if dice.random() < 0.7:
        answers["rating"] = dice.choices((1, 2, 3, 4, 5), (2, 5, 10, 40, 43))[0]
    if answers["area"] == "centre" and dice.random() < 0.9:
        answers["why"] = dice.choices(["yes", "no"], (9, 1))[0]
    rows = {row: dice.choices("123", (6, 3, 1))[0] for row in ("near", "own") if dice.random() < 0.6}
    return answers | ({"claims": rows} if rows else {})


def asked(name, answers):
    return name != "why" or answers.get("area") == "centre"


def tables(people):
    form = Form({shape.name: shape.type for shape in SHAPES}, asked)
    return tables_of(SHAPES, tally_of([(form, answers) for answers in people]))


def epochs(people, sizes, *, guarded=True):
    """(true tables, shown tables) of each epoch."""
    shown, found = [], []
    for size in sizes:
        true = tables(people[:size])
        if guarded:
            now = protect(true, BY_NAME, size, K)
            shown = next_tables(shown, now, K) if shown else now
        else:
            shown = [threshold_only(table) for table in true]
        found.append((true, shown))
    return found


def threshold_only(table):
    def cells(lines):
        return [dict(line, count=None if line["count"] < K else line["count"]) for line in lines]

    kept = dict(table)
    if "choices" in table:
        kept["choices"] = cells(table["choices"])
    if "rows" in table:
        kept["rows"] = [dict(row, choices=cells(row["choices"])) for row in table["rows"]]
    return kept


def parts(table):
    """The lines with counts of a table, each with how many answered and a mean of numbers if one is shown."""
    if "rows" in table:
        return {row["value"]: row for row in table["rows"]}
    return {"": table}


def derived(history):
    """Every derived number of people below the threshold: (question, kind, cell)."""
    leaks = []
    for place, shape in enumerate(SHAPES):
        for part in parts(history[0][0][place]):
            views = [(parts(true[place])[part], parts(shown[place])[part]) for true, shown in history]
            views = [view for n, view in enumerate(views) if n == 0 or view[1] != views[n - 1][1]]
            leaks += [(shape.name, part, *leak) for leak in solve(views)]
    return leaks


def solve(views):
    """Bounds of each cell of each epoch and of each step between epochs, by linear programs."""
    width, many = len(views[0][0]["choices"]), len(views)
    equal, values = [], []
    moments = []
    for number, (true, shown) in enumerate(views):
        moments.append(true)
        lines = np.arange(width) + number * width
        if shown["n"] is not None:
            add(equal, values, width * many, lines, np.ones(width), shown["n"])
            if shown.get("mean") is not None and all(line["value"].isdigit() for line in shown["choices"]):
                steps = np.array([float(line["value"]) for line in shown["choices"]])
                add(equal, values, width * many, lines, steps, shown["mean"] * shown["n"])
        for cell, line in enumerate(shown["choices"]):
            if line["count"] is not None:
                add(equal, values, width * many, lines[[cell]], np.ones(1), line["count"])
    grows = np.zeros((max(many - 1, 0) * width, width * many))
    for row in range(len(grows)):
        grows[row, row], grows[row, row + width] = 1, -1
    leaks = []
    for number in range(many):
        for cell in range(width):
            now = np.zeros(width * many)
            now[number * width + cell] = 1
            asks = [("cell", now)]
            if number:
                step = now.copy()
                step[(number - 1) * width + cell] = -1
                asks.append(("step", step))
            for kind, goal in asks:
                low, high = (bound(sign * goal, equal, values, grows) for sign in (1, -1))
                if low is not None and high is not None and np.ceil(low - 1e-6) == np.floor(-high + 1e-6):
                    people = round(low)
                    whole = came(views, number, kind)
                    if (kind == "cell" and 0 <= people < K) or (
                        kind == "step" and (0 < whole < K or people == whole > 0)
                    ):
                        leaks.append((kind, number, cell, people))
    return leaks


def came(views, number, kind):
    """How many people stand behind a step between two epochs."""
    return views[number][0]["n"] - views[number - 1][0]["n"] if kind == "step" else 0


def add(equal, values, size, places, factors, value):
    row = np.zeros(size)
    row[places] = factors
    equal.append(row)
    values.append(value)


def bound(goal, equal, values, grows):
    found = linprog(
        goal,
        A_ub=grows if len(grows) else None,
        b_ub=np.zeros(len(grows)) if len(grows) else None,
        A_eq=np.array(equal) if equal else None,
        b_eq=values or None,
        bounds=(0, 10_000),
    )
    return found.fun if found.status == 0 else None


@pytest.mark.parametrize("seed", range(3))
def test_nothing_below_the_threshold_is_derived_from_all_epochs(seed):
    dice = random.Random(seed)
    people = [person(dice) for _ in range(90)]
    sizes, size = [], 0
    while (size := size + dice.randint(K, 14)) <= len(people):
        sizes.append(size)
    leaks = derived(epochs(people, sizes))
    print(f"seed {seed}: {len(sizes)} epochs, {len(leaks)} derived")
    assert leaks == []


def test_control_arm_live_with_a_threshold_alone_leaks():
    dice = random.Random(0)
    people = [person(dice) for _ in range(40)]
    leaks = derived(epochs(people, range(30, 40), guarded=False))
    print(f"control arm: {len(leaks)} derived")
    assert len(leaks) > 20
    assert {"cell", "step"} <= {leak[2] for leak in leaks}


def test_control_arm_epochs_without_the_rule_for_steps_leak():
    dice = random.Random(1)
    people = [person(dice) for _ in range(90)]
    history = []
    for size in range(20, 90, K):
        true = tables(people[:size])
        history.append((true, protect(true, BY_NAME, size, K)))
    assert {leak[2] for leak in derived(history)} >= {"step"}
