"""What can happen to surveys, in the past tense. Sent by actions inside their transaction, with plain send."""

from django.dispatch import Signal

response_recorded = Signal()
"""A response was stored for the first time. Arguments: response."""

response_corrected = Signal()
"""The answers of a response were replaced by its author. Arguments: response."""

response_withdrawn = Signal()
"""A response was taken back by its author and is gone. Arguments: survey."""

survey_opened = Signal()
"""A survey began to take responses. Arguments: survey."""

survey_closed = Signal()
"""A survey stopped taking responses. Arguments: survey."""

survey_times_changed = Signal()
"""The opening or closing time of a survey was changed. Arguments: survey."""
