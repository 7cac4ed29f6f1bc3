"""A strategy from one table: what is new, changed, renumbered or not in the file; the same file changes nothing."""

import pytest
from django.utils import timezone

from participation.actions.imports import read_import
from participation.actions.measures import link_sources
from participation.actions.strategy_imports import StrategyRefused, compare_strategy, import_strategy
from participation.models import (
    AuditEntry,
    Goal,
    Indicator,
    IndicatorValue,
    JourneyEntry,
    Measure,
    MeasureSource,
    Objective,
    Strategy,
)
from tests.factories.participation import make_area, make_submission

HEAD = "laji;numero;nimi;nimi_sv;tila;mittarin laji;yksikkö;lähtötaso;tavoitearvo;tavoitevuosi;2024;2025"
SMALL = f"""{HEAD}
päämäärä;1;Hyvinvointi kasvaa;Välbefinnandet växer;;;;;;;;
tavoite;1.1;Perheet saavat tukea;;;;;;;;;
toimenpide;1.1;Harrastuksia kaikille;;käynnissä;;;;;;;
mittari;1.1.1;Harrastajat;;;lukumäärä;;1 200;2000;2028;1310;
mittari;1.1.2;Suunnitelma valmis;;;tehty tai ei;;;;;ei;kyllä
toimenpide;1.2;Penkkejä rantaan;;;;;;;;;
mittari;1.2.1;Penkit;;;muu;kpl;;40,5;;12,5;
"""


def table(text):
    return read_import(text.encode())


def sample(goals=5, measures=6, indicators=40):
    """Five goals, thirty measures, forty indicators, three languages, six years."""
    rows = ["type;number;name_fi;name_sv;name_en;kind;unit_fi;baseline;target;" + ";".join(map(str, range(2019, 2025)))]
    left = indicators
    for goal in range(1, goals + 1):
        rows.append(f"goal;{goal};Päämäärä {goal};Mål {goal};Goal {goal}" + ";" * 10)
        for measure in range(1, measures + 1):
            rows.append(f"measure;{goal}.{measure};T {goal}.{measure};Å {goal}.{measure};M {goal}.{measure}" + ";" * 10)
            for place in range(1, 3 if left > (goals - goal) * measures + measures - measure + 1 else 2):
                left -= 1
                name = f"{goal}.{measure}.{place}"
                rows.append(f"indicator;{name};Mi {name};In {name};Ind {name};count;kpl;10;50;" + ";".join("123456"))
    return "\n".join(rows)


def state():
    models = (Strategy, Goal, Objective, Measure, Indicator, IndicatorValue, MeasureSource)
    return [sorted(model.objects.values_list(), key=lambda row: row[0]) for model in models]


