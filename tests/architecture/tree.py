"""What architecture tests read: the tracked and the new files of the tree."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("participation", "surveys", "workgroups")


@cache
def files(*endings: str) -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    found = [ROOT / name for name in listed if name and name.endswith(endings)]
    return tuple(path for path in found if path.is_file())


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for path in files(".py")
        if "migrations" not in path.parts and (not folders or path.relative_to(ROOT).parts[0] in folders)
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, node.end_lineno - node.lineno + 1
