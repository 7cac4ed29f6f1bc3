"""Import responses from a CSV or XLSX file: one a row, header = names or labels of the questions, all rows or none."""

import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from participation.actions.imports import read_import
from participation.errors import ParticipationError
from surveys.actions.imports import import_responses
from surveys.logic.responses import channel_of
from surveys.models import Survey


class Command(BaseCommand):
    """The same batch again adds nothing; without a name the batch is named after the file's content."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)
        parser.add_argument("--channel", default="paper")
        parser.add_argument("--batch", default="", metavar="NAME")
        parser.add_argument("--language", default="fi")

    def handle(self, *, slug, file, channel, batch, language, **options):
        survey = Survey.objects.select_related("process", "current").filter(slug=slug).first()
        if survey is None:
            raise CommandError(f"There is no survey {slug}.")
        if language not in survey.languages:
            raise CommandError(f"The survey has no language {language}: choose {', '.join(survey.languages)}.")
        tag = channel_of(channel)
        if tag != channel.strip().lower():
            raise CommandError(f"{channel} is no channel: at most 20 small letters, digits and hyphens, such as paper.")
        try:
            data = file.read_bytes()
            name = batch or f"{file.stem[:60]} {hashlib.sha256(data).hexdigest()[:8]}"
            with override("en"):
                done = import_responses(survey, read_import(data), channel=tag, batch=name, language=language, by=None)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ParticipationError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{done.added} added, {done.known} known before, {done.rows} rows read, batch {name}.")
