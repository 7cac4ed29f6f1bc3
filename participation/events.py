"""What can happen on the ground floor, in the past tense. Sent by actions inside their transaction, with plain send.

A receiver writes a job row and does nothing else. Each event is listed in README.md with sender and listeners.
"""

from django.dispatch import Signal

submission_received = Signal()
"""A submission was stored for the first time. Arguments: submission."""

submissions_imported = Signal()
"""Many submissions of one batch were stored at once. Arguments: submission_ids, batch."""

submissions_moved = Signal()
"""Submissions came into another state, one or many at once. Arguments: submissions (all of one process)."""

submission_withdrawn = Signal()
"""A submission was withdrawn by its author or by erasure. Arguments: submission."""

answer_judged = Signal()
"""An author told whether an answer answered. Arguments: submission, opinion."""

outcome_published = Signal()
"""An answer became readable for everybody with the receipt. Arguments: submission, entry (the journey entry)."""

summary_published = Signal()
"""A summary was published, readable at once or when its embargo ends. Arguments: summary."""

retention_changed = Signal()
"""What the privacy notice of a process promises was changed: a period or the legal basis. Arguments: process."""
