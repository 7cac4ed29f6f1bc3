"""Django's command line; arguments that a command does not take are refused like any other bad input."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NoReturn

from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand, CommandParser
from environs.exceptions import EnvError


class CommandLine(ManagementUtility):
    """One clear line and exit status 1, where argparse would print the usage and exit with 2."""

    def execute(self) -> None:
        """Run the command; a variable of the environment that makes no sense is bad input too."""
        try:
            super().execute()
        except EnvError as error:
            sys.exit(f"CommandError: {error}")

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """Return the command; its parser refuses in one line."""
        command = super().fetch_command(subcommand)
        command.create_parser = refusing(command.create_parser)  # type: ignore[method-assign]
        return command


def refusing(create_parser: Callable[..., CommandParser]) -> Callable[..., CommandParser]:
    """Return a maker of parsers whose errors are one line with the exit status of a refusal."""

    def create(*args: Any, **options: Any) -> CommandParser:
        parser = create_parser(*args, **options)

        def refuse(message: str) -> NoReturn:
            words = " ".join(message.split())
            parser.exit(1, f"CommandError: {words} ({parser.prog} --help says more)\n")

        parser.error = refuse  # type: ignore[method-assign]
        return parser

    return create
