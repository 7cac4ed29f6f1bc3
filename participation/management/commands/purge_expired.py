"""Erase what has been kept long enough: purge_expired."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.actions.privacy import purge_expired


class Command(BaseCommand):
    help = "Erase addresses of ended processes, old jobs and messages, and texts whose retention is over."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in purge_expired().items():
            self.stdout.write(f"{name}: {count}")
