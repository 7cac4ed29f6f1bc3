"""Mutation control: a matrix that does not notice a missing check is worth nothing.

Every permission function that ever refused somebody in the matrix is replaced by "yes" in turn; at least one cell it
decided must then come out differently. A function that refuses nobody in the whole matrix has no row, and fails too.
"""

import inspect
import json
import sys
from collections import defaultdict
from functools import wraps

import pytest
from django.core.cache import cache
from django.db.models import QuerySet

import participation.permissions
import surveys.permissions
import workgroups.permissions
from tests.stories.authorization.test_matrix import ask, rows
from tests.stories.authorization.world import ROLES, build_world

APPS = ("participation", "surveys", "workgroups")
MODULES = (participation.permissions, surveys.permissions, workgroups.permissions)
# Shown or hidden things only (a link, a button): the page behind has a check of its own, which is in the table.
SHOWS_ONLY = frozenset()


def permission_functions():
    """Every can_… of the three apps by its name."""
    return {
        name: function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("can_") and function.__module__ == module.__name__
    }


def put_in_place(monkeypatch, name, function):
    """Replace a function wherever a module of ours has taken its name."""
    for module in list(sys.modules.values()):
        if module and module.__name__.startswith(APPS) and name in vars(module):
            monkeypatch.setattr(module, name, function)


def open_finders(monkeypatch):
    """Let every query that narrows to what a person may see return everything."""
    for kind in all_subclasses(QuerySet):
        if kind.__module__.startswith(APPS):
            for name, function in vars(kind).items():
                if inspect.isfunction(function) and list(inspect.signature(function).parameters) == ["self", "person"]:
                    monkeypatch.setattr(kind, name, lambda self, _person: self.all())


def all_subclasses(kind):
    for below in kind.__subclasses__():
        yield below
        yield from all_subclasses(below)


def refusals(monkeypatch, world, functions):
    """Run the whole matrix; return by function the requests in which it said no, with the status they got."""
    refused = defaultdict(list)
    saying_no = set()

    def watched(name, function):
        @wraps(function)
        def ask_and_note(*arguments, **named):
            answer = function(*arguments, **named)
            if not answer:
                saying_no.add(name)
            return answer

        return ask_and_note

    with monkeypatch.context() as patch:
        for name, function in functions.items():
            put_in_place(patch, name, watched(name, function))
        for method, route, arguments, body, _expected in rows():
            for role in ROLES:
                saying_no.clear()
                cache.clear()
                status = ask(world, role, method, route, arguments, body)
                for name in saying_no:
                    refused[name].append((role, method, route, arguments, body, status))
    return refused


def alive_after(monkeypatch, world, functions):
    """Return the functions that may be replaced by "yes" without any cell coming out differently."""
    refused = refusals(monkeypatch, world, functions)
    return {name for name in functions if not noticed(monkeypatch, world, name, refused[name])}


def noticed(monkeypatch, world, name, requests):
    with monkeypatch.context() as patch:
        put_in_place(patch, name, lambda *_arguments, **_named: True)
        for role, method, route, arguments, body, status in requests:
            cache.clear()
            if ask(world, role, method, route, arguments, body) != status:
                return True
    return False


def test_every_permission_that_always_says_yes_is_noticed(db, monkeypatch, capsys):
    """Many things are guarded twice: a query that finds only what is one's own, then the permission.

    Where the query alone already refused everybody, the permission is tried without the query: it must hold alone.
    """
    world = build_world()
    functions = permission_functions()
    second = alive_after(monkeypatch, world, functions)
    with monkeypatch.context() as patch:
        open_finders(patch)
        alive = alive_after(patch, world, {name: functions[name] for name in second})
    with capsys.disabled():
        figures = {"permissions": len(functions), "killed": len(functions) - len(alive), "second lock": len(second)}
        print(json.dumps(figures))
    assert sorted(alive - SHOWS_ONLY) == []


def test_a_permission_that_nothing_asks_is_noticed(db, monkeypatch):
    """The control's own control: a mutant of which no cell depends stays alive."""
    world = build_world()
    with monkeypatch.context() as patch:
        put_in_place(patch, "can_read_audit", lambda *_arguments, **_named: True)
        assert ask(world, "anonymous", "GET", "participation:front", "-", "-") == 200
        assert ask(world, "chair", "GET", "participation:audit_log", "-", "-") == 200
    assert ask(world, "chair", "GET", "participation:audit_log", "-", "-") == 403


@pytest.fixture(autouse=True)
def _no_throttling():
    cache.clear()
