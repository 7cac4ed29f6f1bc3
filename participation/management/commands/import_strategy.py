"""Import a strategy from a CSV or XLSX file: goals, objectives, measures, indicators and values, all rows or none."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from participation.actions.imports import read_import
from participation.actions.strategy_imports import compare_strategy, import_strategy
from participation.errors import ParticipationError
from participation.logic.strategy_tables import LEVELS
from participation.models import Process


class Command(BaseCommand):
    """The same file again changes nothing; what the file does not name is listed and stays."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--process", required=True, metavar="SLUG")
        parser.add_argument("--check", action="store_true", help="say what the file changes, and change nothing")

    def handle(self, *, file, process, **options):
        found = Process.objects.filter(slug=process).first()
        if found is None:
            raise CommandError(f"There is no process {process}.")
        try:
            with override("en"):
                table = read_import(file.read_bytes())
                told = compare_strategy(found, table) if options["check"] else import_strategy(found, table, by=None)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ParticipationError as error:
            raise CommandError(error.message) from error
        new = ", ".join(f"{len(told.new(kind))} {kind}s" for kind in LEVELS)
        self.stdout.write(f"{new} new; {len(told.changed)} changed.")
        self.stdout.write(f"Values: {len(told.new_values)} new, {len(told.changed_values)} changed.")
        if told.left_out:
            self.stdout.write("Columns left out: " + ", ".join(told.left_out))
        for step in told.missing:
            self.stdout.write(f"Not in the file: {step.kind} {step.dotted}")
