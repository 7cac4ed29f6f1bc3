"""Export a survey so that it can be imported again."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from participation.errors import ParticipationError
from surveys.actions.interchange import survey_as_json
from surveys.models.surveys import Survey


class Command(BaseCommand):
    help = "Writes the questionnaire of a survey with its texts, without responses."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--format", default="json", choices=["json", "xlsform"])
        parser.add_argument("--output", required=True)

    def handle(self, *args, **options):
        if options["format"] == "xlsform":
            raise CommandError("XLSForm is not supported; use --format json")
        survey = Survey.objects.select_related("current").filter(slug=options["slug"]).first()
        if survey is None:
            raise CommandError(f"there is no survey {options['slug']}")
        try:
            text = json.dumps(survey_as_json(survey), ensure_ascii=False, indent=2)
            Path(options["output"]).write_text(text + "\n", encoding="utf-8")
        except ParticipationError as error:
            raise CommandError(f"{survey.slug}: {error}") from error
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}") from error
        self.stdout.write(f"{survey.slug}: version {survey.current.number} written to {options['output']}")
