"""What can happen in working groups, in the past tense. Sent by actions inside their transaction, with plain send."""

from django.dispatch import Signal

submission_assigned = Signal()
"""Contributions were given to a group, one or many at once. Arguments: group, submission_ids."""

minutes_published = Signal()
"""The minutes of a meeting were published, for the first time or corrected. Arguments: meeting, minutes."""
