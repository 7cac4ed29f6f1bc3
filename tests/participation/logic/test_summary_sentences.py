"""Numbers in generated sentences: every number in a text stands in the table it names; the grammar holds for 0, 1, 2, many."""

import datetime
import random
import re

import pytest

from participation.logic import summary_sentences as say
from participation.logic.summaries import AreaFacts, DecisionLine, Material, Passage, compile_summary, scoped
from participation.logic.summary_builder import lines_of, tables_of
from participation.logic.summary_lines import Line, ledger_of, rests_on

DAY = datetime.date(2026, 1, 12)
LETTERS = "abcdefghij"


def drawn_material(seed: int) -> Material:
    """Contributions and decisions drawn by chance; sizes from none to hundreds, names without digits."""
    chance = random.Random(seed)
    n = chance.choice(
        [0, 1, 2, 3, 5, 8, 30, 60, chance.randrange(1, 200), chance.randrange(900, 2600) if seed % 50 == 0 else 12]
    )
    themes = [f"teema-{letter}" for letter in LETTERS[: chance.randrange(0, 4)]] + [""]
    areas = [f"alue-{letter}" for letter in LETTERS[: chance.randrange(0, 5)]] + [""]
    groups = ["", *[f"ryhma-{letter}" for letter in LETTERS[: chance.randrange(0, 3)]]]
    passages, labels = [], {}
    for place in range(n):
        reference = f"{place:05}"
        passages.append(
            Passage(
                "submissions",
                reference,
                chance.choice(["Hyvä?", "Lisää puita.", "Valot?"]),
                chance.choice(["fi", "fi", "fi", "sv", "en"]),
                DAY + datetime.timedelta(days=chance.randrange(90)),
                theme=chance.choice(themes),
                area=chance.choice(areas),
                channel=chance.choice(["form", "paper", "survey"]),
                state=chance.choice(["received", "routed", "published"]),
            )
        )
        if group := chance.choice(groups):
            labels[reference] = (group, {"fi": f"Ryhmä {group}"})
    decided = chance.sample(range(n), chance.randrange(0, n + 1)) if n else []
    decisions = [
        DecisionLine(
            f"{place:05}",
            labels.get(f"{place:05}", ("ryhma-a", {}))[0],
            {"fi": "Ryhmä"},
            "Otsikko",
            chance.choice(["adopted", "not_adopted", "already_done"]),
            {"fi": "Siksi"},
            {"fi": "Askel"} if chance.random() < 0.5 else {},
            DAY if chance.random() < 0.3 else None,
            DAY,
        )
        for place in decided
    ]
    inhabitants = {name: AreaFacts({"fi": name}, chance.choice([None, 100, 900, 5000])) for name in areas if name}
    return Material(passages, decisions, labels, {name: {"fi": name} for name in themes if name}, inhabitants)


def numbers_in(text: str, language: str) -> list[int]:
    """The whole numbers of a text, days taken out, read as people of that language write them."""
    text = re.sub(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} [A-Z]\w+ \d{4}", "", text)
    thousand = "," if language == "en" else "\u00a0"
    found = re.findall(rf"\d{{1,3}}(?:{thousand}\d{{3}})+|\d+", text)
    return [int(re.sub(r"\D", "", one)) for one in found]


def recomputed(material: Material, line: Line, cell, tables) -> int:
    """A number from the tables, or from the material where no table holds it."""
    if cell.table == "threshold":
        return 5
    if cell.table == "groups" and cell.row == "#":
        return len({group for group, _name in material.labels.values()})
    if cell.table == "areas" and (cell.row == "+" or tables["areas"].value(cell.row) is None):
        rows = [one for one in material.passages if one.area and (cell.row in ("+", one.area))]
        return len(rows)
    if cell.table == "decided" and not cell.row:
        return say.percent(len(material.decisions), len(material.passages)) if cell.share else len(material.decisions)
    found = tables[cell.table].value(cell.row)
    return 0 if found is None else found


