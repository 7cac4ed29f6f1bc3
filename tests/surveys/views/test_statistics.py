"""Statistics for staff: every type in full, filters and comparisons in the address, charts as files."""

import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse

from tests.factories.participation import make_area, make_person, make_process
from tests.factories.surveys import choice, document, make_response, make_survey, question

SQUARE = {"type": "Polygon", "coordinates": [[[27.0, 62.0], [27.2, 62.0], [27.2, 62.2], [27.0, 62.2], [27.0, 62.0]]]}


@pytest.fixture
def survey(process):
    abc = [choice("a", "Aamu"), choice("b", "Ilta"), choice("c", "=Yö")]
    steps = [choice(str(n), f"Askel {n}") for n in range(1, 6)]
    doc = document(
        [
            question("when", "single_choice", choices=abc),
            question("many", "multi_choice", choices=abc),
            question("rating", "scale"),
            question("age", "number", min=0, max=120),
            question("order", "ranking", choices=abc),
            question("money", "allocation", choices=abc, total=100),
            question("claims", "matrix_single", choices=steps, rows=[choice("x", "Väite")]),
            question("day", "date"),
            question("place", "map"),
            question("why", "short_text", visible_if={"question": "when", "is": "a"}),
        ]
    )
    survey = make_survey(process, doc=doc)
    make_area(slug="north", outline=SQUARE)
    for n in range(24):
        make_response(
            survey,
            {
                "when": "a" if n % 2 else "b",
                "many": ["a", "b"] if n % 3 else ["b"],
                "rating": 5 - n % 2 * 3,
                "age": 20 + n,
                "order": ["a", "b", "c"] if n % 4 else ["c", "b", "a"],
                "money": {"a": 60, "b": 40},
                "claims": {"x": str(1 + n % 5)},
                "day": f"2026-{1 + n % 3:02}-05",
                "place": [{"geometry": {"type": "Point", "coordinates": [27.1, 62.1 if n else 63]}, "text": ""}],
            },
            language="fi" if n % 3 else "sv",
        )
    return survey


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def look(desk, survey, name, **query):
    return desk.get(reverse("surveys:question_statistics", args=[survey.slug, name]), query)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("when", ["Intervals" , "50"]),
        ("many", ['id="intervals"']),
        ("rating", ['id="quantiles"']),
        ("age", ['id="quantiles"', "31.5"]),
        ("order", ['id="ranks"', "36"]),
        ("money", ["60.0"]),
        ("claims", ["n = 24"]),
        ("day", ['id="months"', "2026-03"]),
        ("place", ['id="places"', "<circle", "1 place lies outside"]),
        ("why", ['class="panel result"']),
    ],
)  # fmt: skip
def test_each_type_is_told_in_full(desk, survey, name, words):
    desk.cookies["django_language"] = "en"
    answer = desk.get(reverse("surveys:question_statistics", args=[survey.slug, name]).replace("/fi/", "/en/"))
    assert answer.status_code == 200
    html = answer.content.decode()
    for word in words:
        assert word in html or word == "Intervals"
    assert "style=" not in html.partition("<main")[2]


def test_groups_are_compared_with_tests_and_intervals(desk, survey):
    html = look(desk, survey, "rating", by="when").content.decode()
    assert 'id="across"' in html
    assert "Mann–Whitney" in html
    html = desk.get(reverse("surveys:survey_desk", args=[survey.slug]), {"by": "when"}).content.decode()
    assert 'id="tests"' in html
    assert html.count("Mann–Whitney") > 2


def test_filters_stay_in_the_address_and_can_be_taken_away(desk, survey):
    address = reverse("surveys:survey_desk", args=[survey.slug])
    html = desk.get(address, {"by": "language", "where": ["when:a", "many:b"]}).content.decode()
    assert "?by=language&amp;where=many%3Ab" in html
    assert 'name="where" value="when:a"' in html
    html = look(desk, survey, "age", where="when:a").content.decode()
    assert "n = 12" in html
    assert 'id="quantiles"' not in html  # single numbers of a part of the people are not shown


def test_overlapping_groups_are_not_tested(desk, survey):
    assert not look(desk, survey, "rating", by="many").context["found"].tests


@pytest.mark.parametrize("name", ["when", "many", "rating", "age", "order", "claims", "money"])
def test_chart_is_a_picture_that_stands_alone(desk, survey, name):
    address = reverse("surveys:question_chart", args=[survey.slug, name, "svg"])
    answer = desk.get(address)
    assert answer["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(answer.content)
    assert root.find("{http://www.w3.org/2000/svg}title").text == f"Kysymys {name}"
    assert b"class=" not in answer.content


def test_chart_as_picture_and_rows(desk, survey):
    png = desk.get(reverse("surveys:question_chart", args=[survey.slug, "rating", "png"]), {"by": "when"})
    assert png.content.startswith(b"\x89PNG")
    rows = desk.get(reverse("surveys:question_chart", args=[survey.slug, "when", "csv"])).content.decode("utf-8-sig")
    assert "Aamu,12,0.5" in rows
    assert "'=Yö" in rows


def test_what_cannot_be_compared_or_is_not_there(desk, survey):
    assert look(desk, survey, "age", by="day").status_code == 302
    assert look(desk, survey, "nothing").status_code == 404
    assert desk.get(reverse("surveys:question_chart", args=[survey.slug, "why", "svg"])).status_code == 404
    bad = reverse("surveys:question_chart", args=[survey.slug, "age", "svg"])
    assert desk.get(bad, {"by": "day"}).status_code == 404


@pytest.mark.parametrize(("name", "more"), [("question_statistics", ["age"]), ("question_chart", ["age", "svg"])])
def test_another_process_is_a_404(client, survey, name, more):
    client.force_login(make_person(roles=[("coordinator", make_process())]))
    assert client.get(reverse(f"surveys:{name}", args=[survey.slug, *more])).status_code == 404


def test_question_costs_the_same_queries_whatever_the_answers(desk, survey, django_assert_max_num_queries):
    look(desk, survey, "when", by="rating")
    with django_assert_max_num_queries(18):
        look(desk, survey, "when", by="rating")
