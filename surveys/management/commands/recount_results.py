"""Compare the counted copy of surveys with a count of all responses, and build it anew where wished or needed."""

from django.core.management.base import BaseCommand, CommandError

from surveys.actions.counting import count_responses, rebuild_results, recount
from surveys.models import Survey


class Command(BaseCommand):
    """Prints the difference for each survey; 0 is what it should be."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("slug", nargs="*", help="all surveys without one")
        parser.add_argument("--rebuild", action="store_true", help="build the copy anew even if it is right")

    def handle(self, *, slug, rebuild, **options):
        surveys = Survey.objects.filter(slug__in=slug) if slug else Survey.objects.all()
        if slug and len(surveys) < len(set(slug)):
            raise CommandError(f"There is no survey {', '.join(sorted(set(slug) - {s.slug for s in surveys}))}.")
        for survey in surveys:
            count_responses(survey)
            different = recount(survey)
            self.stdout.write(f"{survey.slug}: difference {different}")
            if (rebuild or different) and not rebuild_results(survey):
                raise CommandError(f"{survey.slug} is being rebuilt by somebody else. Try again later.")
            if rebuild or different:
                self.stdout.write(f"{survey.slug}: built anew, difference {recount(survey)}")
