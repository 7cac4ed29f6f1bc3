"""What this app plugs into extension points."""

from django.utils.translation import gettext as _

from participation.extension_points import (
    DailyJob,
    DeskLink,
    JobHandler,
    NotificationKind,
    alike_finders,
    audit_verb_words,
    contribution_families,
    daily_jobs,
    data_kinds,
    desk_links,
    duties,
    job_handlers,
    news_sources,
    notification_kinds,
    personal_data,
    plain_fields,
    process_parts,
    submission_labels,
    summary_readers,
    summary_scopes,
    summary_sections,
    summary_sources,
    trail_sources,
    webhook_events,
)
from participation.permissions import coordinates_something
from workgroups import handlers
from workgroups.actions.escalation import ESCALATE, QUEUE, TRAY, UNCLAIMED, WEEKLY
from workgroups.actions.groups import GroupDuties
from workgroups.actions.learning import INDEX, LEARN, LEARN_NOW
from workgroups.actions.meetings import INVITATION
from workgroups.actions.privacy import GroupsPrivacy
from workgroups.actions.promises import KEPT, MOVED, REMIND, REMINDER
from workgroups.actions.reviews import BRING_BACK, NEW_ITEMS
from workgroups.permissions import has_group_desk, reviews_something
from workgroups.queries import samples
from workgroups.queries.audit_words import AUDIT_WORDS
from workgroups.queries.data_map import DATA_KINDS, PLAIN
from workgroups.queries.decisions import DecisionsSource, ReviewsPart, news_wording
from workgroups.queries.escalation import queue_wording, tray_wording, unclaimed_wording
from workgroups.queries.families import ClusterFamilies, IndexedAlike
from workgroups.queries.groups import GroupsPart
from workgroups.queries.meetings import invitation_wording
from workgroups.queries.news import DecisionsNews, MinutesNews
from workgroups.queries.promises import PromisesPart, kept_wording, moved_wording, reminder_wording
from workgroups.queries.reviews import waiting_count
from workgroups.queries.routing import GroupLabels
from workgroups.queries.summaries import GroupScope, MembersRead, PromisesKept
from workgroups.queries.trails import DecisionsTrail, GroupsTrail
from workgroups.queries.tray import tray_count
from workgroups.queries.webhooks import WEBHOOK_EVENTS

INBOX_LINK = DeskLink(
    "reviews",
    lambda: _("Contributions"),
    "workgroups:inbox",
    "message-square",
    visible_to=has_group_desk,
    first_page_for=reviews_something,
    count=waiting_count,
    order=30,
    covers=(
        "workgroups:review_page",
        "workgroups:review_many",
        "workgroups:decisions_publish",
        "workgroups:decision_publish",
        "workgroups:submission_forward",
        "workgroups:submission_decline",
        "workgroups:submission_decide",
        "workgroups:group_comment",
        "workgroups:submission_cut",
        "workgroups:cluster_form",
        "workgroups:cluster",
        "workgroups:opinion_ask",
        "workgroups:opinion_give",
    ),
)
TRAY_LINK = DeskLink(
    "tray",
    lambda: _("Unrouted"),
    "workgroups:tray",
    "inbox",
    visible_to=coordinates_something,
    count=tray_count,
    order=35,
    covers=(
        "workgroups:tray_suggested",
        "workgroups:rules",
        "workgroups:rule_add",
        "workgroups:rule_edit",
        "workgroups:learning",
    ),
)
GROUPS_LINK = DeskLink(
    "groups",
    lambda: _("Working groups"),
    "workgroups:groups_desk",
    "users",
    visible_to=has_group_desk,
    order=60,
    covers=(
        "workgroups:group_desk",
        "workgroups:group_edit",
        "workgroups:group_members",
        "workgroups:group_new",
        "workgroups:group_place",
        "workgroups:group_split",
        "workgroups:groups_merge",
        "workgroups:reorganisations",
        "workgroups:absence_note",
        "workgroups:meeting_plan",
        "workgroups:meeting_edit",
        "workgroups:meeting_notes",
        "workgroups:meeting_agenda",
        "workgroups:meeting_live",
        "workgroups:minutes_approve",
        "workgroups:agenda_item",
    ),
)
PROMISES_LINK = DeskLink(
    "promises",
    lambda: _("Promises"),
    "workgroups:promises",
    "list-checks",
    visible_to=has_group_desk,
    order=55,
    covers=("workgroups:promise_page",),
)


