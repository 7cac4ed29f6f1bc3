"""Surveys as files: out, in again, and the same; nothing changes when a file is bad."""

import json

import pytest
from django.core.management import CommandError, call_command

from surveys.models import Survey, SurveyVersion
from tests.factories.participation import make_process
from tests.factories.surveys import make_survey, usual_document


def test_an_exported_survey_can_be_imported_again(process, tmp_path, capsys):
    survey = make_survey(process)
    path = tmp_path / "survey.json"
    call_command("export_survey", survey.slug, "--output", str(path))
    other = make_process()
    call_command("import_survey", str(path), "--process", other.slug, "--slug", "again", "--publish")

    copy = Survey.objects.get(slug="again")
    assert copy.current.document == survey.current.document
    assert (copy.title, copy.readers, copy.closes) == (survey.title, survey.readers, survey.closes)
    assert (copy.process, copy.state) == (other, Survey.State.OPEN)
    assert "again: version 1, 5 questions, open" in capsys.readouterr().out


def test_a_bare_questionnaire_becomes_a_draft(process, tmp_path):
    path = tmp_path / "bare.json"
    path.write_text(json.dumps(usual_document()), encoding="utf-8")
    call_command("import_survey", str(path), "--process", process.slug, "--slug", "bare")
    assert Survey.objects.get().state == Survey.State.DRAFT


BAD_FILES = [
    "",
    "[1]",
    "{}",
    '{"survey": [], "questionnaire": {}}',
    json.dumps({"survey": {"slug": "x"}, "questionnaire": {"languages": ["fi"], "pages": [{}]}}),
    json.dumps({"survey": {"slug": "x", "title": "words"}, "questionnaire": usual_document()}),
    json.dumps({"survey": {"slug": "x", "closes": "tomorrow"}, "questionnaire": usual_document()}),
    json.dumps({"survey": {"slug": "x", "closes": "2026-13-01T00:00:00+02:00"}, "questionnaire": usual_document()}),
    json.dumps({"questionnaire": usual_document()}),
]


@pytest.mark.parametrize("text", BAD_FILES, ids=range(len(BAD_FILES)))
def test_a_bad_file_is_one_clear_line_and_changes_nothing(process, tmp_path, text):
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        call_command("import_survey", str(path), "--process", process.slug)
    assert "\n" not in str(refusal.value)
    assert not Survey.objects.exists()
    assert not SurveyVersion.objects.exists()


def test_unknown_things_are_refused(process, tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(usual_document()), encoding="utf-8")
    for arguments in (
        ["import_survey", str(tmp_path / "missing.json"), "--process", process.slug],
        ["import_survey", str(path), "--process", "missing"],
        ["import_survey", str(path), "--process", process.slug, "--slug", "no slug"],
        ["import_survey", str(tmp_path / "form.xlsx"), "--process", process.slug],
        ["export_survey", "missing", "--output", str(path)],
    ):
        with pytest.raises(CommandError):
            call_command(*arguments)


def test_a_taken_name_is_refused(process, tmp_path):
    survey = make_survey(process)
    path = tmp_path / "x.json"
    path.write_text(json.dumps(usual_document()), encoding="utf-8")
    with pytest.raises(CommandError, match=r"exists already|jo olemassa"):
        call_command("import_survey", str(path), "--process", process.slug, "--slug", survey.slug)


def test_export_refuses_what_it_cannot_write(process, tmp_path):
    survey = make_survey(process)
    with pytest.raises(CommandError):
        call_command("export_survey", survey.slug, "--output", str(tmp_path / "no" / "folder"))
