"""The working groups' part of the map of personal data.

Whoever adds a field adds it here or to the plain fields below: a test compares them with the models.
"""

from django.utils.translation import gettext_lazy as _

from participation.logic.data_map import DataKind, PlainFields
from participation.queries import data_words as words

W = "workgroups."

DATA_KINDS = (
    DataKind(
        W + "words",
        _("What groups repeat of a contribution while they deal with it"),
        words.RESIDENTS,
        words.TASK,
        words.TO_ANSWER,
        words.AS_PROCESS,
        words.REVIEWERS,
        words.WITH_WORDS,
        {
            W + "Decision": "quote",
            W + "Assignment": "explanation reason ended_reason",
            W + "Opinion": "question text",
            W + "AgendaItem": "title note",
            W + "Operation": "before reason",
            W + "Cluster": "name",
        },
        order=60,
    ),
    DataKind(
        W + "decisions",
        _("Decisions with their reasons, minutes and promises"),
        words.RESIDENTS,
        words.TASK,
        words.TO_ANSWER,
        words.AS_ARCHIVE,
        words.EVERYBODY,
        _("not erased: decisions are documents of the town, written without names of residents"),
        {
            W + "Decision": "reason next_step",
            W + "AgendaItem": "discussion",
            W + "Meeting": "notes",
            W + "Minutes": "notes words",
            W + "Promise": "text done_note",
        },
        order=61,
    ),
    DataKind(
        W + "members",
        _("Members of groups with their terms, absences and attendance"),
        words.STAFF,
        words.OFFICE,
        words.TO_WORK,
        words.AS_ACCOUNT,
        words.COLLEAGUES,
        words.WITH_ACCOUNT,
        {
            W + "Membership": "person role starts_on ends_on",
            W + "Absence": "person starts_on ends_on",
            W + "Attendance": "person role",
            W + "Group": "contact_email",
            W + "SavedView": "person name query",
        },
        order=62,
    ),
    DataKind(
        W + "deeds",
        _("Who assigned, decided, published, promised or gave an opinion"),
        words.STAFF,
        words.OFFICE,
        words.TO_WORK,
        words.AS_ARCHIVE,
        words.COLLEAGUES,
        words.KEPT_AS_RECORD,
        {
            W + "Assignment": "by ended_by",
            W + "Decision": "decided_by published_by",
            W + "Opinion": "asked_by given_by",
            W + "AgendaItem": "recorded_by",
            W + "Minutes": "approved_by",
            W + "Operation": "by undone_by",
            W + "Promise": "owner responsible done_by",
        },
        order=63,
    ),
)

PLAIN = PlainFields(
    "workgroups",
    {
        W + "Absence": "id group",
        W
        + "AgendaItem": "id abstained decision is_told meeting order state submission version votes_against votes_for",
        W + "Assignment": "id ended_as ended_on group is_current on origin rule submission",
        W + "Attendance": "id meeting",
        W + "Cluster": "id begun_on ended_on group process",
        W + "ClusterMember": "id cluster group_before is_current state_before submission",
        W + "Decision": "id cluster decided_on due group is_current number outcome published_on submission",
        W + "Escalation": "id assignment on step",
        W + "Group": "id code ended_on is_heading name next_meeting_note parent process task",
        W + "Learned": "id data_hash figures file_hash kind learned_at number process texts",
        W + "LearningSetting": "id assigns process threshold",
        W + "Meeting": "id group invited_revision link number place published_on revision starts state when_note",
        W + "Membership": "id group",
        W + "Minutes": "id correction is_current meeting published_on version",
        W + "Operation": "id cluster is_undone kind on process submission undone_on",
        W + "Opinion": "id asked_on given_on group is_asked stance submission version",
        W + "Promise": "id decision done_on due group promised_on state",
        W
        + "Rule": "id area channel group is_active keywords language option order process question survey table theme "
        "workshop",
        W + "SavedView": "id",
    },
)
