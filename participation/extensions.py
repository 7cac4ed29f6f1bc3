"""What this app plugs into extension points."""

from django.utils.translation import gettext as _

from participation import handlers
from participation.actions.assistant import DRAFT_JOB
from participation.actions.follows import CONFIRM
from participation.actions.indicators import OLD_JOB
from participation.actions.invitations import MAIL_INVITATION, GivenRoles
from participation.actions.moderation import LOOK_JOB, TO_LOOK_AT
from participation.actions.notifications import DELIVER, OUTCOME_PUBLISHED
from participation.actions.privacy import PURGE_JOB, ContributionsPrivacy
from participation.actions.publicity import PublicIdeasPrivacy
from participation.actions.retention import RETENTION_ENDS
from participation.actions.retention_kinds import ContributionsKept, InvitationsKept, PhotosKept
from participation.actions.search import INDEX_WORDS
from participation.actions.silence import SILENCE, SILENCE_JOB
from participation.actions.webhook_news import ANNOUNCE_SUMMARY
from participation.actions.webhook_sending import STOPPED
from participation.actions.webhooks import SEND
from participation.actions.workshops import CLOSE_FORGOTTEN, REPORT
from participation.extension_points import (
    DailyJob,
    DeskLink,
    JobHandler,
    JourneyStage,
    NotificationKind,
    alike_finders,
    audit_verb_words,
    daily_jobs,
    data_kinds,
    desk_links,
    duties,
    job_handlers,
    journey_stages,
    news_sources,
    notification_kinds,
    personal_data,
    plain_fields,
    process_parts,
    retention_kinds,
    summary_scopes,
    summary_sources,
    trail_sources,
    webhook_events,
)
from participation.permissions import (
    can_see_operations,
    coordinates_something,
    enters_something,
    only_enters,
    only_runs_workshops,
    runs_workshops,
)
from participation.queries import samples
from participation.queries.activities import ActivitiesPart
from participation.queries.audit_words import AUDIT_WORDS
from participation.queries.data_map import DATA_KINDS, PLAIN
from participation.queries.indicators import VALUES_OLD, old_wording
from participation.queries.measures import MEASURE_MOVED, measure_wording
from participation.queries.news import SummariesNews
from participation.queries.notifications import confirm_wording, look_wording, outcome_wording, silence_wording
from participation.queries.processes import IdeasPart, SummariesPart
from participation.queries.public_ideas import SharedWords
from participation.queries.retention import retention_wording
from participation.queries.strategy import StrategyPart
from participation.queries.submissions import SubmissionsSource
from participation.queries.summaries import COMPILE_JOB, reads_summaries
from participation.queries.summary_scopes import AreaScope, ThemeScope, WorkshopScope
from participation.queries.trails import IdeasTrail
from participation.queries.webhooks import WEBHOOK_EVENTS, webhook_wording
from participation.queries.workshops import WorkshopsPart


def register() -> None:
    """Plug everything in; called once when Django is ready."""
    for words in AUDIT_WORDS:
        audit_verb_words.register(words)
    job_handlers.register(JobHandler(DELIVER, handlers.deliver_notification, attempts=10))
    job_handlers.register(JobHandler(PURGE_JOB, handlers.purge_expired, lease=600))
    job_handlers.register(JobHandler("participation.tell_followers", handlers.tell_followers))
    job_handlers.register(JobHandler(COMPILE_JOB, handlers.compile_summary, lease=300))
    job_handlers.register(JobHandler(INDEX_WORDS, handlers.index_words, lease=900))
    job_handlers.register(JobHandler(MAIL_INVITATION, handlers.mail_invitation, attempts=10))
    job_handlers.register(JobHandler(SEND, handlers.send_webhook))
    job_handlers.register(JobHandler(ANNOUNCE_SUMMARY, handlers.announce_summary))
    for told in WEBHOOK_EVENTS:
        webhook_events.register(told)
    duties.register(GivenRoles())
    summary_sources.register(SubmissionsSource())
    for scope in (ThemeScope(), AreaScope(), WorkshopScope()):
        summary_scopes.register(scope)
    job_handlers.register(JobHandler(DRAFT_JOB, handlers.draft_section, lease=120, attempts=3))
    for kind in KINDS:
        notification_kinds.register(kind)
    news_sources.register(SummariesNews())
    job_handlers.register(JobHandler(SILENCE_JOB, handlers.remind_to_publish))
    daily_jobs.register(DailyJob(SILENCE_JOB))
    job_handlers.register(JobHandler(OLD_JOB, handlers.tell_of_old_values))
    daily_jobs.register(DailyJob(OLD_JOB))
    job_handlers.register(JobHandler(LOOK_JOB, handlers.look_after_ideas))
    daily_jobs.register(DailyJob(LOOK_JOB))
    personal_data.register(PublicIdeasPrivacy())
    alike_finders.register(SharedWords())
    trail_sources.register(IdeasTrail())
    personal_data.register(ContributionsPrivacy())
    for kept in (ContributionsKept(), PhotosKept(), InvitationsKept()):
        retention_kinds.register(kept)
    for kind_of_data in DATA_KINDS:
        data_kinds.register(kind_of_data)
    plain_fields.register(PLAIN)
    daily_jobs.register(DailyJob(INDEX_WORDS))
    job_handlers.register(JobHandler(REPORT, handlers.report_workshop, lease=300))
    job_handlers.register(JobHandler(CLOSE_FORGOTTEN, handlers.close_workshops))
    daily_jobs.register(DailyJob(CLOSE_FORGOTTEN))
    for link in DESK:
        desk_links.register(link)
    for stage in JOURNEY:
        journey_stages.register(stage)
    for part in (IdeasPart(), WorkshopsPart(), ActivitiesPart(), StrategyPart(), SummariesPart()):
        process_parts.register(part)


