"""Real surveys imported with their answers: every table equals one computed by pandas from the file, to the last digit."""

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from participation.actions.imports import read_import
from surveys.actions.counting import count_responses, recount
from surveys.actions.imports import import_responses, read_rows
from surveys.logic.weights import Margin, rake
from surveys.models import Response
from surveys.queries.counting import snapshot_of
from surveys.queries.results import groups_in, live_results, split_by
from tests.factories.surveys import make_survey

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not present: skipped"),
]


def label(words):
    return {"fi": " ".join(str(words).split())[:300] or "-"}


def one_of(name, values, words=None):
    choices = [{"value": str(value), "label": label(value)} for value in values]
    return {"name": name, "type": "single_choice", "label": label(words or name), "choices": choices}


def several(name, values):
    return {**one_of(name, values), "type": "multi_choice"}


def imported(process, questions, frame, *, by_hand=False):
    """A survey with these questions, and the rows of a frame as answers, read by the importer from a CSV."""
    pages = [{"name": "p1", "title": {"fi": "Osa"}, "questions": questions}]
    survey = make_survey(process, doc={"format": 1, "languages": ["fi"], "pages": pages}, languages=["fi"])
    text = io.StringIO()
    frame.to_csv(text, index=False, quoting=csv.QUOTE_MINIMAL)
    table = read_import(text.getvalue().encode())
    if by_hand:
        import_responses(survey, table, channel="web", batch="erä", language="fi", by=None)
    else:  # the same reading and checking, without a receipt and jobs for each
        rows = read_rows(survey, table, "fi")
        about = {
            "survey": survey,
            "version": survey.current,
            "content_hash": "0" * 64,
            "language": "fi",
            "channel": "web",
        }
        Response.objects.bulk_create([Response(answers=row.answers, **about) for row in rows], batch_size=500)
    count_responses(survey)
    assert recount(survey) == 0
    return survey


def tables_of(survey, **query):
    return {table["name"]: table for table in live_results(survey, **query)["questions"]}


def check_choices(table, column):
    """One closed question against the counts and shares of pandas."""
    counts = column.dropna().astype(str).value_counts()
    assert table["n"] == int(counts.sum())
    assert table["missing"] == int(column.isna().sum())
    for line in table["choices"]:
        expected = int(counts.get(line["value"], 0))
        assert (line["count"], line["share"]) == (expected, expected / int(counts.sum()) if len(counts) else None)


def check_number(table, column):
    values = column.dropna().astype(float)
    assert table["n"] == len(values)
    assert table["mean"] == values.sum() / len(values)  # whole numbers: the sum is exact
    assert (table["median"], table["min"], table["max"]) == (values.median(), values.min(), values.max())
    assert table["stdev"] == pytest.approx(values.std(), rel=1e-14)


def crossed(survey, rows, columns):
    """Counts of one question by the groups of another, before anything is hidden."""
    snapshot = snapshot_of(survey, columns=True)
    parts = groups_in(snapshot, [split_by(columns, snapshot.known)])
    return {value: {str(cell): n for cell, n in tally.questions[rows].counts.items()} for value, _label, tally in parts}


def check_cross(survey, frame, rows, columns):
    known = frame[[rows, columns]].dropna().astype(str)
    expected = pd.crosstab(known[columns], known[rows])
    found = crossed(survey, rows, columns)
    for group in expected.index:
        assert found[group] == {value: int(n) for value, n in expected.loc[group].items() if n}


def test_somerville(process):
    frame = pd.read_csv(DATA / "somerville-2015" / "SomervilleHappinessSurvey2015.csv")
    items = [name for name in frame if name != "D"]
    scales = [{"name": name, "type": "scale", "label": label(name)} for name in items]
    survey = imported(process, [one_of("D", [0, 1]), *scales], frame, by_hand=True)
    tables = tables_of(survey)
    check_choices(tables["D"], frame["D"])
    for name in items:
        check_choices(tables[name], frame[name])
        check_number(tables[name], frame[name])
        check_cross(survey, frame, name, "D")


