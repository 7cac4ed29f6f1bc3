"""Tables of working groups, one file a concept."""

from workgroups.models.groups import Group, Membership
from workgroups.models.meetings import Meeting
from workgroups.models.reviews import Decision
from workgroups.models.routing import Assignment, Rule

__all__ = ["Assignment", "Decision", "Group", "Meeting", "Membership", "Rule"]
