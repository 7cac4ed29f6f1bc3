"""Answers compared with inhabitants by area, age and sex; weighted numbers beside the raw ones, with guard rails."""

from itertools import product

import pytest
from django.urls import reverse
from django.utils.translation import override

from participation.models import AreaPopulation
from surveys.actions.counting import count_responses
from surveys.logic.inhabitants import Figure, bands_of, finest, knowns_of, sexes_of
from surveys.logic.representation import area_lines
from surveys.logic.result_tables import Shape
from surveys.queries.representation import representation_of, weighted_results
from tests.factories.participation import make_area, make_person, make_process
from tests.factories.surveys import choice, document, make_response, make_survey, question

PEOPLE = {("north", "15-64"): 100, ("north", "65"): 300, ("south", "15-64"): 400, ("south", "65"): 200}
RIDES = {("women", "15-64"): "yes", ("women", "65"): "yes", ("men", "15-64"): "no", ("men", "65"): "yes"}
ANSWERED = {("women", "15-64"): 12, ("women", "65"): 6, ("men", "15-64"): 4, ("men", "65"): 2}


@pytest.fixture
def survey(process):
    for order, slug in enumerate(("north", "south")):
        area = make_area(slug=slug, order=order)
        for (where, band), n in PEOPLE.items():
            ages = {"15-64": (15, 64), "65": (65, 120)}[band]
            if where == slug:
                rows = [("all", n), ("women", n // 2), ("men", n - n // 2)]
                AreaPopulation.objects.bulk_create(
                    AreaPopulation(area=area, year=2025, age_from=ages[0], age_to=ages[1], sex=sex, inhabitants=count)
                    for sex, count in rows
                )
        AreaPopulation.objects.create(area=area, year=2025, inhabitants=9999, age_from=0, age_to=120)
    doc = document(
        [
            question("where", "single_choice", role="area", choices=[choice("north"), choice("south")]),
            question("ika", "single_choice", choices=[choice("15-64", "15–64"), choice("65", "65 tai yli")]),
            question("sex", "single_choice", choices=[choice("w", "Nainen"), choice("m", "Mies"), choice("o", "Muu")]),
            question("rides", "yes_no"),
            question("many", "multi_choice", choices=[choice("a"), choice("b")]),
            question("rating", "scale"),
            question(
                "claims",
                "matrix_single",
                rows=[choice("x", "Väite")],
                choices=[choice(str(step), f"Askel {step}") for step in range(1, 6)],
            ),
        ]
    )
    survey = make_survey(process, doc=doc)
    for (sex, band), number in ANSWERED.items():
        for n, area in product(range(number), ("north", "south")):
            answers = {"where": area, "ika": band, "sex": sex[0], "rides": RIDES[sex, band] == "yes"}
            make_response(
                survey,
                answers
                | {"many": ["a"] if sex == "men" else ["b"], "rating": 5 if band == "65" else 1, "claims": {"x": "4"}}
                | ({} if n else {"sex": "o"}),
            )
    return survey


def test_groups_are_compared_and_weighted_numbers_stand_beside_raw_ones(survey):
    count_responses(survey)
    found = representation_of(survey)
    assert [one.known.kind for one in found.compared] == ["area", "age", "sex"]
    assert found.year == 2025
    age = found.compared[1]
    assert [(line.n, line.population_share) for line in age.lines] == [(32, 0.5), (16, 0.5)]
    assert found.weights.usable
    tables = {table["name"]: table for table in found.tables}
    lines = {line["value"]: line for line in tables["ika"]["choices"]}
    assert lines["65"]["share"] == pytest.approx(1 / 3)
    assert lines["65"]["weighted_share"] == pytest.approx(0.5)
    assert {line["value"]: line["weighted_share"] for line in tables["where"]["choices"]} == pytest.approx(
        {"north": 0.4, "south": 0.6}
    )
    assert tables["rating"]["mean"] == pytest.approx(7 / 3)
    assert tables["rating"]["weighted_mean"] == pytest.approx(3)
    assert sum(line["weighted_share"] for line in tables["many"]["choices"]) == pytest.approx(1)
    assert tables["claims"]["rows"][0]["weighted_mean"] == pytest.approx(4)


def test_the_groups_most_missing_are_named_with_how_many_and_what_to_do(client, survey, coordinator):
    count_responses(survey)
    found = representation_of(survey).missing
    named = [(one.line.value, one.line.n, round(one.line.expected), one.line.short, one.advice) for one in found]
    assert named == [("m", 8, 20, 24, "sex"), ("65", 16, 24, 16, "old")]
    client.force_login(coordinator)
    words = {
        "fi": ("puuttuu noin 24 vastausta", "vanhusneuvosto"),
        "sv": ("ungefär 24 svar saknas", "äldrerådet"),
        "en": ("about 24 answers are missing", "council of older people"),
    }
    for language, expected in words.items():
        for page in ("survey_desk", "survey_weights", "survey_progress"):
            with override(language):
                address = reverse(f"surveys:{page}", args=[survey.slug])
            html = client.get(address).content.decode()
            assert [text in html for text in expected] == [True, page != "survey_desk"]  # the desk leads there


def test_a_lack_is_named_when_it_is_large_or_beyond_chance():
    people = {"a": 400, "b": 300, "c": 300}
    few, sure = ([("a", {}, n), ("b", {}, m), ("c", {}, m)] for n, m in ((16, 17), (1300, 1000)))
    assert [line.is_lacking for line in area_lines(few, people)] == [False, False, False]
    assert [line.is_lacking for line in area_lines(sure, people)] == [False, False, False]
    lines = area_lines([("a", {}, 1000), ("b", {}, 1000), ("c", {}, 1000)], people)
    assert [(line.is_lacking, line.short) for line in lines] == [(True, 334), (False, 0), (False, 0)]


def test_groups_and_filters_are_weighted_from_thirty_responses_on(survey):
    groups = {one["value"]: one for one in weighted_results(survey, by="sex")["groups"]}
    assert {value: one["n"] for value, one in groups.items()} == {"w": 32, "m": 8, "o": 8}
    weights = representation_of(survey).weights.cells
    old, young = (
        n * sum(weights[area, band, "w"] for area in ("north", "south")) for n, band in ((5, "65"), (11, "15-64"))
    )
    lines = {line["value"]: line for line in table_of(groups["w"], "ika")["choices"]}
    assert lines["65"]["share"] == pytest.approx(10 / 32)
    assert lines["65"]["weighted_share"] == round(old / (old + young), 3) != round(10 / 32, 3)
    assert "weighted_share" not in table_of(groups["m"], "ika")["choices"][0]
    filtered = weighted_results(survey, where=["sex:w"])
    assert filtered["n"] == 32
    assert table_of(filtered, "ika") == table_of(groups["w"], "ika")
    assert "weighted_share" not in table_of(weighted_results(survey, where=["sex:m"]), "ika")["choices"][0]


def table_of(part, name):
    return next(table for table in part["questions"] if table["name"] == name)


def test_group_that_nobody_is_in_forbids_weights_and_is_named(survey):
    survey.process.refresh_from_db()
    other = make_survey(survey.process, doc=document([question("where", "single_choice", role="area",
        choices=[choice("north"), choice("south")])]))  # fmt: skip
    for _one in range(12):
        make_response(other, {"where": "north"})
    found = representation_of(other)
    assert not found.weights.usable
    assert [(one.code, one.group["fi"]) for one in found.problems] == [("empty_group", "South")]
    assert [(one.line.value, one.advice) for one in found.missing] == [("south", "area")]
    assert "no_age" in found.reasons


def test_page_and_api_for_those_who_may(client, coordinator, survey, django_assert_max_num_queries):
    page = reverse("surveys:survey_weights", args=[survey.slug])
    client.force_login(coordinator)
    client.get(page)
    with django_assert_max_num_queries(20):
        answer = client.get(page)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count('id="w-') == 7
    assert 'id="missing"' in html
    api = f"/api/v1/surveys/{survey.slug}/results/"
    content = client.get(api, {"weights": "1"}).json()
    assert content["weights"]["by"] == ["where", "ika", "sex"]
    assert content["questions"][1]["choices"][1]["weighted_share"] == pytest.approx(0.5)
    assert content["questions"] == weighted_results(survey)["questions"]
    assert client.get(api, {"weights": "1", "by": "mood"}).status_code == 400
    assert "weights" not in client.get(api).json()
    client.force_login(make_person(roles=[("coordinator", make_process())]))
    assert client.get(page).status_code == 404
    assert client.get(api, {"weights": "1"}).status_code == 400


def test_api_refuses_weights_that_cannot_be_had(client, coordinator, process):
    survey = make_survey(process)
    make_response(survey)
    client.force_login(coordinator)
    assert client.get(f"/api/v1/surveys/{survey.slug}/results/", {"weights": "1"}).json()["code"] == "no_weights"


def shape(name, *choices):
    return Shape(name, "single_choice", {"fi": name}, tuple((value, {"fi": label}) for value, label in choices))


def test_questions_about_age_and_sex_are_recognised():
    age = shape("ikäsi", ("0-14", ""), ("15–64", ""), ("75", "75 tai yli"), ("x", "En kerro"))
    assert bands_of(age) == {"0-14": (0, 14), "15–64": (15, 64), "75": (75, 120)}
    assert bands_of(shape("hinta", ("0-14", ""), ("15-64", ""))) == {}
    assert bands_of(shape("ikä", ("nuori", ""), ("15-64", ""))) == {}
    assert sexes_of(shape("s", ("1", "Nainen"), ("2", "Mies"), ("3", "Muu"))) == {"1": "women", "2": "men"}
    assert sexes_of(shape("s", ("1", "Nainen"), ("3", "Muu"))) == {}


def test_totals_are_not_counted_twice_and_bands_must_fit():
    figures = [Figure("a", 0, 120, "all", 10), Figure("a", 0, 64, "all", 6), Figure("a", 65, 120, "all", 4)]
    assert sum(one.inhabitants for one in finest(figures)) == 10
    fits = shape("ikä", ("0-64", ""), ("65-120", ""))
    (known,), _reasons = knowns_of([fits], figures)
    assert known.people == {"0-64": 6, "65-120": 4}
    assert "ages_do_not_fit" in knowns_of([shape("ikä", ("0-50", ""), ("51-120", ""))], figures)[1]
