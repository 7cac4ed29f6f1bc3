"""Who may do what with surveys: one typed function a verb, readable as policy."""

from participation.models.processes import Process
from participation.permissions import Visitor, is_admin, is_coordinator
from surveys.models.surveys import Survey
from surveys.models.uploads import Upload


def can_manage_survey(person: Visitor, survey: Survey) -> bool:
    """Open and close a survey, and publish its results: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_import_survey(person: Visitor, process: Process) -> bool:
    """Make a survey of a file: coordinators of the process."""
    return is_coordinator(person, process)


def can_view_live_results(person: Visitor, survey: Survey) -> bool:
    """See numbers and open answers as they come in, before anything is published: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_export_responses(person: Visitor, survey: Survey) -> bool:
    """Take all answers home in a file: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_download_upload(person: Visitor, upload: Upload) -> bool:
    """Take home the file of an answer: coordinators of its process."""
    return upload.waits_since is None and is_coordinator(person, upload.survey.process)


def can_make_codes(person: Visitor, survey: Survey) -> bool:
    """Choose who can answer, make and withdraw codes: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_view_results(person: Visitor, survey: Survey) -> bool:
    """See published results: everybody, once they are public in a public process; coordinators always."""
    public = survey.state in (Survey.State.OPEN, Survey.State.CLOSED) and survey.process.state in ("open", "closed")
    return (survey.results_public and public) or is_admin(person) or is_coordinator(person, survey.process)
