"""What this app plugs into extension points."""

from participation.extension_points import JobHandler, job_handlers
from surveys import handlers


def register() -> None:
    """Plug everything in; called once when Django is ready."""
    job_handlers.register(JobHandler("surveys.forward_open_answers", handlers.forward_open_answers))
    job_handlers.register(JobHandler("surveys.close_survey", handlers.close_survey))
    job_handlers.register(JobHandler("surveys.forget_keys", handlers.forget_keys))
