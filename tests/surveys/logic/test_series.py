"""Series of repeated surveys: what breaks one, what a person may decide, intervals, and how it is drawn."""

import datetime
import math
from dataclasses import replace

import pytest

from surveys.logic.result_tables import Shape
from surveys.logic.series import Judged, Point, Wave, change_of, changes_between, step_between, through_of
from surveys.logic.series_charts import drawings_of

STEPS = tuple((str(n), {"fi": str(n)}) for n in range(1, 6))
SCALE = Shape("tyyty", "scale", {"fi": "Kuinka tyytyväinen olet?", "sv": "Hur nöjd?"}, STEPS)
ONE = Shape("paikka", "single_choice", {"fi": "Missä?"}, (("a", {"fi": "Kotona"}), ("b", {"fi": "Työssä"})))
GRID = Shape("arvio", "matrix_single", {"fi": "Arvioi"}, STEPS, (("r1", {"fi": "Tiet"}), ("r2", {"fi": "Puistot"})))


@pytest.mark.parametrize(
    ("before", "now", "changes", "breaks"),
    [
        (SCALE, SCALE, (), False),
        (SCALE, replace(SCALE, label={"fi": "kuinka tyytyväinen  olet", "sv": "Hur nöjd?"}), (), False),
        (SCALE, replace(SCALE, label={"fi": "Kuinka onnellinen olet?"}), ("words",), True),
        (SCALE, replace(SCALE, label={"sv": "Hur nöjd?", "en": "How happy?"}), (), False),
        (SCALE, replace(SCALE, choices=STEPS[:4]), ("scale",), True),
        (SCALE, replace(SCALE, choices=(*STEPS, ("no_opinion", {"fi": "EOS"}))), ("options",), True),
        (SCALE, replace(SCALE, choices=(("1", {"fi": "1, huonosti"}), *STEPS[1:])), ("option_words",), True),
        (SCALE, replace(SCALE, type="number", choices=()), ("scale",), True),
        (SCALE, replace(SCALE, extra={"unit": {"fi": "km"}}), ("unit",), True),
        (ONE, replace(ONE, type="dropdown"), (), False),
        (ONE, replace(ONE, type="multi_choice"), ("type",), True),
        (ONE, replace(ONE, choices=(*ONE.choices, ("c", {"fi": "Muualla"}))), ("options",), True),
        (ONE, replace(ONE, choices=tuple(reversed(ONE.choices))), (), False),
        (ONE, replace(ONE, depends_on=("ika",)), ("asked",), True),
        (GRID, replace(GRID, rows=GRID.rows[:1]), (), False),
        (GRID, replace(GRID, rows=(("r1", {"fi": "Kadut"}), GRID.rows[1])), ("row_words",), True),
        (GRID, replace(GRID, choices=STEPS[:3]), ("scale",), True),
    ],
)
def test_what_changed_breaks_until_somebody_has_looked(before, now, changes, breaks):
    if now.type == "number":
        changes = ("type",)
    step = step_between(before, now, None)
    assert (changes_between(before, now), step.is_break) == (changes, breaks)
    said = Judged(now.name, "same", changes)
    assert step_between(before, now, said).is_break == bool({"type", "scale", "unit"} & set(changes))
    assert step_between(before, now, Judged(now.name, "break", changes)).is_break
    if breaks:
        later = replace(now, label={"fi": "Aivan muu kysymys"})
        assert step_between(before, later, said).is_break or changes_between(before, later) == changes


def wave(key, day, shape, table, judged=None):
    return Wave(key, {"fi": key}, datetime.date(*day), 20, {shape.name: shape}, {shape.name: table}, judged or {})


def scale_table(*counts):
    n = sum(counts)
    mean = sum(step * count for step, count in enumerate(counts, 1)) / n
    lines = [{"value": str(step), "count": count, "share": count / n} for step, count in enumerate(counts, 1)]
    spread = math.sqrt(sum(count * (step - mean) ** 2 for step, count in enumerate(counts, 1)) / (n - 1))
    return {"n": n, "choices": lines, "mean": mean, "stdev": spread}


