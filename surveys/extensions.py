"""What this app plugs into extension points."""

from django.utils.translation import gettext as _

from participation.extension_points import DeskLink, JobHandler, desk_links, job_handlers, personal_data, process_parts
from participation.permissions import coordinates_something
from surveys import handlers
from surveys.actions.counting import COUNT, REBUILD
from surveys.actions.drafts import PURGE_DRAFT
from surveys.actions.privacy import ResponsesPrivacy
from surveys.actions.receipt_mails import MAIL_RECEIPT
from surveys.actions.results import PUBLISH
from surveys.actions.uploads import PURGE as PURGE_UPLOADS
from surveys.actions.uploads import UploadsPrivacy
from surveys.queries.surveys import SurveysPart


def register() -> None:
    """Plug everything in; called once when Django is ready."""
    job_handlers.register(JobHandler("surveys.forward_open_answers", handlers.forward_open_answers))
    job_handlers.register(JobHandler("surveys.close_survey", handlers.close_survey))
    job_handlers.register(JobHandler("surveys.forget_keys", handlers.forget_keys))
    job_handlers.register(JobHandler(PUBLISH, handlers.publish_results))
    job_handlers.register(JobHandler(COUNT, handlers.count_responses, lease=300))
    job_handlers.register(JobHandler(REBUILD, handlers.rebuild_results, lease=900))
    job_handlers.register(JobHandler(PURGE_DRAFT, handlers.purge_draft))
    job_handlers.register(JobHandler(MAIL_RECEIPT, handlers.mail_receipt))
    job_handlers.register(JobHandler(PURGE_UPLOADS, handlers.purge_uploads))
    process_parts.register(SurveysPart())
    personal_data.register(ResponsesPrivacy())
    personal_data.register(UploadsPrivacy())
    desk_links.register(
        DeskLink("surveys", lambda: _("Surveys"), "surveys:surveys_desk", "list", coordinates_something, order=30)
    )
