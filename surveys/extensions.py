"""What this app plugs into extension points."""

from django.utils.translation import gettext as _

from participation.extension_points import (
    DailyJob,
    DeskLink,
    JobHandler,
    NotificationKind,
    audit_verb_words,
    daily_jobs,
    data_kinds,
    desk_links,
    job_handlers,
    notification_kinds,
    personal_data,
    plain_fields,
    process_parts,
    question_sources,
    quote_guards,
    retention_kinds,
    summary_scopes,
    summary_sections,
    webhook_events,
)
from participation.permissions import coordinates_something, enters_something
from surveys import handlers
from surveys.actions.answer_files import MAKE as MAKE_FILE
from surveys.actions.answer_files import PURGE as PURGE_FILES
from surveys.actions.answer_imports import IMPORT, UNDO
from surveys.actions.answer_imports import PURGE as PURGE_IMPORT
from surveys.actions.coding import SUGGEST
from surveys.actions.counting import COUNT, REBUILD
from surveys.actions.drafts import PURGE_DRAFT
from surveys.actions.guarding import GUARDED
from surveys.actions.kiosks import SILENT_KIOSK, WATCH
from surveys.actions.notices import RENEW
from surveys.actions.privacy import ResponsesPrivacy
from surveys.actions.receipt_mails import MAIL_RECEIPT
from surveys.actions.results import PUBLISH
from surveys.actions.retention import KINDS
from surveys.actions.scans import PURGE as PURGE_SCAN
from surveys.actions.scans import READ
from surveys.actions.uploads import PURGE as PURGE_UPLOADS
from surveys.actions.uploads import UploadsPrivacy
from surveys.queries import samples
from surveys.queries.audit_words import AUDIT_WORDS
from surveys.queries.data_map import DATA_KINDS, PLAIN
from surveys.queries.kiosks import silent_kiosks, silent_wording
from surveys.queries.marks import guarded_wording
from surveys.queries.questionnaires import SurveyQuestions
from surveys.queries.summaries import FewResponses, NotAllowed, SurveyResults, SurveyScope
from surveys.queries.surveys import SurveysPart
from surveys.queries.webhooks import WEBHOOK_EVENTS

PAGES_OF_A_SURVEY = (
    "survey_new", "survey_import", "survey_import_check", "survey_build", "survey_resolve", "survey_preview", "survey_publish",
    "survey_translations", "survey_check", "survey_share", "survey_sites", "survey_end", "survey_privacy_desk", "survey_progress", "survey_keep",
    "survey_channels", "survey_codes", "survey_identity", "codes_withdraw", "survey_desk", "survey_switch", "question_statistics", "survey_files",
    "survey_weights", "survey_marks", "survey_guard", "open_answers", "code_book", "survey_series", "series_question", "answers_import",
    "answer_import", "answer_import_undo", "answer_import_drop",
)  # fmt: skip
PAGES_OF_PAPER = (
    "paper_batches", "paper_batch", "paper_aside", "paper_close", "paper_note", "paper_sheet", "paper_compare", "scan_inbox", "scan_page",
)  # fmt: skip


def register() -> None:
    """Plug everything in; called once when Django is ready."""
    for words in AUDIT_WORDS:
        audit_verb_words.register(words)
    job_handlers.register(JobHandler("surveys.forward_open_answers", handlers.forward_open_answers))
    job_handlers.register(JobHandler("surveys.close_survey", handlers.close_survey))
    job_handlers.register(JobHandler("surveys.forget_keys", handlers.forget_keys))
    job_handlers.register(JobHandler(PUBLISH, handlers.publish_results))
    job_handlers.register(JobHandler(COUNT, handlers.count_responses, lease=300))
    job_handlers.register(JobHandler(REBUILD, handlers.rebuild_results, lease=900))
    job_handlers.register(JobHandler(SUGGEST, handlers.suggest_codes, lease=600))
    job_handlers.register(JobHandler(MAIL_RECEIPT, handlers.mail_receipt))
    job_handlers.register(JobHandler(PURGE_UPLOADS, handlers.purge_uploads))
    job_handlers.register(JobHandler(READ, handlers.read_scan, lease=1800))
    job_handlers.register(JobHandler(WATCH, handlers.watch_kiosk))
    notification_kinds.register(
        NotificationKind(SILENT_KIOSK, lambda: _("A kiosk is silent"), silent_wording, 70, samples.silent_kiosk)
    )
    notification_kinds.register(
        NotificationKind(GUARDED, lambda: _("Many answers bear marks"), guarded_wording, 80, samples.guarded_survey)
    )
    job_handlers.register(JobHandler(IMPORT, handlers.import_answers, lease=1800))
    job_handlers.register(JobHandler(UNDO, handlers.undo_answer_import, lease=1800))
    job_handlers.register(JobHandler(MAKE_FILE, handlers.make_file, lease=1800))
    process_parts.register(SurveysPart())
    summary_scopes.register(SurveyScope())
    question_sources.register(SurveyQuestions())
    summary_sections.register(SurveyResults())
    for told in WEBHOOK_EVENTS:
        webhook_events.register(told)
    quote_guards.register(FewResponses())
    quote_guards.register(NotAllowed())
    register_privacy()
    register_links()


def register_links() -> None:
    """Plug in the entries of the staff menu."""
    desk_links.register(
        DeskLink(
            "surveys",
            lambda: _("Surveys"),
            "surveys:surveys_desk",
            "list",
            coordinates_something,
            order=30,
            covers=[f"surveys:{name}" for name in PAGES_OF_A_SURVEY],
        )
    )
    desk_links.register(
        DeskLink(
            "paper",
            lambda: _("Paper forms"),
            "surveys:paper_desk",
            "file-text",
            enters_something,
            order=16,
            covers=[f"surveys:{name}" for name in PAGES_OF_PAPER],
        )
    )
    desk_links.register(
        DeskLink(
            "kiosks",
            lambda: _("Kiosks"),
            "surveys:kiosks",
            "tablet",
            coordinates_something,
            count=silent_kiosks,
            order=17,
            covers=("surveys:kiosk_change", "surveys:kiosk_code", "surveys:kiosk_withdraw"),
        )
    )
    desk_links.register(
        DeskLink(
            "library",
            lambda: _("Templates"),
            "surveys:library",
            "book-open",
            coordinates_something,
            order=31,
            covers=("surveys:ready_start", "surveys:item_start", "surveys:item_remove"),
        )
    )


def register_privacy() -> None:
    """Plug in what is promised about personal data."""
    personal_data.register(ResponsesPrivacy())
    for kind_of_data in DATA_KINDS:
        data_kinds.register(kind_of_data)
    plain_fields.register(PLAIN)
    personal_data.register(UploadsPrivacy())
    for kept in KINDS:
        retention_kinds.register(kept)
    job_handlers.register(JobHandler(RENEW, handlers.renew_notices))
    daily_jobs.register(DailyJob(RENEW))
    job_handlers.register(JobHandler(PURGE_DRAFT, handlers.purge_draft))
    job_handlers.register(JobHandler(PURGE_SCAN, handlers.purge_scan))
    job_handlers.register(JobHandler(PURGE_IMPORT, handlers.purge_answer_import))
    job_handlers.register(JobHandler(PURGE_FILES, handlers.purge_file))