def test_a_line_joins_what_can_be_compared_and_no_more():
    other = replace(SCALE, label={"fi": "Kuinka onnellinen olet?"})
    waves = [
        wave("a", (2024, 5, 1), SCALE, scale_table(1, 2, 3, 4, 10)),
        wave("b", (2025, 5, 1), SCALE, scale_table(5, 5, 5, 5, 5)),
        wave("c", (2026, 5, 1), other, scale_table(0, 0, 0, 10, 10)),
    ]
    (through,) = through_of(waves)
    (track,) = through.tracks
    assert [point.value for point in track.points] == [4.0, 3.0, 4.5]
    assert [point.breaks for point in track.points] == [False, False, True]
    assert [bool(point.change) for point in track.points] == [False, True, False]
    (drawing,) = drawings_of(through, 3)
    assert (len(drawing.dots), len(drawing.joins), len(drawing.breaks)) == (3, 1, 1)
    waves[2] = replace(waves[2], judged={"tyyty": Judged("tyyty", "same", ("words",))})
    (drawing,) = drawings_of(through_of(waves)[0], 3)
    assert (len(drawing.joins), len(drawing.breaks)) == (2, 0)


def test_a_renamed_question_goes_on_under_its_old_name_and_one_alone_does_not():
    new = replace(SCALE, name="tyytyvaisyys")
    first = wave("a", (2024, 5, 1), SCALE, scale_table(1, 2, 3, 4, 10))
    second = wave("b", (2026, 5, 1), new, scale_table(5, 5, 5, 5, 5))
    assert through_of([first, second]) == []
    linked = replace(second, judged={"tyytyvaisyys": Judged("tyyty", "same", ())})
    assert [one.identity for one in through_of([first, linked])] == ["tyyty"]
    alone = wave("b", (2026, 5, 1), SCALE, scale_table(5, 5, 5, 5, 5), {"tyyty": Judged("")})
    assert through_of([first, alone]) == []


def test_what_is_hidden_has_no_number_and_no_interval():
    hidden = {"n": None, "hidden": True, "choices": [{"value": "a", "count": None, "share": None}]}
    shown = {
        "n": 20,
        "choices": [{"value": "a", "count": 12, "share": 0.6}, {"value": "b", "count": None, "share": None}],
    }
    (through,) = through_of([wave("a", (2024, 5, 1), ONE, hidden), wave("b", (2026, 5, 1), ONE, shown)])
    at_home, at_work = through.tracks
    assert [point.value for point in at_home.points] == [None, 0.6]
    assert [point.value for point in at_work.points] == [None, None]
    assert drawings_of(through, 2)[1].dots == []


def test_the_interval_of_a_difference_is_that_of_the_source():
    """Newcombe (1998), the first example: 56 of 70 against 48 of 80, method 10: 0.0524 to 0.3339."""
    from surveys.logic.inference import wilson

    low, high = wilson(48, 80)
    before = Point(0, 80, 48 / 80, low, high)
    gap, down, up = change_of(before, (56 / 70, *wilson(56, 70)))
    assert (round(gap, 4), round(down, 4), round(up, 4)) == (0.2, 0.0524, 0.3339)


def test_rows_and_rankings_have_a_track_each():
    rows = [{"value": "r1", "n": 4, "mean": 2.5, "choices": []}, {"value": "r2", "n": 4, "mean": 3.0, "choices": []}]
    table = {"n": 4, "rows": rows}
    (through,) = through_of([wave("a", (2024, 5, 1), GRID, table), wave("b", (2026, 5, 1), GRID, table)])
    assert [(track.label["fi"], [point.value for point in track.points]) for track in through.tracks] == [
        ("Tiet", [2.5, 2.5]),
        ("Puistot", [3.0, 3.0]),
    ]
    words = replace(GRID, choices=(("hyva", {"fi": "Hyvä"}), ("huono", {"fi": "Huono"})))
    cells = [{"value": "hyva", "count": 3, "share": 0.75}, {"value": "huono", "count": 1, "share": 0.25}]
    table = {"n": 4, "rows": [{"value": "r1", "n": 4, "mean": None, "choices": cells}]}
    (through,) = through_of([wave("a", (2024, 5, 1), words, table), wave("b", (2026, 5, 1), words, table)])
    assert [track.points[0].value for track in through.tracks] == [0.75, 0.25, None, None]
