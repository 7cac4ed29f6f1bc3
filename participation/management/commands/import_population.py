"""Import inhabitants by area, year, age band and sex from a CSV or XLSX file, long or wide as PxWeb writes it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from participation.actions.areas import import_population
from participation.actions.imports import read_import
from participation.errors import ParticipationError


class Command(BaseCommand):
    """Makes areas that are not known yet; figures of the same area and year are replaced."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            with override("en"):
                rows, areas = import_population(read_import(file.read_bytes(), may_have_title=True), by=None)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ParticipationError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{rows} rows stored, {areas} areas made.")
