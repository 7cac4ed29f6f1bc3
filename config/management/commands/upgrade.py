"""`manage.py upgrade`: the one command after new code is there. Safe to repeat, and when several start at once."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.demo_server import missing_columns
from config.upgrading import Busy, migrate, one_at_a_time, waiting_migrations
from surveys.actions.counting import count_responses, rebuild_results, recount
from surveys.models import Survey


class Command(BaseCommand):
    """Migrates, counts results anew where the copy differs, checks the installation, and says what it did."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--wait", type=float, default=900, help="seconds to wait for another upgrade")
        parser.add_argument("--patience", type=float, default=120, help="seconds to try again when a table is in use")
        parser.add_argument("--recount", action="store_true", help="compare results with all responses in any case")

    def handle(self, *, wait, patience, recount, **options):
        try:
            with one_at_a_time(wait):
                self.upgrade(patience, recount=recount)
        except Busy:
            raise CommandError("Another upgrade of this database is under way. Try again later.") from None
        call_command("check", deploy=True, databases=["default"], stdout=self.stdout, stderr=self.stderr)

    def upgrade(self, patience, *, recount):
        """Do what is to be done while nobody else does."""
        waiting = waiting_migrations()
        again = migrate(patience) if waiting else 0
        for name in waiting:
            self.stdout.write(f"migrated: {name}")
        if again:
            self.stdout.write(f"tried again while a table was in use: {again} times")
        if missing := missing_columns():
            raise CommandError(f"The database was made by another version: {missing[0]} is missing.")
        if waiting or recount:
            self.count()
        else:
            self.stdout.write("The database is up to date.")

    def count(self):
        """Compare the counted copy of every survey with its responses, as a new version may count otherwise."""
        anew = []
        surveys = Survey.objects.all()
        for survey in surveys:
            count_responses(survey)
            if recount(survey):
                if not rebuild_results(survey):
                    raise CommandError(f"{survey.slug} is being rebuilt by somebody else. Try again later.")
                anew.append(survey.slug)
        self.stdout.write(f"results compared: {len(surveys)} surveys, built anew: {', '.join(anew) or 'none'}")
