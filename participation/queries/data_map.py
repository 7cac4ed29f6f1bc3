"""The ground floor's part of the map of personal data, and the map as a whole.

Whoever adds a field adds it here or to the plain fields below: a test compares them with the models.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from participation.extension_points import data_kinds, plain_fields
from participation.logic.data_map import COLUMNS, DataKind, Gaps, PlainFields, gaps_between
from participation.queries import data_words as words

P = "participation."

DATA_KINDS = (
    DataKind(
        P + "words",
        _("What residents wrote: ideas, feedback, open answers, places on the map"),
        words.RESIDENTS,
        words.TASK,
        words.TO_LISTEN,
        words.AS_PROCESS,
        words.REVIEWERS,
        words.BY_CODE,
        {P + "Submission": "title text location provenance", P + "SearchText": "words"},
        order=10,
    ),
    DataKind(
        P + "circumstances",
        _("Language, theme, area, channel and day of a contribution"),
        words.RESIDENTS,
        words.TASK,
        words.TO_LISTEN,
        _("as long as the process; without the words it tells of nobody"),
        words.REVIEWERS,
        _("not erased: the counts stay true"),
        {P + "Submission": "language theme area channel batch received_on origin_reference marks"},
        order=11,
    ),
    DataKind(
        P + "way_back",
        _("Keyed hash of the receipt code, and what led from it to a contribution"),
        words.RESIDENTS,
        words.TASK,
        words.TO_ANSWER,
        words.AS_PROCESS,
        words.NOBODY,
        words.BY_CODE,
        {
            P + "Receipt": "id code_hash received_on",
            P + "Submission": "source_key content_hash receipt",
            P + "AnswerOpinion": "is_answered on",
            P + "JourneyEntry": "text",
        },
        order=12,
    ),
    DataKind(
        P + "public_words",
        _("Ideas, comments and reports that residents let the public read"),
        words.RESIDENTS,
        words.CONSENT,
        words.TO_LISTEN,
        words.AS_PROCESS,
        words.EVERYBODY,
        words.BY_CODE,
        {
            P + "PublicIdea": "title text words allowed_on note",
            P + "Comment": "source_key text language said_on receipt note",
            P + "Complaint": "source_key text on",
        },
        order=13,
    ),
    DataKind(
        P + "support",
        _("Keyed hash of the code that supports an idea"),
        words.RESIDENTS,
        words.TASK,
        words.TO_COUNT,
        _("until the process ends"),
        words.NOBODY,
        words.BY_ITSELF,
        {P + "Support": "voter", P + "WorkshopSupport": "voter", P + "WorkshopBallot": "voter dots"},
        order=14,
    ),
    DataKind(
        P + "quotes",
        _("Quotations in summaries, and what a language model was asked"),
        words.RESIDENTS,
        words.TASK,
        words.TO_LISTEN,
        words.AS_ARCHIVE,
        words.EVERYBODY,
        words.WITH_WORDS,
        {
            P + "Quote": "excerpt",
            P + "AssistantCall": "sent answer",
            P + "Summary": "content tables",
            P + "SummaryLedger": "rows",
            P + "SummaryLine": "texts made cells",
        },
        order=15,
    ),
    DataKind(
        P + "addresses",
        _("E-mail address left to hear the answer, and what was sent to it"),
        words.RESIDENTS,
        words.CONSENT,
        words.TO_ANSWER,
        _("until the process ends; unconfirmed two weeks"),
        words.COORDINATORS,
        _("by the link in every message, or with the receipt code"),
        {
            P + "Follow": "id email language created_on confirmed_on refused_on notice",
            P + "Notification": "follow",
        },
        order=20,
    ),
    DataKind(
        P + "photos",
        _("Photos of flip-charts, which can show handwriting"),
        words.RESIDENTS,
        words.TASK,
        words.TO_LISTEN,
        _("as the process says, 6 months unless chosen otherwise"),
        _("coordinators and facilitators of the process"),
        words.BY_ITSELF,
        {P + "WorkshopPhoto": "name added_on", P + "WorkshopSlip": "key"},
        order=21,
    ),
    DataKind(
        P + "accounts",
        _("Name, address and language of staff"),
        words.STAFF,
        words.OFFICE,
        words.TO_WORK,
        words.AS_ACCOUNT,
        words.COLLEAGUES,
        words.WITH_ACCOUNT,
        {
            P + "Person": "id email name language is_active is_staff is_superuser joined_on",
            P + "Process": "contact_name contact_email",
            P + "Activity": "organiser",
            "account.EmailAddress": "user email verified primary",
            "account.EmailConfirmation": "email_address created sent key",
        },
        order=30,
    ),
    DataKind(
        P + "signing_in",
        _("Ways to sign in, sessions with network address and browser"),
        words.STAFF,
        words.OFFICE,
        words.TO_SIGN_IN,
        _("sessions 30 days after their last use, the rest as long as the account"),
        words.SELF,
        words.WITH_ACCOUNT,
        {
            P + "Person": "password last_login",
            P + "ApiToken": "person hash ending scope created_on revoked_on",
            "mfa.Authenticator": "user type data created_at last_used_at",
            "sessions.Session": "session_key session_data expire_date",
            "usersessions.UserSession": "user created_at ip last_seen_at session_key user_agent data",
        },
        order=31,
    ),
    DataKind(
        P + "roles",
        _("Roles with their terms, and invitations to them"),
        words.STAFF,
        words.OFFICE,
        words.TO_SIGN_IN,
        _("roles as long as the account, invitations 90 days unless chosen otherwise"),
        words.COORDINATORS,
        words.WITH_ACCOUNT,
        {
            P + "Role": "person kind process starts_on ends_on",
            P
            + "Invitation": "id email name language duty ends_on code_hash invited_by invited_on expires_at accepted_at revoked_at",
        },
        order=32,
    ),
    DataKind(
        P + "messages",
        _("Messages to staff, and how they want them"),
        words.STAFF,
        words.OFFICE,
        words.TO_WORK,
        _("90 days"),
        words.SELF,
        words.WITH_ACCOUNT,
        {
            P + "Notification": "person kind subject_key context state title address created_on noted_at due_at "
            "in_digest bundle is_read sent_at failure",
            P + "Preference": "person kind rhythm",
            P + "QuietHours": "person begins ends",
        },
        order=33,
    ),
    DataKind(
        P + "deeds",
        _("Who did what and when; who read answers as they were written"),
        words.STAFF,
        words.DUTY,
        _("showing afterwards that data was handled rightly"),
        words.AS_ARCHIVE,
        words.ADMINS,
        words.KEPT_AS_RECORD,
        {
            P + "AuditEntry": "at by actor verb subject_type subject_id data",
            P + "SubmissionEvent": "on by data",
            P + "Summary": "compiled_by",
            P + "SummaryLine": "approved_by approved_at by",
            P + "Quote": "approved_by approved_at",
            P + "AssistantCall": "at by",
            P + "PublicIdea": "judged_by judged_on",
            P + "Comment": "judged_by judged_on by",
            "admin.LogEntry": "action_time user object_id object_repr change_message",
        },
        order=34,
    ),
)

PLAIN = PlainFields(
    "participation",
    {
        P + "Activity": "id process area name place starts ends participants",
        P + "Area": "id slug name parent outline order",
        P + "AreaPopulation": "id area year age_from age_to sex inhabitants",
        P + "AuditEntry": "id position seal",
        P + "Notification": "id",
        P + "Preference": "id",
        P + "QuietHours": "id",
        P + "Role": "id",
        P + "ApiToken": "id",
        P + "Follow": "submission",
        P + "Process": "id slug name lead description readers state retention_months basis is_sample ideas_public "
        "takes_support takes_comments checks_first",
        P + "Phase": "id process order kind name note opens closes takes_ideas",
        P + "Invitation": "process",
        P
        + "Job": "id kind reference created_at available_at lease_until attempts last_error done_at progress buried_at",
        P + "RetentionRule": "id process kind scope amount warned_on warned_for",
        P + "DeletionRecord": "id process kind scope_name reason amount in_days counts on",
        P + "NoticeVersion": "id scope number made_of parts digest in_force_on",
        P + "Receipt": "kind process",
        P + "AnswerOpinion": "id entry submission",
        P + "JourneyEntry": "id submission stage on group_code group_name link",
        P + "SearchText": "submission format",
        P + "Strategy": "id process name vision values approved_on approved_as",
        P + "Goal": "id strategy number name",
        P + "Objective": "id goal order name",
        P + "Measure": "id goal order name starts_year ends_year responsible follow_up state",
        P + "MeasureSource": "id measure submission linked_on",
        P + "Indicator": "id measure order name kind unit baseline baseline_year target target_year source "
        "interval_years told_after",
        P + "IndicatorValue": "id indicator area year value",
        P + "Batch": "id process name channel created_on",
        P + "Submission": "id process state version is_sample whole",
        P + "SubmissionEvent": "id submission kind from_state to_state",
        P + "Summary": "id process scope scope_name number fingerprint section_order state compiled_at published_at "
        "embargo_until frozen_at frozen_for seal",
        P + "SummaryLedger": "id summary",
        P + "SummaryLine": "id summary key section kind place where rests table note origin is_removed news",
        P + "Quote": "id summary section source reference language order role is_left_out",
        P + "AssistantCall": "id summary section address kept dropped",
        P + "Theme": "id process slug name order",
        P + "PublicIdea": "id submission process state rule note_language version shown_on place",
        P + "Support": "id idea",
        P + "Comment": "id idea state rule note_language version is_sample is_official texts speaker",
        P + "Complaint": "id idea comment rule is_open",
        P + "WorkshopCluster": "id workshop name dots is_removed changed",
        P + "WorkshopNote": "id workshop submission cluster table prompt state support moves changed handed_on",
        P + "WorkshopSupport": "id note",
        P + "WorkshopBallot": "id workshop",
        P + "WorkshopSlip": "id workshop number",
        P + "WorkshopPhoto": "id workshop table prompt",
        P + "Webhook": "id name address events process state failing_since turns taken_until created_on",
        P + "WebhookDelivery": "id key webhook event payload state attempts status failure noted_at next_at sent_at",
        P + "Workshop": "id process code name place starts ends prompts tables state moderated dots step timer_ends "
        "wall_version",
        "auth.Permission": "id name content_type codename",
        "auth.Group": "id name",
        "contenttypes.ContentType": "id app_label model",
        "admin.LogEntry": "id content_type action_flag",
        "account.EmailAddress": "id",
        "account.EmailConfirmation": "id",
        "mfa.Authenticator": "id",
        "usersessions.UserSession": "id",
    },
)


@dataclass(frozen=True)
class MapLine:
    """One field of the map as it is exported, in the language in use."""

    field: str
    kind: DataKind

    def cells(self) -> list[str]:
        """Return the cells in the order of the columns."""
        return [self.field, *(str(getattr(self.kind, name)) for name in COLUMNS[1:])]


def map_lines() -> Iterator[MapLine]:
    """Yield each field that may hold personal data, kind by kind."""
    return (MapLine(name, kind) for kind in data_kinds for name in sorted(kind.names()))


def map_document(today: datetime.date) -> dict[str, object]:
    """Return the map for machines, in the language in use."""
    rows = [dict(zip(COLUMNS, line.cells(), strict=True)) for line in map_lines()]
    return {"made_on": today.isoformat(), "fields": rows}


def real_fields() -> Iterator[str]:
    """Yield every field of every table of this installation."""
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:  # noqa: SLF001 -- public by its documentation
            yield from (f"{model._meta.label}.{one.name}" for one in model._meta.concrete_fields)  # noqa: SLF001


def map_gaps() -> Gaps:
    """Return where map and models differ."""
    declared = [name for part in (*data_kinds, *plain_fields) for name in part.names()]
    return gaps_between(declared, real_fields())
