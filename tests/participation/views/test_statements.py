"""The frame on the pages that the law asks for: language, title, no cookie, strict policy, no inline script or style."""

import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone, translation

from participation.queries.accessibility_gaps import GAPS
from tests.factories.participation import make_person

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PUBLIC = ["accessibility", "privacy", "accounts/login"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["fi", "sv", "en", "fi-easy"])
@pytest.mark.parametrize("page", PUBLIC)
def test_page_has_its_language_and_title(client, page, code):
    answer = client.get(f"/{code}/{page}/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f'<html lang="{code.split("-")[0]}"' in text
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]
    assert title.endswith(f" – {settings.CITY_NAME}")
    assert title.strip() != f"– {settings.CITY_NAME}"


@pytest.mark.django_db
@pytest.mark.parametrize("page", PUBLIC[:2])
def test_residents_get_no_cookie_and_a_strict_policy(client, page):
    answer = client.get(f"/fi/{page}/")
    assert not answer.cookies
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in re.sub(r"nonce-\S+", "", policy)


@pytest.mark.django_db
def test_privacy_notice_tells_how_long_each_process_keeps_contributions(client, process):
    process.retention_months = 17
    process.save(update_fields=["retention_months"])
    assert "17" in client.get("/fi/privacy/").content.decode()


@pytest.mark.django_db
def test_privacy_notice_asks_the_database_once(client, process, django_assert_num_queries):
    client.get("/fi/privacy/")
    with django_assert_num_queries(1):
        client.get("/fi/privacy/")


@pytest.mark.django_db
def test_accessibility_statement_names_the_supervisor_and_what_is_untested(client):
    text = client.get("/en/accessibility/").content.decode()
    assert "Traficom" in text
    assert "EN 301 549" in text
    assert settings.CITY_CONTACT_EMAIL in text


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["fi", "sv", "en", "fi-easy"])
def test_accessibility_statement_tells_each_gap_with_its_day_and_plan(client, code):
    text = html.unescape(client.get(f"/{code}/accessibility/").content.decode())
    with translation.override(code):
        for gap in GAPS:
            assert gap.found <= timezone.localdate()
            day = f"{gap.found.day}.{gap.found.month}.{gap.found.year}"
            assert re.search(f"{re.escape(str(gap.what))} {re.escape(str(gap.plan))}[^<]*{day}", text)


@pytest.mark.django_db
def test_style_guide_is_for_staff_and_shows_errors(client):
    assert client.get("/fi/desk/styleguide/").status_code == 302
    client.force_login(make_person(name="Asiantuntija"))
    assert client.get("/fi/desk/styleguide/").status_code == 200
    failed = client.get("/fi/desk/styleguide/?errors=1")
    assert failed.status_code == 422
    text = failed.content.decode()
    assert 'href="#id_title"' in text
    assert 'href="#id_one_0"' in text
    assert 'aria-describedby="id_title_helptext id_title_error"' in text


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["accounts/password/change", "accounts/2fa", "accounts/sessions", "accounts/logout"])
def test_account_pages_stand_in_our_frame(client, page):
    client.force_login(make_person(name="Asiantuntija"))
    answer = client.get(f"/fi/{page}/", follow=True)
    assert answer.status_code == 200
    assert "ds-skip-link" in answer.content.decode()


@pytest.mark.django_db
def test_login_by_code_pages(client):
    for page in ("accounts/login/code", "accounts/password/reset", "accounts/password/reset/done"):
        assert client.get(f"/fi/{page}/").status_code == 200


@pytest.mark.django_db
def test_unknown_page_is_told_in_the_frame(client):
    answer = client.get("/fi/there-is-no-such-page/")
    assert answer.status_code == 404
    assert "ds-skip-link" in answer.content.decode()


@pytest.mark.parametrize("status", [500, 503])
def test_failure_pages_need_neither_context_nor_database(status):
    from django.template.loader import render_to_string

    with override_settings(CITY_NAME="Kirkonkylä"):
        text = render_to_string(f"errors/{status}.html", {})
    assert "Kirkonkylä" in text
    assert str(status) in text


def test_no_template_has_inline_script_or_style():
    guilty = re.compile(
        r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|<script(?![^>]*(\bsrc=|type="application/json"))"""
    )
    found = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if "emails" not in path.parts and guilty.search(path.read_text(encoding="utf-8"))
    }
    assert found == set()
