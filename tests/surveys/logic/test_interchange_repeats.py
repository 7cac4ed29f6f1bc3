"""Repeated groups become a bounded set of questions, filters of options become conditions; the rest is refused clearly."""

from surveys.logic.interchange.columns import form_of
from surveys.logic.interchange.reading import Reader
from surveys.logic.interchange.workbook import Row
from surveys.logic.questionnaire.document import from_json

HEAD = ["type", "name", "label::Suomi (fi)", "relevant", "repeat_count", "choice_filter"]


def read(rows, choices=(), columns=("list_name", "name", "label::Suomi (fi)")):
    def sheet(head, lines):
        lines = [[*line, *[""] * (len(head) - len(line))] for line in lines]
        return tuple(Row(n, tuple(cells)) for n, cells in enumerate([list(head), *lines], 1))

    return Reader(form_of({"survey": sheet(HEAD, rows), "choices": sheet(columns, choices)})).read()


CHILD = [["text", "name", "Nimi"], ["integer", "age", "Ikä"], ["text", "school", "Koulu", "${age} > 6"]]


def group(*inner, count="", name="child"):
    return [["begin repeat", name, "Lapsi", "", count], *inner, ["end repeat"]]


def pages_of(found):
    from_json(found.document)
    return {page["name"]: page for page in found.document["pages"]}


def codes(found):
    return [finding.code for finding in found.findings]


def test_an_open_repeat_becomes_three_rounds_of_which_each_lets_in_the_next():
    found = read(group(*CHILD))
    pages = pages_of(found)
    assert [[q["name"] for q in page["questions"]] for page in pages.values()] == [
        ["name", "age", "school", "child_more"],
        ["name_2", "age_2", "school_2", "child_more_2"],
        ["name_3", "age_3", "school_3"],
    ]
    second = pages["child_2"]
    assert second["title"] == {"fi": "Lapsi (2)"}
    assert second["visible_if"] == {"question": "child_more", "is": "yes"}
    assert second["questions"][2]["visible_if"] == {"question": "age_2", "gt": 6}
    assert pages["child"]["questions"][3]["label"] == {"fi": "Lisätäänkö vielä yksi: Lapsi?"}
    assert (found.asked, found.kept, codes(found)) == (3, 3, ["repeat_rounds"])


def test_a_count_in_the_form_and_a_count_that_is_asked():
    fixed = pages_of(read(group(*CHILD, count="2")))
    assert [len(page["questions"]) for page in fixed.values()] == [3, 3]
    asked = read(
        [["integer", "n", "Montako lasta?"], *group(*CHILD, count="${n}"), ["text", "last", "Lopuksi", "${age} = 3"]]
    )
    pages = pages_of(asked)
    assert [page.get("visible_if") for page in pages.values()] == [
        None, *({"question": "n", "gte": number} for number in range(1, 6)), None,
    ]  # fmt: skip
    assert list(pages.values())[-1]["questions"][0]["visible_if"] == {"question": "age", "is": 3}
    assert codes(asked) == ["repeat_counted"]


def test_a_repeat_within_a_repeat_has_two_rounds_and_one_deeper_is_refused():
    inner = group(["text", "toy", "Lelu"], name="toys")
    found = read(group(CHILD[0], *inner))
    names = [question["name"] for page in pages_of(found).values() for question in page["questions"]]
    assert [name for name in names if name.startswith("toy")] == [
        "toy", "toys_more", "toy_2", "toy_2_2", "toys_more_2", "toy_2_2_2", "toy_3", "toys_more_3", "toy_3_2",
    ]  # fmt: skip
    deep = read(group(CHILD[0], *group(CHILD[1], *inner, name="pet")))
    assert (deep.asked, deep.kept) == (3, 2)
    assert codes(deep)[-2:] == ["repeat", "in_repeat"]
    assert codes(read(group(*CHILD, count="5000"))) == ["repeat", "in_repeat", "in_repeat", "in_repeat"]


def test_a_loop_asks_for_each_option():
    found = read(
        [["begin loop over kinds", "loop", "Käymälät"], ["integer", "n", "Montako: %(label)s?"], ["end loop"]],
        [["kinds", "pit", "Kuoppa"], ["kinds", "flush", "Vesi"]],
    )
    asked = [question for page in pages_of(found).values() for question in page["questions"]]
    assert [(one["name"], one["label"]["fi"]) for one in asked] == [
        ("n_pit", "Montako: Kuoppa?"), ("n_flush", "Montako: Vesi?"),
    ]  # fmt: skip


def test_a_filter_of_options_becomes_their_conditions():
    rows = [
        ["select_one areas", "area", "Alue"],
        ["select_one towns", "town", "Kylä", "", "", "area=${area} or name='all'"],
    ]
    choices = [["areas", "n", "Pohjoinen"], ["areas", "s", "Etelä"], ["towns", "a", "Ala", "n"], ["towns", "b", "Bei", "s"],
               ["towns", "all", "Kaikki"]]  # fmt: skip
    found = read(rows, choices, ("list_name", "name", "label::Suomi (fi)", "area"))
    town = pages_of(found)["page_1"]["questions"][1]
    assert [choice.get("visible_if") for choice in town["choices"]] == [
        {"question": "area", "is": "n"}, {"question": "area", "is": "s"}, None,
    ]  # fmt: skip
    assert codes(found) == []
    rows[1][5] = "position(..) > 2"
    assert codes(read(rows, choices)) == ["lost_choice_filter"]