def test_kansas_city(process):
    frame = pd.read_csv(DATA / "kc-resident-survey" / "aug2021.csv", dtype=str, keep_default_na=True)
    satisfied = [name for name in frame if name.startswith(("q1_", "q2_", "q3_", "q5_", "q7_", "q9_"))][:44]
    ticks = [name for name in frame if name.startswith("q22_")]
    used = frame[["counci", "method", *satisfied, *ticks]].copy()
    questions = [one_of("counci", sorted(used["counci"].dropna().unique())), one_of("method", ["Web", "Mail", "Phone"])]
    questions += [one_of(name, ["1", "2", "3", "4", "5", "9"]) for name in satisfied]
    numbers = [name.removeprefix("q22_") for name in ticks]
    questions.append(several("q22", numbers))
    flat = used.rename(columns={name: f"q22.{name.removeprefix('q22_')}" for name in ticks}).replace({"Y": "1"})
    survey = imported(process, questions, flat)
    tables = tables_of(survey)
    for name in ("counci", "method", *satisfied):
        check_choices(tables[name], used[name])
    assert [line["count"] for line in tables["q22"]["choices"]] == [int((used[name] == "Y").sum()) for name in ticks]
    assert tables["q22"]["n"] == int((used[ticks] == "Y").any(axis=1).sum())
    for name in satisfied[:10]:
        check_cross(survey, used, name, "counci")
    two = live_results(survey, by="counci,method")["groups"]
    pairs = used[["counci", "method"]].dropna().value_counts()
    for group in two:
        n = int(pairs[tuple(group["value"].split("|"))])
        assert group["n"] == (n if n >= 5 else None)


def test_yle_2011_wide(process):
    frame = pd.read_csv(DATA / "yle-vaalikone-2011" / "responses.csv", dtype=str)
    items = [
        name for name in frame if name.split(".")[0].isdecimal() and frame[name].dropna().isin(list("12345")).all()
    ]
    items = [name for name in items if frame[name].notna().sum() > 100][:20]
    used = frame[["Vaalipiiri", "Sukupuoli", "Ikä", *items]].copy()
    used.columns = ["district", "sex", "age", *(f"i{n}" for n in range(len(items)))]
    questions = [one_of("district", used["district"].dropna().unique()), one_of("sex", used["sex"].dropna().unique())]
    questions += [{"name": "age", "type": "number", "label": label("Ikä")}]
    questions += [one_of(f"i{n}", list("12345"), words) for n, words in enumerate(items)]
    survey = imported(process, questions, used)
    tables = tables_of(survey)
    check_number(tables["age"], used["age"])
    for name in ("district", "sex", *(f"i{n}" for n in range(len(items)))):
        check_choices(tables[name], used[name])
    for n in range(min(5, len(items))):
        check_cross(survey, used, f"i{n}", "district")


def test_yle_2015_long_with_branches(process):
    people = pd.read_csv(DATA / "yle-vaalikone-2015" / "respondents.csv", dtype=str)
    given = pd.read_csv(DATA / "yle-vaalikone-2015" / "answers.csv", dtype=str)
    wide = given.pivot_table(index="rid", columns="item", values="answer", aggfunc="first")
    items = [item for item in wide if wide[item].dropna().isin(["1", "2", "3", "4", "5"]).mean() > 0.95][:26]
    used = people.set_index("rid")[["sukupuoli", "vaalipiiri"]].join(wide[items].where(wide[items].isin(list("12345"))))
    used.columns = ["sex", "district", *(f"i{item}" for item in items)]
    questions = [one_of("sex", used["sex"].dropna().unique()), one_of("district", used["district"].dropna().unique())]
    questions += [{"name": f"i{item}", "type": "scale", "label": label(item)} for item in items]
    survey = imported(process, questions, used)
    tables = tables_of(survey)
    for name in (f"i{item}" for item in items):
        check_choices(tables[name], used[name])
        check_number(tables[name], used[name])
    for item in items[:8]:
        check_cross(survey, used, f"i{item}", "sex")


def test_r_community_in_two_languages_with_several_answers(process):
    folder = DATA / "r-community-survey-2019"
    frame = pd.read_csv(folder / "2019_English_R_Community_Survey_Responses.tsv", sep="\t", dtype=str)
    level, enjoys, used_for = frame.columns[1], frame.columns[17], frame.columns[16]
    kinds = ["Statistical analysis", "Visualization", "Machine learning"]
    used = pd.DataFrame({"level": frame[level].str.strip(), "enjoys": frame[enjoys]})
    assert used["enjoys"].dropna().isin(list("12345")).all(), enjoys
    for number, kind in enumerate(kinds):
        used[f"for.{number}"] = np.where(
            frame[used_for].fillna("").str.contains(kind, case=False, regex=False), "1", "0"
        )
    questions = [
        one_of("level", used["level"].dropna().unique()),
        {"name": "enjoys", "type": "scale", "label": label(enjoys)},
    ]
    questions.append(several("for", range(len(kinds))))
    survey = imported(process, questions, used)
    tables = tables_of(survey)
    check_choices(tables["level"], used["level"])
    check_choices(tables["enjoys"], used["enjoys"])
    check_number(tables["enjoys"], used["enjoys"])
    check_cross(survey, used, "enjoys", "level")
    expected = [int(frame[used_for].fillna("").str.contains(kind, case=False, regex=False).sum()) for kind in kinds]
    assert [line["count"] for line in tables["for"]["choices"]] == expected


