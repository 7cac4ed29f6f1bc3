"""Erase what has been kept long enough: purge_expired."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.actions.retention import purge_all


class Command(BaseCommand):
    help = "Erase addresses of ended processes, old jobs and messages, and everything whose retention is over."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in purge_all().items():
            self.stdout.write(f"{name}: {count}")
