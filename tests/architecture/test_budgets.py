"""Files, functions and templates stay small enough to be read at once."""

from tests.architecture.tree import APPS, ROOT, files, functions, name_of, python_files

FORBIDDEN_NAMES = {"utils", "common", "core", "misc", "base", "services", "manager", "helpers"}
DECLARED = {"participation/views/helpers.py"}


def test_python_files_keep_to_400_lines():
    long = {name_of(path): n for path in python_files() if (n := path.read_text(encoding="utf-8").count("\n")) > 400}
    assert not long


def test_functions_keep_to_60_lines():
    long = [
        f"{name_of(path)}:{node.name} {length}"
        for path in python_files(*APPS, "config")
        for node, length in functions(path)
        if length > 60
    ]
    assert not long


def test_views_keep_to_25_lines():
    long = [
        f"{name_of(path)}:{node.name} {length}"
        for path in python_files(*APPS)
        if "views" in path.parts
        for node, length in functions(path)
        if length > 25
    ]
    assert not long


def test_handlers_and_tasks_keep_to_15_lines():
    long = [
        f"{name_of(path)}:{node.name} {length}"
        for path in python_files(*APPS)
        if path.name in {"handlers.py", "tasks.py"}
        for node, length in functions(path)
        if length > 15
    ]
    assert not long


def test_templates_keep_to_200_lines():
    long = [name_of(path) for path in files(".html") if path.read_text(encoding="utf-8").count("\n") > 200]
    assert not long


def test_no_file_is_a_junk_drawer():
    found = [
        name_of(path) for path in python_files(*APPS) if path.stem in FORBIDDEN_NAMES and name_of(path) not in DECLARED
    ]
    assert not found


def test_every_module_says_what_lives_in_it():
    silent = [
        name_of(path)
        for path in python_files(*APPS, "config", "tools", "benchmarks")
        if (text := path.read_text(encoding="utf-8").strip())
        and not text.removeprefix("#!/usr/bin/env python\n").startswith('"""')
        and ROOT in path.parents
    ]
    assert not silent
