"""Population tables in the simple and in the statistical form."""

from pathlib import Path

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


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            (
                '"Väestö muuttujina Alue, Ikä ja Sukupuoli"\n\n"Alue";"2024 Yhteensä Yhteensä";"2024 Miehet 0 - 14";"2024 Naiset 65 -"\n'
                '"Varkaus";19000;1100;..\n"Savo, pohjoinen";300;-;80\n'
            ),
            {
                ("Varkaus", 2024, 0, 120, "all", 19000),
                ("Varkaus", 2024, 0, 14, "men", 1100),
                ("Savo, pohjoinen", 2024, 0, 120, "all", 300),
                ("Savo, pohjoinen", 2024, 0, 14, "men", 0),
                ("Savo, pohjoinen", 2024, 65, 120, "women", 80),
            },
        ),
        (
            "Alue,Ikä,Väestö 31.12.2023,Väestö 31.12.2024\nKuopio,0-6,500,490\n",
            {("Kuopio", 2023, 0, 6, "all", 500), ("Kuopio", 2024, 0, 6, "all", 490)},
        ),
        (
            "område\tår\tMän\tKvinnor\tKönen sammanlagt\nÅbo\t2024\t9\t8\t17\n",
            {("Åbo", 2024, 0, 120, sex, n) for sex, n in (("men", 9), ("women", 8), ("all", 17))},
        ),
        (
            'Area,"Inhabitants, total, 2018 (HE)","Males, 2018 (HE)","Average age of inhabitants, 2018 (HE)","85 years or over, 2018 (HE)"\nHanko,8379,4187,49,224\n',
            {
                ("Hanko", 2018, 0, 120, "all", 8379),
                ("Hanko", 2018, 0, 120, "men", 4187),
                ("Hanko", 2018, 85, 120, "all", 224),
            },
        ),
    ],
)
def test_the_wide_form_of_statistical_offices(data, expected):
    rows, faults = populations_of(read_table(data.encode("cp1252"), may_have_title=True))
    assert not faults
    assert {tuple(vars(row).values()) for row in rows} == expected


def test_a_wide_table_without_a_year_or_with_words_is_refused_by_row():
    _rows, faults = populations_of(read_table(b"alue;Miehet;Naiset\nVarkaus;1;2\n"))
    assert {fault.code for fault in faults} == {"not_read"}
    _rows, faults = populations_of(read_table(b"alue;2024 Miehet;2024 Naiset\nVarkaus;paljon;2\n"))
    assert [(fault.row, fault.seen) for fault in faults] == [(2, "paljon")]


@pytest.mark.shared_data
def test_real_figures_of_municipalities_in_the_wide_form():
    path = (
        Path(__file__).resolve().parents[4] / "shared/data/finland-reference/paavo_municipality_demographics_2018.csv"
    )
    if not path.exists():
        pytest.skip("../shared/data is not present")
    rows, faults = populations_of(read_table(path.read_bytes(), may_have_title=True))
    assert not faults
    own = {
        (row.age_from, row.age_to, row.sex): row.inhabitants
        for row in rows
        if (row.area, row.year) == ("Varkaus", 2018)
    }
    assert (own[0, 120, "all"], own[0, 120, "men"], own[0, 120, "women"]) == (20829, 10328, 10501)
    ages = [n for (low, high, _sex), n in own.items() if (low, high) != (0, 120)]
    assert (len(ages), sum(ages)) == (20, 20829)
