"""Walk the chain of the audit log and say whether every entry is there and as it was written."""

from django.core.management.base import BaseCommand, CommandError

from participation.queries.audit import checked_chain

FAULTS = {"changed": "was changed after it was sealed", "missing": "is missing"}


class Command(BaseCommand):
    """Prints how many entries hold and the newest seal; exit status 1 when the chain is broken.

    With --seal it also asks that a seal noted earlier (from the server's log) still is the seal of its place, which
    finds a chain that was cut short or made anew.
    """

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--seal", default="", metavar="PLACE:SEAL", help="a seal noted earlier")

    def handle(self, *, seal, **options):
        try:
            chain = checked_chain(seal)
        except ValueError as error:
            raise CommandError("--seal takes PLACE:SEAL, such as 120:9f2c…") from error
        if chain.fault:
            raise CommandError(f"Entry {chain.place} {FAULTS[chain.fault]}; {chain.length} entries before it hold.")
        self.stdout.write(f"{chain.length} entries hold\nnewest seal {chain.length}:{chain.head}")
