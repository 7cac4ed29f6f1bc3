"""`make demo DATA=file.csv`: real contributions beside the sample ones, columns guessed from their names."""

from pathlib import Path

from django.utils.translation import override

from participation.actions.imports import ImportOrder, import_submissions, read_import
from participation.actions.jobs import run_jobs
from participation.errors import ParticipationError
from participation.logic.imports import guess_columns
from participation.models import Process, Submission


def import_file(path: str) -> str:
    """Import a file into the sample process, route it, and return what came of it in one line."""
    file = Path(path)
    if not file.is_file():
        return f"DATA: there is no file {path}; nothing was imported."
    process = Process.objects.get(slug="kaupunkistrategia")
    try:
        with override("en"):
            table = read_import(file.read_bytes())
            columns = guess_columns(table.header)
            report = import_submissions(
                table, ImportOrder(process=process, columns=columns, batch=file.stem, create_areas=True), by=None
            )
    except ParticipationError as refused:
        return f"DATA: nothing was imported from {path}: {refused.message.removeprefix('Nothing was imported. ')}"
    run_jobs()
    tray = Submission.objects.filter(batch=report.batch, state="received").count()
    return f"DATA: {report.rows} rows, {report.added} added, {report.known} known before, {tray} in the coordinator's tray."
