"""Lists that must agree with the code: environment, events, extension points, templates, public pages."""

import re

import pytest
from django.conf import settings
from django.dispatch import Signal
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

from participation import extension_points
from tests.architecture.tree import ROOT, files, name_of

# Pages that anybody may open; a page that is not here asks for an account.
PUBLIC_PAGES = ROOT / "tests" / "architecture" / "public_pages.txt"


def test_every_setting_is_in_the_example():
    table = re.findall(
        r"^\| ([A-Z_]+) +\|", (ROOT / "config" / "settings.py").read_text(encoding="utf-8"), re.MULTILINE
    )
    example = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(example)
    read = re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", (ROOT / "config" / "settings.py").read_text(encoding="utf-8"))
    assert set(read) <= set(table)


@pytest.mark.parametrize("app", ["participation", "surveys", "workgroups"])
def test_every_event_is_in_the_readme(app):
    module = __import__(f"{app}.events", fromlist=["events"]) if (ROOT / app / "events.py").exists() else None
    events = [name for name, value in vars(module).items() if isinstance(value, Signal)] if module else []
    readme = (ROOT / app / "README.md").read_text(encoding="utf-8")
    assert [name for name in events if f"`{name}`" not in readme] == []


def test_every_extension_point_is_in_the_readme():
    readme = (ROOT / "participation" / "README.md").read_text(encoding="utf-8")
    names = [name for name, value in vars(extension_points).items() if isinstance(value, extension_points.Registry)]
    assert [name for name in names if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("path", files(".html"), ids=name_of)
def test_every_template_compiles(path):
    engines["django"].from_string(path.read_text(encoding="utf-8"))


def views(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from views(pattern.url_patterns, prefix + space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name, pattern.callback


def test_public_pages_are_listed():
    """Closed by default: only what the list names is open, and what the list names exists."""
    found = sorted(
        {
            name
            for name, view in views(get_resolver().url_patterns)
            if not getattr(view, "login_required", True) and not name.startswith(("admin:", "account_", "mfa_", "api:"))
        }
    )
    assert found == PUBLIC_PAGES.read_text(encoding="utf-8").split()


def test_every_endpoint_says_whom_it_serves():
    for name, view in views(get_resolver().url_patterns):
        if name.startswith("api:") and name not in {"api:schema", "api:docs"}:
            rules = view.cls.permission_classes
            assert rules, name
            assert "Closed" not in {rule.__name__ for rule in rules}, name


def test_languages_have_names():
    assert {code for code, _name in settings.LANGUAGES} == {"fi", "sv", "en", "fi-easy"}
