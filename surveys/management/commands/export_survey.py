"""Export a survey so that it can be imported again."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from participation.errors import ParticipationError
from surveys.actions.interchange import survey_as_json, survey_as_xlsform
from surveys.models.surveys import Survey


class Command(BaseCommand):
    help = "Writes the questionnaire of a survey with its texts, without responses, as JSON or XLSForm."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--format", default="json", choices=["json", "xlsform"])
        parser.add_argument("--output", required=True)

    def handle(self, *args, **options):
        with override("en"):
            self.write_out(options)

    def write_out(self, options):
        survey = Survey.objects.select_related("current").filter(slug=options["slug"]).first()
        if survey is None:
            raise CommandError(f"There is no survey {options['slug']}.")
        output, lines = Path(options["output"]), []
        try:
            if options["format"] == "xlsform":
                data, lines = survey_as_xlsform(survey)
            else:
                data = (json.dumps(survey_as_json(survey), ensure_ascii=False, indent=2) + "\n").encode()
            output.write_bytes(data)
        except ParticipationError as error:
            raise CommandError(f"{survey.slug}: {error}") from error
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
        for line in lines:
            self.stdout.write(str(line))
        self.stdout.write(f"{survey.slug}: version {survey.current.number} written to {output}")
