"""Population figures replace those of the same year, all or none."""

import pytest

from participation.actions.areas import import_population
from participation.actions.imports import ImportRefused
from participation.logic.imports import read_table
from participation.models import Area, AreaPopulation
from participation.queries.areas import inhabitants_by_area
from tests.factories.participation import make_area

HEADER = "area,year,age_from,age_to,sex,inhabitants\n"


def bring(rows):
    return import_population(read_table((HEADER + rows).encode()), by=None)


def test_import_population_twice(db):
    area = make_area(name={"fi": "Keskusta"})
    assert bring(
        "keskusta,2025,0,64,all,900\nkeskusta,2025,65,,all,100\nKylä,2024,0,,women,3\nKylä,2024,0,,men,4\n"
    ) == (4, 1)
    assert bring("Keskusta,2025,0,,all,1000\n") == (1, 0)
    assert AreaPopulation.objects.filter(area=area).count() == 1
    assert inhabitants_by_area() == {area.pk: 1000, Area.objects.get(slug="kyla").pk: 7}


def test_the_newest_year_counts_and_bands_inside_others_do_not(db):
    area = make_area()
    bring(
        f"{area.slug},2024,0,,all,5\n{area.slug},2025,0,120,all,50\n{area.slug},2025,0,6,all,9\n{area.slug},2025,0,,women,30\n"
    )
    assert inhabitants_by_area() == {area.pk: 50}


def test_one_bad_row_stores_nothing(db):
    with pytest.raises(ImportRefused):
        bring("A,2025,0,,all,5\nB,2025,0,,all,x\n")
    assert not Area.objects.exists()
