"""After a backup was restored: reapply_erasures [--journal FILE]."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.actions.erasures import reapply_erasures
from participation.gateways.erasures import read_journal
from participation.logic.erasures import marks_in


class Command(BaseCommand):
    help = "Erase again what people had erased after the backup was taken that has been restored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--journal", action="append", default=[], type=Path, metavar="FILE", help="further journals, kept elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            texts = [read_journal(), *(path.read_text(encoding="ascii") for path in options["journal"])]
        except (OSError, UnicodeError) as error:
            raise CommandError(f"The journal cannot be read: {error}") from error
        marks = set().union(*(marks_in(text) for text in texts))
        self.stdout.write(f"noted: {len(marks)}")
        for name, count in reapply_erasures(marks).items():
            self.stdout.write(f"{name}: {count}")
