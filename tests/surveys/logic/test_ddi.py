"""DDI-Codebook 2.5: what is written keeps to the order, the names and the values of the specification.

The XML schema itself is not at hand, so this is a hand-written check of the elements that are used. The same table is
held against real files of an archive: where it called one of them wrong, the table would be wrong.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from surveys.logic.codebooks import DDI, ddi_codebook
from surveys.logic.questionnaire.document import from_json
from surveys.logic.result_shapes import shapes_of
from surveys.logic.variables import variables_of
from tests.factories.surveys import choice, document, question

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "fsd-ddi-codebooks"
VAR = "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng undocCod universe TotlResp sumStat txt stdCatgry catgryGrp catgry codInstr verStmt concept derivation varFormat geoMap catLevel notes"  # fmt: skip
CHILDREN = {  # of each element: which may follow which
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes ExtLink",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "prodStmt": "producer copyright prodDate prodPlac software fundAg grantNo",
    "dimensns": "caseQnty varQnty logRecL recPrCas recNumTot",
    "dataDscr": "varGrp nCubeGrp var nCube notes",
    "var": VAR,
    "catgry": "catValu labl txt catStat mrow",
}
VALUES = {
    ("var", "intrvl"): {"contin", "discrete"},
    ("catgry", "missing"): {"Y", "N"},
    ("catStat", "type"): {"freq", "percent", "crosstab", "other"},
    ("sumStat", "type"): {"mean", "medn", "mode", "vald", "invd", "min", "max", "stdev", "other"},
    ("varFormat", "type"): {"numeric", "character"},
}
NEEDED = {"codeBook": {"stdyDscr"}, "stdyDscr": {"citation"}, "citation": {"titlStmt"}, "titlStmt": {"titl"}}
IDENTIFIER = re.compile(r"^[A-Za-z_][\w.-]*$")


def plain(tag):
    return tag.rsplit("}", 1)[-1]


def faults_of(root, *, in_order_only=False):
    """What of a document is against the specification."""
    found = []
    for one in root.iter():
        name, inside = plain(one.tag), [plain(child.tag) for child in one]
        if name in CHILDREN:
            order = CHILDREN[name].split()
            found += [f"{child} in {name}" for child in inside if child not in order]
            places = [order.index(child) for child in inside if child in order]
            if places != sorted(places):
                found.append(f"order in {name}: {inside}")
        if in_order_only:
            continue
        found += [f"no {needed} in {name}" for needed in NEEDED.get(name, set()) - set(inside)]
        for key, value in one.attrib.items():
            if (name, key) in VALUES and value not in VALUES[name, key]:
                found.append(f"{name} {key}={value}")
        if name == "var" and not (IDENTIFIER.match(one.get("ID", "")) and one.get("name")):
            found.append("var without ID or name")
        if not in_order_only and not one.tag.startswith(f"{{{DDI}}}"):
            found.append(f"{name} outside the namespace")
    names = [one.get("ID") for one in root.iter() if one.get("ID")]
    return found + [f"ID {name} twice" for name, n in Counter(names).items() if n > 1]


def written():
    kinds = [
        question("one", "single_choice", choices=[choice("a"), choice("b", other=True)]),
        question("many", "multi_choice", choices=[choice("a"), choice("b")]),
        question("step", "scale", no_opinion=True),
        question("amount", "number"),
        question("words", "long_text"),
        question("grid", "matrix_single", choices=[choice("1"), choice("2")], rows=[choice("r")]),
        question("ranks", "ranking", choices=[choice("a"), choice("b")]),
        question("day", "date"),
        question("yes", "yes_no"),
    ]
    variables = variables_of(shapes_of(from_json(document(kinds))))
    title = {"fi": "Kysely & <muut>", "sv": "Enkät", "en": ""}
    return ddi_codebook(title, variables, {"one": Counter({1: 3, -2: 1})}, 4, producer="Mallikaupunki")


def test_what_is_written_keeps_to_the_specification():
    root = ET.fromstring(written())
    assert (plain(root.tag), root.get("version")) == ("codeBook", "2.5")
    assert faults_of(root) == []
    sizes = [root.find(f".//{{{DDI}}}{name}").text for name in ("caseQnty", "varQnty")]
    assert sizes == ["4", str(len(list(root.iter(f"{{{DDI}}}var"))))]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [(b'intrvl="contin"', b'intrvl="much"'), (b'missing="Y"', b'missing="yes"'), (b'ID="V2"', b'ID="V1"'), (b"catValu", b"value")],
)  # fmt: skip
def test_the_check_notices_what_is_wrong(right, wrong):
    assert faults_of(ET.fromstring(written().replace(right, wrong)))


@pytest.mark.shared_data
@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not present: skipped")
def test_the_table_of_this_check_fits_the_files_of_an_archive():
    for path in sorted(DATA.glob("*.xml")):
        text = re.sub(rb"<!DOCTYPE[^>]*>", b"", path.read_bytes())  # its outside DTD must never be fetched
        assert faults_of(ET.fromstring(text), in_order_only=True) == [], path.name