def register() -> None:
    """Plug everything in; called once when Django is ready."""
    for trail in (GroupsTrail(), DecisionsTrail()):
        trail_sources.register(trail)
    register_ways_back()
    personal_data.register(GroupsPrivacy())
    for kind_of_data in DATA_KINDS:
        data_kinds.register(kind_of_data)
    plain_fields.register(PLAIN)
    for words in AUDIT_WORDS:
        audit_verb_words.register(words)
    job_handlers.register(JobHandler("workgroups.route_submission", handlers.route_submission))
    job_handlers.register(JobHandler("workgroups.route_batch", handlers.route_batch, lease=600))
    job_handlers.register(JobHandler("workgroups.end_assignment", handlers.end_assignment))
    process_parts.register(GroupsPart())
    contribution_families.register(ClusterFamilies())
    alike_finders.register(IndexedAlike())
    duties.register(GroupDuties())
    submission_labels.register(GroupLabels())
    desk_links.register(TRAY_LINK)
    desk_links.register(GROUPS_LINK)
    job_handlers.register(JobHandler("workgroups.tell_reviewers", handlers.tell_reviewers))
    notification_kinds.register(
        NotificationKind(NEW_ITEMS, lambda: _("New contributions for my group"), news_wording, 30, samples.news)
    )
    process_parts.register(ReviewsPart())
    summary_sources.register(DecisionsSource())
    summary_scopes.register(GroupScope())
    summary_readers.register(MembersRead())
    summary_sections.register(PromisesKept())
    for told in WEBHOOK_EVENTS:
        webhook_events.register(told)
    desk_links.register(INBOX_LINK)
    job_handlers.register(JobHandler(REMIND, handlers.remind_of_promise))
    notification_kinds.register(
        NotificationKind(INVITATION, lambda: _("Meetings of my group"), invitation_wording, 32, samples.invitation)
    )
    notification_kinds.register(
        NotificationKind(REMINDER, lambda: _("Promises to be kept"), reminder_wording, 34, samples.reminder)
    )
    process_parts.register(PromisesPart())
    desk_links.register(PROMISES_LINK)
    job_handlers.register(JobHandler(LEARN, handlers.learn_routing, lease=900))
    job_handlers.register(JobHandler(LEARN_NOW, handlers.learn_routing_now, lease=900))
    job_handlers.register(JobHandler(INDEX, handlers.index_similar, lease=900))
    job_handlers.register(JobHandler(ESCALATE, handlers.escalate, lease=600))
    job_handlers.register(JobHandler(WEEKLY, handlers.tell_queues, lease=600))
    job_handlers.register(JobHandler(BRING_BACK, handlers.bring_back))
    daily_jobs.register(DailyJob(ESCALATE))
    daily_jobs.register(DailyJob(WEEKLY, weekday=0))
    notification_kinds.register(
        NotificationKind(UNCLAIMED, lambda: _("What nobody took up in time"), unclaimed_wording, 40, samples.unclaimed)
    )
    notification_kinds.register(
        NotificationKind(TRAY, lambda: _("What no working group has yet"), tray_wording, 41, samples.tray)
    )
    notification_kinds.register(
        NotificationKind(QUEUE, lambda: _("My queue of the week"), queue_wording, 42, samples.queue)
    )


def register_ways_back() -> None:
    """Plug in what residents hear of: promises that moved, news for the feed."""
    for source in (DecisionsNews(), MinutesNews()):
        news_sources.register(source)
    notification_kinds.register(
        NotificationKind(
            KEPT, lambda: _("What was promised to me is done"), kept_wording, 12, samples.kept, for_staff=False
        )
    )
    notification_kinds.register(
        NotificationKind(
            MOVED,
            lambda: _("What was promised to me has a new date"),
            moved_wording,
            13,
            samples.moved,
            for_staff=False,
        )
    )
