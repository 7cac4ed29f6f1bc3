"""Mutation control: a matrix that does not notice a missing check is worth nothing.

Every permission function that ever refused somebody in the matrix is replaced by "yes" in turn; at least one cell it
decided must then come out differently. A function that refuses nobody in the whole matrix has no row, and fails too.
"""

import inspect
import json
import sys
from functools import wraps

from django.core.cache import cache
from django.db.models import QuerySet

import participation.permissions
import surveys.permissions
import workgroups.permissions
from tests.stories.authorization.test_matrix import ask, rows
from tests.stories.authorization.world import ROLES

APPS = ("participation", "surveys", "workgroups")
MODULES = (participation.permissions, surveys.permissions, workgroups.permissions)


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
                takes = list(inspect.signature(function).parameters) if inspect.isfunction(function) else []
                if takes == ["self", "person"] or (takes == ["self"] and name == "public"):
                    monkeypatch.setattr(kind, name, lambda self, *_person: self.all())


def all_subclasses(kind):
    for below in kind.__subclasses__():
        yield below
        yield from all_subclasses(below)


def survivors(monkeypatch, world, functions, refusals):
    """Walk the cells refused in these ways; try every function where it says no; return those no cell showed missing."""
    alive, saying_no = set(functions), set()
    for name, function in functions.items():
        put_in_place(monkeypatch, name, watched(name, function, saying_no))
    for role, *request in cells_with(refusals):
        if not alive:
            break
        saying_no.clear()
        cache.clear()
        status = ask(world, role, *request)
        for name in alive & saying_no:
            with monkeypatch.context() as patch:
                put_in_place(patch, name, lambda *_arguments, **_named: True)
                cache.clear()
                if ask(world, role, *request) != status:
                    alive.discard(name)
    return alive


def cells_with(refusals):
    """Yield role and request of the cells that expect one of these statuses, the same request's cells together."""
    for *request, expected in rows():
        yield from ((role, *request) for role in ROLES if expected[role] in refusals)


def watched(name, function, saying_no):
    @wraps(function)
    def ask_and_note(*arguments, **named):
        answer = function(*arguments, **named)
        if not answer:
            saying_no.add(name)
        return answer

    return ask_and_note


def test_every_permission_that_always_says_yes_is_noticed(db, world, monkeypatch, capsys):
    """Many things are guarded twice: a query that finds only what is one's own, then the permission.

    Where the query alone refused everybody, it is opened, so that the permission must hold alone.
    """
    functions = permission_functions()
    with monkeypatch.context() as patch:
        second = survivors(patch, world, functions, {"403"})
    with monkeypatch.context() as patch:
        open_finders(patch)
        alive = survivors(patch, world, {name: functions[name] for name in second}, {"404", "401"})
    with monkeypatch.context() as patch:  # what answers otherwise, such as a way to another page
        open_finders(patch)
        alive = survivors(patch, world, {name: functions[name] for name in alive}, {"302", "200", "422", "400"})
    with capsys.disabled():
        print(
            json.dumps(
                {"permissions": len(functions), "killed": len(functions) - len(alive), "second lock": len(second)}
            )
        )
    assert sorted(alive) == []


def test_a_query_that_finds_everything_is_noticed(db, world, monkeypatch):
    """The first lock has its control too: opened, another process is refused, but no longer unknown."""
    row = ("chair", "GET", "workgroups:rules", "slug=twin.process.slug", "-")
    assert ask(world, *row) == 404
    with monkeypatch.context() as patch:
        open_finders(patch)
        assert ask(world, *row) == 403


def test_a_permission_that_nothing_asks_is_noticed(db, world, monkeypatch):
    """The control's own control: a mutant of which no cell depends stays alive."""
    with monkeypatch.context() as patch:
        put_in_place(patch, "can_read_audit", lambda *_arguments, **_named: True)
        assert ask(world, "anonymous", "GET", "participation:front", "-", "-") == 200
        assert ask(world, "chair", "GET", "participation:audit_log", "-", "-") == 200
    assert ask(world, "chair", "GET", "participation:audit_log", "-", "-") == 403
