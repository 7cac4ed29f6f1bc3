"""Who may do what with surveys: one typed function a verb, readable as policy."""

from participation.permissions import Visitor, is_admin, is_coordinator
from surveys.models.surveys import Survey


def can_manage_survey(person: Visitor, survey: Survey) -> bool:
    """Open and close a survey, and publish its results: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_view_live_results(person: Visitor, survey: Survey) -> bool:
    """See numbers and open answers as they come in, before anything is published: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_export_responses(person: Visitor, survey: Survey) -> bool:
    """Take all answers home in a file: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_view_results(person: Visitor, survey: Survey) -> bool:
    """See published results: everybody, once they are public in a public process; coordinators always."""
    public = survey.state in (Survey.State.OPEN, Survey.State.CLOSED) and survey.process.state in ("open", "closed")
    return (survey.results_public and public) or is_admin(person) or is_coordinator(person, survey.process)
