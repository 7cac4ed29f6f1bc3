"""The live wall under many phones: no idea lost, no screen that misses one, within a second (two with one in a hundred)."""

import pytest

from benchmarks.wall import embedded, through_two


@pytest.mark.services
@pytest.mark.parametrize("servers", ["embedded", "two"])
def test_a_room_full_of_phones(servers, full, figures):
    phones = (60 if full else 15) if servers == "embedded" else (150 if full else 30)
    run = embedded if servers == "embedded" else through_two
    told, stored = run(phones, seconds=15 if full else 3)
    assert told.failed == 0
    assert stored == [phones] * 3  # every idea is stored once, knows its table and question, and hangs on the wall
    assert told.missing == 0
    assert told.median_ms < 1000
    assert told.p99_ms < 2000
    figures.add(f"wall_{servers}_p99_ms", told.p99_ms, "ms")
