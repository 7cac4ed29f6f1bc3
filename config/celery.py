"""The Celery app and the timetable. The database is the record of work; Celery is only the bell."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("kuulolla")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["participation"])
app.conf.worker_redirect_stdouts = app.conf.worker_hijack_root_logger = False
app.conf.beat_schedule = {
    "sweep": {"task": "participation.tasks.sweep_jobs", "schedule": 15.0, "options": {"expires": 15}},
    "seal": {"task": "participation.tasks.seal_audit", "schedule": 60.0, "options": {"expires": 60}},
    # Every hour, so that a server which sleeps at night erases too; the promise is made once a day.
    "purge": {"task": "participation.tasks.promise_purge", "schedule": 3600.0, "options": {"expires": 3600}},
}
