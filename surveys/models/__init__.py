"""Tables of surveys, one file a concept."""

from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.results import PublishedResults
from surveys.models.surveys import Survey

__all__ = ["PublishedResults", "Response", "Survey", "SurveyVersion"]