@pytest.mark.parametrize("hundred", range(10))
def test_every_number_in_a_thousand_generated_summaries_stands_in_its_table(hundred):
    checked = 0
    for seed in range(hundred * 100, hundred * 100 + 100):
        material = drawn_material(seed)
        compiled = compile_summary(material)
        tables = tables_of(material, compiled)
        for table in tables.values():
            if table.adds_up and table.total is not None and all(row.n is not None for row in table.rows):
                assert sum(row.n for row in table.rows) == table.total, (seed, table.key)
        ledger = ledger_of(scoped(material), (), str)
        for line in lines_of(material, compiled, tables, ()):
            assert not ledger or any(rests_on(row, line.where) for row in ledger), (seed, line.key)
            allowed = [recomputed(material, line, cell, tables) for cell in line.cells]
            assert [cell.n for cell in line.cells] == allowed, (seed, line.key)
            if line.kind != "sentence":
                continue
            assert set(line.texts) == {"fi", "sv", "en"}
            for language, text in line.texts.items():
                assert set(numbers_in(text, language)) <= set(allowed), (seed, line.key, text)
                checked += 1
            told = [sorted(numbers_in(text, language)) for language, text in line.texts.items()]
            assert told[0] == told[1] == told[2], (seed, line.key, line.texts)
    assert checked > 1000


@pytest.mark.parametrize(
    ("kind", "n", "fi", "sv", "en"),
    [
        (
            "received",
            0,
            "Palautetta ei ole vielä tullut.",
            "Ingen respons har kommit än.",
            "No contributions have come yet.",
        ),
        ("received", 1, "Saimme 1 palautteen.", "Vi har fått 1 respons.", "We have received 1 contribution."),
        ("received", 2, "Saimme 2 palautetta.", "Vi har fått 2 respons.", "We have received 2 contributions."),
        (
            "received",
            5777,
            "Saimme 5\u00a0777 palautetta.",
            "Vi har fått 5\u00a0777 respons.",
            "We have received 5,777 contributions.",
        ),
        (
            "groups",
            0,
            "Mikään työryhmä ei ole vielä saanut palautetta.",
            "Ingen arbetsgrupp har fått respons än.",
            "No working group has received any contributions yet.",
        ),
        (
            "groups",
            1,
            "Palautetta on saanut 1 työryhmä.",
            "1 arbetsgrupp har fått respons.",
            "1 working group has received contributions.",
        ),
        (
            "groups",
            2,
            "Palautetta on saanut 2 työryhmää.",
            "2 arbetsgrupper har fått respons.",
            "2 working groups have received contributions.",
        ),
        (
            "waiting",
            1,
            "1 palaute odottaa vielä työryhmää.",
            "1 respons väntar ännu på en arbetsgrupp.",
            "1 contribution still waits for a working group.",
        ),
        ("kept", 1, "Niistä 1 on valmis.", "Av dem är 1 klart.", "Of these, 1 is done."),
        ("kept", 21, "Niistä 21 on valmiina.", "Av dem är 21 klara.", "Of these, 21 are done."),
        (
            "unanswered",
            0,
            "Kaikkiin kysymyksiin on vastattu.",
            "Alla frågor har besvarats.",
            "Every question has been answered.",
        ),
        (
            "steps",
            1,
            "Seuraavia askelia on kirjattu 1.",
            "1 nästa steg har antecknats.",
            "1 next step has been written down.",
        ),
    ],
)
def test_grammar(kind, n, fi, sv, en):
    assert say.said(kind, n) == {"fi": fi, "sv": sv, "en": en}


@pytest.mark.parametrize("kind", say.FORMS)
def test_every_sentence_has_its_own_words_for_none_and_its_number_otherwise(kind):
    for n in (1, 2, 3, 11, 21, 1000):
        for language, text in say.said(kind, n).items():
            assert numbers_in(text, language) == [n]
    assert all(not numbers_in(text, language) for language, text in say.said(kind, 0).items())


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(0, 0, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 1000, 0), (5, 5, 100)]
)
def test_shares_are_rounded_half_upwards(part, whole, share):
    assert say.percent(part, whole) == share


def test_a_share_of_nothing_or_everything_is_not_told():
    texts = say.said("decided", 3)
    assert say.with_share(texts, 3, 3) == texts
    assert say.with_share(texts, 1, 1000) == texts
    assert say.with_share(texts, 1, 2)["fi"].endswith("Se on 50\u00a0% kaikista.")
