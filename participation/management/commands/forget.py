"""Erase what hangs on a receipt: forget --receipt CODE."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.actions.privacy import forget_receipt
from participation.queries.receipts import receipt_of


class Command(BaseCommand):
    help = "Erase the contribution or response that has this receipt, everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--receipt", required=True, metavar="CODE", help="the code as it was given")

    def handle(self, *args: Any, **options: Any) -> None:
        receipt = receipt_of(options["receipt"])
        if receipt is None:
            raise CommandError("There is no contribution with this receipt code.")
        count = forget_receipt(receipt, by=None)
        self.stdout.write(f"Erased: {count}")
