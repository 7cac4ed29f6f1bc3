"""Import a survey from the JSON that export_survey writes."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import DatabaseError

from participation.errors import ParticipationError
from participation.models.processes import Process
from surveys.actions.interchange import survey_from_json


class Command(BaseCommand):
    help = "Imports a survey from a file (JSON of export_survey, or a bare questionnaire with --slug)."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--process", required=True, help="short name of the process")
        parser.add_argument("--slug", default="", help="short name of the survey in addresses")
        parser.add_argument("--publish", action="store_true", help="let residents answer at once")

    def handle(self, *args, **options):
        path = Path(options["file"])
        if path.suffix.lower() in (".xlsx", ".xls"):
            raise CommandError(f"{path.name}: XLSForm is not supported; give the JSON of export_survey")
        process = Process.objects.filter(slug=options["process"]).first()
        if process is None:
            raise CommandError(f"there is no process {options['process']}")
        data = self.read(path)
        try:
            if options["slug"]:
                validate_slug(options["slug"])
            survey = survey_from_json(data, process, by=None, slug=options["slug"], publish=options["publish"])
        except ValidationError as error:
            raise CommandError(f"--slug: {' '.join(error.messages)}") from error
        except (ParticipationError, DatabaseError) as error:
            raise CommandError(f"{path.name}: {error}") from error
        questions = sum(len(page["questions"]) for page in survey.current.document["pages"])
        self.stdout.write(f"{survey.slug}: version {survey.current.number}, {questions} questions, {survey.state}")

    def read(self, path):
        try:
            return json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except (ValueError, RecursionError) as error:
            raise CommandError(f"{path.name} is not JSON: {error}") from error
