"""Population tables in the simple and in the statistical form."""

import pytest

from participation.logic.imports import read_table
from participation.logic.populations import PopulationRow, ages_of, populations_of


def test_simple_form():
    rows, faults = populations_of(
        read_table(b"area,year,age_from,age_to,sex,inhabitants\nA,2025,0,6,women,12\nA,2025,65,,men,3\n")
    )
    assert rows == [PopulationRow("A", 2025, 0, 6, "women", 12), PopulationRow("A", 2025, 65, 120, "men", 3)]
    assert faults == []


def test_statistical_form_with_the_year_in_the_heading():
    data = '"Alue";"Ikä";"Sukupuoli";"Väestö 31.12.2024"\n"A";"Yhteensä";"Yhteensä";"1 234"\n"A";"0 - 4";"Naiset";56\n'
    rows, faults = populations_of(read_table(data.encode("cp1252")))
    assert rows == [PopulationRow("A", 2024, 0, 120, "all", 1234), PopulationRow("A", 2024, 0, 4, "women", 56)]
    assert faults == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("year,inhabitants\n2025,1\n", "no_column"),
        ("area,inhabitants\nA,1\n", "no_column"),
        ("area,year,inhabitants\n,2025,1\n", "not_read"),
        ("area,year,inhabitants\nA,25,1\n", "not_read"),
        ("area,year,inhabitants\nA,2025,-1\n", "not_read"),
        ("area,year,sex,inhabitants\nA,2025,x,1\n", "not_read"),
        ("area,year,age,inhabitants\nA,2025,9-3,1\n", "not_read"),
        ("area,year,inhabitants\nA,2025,1\na,2025,2\n", "repeated"),
    ],
)
def test_faults(data, code):
    _rows, faults = populations_of(read_table(data.encode()))
    assert faults[0].code == code


@pytest.mark.parametrize(("written", "band"), [("65 -", (65, 120)), ("7", (7, 7)), ("0–6 v", (0, 6)), ("x", None)])
def test_ages_of(written, band):
    assert ages_of(written) == band
