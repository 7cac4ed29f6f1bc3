"""When this happens, promise that: each receiver writes a job row and does nothing else."""

import datetime
from typing import Any

from django.utils import timezone

from participation.actions.jobs import add_job
from participation.events import retention_changed
from participation.models.processes import Process
from surveys import events
from surveys.actions.notices import RENEW
from surveys.actions.results import promise_publication
from surveys.actions.surveys import FORWARD, look_again_at, moment_of_closing
from surveys.actions.webhooks import tell_closed, tell_opened, tell_rescheduled
from surveys.models.responses import Response
from surveys.models.surveys import Survey

SOON = datetime.timedelta(seconds=30)


def connect() -> None:
    """Connect the receivers; called once when Django is ready."""
    events.response_recorded.connect(promise_forwarding, dispatch_uid="surveys.forward_open_answers")
    events.survey_opened.connect(promise_closing, dispatch_uid="surveys.close_survey")
    events.survey_times_changed.connect(promise_closing, dispatch_uid="surveys.close_survey_later")
    events.survey_closed.connect(promise_forgetting, dispatch_uid="surveys.forget_keys")
    events.response_recorded.connect(promise_results, dispatch_uid="surveys.publish_results")
    events.survey_closed.connect(promise_last_results, dispatch_uid="surveys.publish_last_results")
    events.response_corrected.connect(promise_forwarding, dispatch_uid="surveys.forward_corrected_answers")
    events.response_corrected.connect(promise_results, dispatch_uid="surveys.publish_corrected_results")
    events.survey_opened.connect(tell_opened, dispatch_uid="surveys.tell_opened")
    events.survey_times_changed.connect(tell_rescheduled, dispatch_uid="surveys.tell_rescheduled")
    events.survey_closed.connect(tell_closed, dispatch_uid="surveys.tell_closed")
    retention_changed.connect(promise_notices, dispatch_uid="surveys.renew_notices")
    events.response_withdrawn.connect(promise_results_without, dispatch_uid="surveys.publish_results_without")


def promise_forwarding(response: Response, **_arguments: Any) -> None:
    """Promise that the open answers become contributions, while the survey has its key for that."""
    if response.survey.forward_key:
        add_job(FORWARD, f"{response.survey_id}:{response.pk}")


def promise_closing(survey: Survey, **_arguments: Any) -> None:
    """Promise to close the survey when its time is over."""
    if moment := moment_of_closing(survey):
        add_job("surveys.close_survey", survey.pk, available_at=moment)


def promise_forgetting(survey: Survey, **_arguments: Any) -> None:
    """Promise to drop keys and receipts, late enough for answers that were on their way at closing to be stored before."""
    add_job("surveys.forget_keys", survey.pk, available_at=look_again_at())


def promise_notices(process: Process, **_arguments: Any) -> None:
    """Promise to keep the words of the notices of a process."""
    add_job(RENEW, process.pk)


def promise_results(response: Response, **_arguments: Any) -> None:
    """Promise to look soon whether new results are due; answers that come meanwhile share the look."""
    promise_publication(response.survey, available_at=timezone.now() + SOON)


def promise_results_without(survey: Survey, **_arguments: Any) -> None:
    """Promise to look soon whether results without a response that was taken back are due."""
    promise_publication(survey, available_at=timezone.now() + SOON)


def promise_last_results(survey: Survey, **_arguments: Any) -> None:
    """Promise to look at once whether the last results are due."""
    promise_publication(survey)
