"""Publishing a file of open data and withdrawing it: what is out is one fixed file, and no two files tell of a few."""

from __future__ import annotations

import hashlib
import io
import zipfile

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.errors import Conflict, ParticipationError
from participation.models.people import Person
from surveys.actions.answer_files import KEPT, PURGE
from surveys.gateways.attachments import open_attachment
from surveys.models.files import AnswerFile, PublishedData
from surveys.models.responses import Response
from surveys.models.results import PublishedResults
from surveys.models.surveys import Survey


def publish_open_data(one: AnswerFile, *, is_read: bool, by: Person) -> PublishedData:
    """Let everybody take a file of open data home; raises ParticipationError where it may not be published."""
    survey = one.survey
    if not is_read:
        raise ParticipationError(_("Read the texts first: names may be left in them."), "not_read")
    if one.kind != AnswerFile.Kind.OPEN or not one.name:
        raise ParticipationError(_("Only a finished file of open data can be published."), "not_open_data")
    if survey.state == Survey.State.OPEN or not survey.results_public:
        raise ParticipationError(_("Close the survey and publish its results first."), "results_first")
    epoch = PublishedResults.objects.filter(survey=survey).first()
    n = Response.objects.in_results().filter(survey=survey).count()
    if epoch is None or epoch.as_of > one.ordered_at or n != one.rows:
        raise ParticipationError(_("The results are newer than this file. Order the file anew."), "file_is_old")
    digest, rows = digest_of(one), one.rows
    before = PublishedData.objects.filter(survey=survey).first()
    if before and before.digest != digest and abs(before.rows - rows) < survey.threshold:
        raise ParticipationError(
            _("An earlier file differs from this one by a few people only. Together they would tell of them."),
            "too_alike",
        )
    facts = {"file": one, "rows": rows, "digest": digest, "published_at": timezone.now()}
    with transaction.atomic():
        published, _created = PublishedData.objects.update_or_create(survey=survey, defaults=facts)
        add_audit_entry("publish_open_data", survey, by=by, rows=rows, sha256=one.sha256)
    return published


@transaction.atomic
def withdraw_open_data(survey: Survey, *, by: Person) -> None:
    """Take the open data of a survey back; raises Conflict where none is published."""
    for file in AnswerFile.objects.filter(pk__in=PublishedData.objects.filter(survey=survey).values("file")):
        add_job(PURGE, file.pk, available_at=timezone.now() + KEPT)
    if PublishedData.objects.filter(survey=survey, file__isnull=False).update(file=None) != 1:
        raise Conflict(_("No open data is published."), current={"published": False})
    add_audit_entry("withdraw_open_data", survey, by=by)


def digest_of(one: AnswerFile) -> str:
    """Return a hash of what a file says, the same in whatever order its rows and texts are."""
    stored = open_attachment(one.name)
    if stored is None:
        raise ParticipationError(_("Only a finished file of open data can be published."), "not_open_data")
    found = hashlib.sha256()
    with stored, zipfile.ZipFile(io.BytesIO(stored.read())) as archive:
        for name in ("answers.csv", "texts.csv"):
            for line in sorted(archive.read(name).splitlines()):
                found.update(line + b"\n")
    return found.hexdigest()
