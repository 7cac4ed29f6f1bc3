"""Files of real surveys as they were downloaded, dirt and all: what the mapping screen makes of them without any help."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from surveys.logic.answer_files import read_sheet
from surveys.logic.import_mapping import Plan, suggested, targets_of
from surveys.logic.import_rows import Known, read_line, unread_words
from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.validation import Validator
from surveys.logic.result_shapes import shapes_of

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
KNOWN = Known({"fi": "fi", "en": "fi"}, {"web": "web", "mail": "paper", "phone": "phone"}, "2026-11-22")
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not present: skipped"),
]


def closed(name, kind, options, words="", **more):
    choices = [{"value": f"v{n}", "label": {"fi": option[:300]}, **({"other": True} if option == "Other" else {})} for n, option in enumerate(options, 1)]  # fmt: skip
    return {"name": name, "type": kind, "label": {"fi": words or name}, "choices": choices, **more}


def read(data, questions, plan=None, *, rows=None):
    """What a file becomes: the plan, the rows read, and the words without a meaning by header."""
    document = from_json({"format": 1, "languages": ["fi"], "pages": [{"name": "p", "questions": questions}]})
    sheet, shapes = read_sheet(data), shapes_of(document)
    targets = targets_of(shapes)
    plan = plan(suggested(sheet, shapes)) if plan else suggested(sheet, shapes)
    validator = Validator(document)
    lines = [read_line(line, sheet.header, plan, targets, validator, KNOWN) for line in sheet.rows[:rows]]
    unread = {sheet.header[place]: words for place, words in unread_words(sheet, plan, targets).items()}
    return sheet, plan, lines, unread


def test_kansas_city_codes_beside_missing_ones_and_channels():
    data = (DATA / "kc-resident-survey" / "aug2021.csv").read_bytes()
    frame = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    questions = [{"name": "q3_02", "type": "scale", "label": {"fi": "q3_02"}}]
    sheet, plan, lines, unread = read(data, questions, lambda p: Plan(p.columns, p.modes, {}, "cell"))
    assert len(sheet.rows) == len(frame)
    dirt = Counter(row["q3_02"] for row in frame if row["q3_02"] not in set("12345") | {""})
    assert dict(unread["q3_02"]) == dict(dirt)
    assert dirt["9"] > 50
    counted = Counter(str(line.answers["q3_02"]) for line in lines if "q3_02" in line.answers)
    assert counted == Counter(row["q3_02"] for row in frame if row["q3_02"] in set("12345"))
    faults = Counter(fault.seen for line in lines for fault in line.faults)
    assert faults == dirt, "each is told with its row and its column"
    place = sheet.header.index("method")
    assert plan.columns[place] == "@channel"
    assert Counter(line.channel for line in lines) == Counter({"Web": "web", "Mail": "paper", "Phone": "phone"}[row["method"]] for row in frame)  # fmt: skip


def test_somerville_codes_need_no_help():
    data = (DATA / "somerville-2015" / "SomervilleHappinessSurvey2015.csv").read_bytes()
    items = [{"name": f"X{n}", "type": "scale", "label": {"fi": f"X{n}"}} for n in range(1, 7)]
    yes = {"name": "D", "type": "yes_no", "label": {"fi": "D"}}
    sheet, plan, lines, unread = read(data, [yes, *items])
    assert plan.columns == sheet.header
    assert not unread
    assert all(line.is_kept and not line.faults for line in lines)
    assert len(lines) == 143


def test_r_community_lists_in_one_cell_with_commas_inside_and_own_words():
    path = DATA / "r-community-survey-2019" / "2019_English_R_Community_Survey_Responses.tsv"
    data = path.read_bytes()
    sheet = read_sheet(data)
    assert (sheet.separator, len(sheet.rows)) == ("\t", 1838)
    place = next(n for n, header in enumerate(sheet.header) if "applications" in header.lower() and "R" in header)
    frequent = [word for word, n in Counter(part.strip() for cell in sheet.column(place) for part in cell.split(", ")).most_common() if n > 100]  # fmt: skip
    question = closed("uses", "multi_choice", [*frequent, "Other"], sheet.header[place][:300])
    _sheet, plan, lines, unread = read(data, [question])
    assert plan.columns[place] == "uses"
    assert unread[sheet.header[place]], "own words are listed for a decision"
    assert plan.columns[0] == "@day"
    modes = Plan(plan.columns, {**plan.modes, place: "other"}, {}, "stop")
    _sheet, _plan, lines, unread = read(data, [question], lambda _p: modes)
    assert not [fault for line in lines for fault in line.faults]
    wanted = frequent[0]
    expected = sum(
        wanted in [part.strip() for part in cell.split(", ")]
        for cell in sheet.column(place)
        if is_listed(cell, frequent)
    )
    found = sum(
        "v1" in [choice for choice in line.answers.get("uses", []) if isinstance(choice, str)] for line in lines
    )
    assert found >= expected > 100


def is_listed(cell, options):
    """Whether a cell holds nothing but options."""
    return all(part.strip() in options for part in cell.split(", "))


def test_yle_2011_in_its_own_encoding_with_words_for_a_scale():
    data = (DATA / "yle-vaalikone-2011" / "responses.csv").read_bytes()
    sheet = read_sheet(data)
    assert "\ufffd" not in "".join(sheet.header)
    closed_places = [n for n, _header in enumerate(sheet.header) if 2 <= len(set(sheet.column(n))) <= 7]
    assert closed_places
    place = closed_places[0]
    options = sorted(set(sheet.column(place)))
    _sheet, plan, lines, unread = read(data, [closed("kysymys", "single_choice", options, sheet.header[place])])
    assert plan.columns[place] == "kysymys"
    assert sheet.header[place] not in unread
    counted = Counter(line.answers.get("kysymys") for line in lines if "kysymys" in line.answers)
    expected = Counter(sheet.column(place))
    assert counted == {f"v{n}": expected[option] for n, option in enumerate(options, 1)}
