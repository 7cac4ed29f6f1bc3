"""`manage.py seed_demo`: the demo process; safe to repeat."""

from django.core.management.base import BaseCommand

from config.demo.accounts import ACCOUNTS
from config.demo.loading import load
from config.demo_server import demo_password


class Command(BaseCommand):
    help = "Load the demo process of a fictional town, unless it is there already."

    def handle(self, *args, **options):
        report = load(demo_password())
        state = "Loaded the demo process" if report.is_new else "The demo process was there already"
        self.stdout.write(
            f"{state}: {report.responses} responses, {report.submissions} contributions,"
            f" {report.tray} of them in the coordinator's tray ({report.seconds:.1f} s)."
        )
        self.stdout.write(f"Accounts, password {demo_password()}:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:28} {account.words}")
        self.stdout.write("Receipts to try on the journey page:")
        for code, words in report.receipts.items():
            self.stdout.write(f"  {code}  {words}")
