"""What import contracts cannot see: words, templates, addresses and secrets that would tie things together."""

import re

import pytest

from tests.architecture.tree import APPS, files, name_of, python_files

UPPER = re.compile(r"\b(surveys|workgroups)\b")
REGISTRY = re.compile(
    r"https?://[^\s\"']*(/simple\b|pypi\.|npmjs|registry\.)|(?<!emit-)index-url|\"resolved\":", re.IGNORECASE
)
INLINE = re.compile(r"\sstyle=\"|<script(?![^>]*\bsrc=)[^>]*>|\son(click|load|change|submit|input)=|\|\s*safe\b")


def test_the_ground_floor_does_not_name_the_upper_ones():
    named = [
        f"{name_of(path)}:{number}"
        for path in [*python_files("participation"), *files(".html")]
        if path.parts[-2] == "participation" or "participation" in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UPPER.search(line) and "tests" not in path.parts
    ]
    assert not named


def test_no_reverse_accessors():
    found = [
        f"{name_of(path)}: {line.strip()}"
        for path in python_files(*APPS)
        if "models" in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"related_name=\"(?!\+)", line)
    ]
    assert not found


def test_no_row_locks_carry_correctness():
    found = [name_of(path) for path in python_files(*APPS) if "select_for_update" in path.read_text(encoding="utf-8")]
    assert not found


def test_no_model_signals():
    found = [name_of(path) for path in python_files(*APPS) if "db.models.signals" in path.read_text(encoding="utf-8")]
    assert not found


def test_no_committed_file_names_a_registry():
    endings = (
        ".py",
        ".toml",
        ".txt",
        ".in",
        ".json",
        ".md",
        ".yml",
        ".html",
        "Makefile",
        "Dockerfile",
        "run",
        ".npmrc",
    )
    found = [
        f"{name_of(path)}:{number}"
        for path in files(*endings)
        if "tests/architecture" not in name_of(path)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if REGISTRY.search(line)
    ]
    assert not found


@pytest.mark.parametrize("path", files(".html"), ids=name_of)
def test_templates_keep_to_the_content_security_policy(path):
    if "emails" in path.parts:  # mail has no policy, but no scripts either
        assert "<script" not in path.read_text(encoding="utf-8")
        return
    bad = [
        line.strip()
        for line in path.read_text(encoding="utf-8").splitlines()
        if INLINE.search(line) and 'type="application/json"' not in line
    ]
    assert not bad


def test_responses_and_receipts_have_random_ids():
    """uuid7 tells the moment of answering: it is banned where residents contribute."""
    found = [
        name_of(path)
        for path in python_files("participation", "surveys")
        if "models" in path.parts and "uuid7" in path.read_text(encoding="utf-8")
    ]
    assert not found
