"""Do due background jobs without Celery."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand

from participation.actions.jobs import sweep_jobs


class Command(BaseCommand):
    """Goes on until stopped; with --once it ends when nothing is due."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")

    def handle(self, *, once, **options):
        while True:
            done = sweep_jobs()
            if once and not done:
                return
            if done:
                self.stdout.write(f"{done} jobs")
            else:
                time.sleep(settings.SWEEP_SECONDS)
