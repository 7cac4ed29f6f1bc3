"""Commands of the coordinator: one clear line and nothing changed when something is wrong."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from participation.models import ApiToken, Area, Batch, Job, Submission, Summary
from participation.queries.people import token_of
from tests.factories.participation import make_person, make_submission

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "omastadi-helsinki" / "proposals.csv"


def run(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_compile_summary_prints_id_and_address(process):
    make_submission(process)
    said = run("compile_summary", process.slug)
    summary = Summary.objects.get()
    assert said.splitlines()[0] == str(summary.pk)
    assert f"/summaries/{summary.pk}/" in said
    assert "unchanged" in run("compile_summary", process.slug)


@pytest.mark.parametrize(
    "words",
    [
        ("compile_summary", "none"),
        ("compile_summary", "PROCESS", "--group", "99"),
        ("import_submissions", "/none.csv", "--process", "PROCESS", "--text", "a"),
        ("import_submissions", "/none.csv", "--process", "none", "--text", "a"),
        ("import_population", "/none.csv"),
        ("create_api_token", "nobody@example.org", "--scope", "read"),
    ],
)
def test_commands_refuse(process, words):
    with pytest.raises(CommandError):
        run(*(process.slug if word == "PROCESS" else word for word in words))


def test_import_submissions_refuses_a_broken_file(process, tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("id;teksti\n1;Hyvä\n2;\n")
    with pytest.raises(CommandError, match="row 3, column teksti"):
        run("import_submissions", path, "--process", process.slug, "--text", "teksti")
    assert not Submission.objects.exists()
    assert not Batch.objects.exists()


def test_import_population_reads_a_file(db, tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("area,year,inhabitants\nA,2025,7\n")
    assert "1 rows" in run("import_population", path)
    assert Area.objects.count() == 1
    for bad in (b"area,year,inhabitants\nA,2025,x\n", b"\x93a\r\xe5b\n" * 3, b"a" * 140_000 + b"\nb\n"):
        path.write_bytes(bad)
        with pytest.raises(CommandError) as refused:
            run("import_population", path)
        assert "\n" not in str(refused.value)


def test_create_api_token_prints_it_once(db):
    person = make_person()
    token = run("create_api_token", person.email, "--scope", "read").strip()
    assert token_of(token).person == person
    assert ApiToken.objects.get().scope == "read"


def test_run_jobs_once_works_everything_off(process):
    make_submission(process)
    run("run_jobs", "--once")
    assert not Job.objects.pending().exists()


@pytest.mark.shared_data
@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not there")
def test_real_proposals_are_counted_end_to_end(process, work_off):
    words = ("import_submissions", DATA, "--process", process.slug, "--text", "texts", "--title", "title")
    words += ("--area", "district", "--reference", "id", "--create-areas")
    assert "2777 added, 0 known before, 2777 rows read" in run(*words)
    assert "0 added, 2777 known before" in run(*words)
    assert Submission.objects.filter(process=process).count() == 2777
    work_off()
    run("compile_summary", process.slug)
    content = Summary.objects.get().content
    groups = content["sections"][0]
    tray = Submission.objects.filter(process=process, state="received").count()
    assert content["n"] == 2777
    assert groups["rest"] == tray
    for section in content["sections"]:
        assert sum(row["n"] for row in section["rows"]) + section["rest"] == 2777, section["key"]
