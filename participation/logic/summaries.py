"""Summaries: what goes in (passages, decisions) and what comes out. Pure reasoning."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A text that may be counted and quoted."""

    source: str  # key of the summary source
    reference: str  # within the source, e.g. the id of a submission
    text: str
    language: str
    on: datetime.date
    theme: str = ""
    area: str = ""
    channel: str = ""
    state: str = ""


@dataclass(frozen=True)
class DecisionLine:
    """One published decision as a summary lists it."""

    reference: str  # id of the submission
    scope: str  # code of the working group
    scope_name: Mapping[str, str]
    title: str
    outcome: str
    reason: Mapping[str, str]
    next_step: Mapping[str, str]
    due: datetime.date | None
    decided_on: datetime.date
