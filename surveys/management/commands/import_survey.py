"""Import a survey from an XLSForm workbook or from the JSON that export_survey writes."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import DatabaseError
from django.utils.text import slugify
from django.utils.translation import override

from participation.errors import ParticipationError
from participation.models.processes import Process
from surveys.actions.interchange import read_survey, survey_from_json
from surveys.logic.interchange.workbook import MAX_FILE

SHOWN = 10


class Command(BaseCommand):
    help = "Imports a survey from a file: XLSForm (.xlsx, .xls), JSON of export_survey, or a bare questionnaire."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--process", required=True, help="short name of the process")
        parser.add_argument("--slug", default="", help="short name of the survey in addresses")
        parser.add_argument("--language", default="", help="language of XLSForm columns that name none")
        parser.add_argument("--publish", action="store_true", help="let residents answer at once")

    def handle(self, *args, **options):
        with override("en"):
            self.bring_in(options)

    def bring_in(self, options):
        path = Path(options["file"])
        process = Process.objects.filter(slug=options["process"]).first()
        if process is None:
            raise CommandError(f"There is no process {options['process']}.")
        try:
            if path.stat().st_size > MAX_FILE:
                raise CommandError(f"{path.name}: The file is larger than {MAX_FILE // 1_000_000} MB.")
            read = read_survey(path.read_bytes(), language=options["language"])
            slug = options["slug"] or self.slug_of(path, read)
            if not read.has_questions and read.lines:
                raise CommandError(self.nothing(path, read))
            if slug:
                validate_slug(slug)
            survey = survey_from_json(read.data, process, by=None, slug=slug, publish=options["publish"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(f"--slug: {' '.join(error.messages)}") from error
        except (ParticipationError, DatabaseError) as error:
            raise CommandError(f"{path.name}: {' '.join(str(error).split())}") from error
        for line in read.lines:
            self.stdout.write(str(line))
        questions = sum(len(page["questions"]) for page in survey.current.document["pages"])
        self.stdout.write(f"{survey.slug}: version {survey.current.number}, {questions} questions, {survey.state}")
        self.stdout.write(f"{read.kept} of {read.asked} questions in the file were kept")

    def slug_of(self, path, read):
        if path.suffix.lower() == ".json":
            return ""  # the file says it, or the action asks for it
        return slugify(read.slug)[:80] or slugify(path.stem)[:80]

    def nothing(self, path, read):
        reasons = "; ".join(map(str, read.lines[:SHOWN]))
        rest = len(read.lines) - SHOWN
        more = f"; and {rest} more" if rest > 0 else ""
        return f"{path.name}: none of {read.asked} questions can be kept: {reasons}{more}"
