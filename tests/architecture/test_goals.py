"""The table of goals names tests and figures that there are, and says of every goal how far it is."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.architecture.tree import ROOT

ROW = re.compile(r"^\| (G\d\d) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
STATE = re.compile(r"met|partly: .{10,}|not yet")
TEXT = (ROOT / "docs" / "goals.md").read_text(encoding="utf-8")
ROWS = ROW.findall(TEXT)


@cache
def names_in(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}


@cache
def named_in_code() -> tuple[str, re.Pattern[str]]:
    """The code that measures, and a pattern of its texts that have something put into them."""
    whole, open_ones = "", {"(?!)"}
    for path in [*(ROOT / "benchmarks").glob("*.py"), *(ROOT / "tests" / "faults").glob("*.py")]:
        source = path.read_text(encoding="utf-8")
        whole += source
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
                open_ones |= {"".join(parts)} if any(part != r"\w+" for part in parts) else set()
    return whole, re.compile("|".join(open_ones))


def is_measured(name: str) -> bool:
    whole, open_ones = named_in_code()
    return f'"{name}"' in whole or open_ones.fullmatch(name) is not None


def lacking(shown: str) -> list[str]:
    """What a row names and the repository does not have."""
    missing = []
    for name in re.findall(r"`([^`]+)`", shown):
        file, _colons, test = name.partition("::")
        path = ROOT / "tests" / file
        if not file.endswith(".py"):
            is_there = is_measured(name)
        else:
            is_there = path.exists() and (not test or test in names_in(path))
        missing += [] if is_there else [name]
    return missing


def test_every_goal_has_a_row_a_state_and_something_that_shows_it():
    assert [number for number, *_rest in ROWS] == [f"G{n:02}" for n in range(1, 61)]
    assert [(number, state) for number, _what, _shown, state in ROWS if not STATE.fullmatch(state)] == []
    assert [number for number, _what, shown, state in ROWS if ("`" in shown) != (state != "not yet")] == []
    assert "docs/goals.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_test_and_figure_in_the_table_exists():
    assert [(number, name) for number, _what, shown, _state in ROWS for name in lacking(shown)] == []


def test_a_name_that_is_not_there_is_seen():
    row = "`surveys/logic/test_paper.py::test_nothing` `nowhere/test_x.py` `duplicates_of_nobody` (f) `duplicates` (f)"
    assert lacking(row) == row.replace(" (f)", "").replace("`", "").split()[:3]
