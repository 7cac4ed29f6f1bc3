"""When a value is old, numbers as people write them, and the geometry of charts."""

import datetime

import pytest

from participation.logic.indicator_charts import drawing_of, thinned
from participation.logic.indicators import Awaited, awaited_from, done_of, figure_of, is_old, year_of
from participation.logic.strategy_tables import meaning_of, number_of


@pytest.mark.parametrize(
    ("last", "interval", "begins", "ends", "settled", "day"),
    [
        (2024, 1, None, None, False, "2026-04-01"),  # the value of 2025 comes with its annual report
        (2024, 2, None, None, False, "2027-04-01"),
        (None, 1, 2025, None, False, "2026-04-01"),
        (None, 1, None, None, False, None),  # nobody said when a first value comes
        (2024, 1, 2020, 2024, False, None),  # the measure has ended
        (2023, 4, 2020, 2024, False, "2025-04-01"),  # its last year counts
        (2024, 1, None, None, True, None),
        (2100, 1, None, None, False, "2100-04-01"),
    ],
)
def test_day_from_which_a_value_is_old(last, interval, begins, ends, settled, day):
    one = Awaited(last, interval, begins, ends, settled)
    expected = datetime.date.fromisoformat(day) if day else None
    assert awaited_from(one) == expected
    if expected:
        assert is_old(one, expected)
        assert not is_old(one, expected - datetime.timedelta(days=1))
    else:
        assert not is_old(one, datetime.date(2099, 1, 1))


def test_numbers_as_people_write_them():
    written = ("1 234,5", "85 %", "12.5", "-3", "\u22123", "1\u00a0000 €", "", "nan", "1e5", "1,2,3", "٣", "9" * 20)
    assert [figure_of(one) for one in written] == [1234.5, 85, 12.5, -3, -3, 1000, *[None] * 6]
    assert [done_of(one) for one in ("Kyllä", "ei vielä", "1", "gjort", "ehkä")] == [1, 0, 1, 1, None]
    assert [year_of(one) for one in ("2026", "1899", "26", "٢٠٢٦")] == [2026, None, None, None]
    assert [number_of(one) for one in ("1.2.3", "1.", "0.1", "1.2.3.4", "a", "1.1234")] == [
        (1, 2, 3),
        (1,),
        *[None] * 4,
    ]
    headings = ("Nimi (sv)", "name_en", "Namn", "tavoitearvo", "2025", "huomautus", "Follow-up_fi", "mittarin laji")
    assert [meaning_of(one) for one in headings] == [
        "name_sv", "name_en", "name_fi", "target", "2025", "", "follow_up_fi", "kind",
    ]  # fmt: skip


def test_chart_has_its_start_its_target_and_words_that_do_not_touch():
    one = drawing_of({2022: 41, 2024: 48, 2025: 52.5}, (2020, 30), (2028, 75))
    assert [(dot.year, dot.is_start) for dot in one.dots] == [(2020, True), (2022, False), (2024, False), (2025, False)]
    assert [year for _x, year in one.years] == [2020, 2022, 2024, 2028]
    assert len(one.joins) == 3
    assert (one.dots[0].x, one.years[-1][0]) == ("8.00%", "92.00%")
    assert (one.target.y, one.target.anchor, one.target.value) == ("26.0", "start", 75)
    assert float(one.dots[0].y) > float(one.dots[-1].y) > 26
    falling = drawing_of({2020: 30, 2021: 9}, (None, None), (None, 8))
    assert falling.target.anchor == "start"
    assert drawing_of({2020: 9, 2021: 30}, (None, None), (None, 8)).target.anchor == "end"


def test_little_to_draw_is_not_drawn():
    assert drawing_of({}, (2020, 1.0), (2028, 75)) is None
    assert drawing_of({2024: 3}, (None, 1.0), (None, None)) is None
    assert drawing_of({2024: 3}, (2020, 1.0), (None, None)) is not None
    assert drawing_of({2024: 0}, (None, None), (None, 5)) is None
    flat = drawing_of({2024: 0, 2025: 0}, (None, None), (None, None))
    assert {dot.y for dot in flat.dots} == {"134.0"}
    many = drawing_of({year: year for year in range(2000, 2020)}, (None, None), (None, None))
    assert [dot.year for dot in many.dots if dot.is_worded] == [2000, 2019]
    assert len(many.years) <= 6
    assert thinned(list(range(2000, 2008)))[-1] == 2007