def test_whole_strategy_comes_in_one_go_and_the_same_file_changes_nothing(process, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        told = import_strategy(process, table(sample()), by=None)
    assert (len(told.new("goal")), len(told.new("measure")), len(told.new("indicator"))) == (5, 30, 40)
    assert (Measure.objects.count(), Indicator.objects.count(), IndicatorValue.objects.count()) == (30, 40, 240)
    before = state()
    again = import_strategy(process, table(sample()), by=None)
    assert not again.changes_something
    assert state() == before
    assert AuditEntry.objects.filter(verb="import_strategy").count() == 1


def test_headings_and_cells_in_the_languages_of_the_town(process):
    import_strategy(process, table(SMALL), by=None)
    assert Strategy.objects.get().name == process.name
    assert Goal.objects.get().name == {"fi": "Hyvinvointi kasvaa", "sv": "Välbefinnandet växer"}
    assert list(Measure.objects.values_list("state", flat=True)) == ["under_way", "planned"]
    first, done, last = Indicator.objects.order_by("measure__order", "order")
    assert (first.kind, first.baseline, first.target, first.target_year) == ("count", 1200, 2000, 2028)
    assert (last.kind, last.unit, last.target) == ("other", {"fi": "kpl"}, 40.5)
    assert list(IndicatorValue.objects.filter(indicator=done).values_list("year", "value")) == [(2024, 0), (2025, 1)]
    assert IndicatorValue.objects.get(indicator=last).value == 12.5


def test_later_years_and_areas_are_added_and_a_correction_is_told(process):
    import_strategy(process, table(SMALL), by=None)
    area = make_area(name={"fi": "Keskusta"})
    more = "typ;nummer;år;område;värde\nvärde;1.1.1;2025;;1400\nvärde;1.1.1;2025;keskusta;300\nvärde;1.1.1;2024;;1311\n"
    told = import_strategy(process, table(more), by=None)
    assert [(one.year, one.area, one.before, one.after) for one in told.values] == [
        (2025, None, None, 1400),
        (2025, area, None, 300),
        (2024, None, 1310, 1311),
    ]
    assert not told.missing  # a file of values alone names no lines as missing
    assert IndicatorValue.objects.count() == 7 - 1
    assert Measure.objects.count() == 2


def test_renumbered_measures_keep_what_is_linked_and_what_is_gone_is_named(process, coordinator):
    import_strategy(process, table(SMALL), by=None)
    benches = Measure.objects.get(order=2)
    own = make_submission(process)
    link_sources(benches, [own], by=coordinator)
    changed = f"""{HEAD}
päämäärä;1;Hyvinvointi kasvaa;Välbefinnandet växer;;;;;;;;
toimenpide;1.1;Penkkejä rantaan;;valmis;;;;;;;
toimenpide;1.2;Uusi reitti;;;;;;;;;
"""
    told = import_strategy(process, table(changed), by=coordinator)
    assert [(step.kind, step.name["fi"]) for step in told.missing] == [("measure", "Harrastuksia kaikille")]
    rows = Measure.objects.values_list("order", "name__fi")
    assert list(rows) == [(1, "Penkkejä rantaan"), (2, "Uusi reitti"), (3, "Harrastuksia kaikille")]
    assert MeasureSource.objects.get().measure_id == benches.pk
    assert JourneyEntry.objects.filter(submission=own).latest("pk").stage == "done"
    assert not import_strategy(process, table(changed), by=coordinator).changes_something


def test_every_fault_is_told_at_its_place_and_nothing_changes(process):
    import_strategy(process, table(SMALL), by=None)
    before = state()
    year = timezone.localdate().year + 1
    bad = f"""type;number;name;state;kind;target;starts;ends;interval_years;year;area;value;{year};name_fi;note
dance;1;A;;;;;;;;;;;;
goal;1;A;;;;;;;;;;;;
"""
    with pytest.raises(StrategyRefused) as refused:
        compare_strategy(process, table(bad))
    assert [(line.row, line.column) for line in refused.value.lines] == [(1, "name_fi")]
    bad = f"""type;number;name;state;kind;target;starts;ends;interval_years;year;area;value;{year}
dance;1;A;;;;;;;;;;
goal;1.1;A;;;;;;;;;;
goal;1;;;;;;;;;;;
goal;1;A;;;;;;;;;;
measure;1.7;A;stuck;;;2025;2024;;;;;
measure;9.1;A;;;;20x;;;;;;
indicator;1.7.1;A;;nothing;a lot;;;0;;;;3
value;1.1.1;;;;;;;;2024;Atlantis;3;
value;1.1.1;;;;;;;;2023;;many;
value;1.1.2;;;;;;;;2023;;maybe;
value;1.1.1;;;;;;;;;;3;
value;1.1.1;;;;;;;;2022;;;
value;8.1.1;;;;;;;;2022;;1;
indicator;1.6.1;A;;;;;;;;;;
"""
    with pytest.raises(StrategyRefused) as refused:
        import_strategy(process, table(bad), by=None)
    told = [(line.row, line.column) for line in refused.value.lines]
    assert told == [
        (2, "type"), (3, "number"), (4, "name"), (5, "number"), (6, "state"), (6, "ends"), (7, "starts"), (7, "number"),
        (8, "kind"), (8, "target"), (8, "interval_years"), (8, str(year)), (9, "area"), (10, "value"), (11, "value"),
        (12, "year"), (13, "value"), (14, "number"), (15, "number"),
    ]  # fmt: skip
    assert state() == before
    with pytest.raises(StrategyRefused):
        compare_strategy(process, table("nimi;arvo\na;b\n"))
