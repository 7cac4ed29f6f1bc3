"""The environment of an installation: what makes no sense is refused by name, not taken."""

import runpy

import pytest
from environs.exceptions import EnvValidationError

from tests.architecture.tree import ROOT

WRONG = {
    "CITY_THEME": "red",
    "SUMMARY_TEMPLATE": "/no/such.docx",
    "TRUSTED_PROXY_COUNT": "-1",
    "REQUESTS_AT_WORK": "-1",
    "REQUEST_WAIT_SECONDS": "soon",
    "REVIEW_WORKING_DAYS": "0",
    "SILENT_PHASE_DAYS": "0",
    "SESSION_IDLE_MINUTES": "0",
    "QUIET_HOURS": "25-7",
    "LANGUAGES": "fi,xx",
    "TIME_ZONE": "Europe/Nowhere",
    "EMAIL_URL": "rubbish",
}


@pytest.mark.parametrize("name", WRONG)
def test_values_that_make_no_sense_are_refused_by_name(monkeypatch, name):
    monkeypatch.setenv(name, WRONG[name])
    with pytest.raises(EnvValidationError, match=name):
        runpy.run_path(str(ROOT / "config" / "settings.py"))


@pytest.mark.parametrize(
    "url", ["smtp:mail", "smtp://", "smtp://mail:0", "smtp://mail:99999", "smpt://mail", "https://mail"]
)
def test_mail_goes_to_an_address_of_a_mail_server(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(EnvValidationError, match="EMAIL_URL"):
        runpy.run_path(str(ROOT / "config" / "settings.py"))


def test_an_empty_value_where_one_may_be_empty_is_taken(monkeypatch):
    for name in ("SUMMARY_TEMPLATE", "QUIET_HOURS", "EMAIL_URL"):
        monkeypatch.setenv(name, "")
    runpy.run_path(str(ROOT / "config" / "settings.py"))
