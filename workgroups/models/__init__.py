"""Tables of working groups, one file a concept."""

from workgroups.models.groups import Group, Membership
from workgroups.models.learning import Learned, LearningSetting
from workgroups.models.meetings import AgendaItem, Attendance, Meeting, Minutes
from workgroups.models.promises import Promise
from workgroups.models.reviews import Decision
from workgroups.models.routing import Assignment, Rule

__all__ = [
    "AgendaItem",
    "Assignment",
    "Attendance",
    "Decision",
    "Group",
    "Learned",
    "LearningSetting",
    "Meeting",
    "Membership",
    "Minutes",
    "Promise",
    "Rule",
]
