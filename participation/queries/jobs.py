"""The outbox as operators see it."""

from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from participation.gateways import broker
from participation.models.jobs import Job

OLDEST_ALLOWED = 300  # seconds that a due job may wait before the service calls itself not ready


@dataclass(frozen=True)
class Readiness:
    """What /readyz tells."""

    database: bool
    broker: bool
    oldest_job_seconds: int
    waiting: int
    dead: int
    missed_pokes: int

    @property
    def ready(self) -> bool:
        """Whether traffic should come here."""
        return self.database and self.broker and self.oldest_job_seconds <= OLDEST_ALLOWED

    def as_json(self) -> dict[str, object]:
        """Return the answer for machines."""
        return {
            "status": "ready" if self.ready else "not ready",
            "database": self.database,
            "broker": self.broker,
            "oldest_job_seconds": self.oldest_job_seconds,
            "waiting_jobs": self.waiting,
            "dead_jobs": self.dead,
            "missed_pokes": self.missed_pokes,
        }


def readiness() -> Readiness:
    """Ask database and broker, and how long the oldest due job has waited."""
    now = timezone.now()
    try:
        due = Job.objects.due(now)
        oldest = due.values_list("available_at", flat=True).first()
        waiting, dead, database = Job.objects.pending().count(), Job.objects.dead().count(), True
    except (DatabaseError, InterfaceError):
        oldest, waiting, dead, database = None, 0, 0, False
    age = int((now - oldest).total_seconds()) if oldest else 0
    return Readiness(database, broker.answers(), age, waiting, dead, broker.missed["pokes"])
