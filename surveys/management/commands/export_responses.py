"""Export all responses of a survey to a file, streamed, with fixed columns over all versions."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.actions import exports
from surveys.models import Survey
from surveys.queries.responses import FORMATS, file_of


class Command(BaseCommand):
    """The file appears whole or not at all: it is written beside and moved into place."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--format", required=True)
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *, slug, output, **options):
        kind = options["format"]
        if kind not in (*FORMATS, *exports.FORMATS):
            raise CommandError(f"Format {kind} is not offered: choose {', '.join((*FORMATS, *exports.FORMATS))}.")
        survey = Survey.objects.filter(slug=slug).first()
        if survey is None:
            raise CommandError(f"There is no survey {slug}.")
        beside = output.with_name(output.name + ".part")
        try:
            if kind in exports.FORMATS:
                exports.export_file(survey, kind, beside)
            else:
                with beside.open("wb") as target:
                    target.writelines(file_of(survey, kind))
            beside.replace(output)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise CommandError(f"{output}: {error.strerror}") from error
        self.stdout.write(f"{output}: {output.stat().st_size} bytes.")
