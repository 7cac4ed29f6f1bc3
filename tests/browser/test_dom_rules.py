"""Each own rule finds its bad page: a rule that never complains proves nothing."""

import pytest

from tests.support import dom_rules as rules

BAD = {
    "groups": ("<main><form><input type=radio name=a id=a><label for=a>Kyllä</label></form></main>", rules.groups),
    "matrix": (
        (
            "<main><fieldset><legend>K</legend><div class=likert><input type=radio name=a aria-label=1>"
            "<input type=radio name=b aria-label=1></div></fieldset></main>"
        ),
        rules.groups,
    ),
    "required": (
        (
            "<main><div data-question=q><span class=num>Kysymys 1</span><label for=a>Nimi</label>"
            "<input id=a name=a aria-required=true></div></main>"
        ),
        rules.groups,
    ),
    "labels": ("<main><input name=a placeholder=Nimi></main>", rules.labels),
    "twins": ("<main><input aria-label=Nimi name=a><input aria-label=Nimi name=b></main>", rules.labels),
    "width": ("<main><table width=2000><tr><td>x</td></tr></table></main>", rules.width),
    "title": ("<title>Kysely</title><main></main>", lambda page: rules.title(page, "osa 1/", "Malli", error=True)),
    "targets": ("<main><button>x</button><div data-question=q><input aria-label=a size=3></div></main>", rules.targets),
    "errors": (
        (
            "<main><div class=ds-error-summary tabindex=-1><a href=#a>Kirjoita</a></div><div data-question=q>"
            "<input id=a><p class=ds-validation-message id=m>Muu</p></div></main>"
        ),
        rules.errors,
    ),
    "lang": ("<main><p>Hej på dig</p></main>", lambda page: rules.lang(page, "fi", [("Hej", "sv")])),
}


@pytest.mark.parametrize("name", BAD)
def test_each_own_rule_finds_its_bad_page(chrome, name):
    markup, rule = BAD[name]
    page = chrome.new_page()
    page.set_viewport_size({"width": 320, "height": 600})
    page.set_content(f"<!doctype html><html>{markup}</html>")
    assert rule(page) != []
    page.close()
