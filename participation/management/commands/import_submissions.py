"""Import contributions from a CSV or XLSX file: one a row, all rows or none."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from participation.actions.imports import ImportOrder, ImportReport, import_submissions, read_import
from participation.errors import ParticipationError
from participation.logic.imports import Columns
from participation.logic.submissions import CHANNELS
from participation.models import Process

LANGUAGES = ("fi", "sv", "en")


class Command(BaseCommand):
    """One submission a row; a repeated import with references adds nothing."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--process", required=True, metavar="SLUG")
        parser.add_argument("--text", required=True, metavar="COL", help="column with the words of the resident")
        for name in ("title", "area", "reference", "date", "latitude", "longitude"):
            parser.add_argument(f"--{name}", default="", metavar="COL")
        parser.add_argument("--language", default="", choices=LANGUAGES, help="without it, told from each text")
        parser.add_argument("--channel", default="import", choices=CHANNELS)
        parser.add_argument("--batch", default="", metavar="NAME")
        parser.add_argument("--create-areas", action="store_true", help="make areas that the town does not have")

    def handle(self, *, file, process, **options):
        found = Process.objects.filter(slug=process).first()
        if found is None:
            raise CommandError(f"There is no process {process}.")
        order = ImportOrder(
            process=found,
            columns=Columns(**{name: options[name] for name in Columns.__dataclass_fields__}),
            channel=options["channel"],
            batch=options["batch"],
            language=options["language"],
            create_areas=options["create_areas"],
        )
        try:
            with override("en"):
                report = import_submissions(read_import(file.read_bytes()), order, by=None)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ParticipationError as error:
            raise CommandError(error.message) from error
        self.stdout.write(told(report))


def told(report: ImportReport) -> str:
    """Return the report in lines."""
    lines = [f"{report.added} added, {report.known} known before, {report.rows} rows read."]
    if report.changed:
        lines.append(f"{report.changed} known ones have other words in the file; they stay as they are.")
    if report.repeated:
        lines.append(f"{report.repeated} references come again in the file; these rows were numbered.")
    if report.created_areas:
        lines.append(f"{report.created_areas} areas created.")
    if report.unknown_areas:
        names = ", ".join(name for name, _n in report.unknown_areas.most_common(5))
        lines.append(f"{report.unknown_areas.total()} rows name an area that is not known ({names}…).")
    lines.append("Languages: " + ", ".join(f"{code} {n}" for code, n in report.languages.most_common()) + ".")
    return "\n".join(lines)
