"""An upgrade is one command: it says what it did, can be repeated, and waits for one that is under way."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config import upgrading
from surveys.actions.counting import count_responses, recount
from surveys.models import ResultsCopy
from tests.factories.surveys import make_response, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def upgrade(*words):
    said, warned = StringIO(), StringIO()
    call_command("upgrade", *words, stdout=said, stderr=warned)
    return said.getvalue().splitlines()


def test_results_that_differ_are_built_anew(process):
    survey = make_survey(process)
    make_response(survey)
    count_responses(survey)
    ResultsCopy.objects.update(counts={})
    assert recount(survey) > 0
    assert upgrade("--recount")[0] == f"results compared: 1 surveys, built anew: {survey.slug}"
    assert recount(survey) == 0
    assert upgrade()[0] == "The database is up to date."  # nothing was migrated: nothing is compared


def test_a_second_one_waits_and_the_first_gives_the_lock_back_also_when_it_fails():
    with upgrading.one_at_a_time(0), pytest.raises(CommandError, match="under way"):
        upgrade("--wait", "0")
    with pytest.raises(LookupError), upgrading.one_at_a_time(0):
        raise LookupError
    with upgrading.one_at_a_time(0):
        pass


def test_what_waits_is_told_by_name_and_a_database_of_another_version_is_refused(monkeypatch):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    try:
        assert upgrading.waiting_migrations() == ["sessions.0001_initial"]
    finally:
        MigrationRecorder(connection).record_applied("sessions", "0001_initial")
    monkeypatch.setattr("config.management.commands.upgrade.missing_columns", lambda: ["surveys_survey.slug"])
    with pytest.raises(CommandError, match=r"surveys_survey\.slug is missing"):
        upgrade()
