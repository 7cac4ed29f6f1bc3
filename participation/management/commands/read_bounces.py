"""`manage.py read_bounces [MAILBOX]`: marks the messages whose delivery reports lie in a mailbox, or come on stdin."""

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.actions.bounces import read_bounces


class Command(BaseCommand):
    """Reads delivery reports: a Maildir folder, an mbox file, or one mail on standard input, as mail servers pipe them."""

    help = "Mark messages that came back. MAILBOX: a Maildir folder or an mbox file; without it one mail from stdin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mailbox", nargs="?", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["mailbox"]:
            path = Path(options["mailbox"])
            if not path.exists():
                raise CommandError(f"There is no mailbox at {path}.")
            mails = mails_in(path)
        else:
            mails = iter([sys.stdin.buffer.read()])
        read = read_bounces(mails)
        self.stdout.write(f"{read.failed} came back for good, {read.delayed} delayed, {read.other} of something else")


def mails_in(path: Path) -> Iterator[bytes]:
    """Yield the mails of a Maildir folder or an mbox file; nothing in it is changed."""
    box: mailbox.Mailbox[Any] = (
        mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
    )
    try:
        for key in box.keys():  # noqa: SIM118 -- a mailbox yields mails, not keys
            yield box.get_bytes(key)
    finally:
        box.close()
