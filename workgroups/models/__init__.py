"""Tables of working groups, one file a concept."""

from workgroups.models.clusters import Cluster, ClusterMember
from workgroups.models.escalation import Escalation
from workgroups.models.groups import Absence, Group, Membership
from workgroups.models.learning import Learned, LearningSetting
from workgroups.models.lineage import Operation
from workgroups.models.meetings import AgendaItem, Attendance, Meeting, Minutes
from workgroups.models.opinions import Opinion
from workgroups.models.promises import Promise
from workgroups.models.reviews import Decision
from workgroups.models.routing import Assignment, Rule
from workgroups.models.views import SavedView

__all__ = [
    "Absence",
    "AgendaItem",
    "Assignment",
    "Attendance",
    "Cluster",
    "ClusterMember",
    "Decision",
    "Escalation",
    "Group",
    "Learned",
    "LearningSetting",
    "Meeting",
    "Membership",
    "Minutes",
    "Operation",
    "Opinion",
    "Promise",
    "Rule",
    "SavedView",
]
