"""Noting who reads answers as they were written: once a day, person and question, so that the log stays readable."""

from participation.actions.reading import note_reading
from participation.models.people import Person
from surveys.models.surveys import Survey


def note_read(survey: Survey, question: str, *, by: Person) -> bool:
    """Note that somebody reads the answers to a question; tells whether it was not noted today yet."""
    return note_reading(survey, f"question:{question}", by=by)
