"""Compile the aggregation summary of a process, or of one working group, now."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import override

from participation.actions.summaries import compile_new_summary
from participation.errors import ParticipationError
from participation.models import Process


class Command(BaseCommand):
    """Prints the summary's id and address; unchanged sources give no new version."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("process", metavar="PROCESS")
        parser.add_argument("--group", default="", metavar="CODE")

    def handle(self, *, process, group, **options):
        found = Process.objects.filter(slug=process).first()
        if found is None:
            raise CommandError(f"There is no process {process}.")
        try:
            with override("en"):
                outcome = compile_new_summary(found, group, by=None)
        except ParticipationError as error:
            raise CommandError(error.message) from error
        summary = outcome.summary
        with override(settings.LANGUAGE_CODE):
            address = settings.BASE_URL + reverse("participation:summary_page", args=[summary.pk])
        what = "compiled" if outcome.new else "unchanged: the sources are the same"
        self.stdout.write(f"{summary.pk}\n{address}\nversion {summary.number} {what}")
