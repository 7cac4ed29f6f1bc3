"""Tables of the ground floor, one file a concept."""

from participation.models.activities import Activity
from participation.models.areas import Area, AreaPopulation
from participation.models.audit import AuditEntry
from participation.models.invitations import Invitation
from participation.models.jobs import Job
from participation.models.notifications import Follow, Notification, Preference, QuietHours
from participation.models.people import Anonymous, ApiToken, Person, Role
from participation.models.privacy import DeletionRecord, NoticeVersion, RetentionRule
from participation.models.processes import Phase, Process
from participation.models.public_ideas import Comment, Complaint, PublicIdea, Support
from participation.models.receipts import AnswerOpinion, JourneyEntry, Receipt
from participation.models.search import SearchText
from participation.models.strategy import Goal, Indicator, IndicatorValue, Measure, MeasureSource, Objective, Strategy
from participation.models.submissions import Batch, Submission, SubmissionEvent
from participation.models.summaries import AssistantCall, Quote, Summary, SummaryLedger, SummaryLine
from participation.models.themes import Theme
from participation.models.walls import (
    WorkshopBallot,
    WorkshopCluster,
    WorkshopNote,
    WorkshopPhoto,
    WorkshopSlip,
    WorkshopSupport,
)
from participation.models.webhooks import Webhook, WebhookDelivery
from participation.models.workshops import Workshop

__all__ = [
    "Activity",
    "Anonymous",
    "AnswerOpinion",
    "ApiToken",
    "Area",
    "AreaPopulation",
    "AssistantCall",
    "AuditEntry",
    "Batch",
    "Comment",
    "Complaint",
    "DeletionRecord",
    "Follow",
    "Goal",
    "Indicator",
    "IndicatorValue",
    "Invitation",
    "Job",
    "JourneyEntry",
    "Measure",
    "MeasureSource",
    "NoticeVersion",
    "Notification",
    "Objective",
    "Person",
    "Phase",
    "Preference",
    "Process",
    "PublicIdea",
    "QuietHours",
    "Quote",
    "Receipt",
    "RetentionRule",
    "Role",
    "SearchText",
    "Strategy",
    "Submission",
    "SubmissionEvent",
    "Summary",
    "SummaryLedger",
    "SummaryLine",
    "Support",
    "Theme",
    "Webhook",
    "WebhookDelivery",
    "Workshop",
    "WorkshopBallot",
    "WorkshopCluster",
    "WorkshopNote",
    "WorkshopPhoto",
    "WorkshopSlip",
    "WorkshopSupport",
]
