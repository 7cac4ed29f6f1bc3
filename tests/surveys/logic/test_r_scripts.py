"""The script for R, read strictly: every text is one string that says what was written, and nothing else is code."""

import re

import pytest

from surveys.logic.r_scripts import different, quoted, r_script
from surveys.logic.result_tables import Shape
from surveys.logic.variables import variables_of

TOKEN = re.compile(
    r'(?P<text>"(?:[^"\\\x00-\x1f]|\\["\\]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*")|(?P<comment>#[^\n]*)'
    r"|(?P<name>[A-Za-z.][\w.]*)|(?P<number>-?\d+)|(?P<sign><-|%in%|\[\[|\]\]|[\[\](){},=>])|(?P<space>[ \n]+)"
)
WORDS = {
    "reasons",
    "reason_words",
    "labelled",
    "function",
    "x",
    "label",
    "codes",
    "words",
    "NULL",
    "ordered",
    "FALSE",
    "TRUE",
    "reason",
    "factor",
    "levels",
    "labels",
    "NA",
    "if",
    "length",
    "attr",
    "answers",
    "read.csv",
    "fileEncoding",
    "check.names",
    "na.strings",
    "stringsAsFactors",
    "col.names",
    "colClasses",
    "c",
}
HOSTILE = [
    'Mitä "hän" sanoi?', "kenoviiva \\", '\\"); system("rm -rf /"); ("', "rivi\nrivi\r\n\ttoinen", "# kommentti", "`x`",
    "\u2028uusi rivi", "emoji 😀 ja \u202esuunta", "%s {0} $x", "'", "x\x00y", "\x1b[31m", "\\u0022", "=cmd()", "",
]  # fmt: skip


def tokens(script):
    found, place = [], 0
    while place < len(script):
        match = TOKEN.match(script, place)
        assert match, script[place : place + 80]
        found.append((match.lastgroup, match[0]))
        place = match.end()
    return found


def read(text):
    return re.sub(r'\\(?:u(\w{4})|U(\w{8})|(["\\]))', lambda m: m[3] or chr(int(m[1] or m[2], 16)), text[1:-1])


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_one_string(words):
    assert [kind for kind, _text in tokens(quoted(words))] == ["text"]
    assert read(quoted(words)) == words.replace("\x00", "")


def test_script_reads_as_r_and_says_what_was_asked():
    choices = tuple((f"v{n}", {"fi": words}) for n, words in enumerate(HOSTILE))
    shapes = [
        Shape("one", "single_choice", {"fi": HOSTILE[2]}, choices),
        Shape("many", "multi_choice", {"fi": HOSTILE[1]}, choices[:2]),
        Shape("step", "scale", {"fi": "Askel"}, tuple((str(n), {"fi": f"Askel {n}"}) for n in range(1, 4))),
        Shape("age", "number", {"fi": "Ikä"}),
        Shape("why", "long_text", {"fi": HOSTILE[0]}),
    ]
    script = r_script(variables_of(shapes), language="fi", script="kysely.R", data="kysely.csv")
    found = tokens(script)
    assert {text for kind, text in found if kind == "name"} <= WORDS
    depth = 0
    for kind, text in found:
        if kind == "sign":
            depth += text.count("(") + text.count("[") + text.count("{")
            depth -= text.count(")") + text.count("]") + text.count("}")
            assert depth >= 0
    assert depth == 0
    said = [read(text) for kind, text in found if kind == "text"]
    for words in (*HOSTILE[:4], "Askel 3", "Ei kysytty", "kysely.csv", "numeric", "many.v0", "Valittu"):
        assert " ".join(words.split()) in said
    assert script.count("ordered = TRUE") == 1


def test_words_of_levels_differ():
    assert different(["Muu", "Muu", "Muu (2)", "Ei"]) == ["Muu", "Muu (2)", "Muu (2) (2)", "Ei"]
