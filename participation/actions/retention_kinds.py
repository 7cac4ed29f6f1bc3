"""What the ground floor erases by itself after a time: words of contributions, photos of flip-charts, invitations."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Count, Min, Model, QuerySet
from django.utils.translation import gettext as _

from participation.actions.privacy import outlive
from participation.gateways.photos import delete_photos
from participation.logic.retention import ERASED, Kept
from participation.models.invitations import Invitation
from participation.models.processes import Process
from participation.models.public_ideas import Comment, Complaint
from participation.models.submissions import Submission
from participation.models.walls import WorkshopPhoto

CONTRIBUTIONS = "participation.contributions"


def kept_by_process(
    rows: QuerySet[Model], processes: Sequence[Process], *, day: str, process: str = "process"
) -> list[Kept]:
    """Return what is kept of one table by process: how many rows, and the day of the oldest."""
    found = rows.filter(**{f"{process}__in": [one.pk for one in processes]}).order_by()
    by_process = {row[process]: row for row in found.values(process).annotate(n=Count("pk"), since=Min(day))}
    return [
        Kept(one, "", by_process[one.pk]["n"], by_process[one.pk]["since"]) for one in processes if one.pk in by_process
    ]


class ContributionsKept:
    """Ideas, feedback and open answers: the words go, that there was a contribution and its journey stay."""

    key = CONTRIBUTIONS
    order = 10
    in_days = False
    most = 120
    is_rolling = True
    warns = True

    def label(self) -> str:
        """Return what it is called."""
        return _("Contributions as they were written")

    def counted_from(self) -> str:
        """Return from when its time is counted."""
        return _("from the day each was received")

    def usual(self, process: Process) -> int:
        """Return the months that the process promises."""
        return process.retention_months

    def kept(self, processes: Sequence[Process]) -> Sequence[Kept]:
        """Return how many contributions still have their words."""
        return kept_by_process(Submission.objects.exclude(text=ERASED), processes, day="received_on")

    def erase(self, kept: Kept, limit: datetime.date) -> Mapping[str, int]:
        """Erase the words of old contributions in every app."""
        old = Submission.objects.filter(process=kept.process, received_on__lt=limit).exclude(text=ERASED)
        count = 0
        for submission in old.iterator(chunk_size=500):
            outlive(submission)
            count += 1
        Complaint.objects.filter(idea__process=kept.process, on__lt=limit).delete()
        said = Comment.objects.filter(idea__process=kept.process, said_on__lt=limit)
        return {"contributions": count, "comments": said.delete()[0]}


class PhotosKept:
    """Photos of flip-charts: handwriting can tell who wrote."""

    key = "participation.photos"
    order = 20
    in_days = False
    most = 60
    is_rolling = True
    warns = True

    def label(self) -> str:
        """Return what it is called."""
        return _("Photos of flip-charts from workshops")

    def counted_from(self) -> str:
        """Return from when its time is counted."""
        return _("from the day each was added")

    def usual(self, process: Process) -> int:  # noqa: ARG002 -- the contract
        """Return half a year: by then the notes have been written down."""
        return 6

    def kept(self, processes: Sequence[Process]) -> Sequence[Kept]:
        """Return how many photos there are."""
        return kept_by_process(WorkshopPhoto.objects.all(), processes, day="added_on", process="workshop__process")

    def erase(self, kept: Kept, limit: datetime.date) -> Mapping[str, int]:
        """Delete old photos, the files too."""
        old = WorkshopPhoto.objects.filter(workshop__process=kept.process, added_on__lt=limit)
        names = list(old.values_list("name", flat=True))
        old.delete()
        transaction.on_commit(lambda: delete_photos(names))
        return {"photos": len(names)}


class InvitationsKept:
    """Invitations of staff: names and addresses of people who may never have come."""

    key = "participation.invitations"
    order = 30
    in_days = True
    most = 365
    is_rolling = True
    warns = False

    def label(self) -> str:
        """Return what it is called."""
        return _("Invitations of staff")

    def counted_from(self) -> str:
        """Return from when its time is counted."""
        return _("from the day each was sent")

    def usual(self, process: Process) -> int:  # noqa: ARG002 -- the contract
        """Return a quarter of a year."""
        return 90

    def kept(self, processes: Sequence[Process]) -> Sequence[Kept]:
        """Return how many invitations there are."""
        return kept_by_process(Invitation.objects.all(), processes, day="invited_on")

    def erase(self, kept: Kept, limit: datetime.date) -> Mapping[str, int]:
        """Delete old invitations; what was given by them stays in the log."""
        gone = Invitation.objects.filter(process=kept.process, invited_on__lt=limit).delete()
        return {"invitations": gone[0]}