KINDS = (
    NotificationKind(
        OUTCOME_PUBLISHED,
        lambda: _("My contribution was answered"),
        outcome_wording,
        10,
        samples.outcome,
        for_staff=False,
    ),
    NotificationKind(
        CONFIRM,
        lambda: _("Confirming an address"),
        confirm_wording,
        20,
        samples.confirm,
        for_staff=False,
        is_prompt=True,
    ),
    NotificationKind(
        MEASURE_MOVED, lambda: _("News of a measure"), measure_wording, 14, samples.measure, for_staff=False
    ),
    NotificationKind(TO_LOOK_AT, lambda: _("Ideas and comments to look at"), look_wording, 62, samples.look),
    NotificationKind(SILENCE, lambda: _("A phase ended without news"), silence_wording, 60, samples.silence),
    NotificationKind(STOPPED, lambda: _("A webhook has stopped"), webhook_wording, 66, samples.webhook),
    NotificationKind(VALUES_OLD, lambda: _("Values of indicators are old"), old_wording, 63, samples.old_values),
    NotificationKind(RETENTION_ENDS, lambda: _("Something is erased soon"), retention_wording, 65, samples.retention),
)

JOURNEY = (
    JourneyStage("received", lambda: _("Received"), 10),
    JourneyStage("routed", lambda: _("On its way to a working group"), 20),
    JourneyStage("discussed", lambda: _("Discussed"), 30),
    JourneyStage("decided", lambda: _("Decided"), 40),
    JourneyStage("planned", lambda: _("Planned"), 50),
    JourneyStage("done", lambda: _("Done"), 60),
)

DESK = (
    DeskLink(
        "overview",
        lambda: _("Overview"),
        "participation:processes_desk",
        "home",
        coordinates_something,
        first_page_for=coordinates_something,
        order=10,
        covers=(
            "participation:overview",
            "participation:people",
            "participation:ideas_desk",
            "participation:idea_rules",
            "participation:import_file",
            "participation:measures_desk",
            "participation:measure_page",
            "participation:strategy_import",
            "participation:strategy_check",
            "participation:import_columns",
        ),
    ),
    DeskLink(
        "entry",
        lambda: _("Paper entry"),
        "participation:entry_desk",
        "pencil",
        enters_something,
        first_page_for=only_enters,
        order=15,
        covers=("participation:entry",),
    ),
    DeskLink(
        "workshops",
        lambda: _("Workshops"),
        "participation:workshops_desk",
        "users",
        runs_workshops,
        first_page_for=only_runs_workshops,
        order=55,
        covers=(
            "participation:workshop_desk",
            "participation:workshop_board",
            "participation:workshop_table",
            "participation:workshop_plan",
            "participation:workshop_new",
        ),
    ),
    DeskLink(
        "summaries",
        lambda: _("Reports"),
        "participation:summaries_desk",
        "file-text",
        lambda person: coordinates_something(person) or reads_summaries(person),
        order=80,
        covers=(
            "participation:summary_preview",
            "participation:summary_publish",
            "participation:summary_sources",
            "participation:summary_compare",
            "participation:summary_read",
            "participation:summary_line",
            "participation:summary_freeze",
            "participation:summary_sent",
        ),
    ),
    DeskLink(
        "messages",
        lambda: _("Messages"),
        "participation:messages",
        "bell",
        lambda person: bool(person.is_authenticated),
        count=lambda person: person.unread,
        order=85,
        covers=("participation:preferences", "participation:message_kinds", "participation:undelivered"),
    ),
    DeskLink(
        "privacy",
        lambda: _("Privacy"),
        "participation:privacy_desk",
        "shield-check",
        coordinates_something,
        order=85,
        covers=(
            "participation:process_privacy",
            "participation:privacy_receipt",
            "participation:privacy_person",
            "participation:data_map",
        ),
    ),
    DeskLink(
        "operations",
        lambda: _("Operations"),
        "participation:operations",
        "settings",
        can_see_operations,
        order=90,
        covers=(
            "participation:kept_mail",
            "participation:audit_log",
            "participation:webhooks",
            "participation:webhook_new",
            "participation:webhook",
        ),
    ),
)