def quantipy():
    return pd.read_csv(DATA / "quantipy-crosstabs" / "Example_Data_(A).csv", dtype=str, low_memory=False)


def test_quantipy_cross_tables_and_rim_weights(process):
    frame = quantipy().iloc[:3000]
    used = pd.DataFrame(
        {"gender": frame["gender"], "locality": frame["locality"].str.removesuffix(".0"), "q1": frame["q1"]}
    )
    ticked = frame["q8"].fillna("").str.split(";").map(lambda parts: ";".join(part for part in parts if part))
    used["q8"] = ticked.replace("", np.nan)
    options = sorted({part for parts in ticked for part in parts.split(";") if part}, key=int)
    questions = [one_of(name, sorted(used[name].dropna().unique(), key=int)) for name in ("gender", "locality", "q1")]
    survey = imported(process, [*questions, several("q8", options)], used)
    tables = tables_of(survey)
    for name in ("gender", "locality", "q1"):
        check_choices(tables[name], used[name])
    for rows, columns in (("q1", "gender"), ("q1", "locality"), ("locality", "gender")):
        check_cross(survey, used, rows, columns)
    assert tables["q8"]["n"] == int(used["q8"].notna().sum())
    by_gender = crossed(survey, "q8", "gender")
    for gender in ("1", "2"):
        own = ticked[used["gender"] == gender].str.split(";").explode().value_counts()
        assert by_gender[gender] == {value: int(n) for value, n in own.items() if value}


def row_by_row(frame, targets, rounds=3000):
    """Raking as textbooks write it: a weight for each respondent, one margin after the other."""
    weights = np.ones(len(frame))
    for _round in range(rounds):
        for name, shares in targets.items():
            for group, share in shares.items():
                own = (frame[name] == group).to_numpy()
                weights[own] *= share * len(frame) / weights[own].sum()
    return weights


def test_rim_weights_equal_an_independent_implementation():
    frame = pd.read_csv(DATA / "quantipy-crosstabs" / "engine_A_data.csv", dtype=str).dropna().reset_index(drop=True)
    targets = {}
    for name, steps in (("column1", [32, 31, 37]), ("column3", None)):
        groups = sorted(frame[name].unique(), key=float)
        shares = steps or [n + 3 for n in range(len(groups))]
        targets[name] = {group: share / sum(shares) for group, share in zip(groups, shares, strict=True)}
    counts = frame.groupby(list(targets)).size().to_dict()
    found = rake(counts, [Margin(name, shares) for name, shares in targets.items()], lowest=0.0, highest=100.0)
    assert found.usable
    own = np.array([found.cells[tuple(row)] for row in frame[list(targets)].itertuples(index=False)])
    assert np.abs(own - row_by_row(frame, targets, 200)).max() < 1e-6
    assert own.mean() == pytest.approx(1, abs=1e-9)
    for name, shares in targets.items():
        for group, share in shares.items():
            assert own[(frame[name] == group).to_numpy()].sum() / own.sum() == pytest.approx(share, abs=1e-9)
    assert found.effective == pytest.approx(own.sum() ** 2 / (own**2).sum())


@pytest.mark.parametrize("study", ["FSD1050", "FSD2358", "FSD2503"])
def test_published_counts_of_the_archive_are_reproduced(process, study):
    """The archive publishes counts, not answers: answers made of them, in any order, must count to them again."""
    tree = ET.parse(DATA / "fsd-ddi-codebooks" / f"{study}.xml")
    space = tree.getroot().tag.partition("}")[0] + "}" if tree.getroot().tag.startswith("{") else ""
    published = {}
    for variable in tree.iter(f"{space}var"):
        counts = {
            choice.findtext(f"{space}catValu", "").strip(): int(choice.findtext(f"{space}catStat", "").strip())
            for choice in variable.findall(f"{space}catgry")
            if choice.findtext(f"{space}catStat", "").strip()
        }
        if 2 <= len(counts) <= 12 and all(counts) and len(published) < 25:
            published[f"v{len(published)}"] = counts
    cases = {sum(counts.values()) for counts in published.values()}
    size = max(cases)
    columns = {name: [v for v, n in counts.items() for _case in range(n)] for name, counts in published.items()}
    frame = pd.DataFrame({name: cells + [None] * (size - len(cells)) for name, cells in columns.items()}).sample(
        frac=1, random_state=1
    )
    survey = imported(process, [one_of(name, counts) for name, counts in published.items()], frame)
    tables = tables_of(survey)
    assert len(tables) == len(published) >= 15
    for name, counts in published.items():
        assert {line["value"]: line["count"] for line in tables[name]["choices"]} == counts
