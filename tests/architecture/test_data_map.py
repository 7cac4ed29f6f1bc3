"""Every field of every table is in the map of personal data or declared to tell nothing about a person."""

import datetime
import json

import pytest
from django.utils import translation

from participation.extension_points import data_kinds, retention_kinds
from participation.logic.data_map import COLUMNS, DataKind, gaps_between
from participation.queries.data_map import map_document, map_gaps, map_lines, real_fields


def test_every_field_is_in_the_map_or_declared_plain():
    gaps = map_gaps()
    assert gaps.missing == [], "say in your app's queries/data_map.py what it holds, or that it is plain"
    assert gaps.unknown == [], "these fields do not exist any more"
    assert gaps.twice == []


def test_a_new_field_is_noticed():
    """The control: with one more field in a model, or one in two places, the comparison is not empty."""
    real = list(real_fields())
    assert len(real) > 600
    assert gaps_between(real, [*real, "surveys.Survey.shoe_size"]).missing == ["surveys.Survey.shoe_size"]
    assert gaps_between([*real, real[0]], real).twice == [real[0]]
    assert gaps_between([*real, "surveys.Gone.field"], real).unknown == ["surveys.Gone.field"]
    assert not gaps_between(real, real)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_map_is_whole_and_readable_in_every_language(language):
    with translation.override(language):
        lines = [line.cells() for line in map_lines()]
        assert all(all(cells) for cells in lines)
        assert len({cells[0] for cells in lines}) == len(lines) > 150
        assert set(json.loads(json.dumps(map_document(datetime.date(2026, 1, 1))))["fields"][0]) == set(COLUMNS)
        assert all(kind.label() and kind.counted_from() for kind in retention_kinds)


def test_what_residents_write_is_erased_and_what_staff_decided_is_not():
    kinds: dict[str, DataKind] = {kind.key: kind for kind in data_kinds}
    held = {name: kind.key for kind in data_kinds for name in kind.names()}
    assert held["participation.Submission.text"] == "participation.words"
    assert held["surveys.Response.answers"] == "surveys.answers"
    assert held["participation.Follow.email"] == "participation.addresses"
    assert len(kinds) == len({str(kind.what) for kind in data_kinds})
