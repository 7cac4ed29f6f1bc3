"""Lengths of bars and columns are text, with a point whatever the language."""

import datetime

from participation.logic.charts import bars_of, columns_of

DAY = datetime.date(2026, 1, 5)


def test_bars_are_as_long_as_their_share_of_the_longest():
    one, half, hidden = bars_of([("a", {}, 8, 1000), ("b", {}, 4, None), ("c", {}, None, 10)], 12)
    assert (one.width, half.width, hidden.width) == ("100.0%", "50.0%", "0.0%")
    assert one.per_thousand == 8
    assert half.per_thousand is None
    assert hidden.share is None
    assert bars_of([("a", {}, 0, None)], 0)[0].share is None


def test_columns_fill_gaps_and_widen_their_step():
    columns, step = columns_of({DAY: 2, DAY + datetime.timedelta(days=2): 1})
    assert ([column.n for column in columns], step) == ([2, 0, 1], 1)
    assert columns[0].day == DAY
    assert columns_of({}) == ([], 1)
    for days, wanted in ((100, 7), (900, 28), (5000, 91), (9000, 364)):
        columns, step = columns_of({DAY: 1, DAY + datetime.timedelta(days=days): 1})
        assert step == wanted
        assert sum(column.n for column in columns) == 2
