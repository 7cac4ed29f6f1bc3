"""What the columns of a file mean: as a codebook in CSV, and as DDI-Codebook 2.5 with the frequencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from surveys.logic.exports import Value, safe_cell
from surveys.logic.variables import MISSING_WORDS, NOT_READ, Variable, words_in

DDI = "ddi:codebook:2_5"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LANGUAGES = ("fi", "sv", "en")
HEAD = ("variable", "question", "kind", "measure", *(f"label_{code}" for code in LANGUAGES), "code", "value")
Frequencies = Mapping[str, Counter[float]]


def codebook_rows(variables: Iterable[Variable]) -> list[list[Value]]:
    """Return a row a variable, and below it a row a code, under a header."""
    rows: list[list[Value]] = [[*HEAD, *(f"words_{code}" for code in LANGUAGES)]]
    for variable in variables:
        labels = [variable.label.get(code, "") for code in LANGUAGES]
        about = [variable.name, variable.column.question, variable.kind, variable.measure, *labels]
        rows.append([*map(safe_cell, about), "", "", "", "", ""])
        values = {code: value for value, code in variable.codes.items()}
        for code, words in {**variable.words, **({} if variable.is_text else MISSING_WORDS)}.items():
            told = [words.get(language, "") for language in LANGUAGES]
            rows.append([variable.name, "", "", "", "", "", "", code, *map(safe_cell, (values.get(code, ""), *told))])
    return rows


def frequencies_of(rows: Iterable[Sequence[object]], variables: Sequence[Variable], skipped: int) -> Frequencies:
    """Count the codes of every variable that has words for its codes; the first cells of a row are skipped."""
    counted = [(place, one.name) for place, one in enumerate(variables, skipped) if not one.is_text]
    found: dict[str, Counter[float]] = {name: Counter() for _place, name in counted}
    for row in rows:
        for place, name in counted:
            cell = row[place]
            if isinstance(cell, int | float):
                found[name][cell] += 1
    return found


def ddi_codebook(
    title: Mapping[str, str], variables: Sequence[Variable], counts: Frequencies, n: int, *, producer: str
) -> bytes:
    """Return the description of a data file as DDI-Codebook 2.5."""
    ET.register_namespace("", DDI)
    root = ET.Element(tag("codeBook"), {"version": "2.5"})
    statement = child(child(child(root, "stdyDscr"), "citation"), "titlStmt")
    first, *others = [code for code in title if title[code]] or ["fi"]
    child(statement, "titl", title.get(first, ""), first)
    for code in others:
        child(statement, "parTitl", title[code], code)
    production = child(root.find(f"{tag('stdyDscr')}/{tag('citation')}"), "prodStmt")
    child(production, "producer", producer)
    size = child(child(child(root, "fileDscr"), "fileTxt"), "dimensns")
    child(size, "caseQnty", str(n))
    child(size, "varQnty", str(len(variables)))
    data = child(root, "dataDscr")
    for number, variable in enumerate(variables, start=1):
        describe(data, number, variable, counts.get(variable.name, Counter()))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8")


def tag(name: str) -> str:
    """Return a name in the namespace of DDI."""
    return f"{{{DDI}}}{name}"


def child(parent: ET.Element | None, name: str, text: str = "", language: str = "") -> ET.Element:
    """Add an element with words."""
    one = ET.SubElement(parent, tag(name), {XML_LANG: language} if language else {})  # type: ignore[arg-type]
    one.text = "".join(letter for letter in text if letter >= " " or letter in "\t\n") or None
    return one


def describe(data: ET.Element, number: int, variable: Variable, counts: Counter[float]) -> None:
    """Add one variable: its labels, its question, how many answered, its categories with their frequencies."""
    one = child(data, "var")
    one.attrib |= {"ID": f"V{number}", "name": variable.name}
    one.attrib["intrvl"] = "contin" if variable.measure == "scale" else "discrete"
    for code, words in variable.label.items():
        if words:
            child(one, "labl", words_in({code: words}, code), code)
    question = child(one, "qstn")
    for code, words in variable.label.items():
        if words:
            child(question, "qstnLit", words, code)
    if not variable.is_text:
        missing = sum(count for code, count in counts.items() if code in MISSING_WORDS or code == NOT_READ)
        for kind, amount in (("vald", sum(counts.values()) - missing), ("invd", missing)):
            child(one, "sumStat", str(amount)).attrib["type"] = kind
        for value, texts in {**variable.words, **MISSING_WORDS}.items():
            category = child(one, "catgry")
            if value in MISSING_WORDS or value == NOT_READ:
                category.attrib["missing"] = "Y"
            child(category, "catValu", str(value))
            for language, words in texts.items():
                child(category, "labl", words, language)
            child(category, "catStat", str(counts.get(value, 0))).attrib["type"] = "freq"
    child(one, "varFormat").attrib["type"] = "character" if variable.is_text else "numeric"
