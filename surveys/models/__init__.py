"""Tables of surveys, one file a concept."""

from surveys.models.authoring import DraftStep, QuestionnaireDraft
from surveys.models.codes import AccessCode, Admission, CodeBatch
from surveys.models.coding import AnswerReading, CodeBook
from surveys.models.drafts import ReceiptMail, SurveyDraft
from surveys.models.files import AnswerFile, PublishedData
from surveys.models.imports import AnswerImport
from surveys.models.kiosks import Kiosk
from surveys.models.paper import PaperBatch, Scan, ScanPage, Sheet, SheetEntry, SheetNote
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.results import PublishedResults, ReplacedAnswers, ResultsBlock, ResultsCopy
from surveys.models.series import SeriesLink
from surveys.models.spreading import LibraryItem, Tally
from surveys.models.surveys import Identity, Survey
from surveys.models.tokens import TokenIssue, TokenKey
from surveys.models.uploads import Upload

__all__ = [
    "AccessCode",
    "Admission",
    "AnswerFile",
    "AnswerImport",
    "AnswerReading",
    "CodeBatch",
    "CodeBook",
    "DraftStep",
    "Identity",
    "Kiosk",
    "LibraryItem",
    "PaperBatch",
    "PublishedData",
    "PublishedResults",
    "QuestionnaireDraft",
    "ReceiptMail",
    "ReplacedAnswers",
    "Response",
    "ResultsBlock",
    "ResultsCopy",
    "Scan",
    "ScanPage",
    "SeriesLink",
    "Sheet",
    "SheetEntry",
    "SheetNote",
    "Survey",
    "SurveyDraft",
    "SurveyVersion",
    "Tally",
    "TokenIssue",
    "TokenKey",
    "Upload",
]
