"""Tables of surveys, one file a concept."""

from surveys.models.codes import AccessCode, Admission, CodeBatch
from surveys.models.drafts import ReceiptMail, SurveyDraft
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.results import PublishedResults
from surveys.models.surveys import Identity, Survey
from surveys.models.uploads import Upload

__all__ = [
    "AccessCode",
    "Admission",
    "CodeBatch",
    "Identity",
    "PublishedResults",
    "ReceiptMail",
    "Response",
    "Survey",
    "SurveyDraft",
    "SurveyVersion",
    "Upload",
]
