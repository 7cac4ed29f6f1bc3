"""Contributions as others need them: the texts of a process for its summaries."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from participation.logic.submissions import WITHDRAWN
from participation.logic.summaries import DecisionLine, Passage
from participation.models.submissions import Submission


class SubmissionsSource:
    """The texts of contributions that were not withdrawn; decisions come from those who decide."""

    key = "submissions"
    order = 10

    def passages(self, process: Any) -> Iterator[Passage]:
        """Yield the texts in one query."""
        rows = Submission.objects.for_process(process).exclude(state=WITHDRAWN).order_by()
        names = ("id", "title", "text", "language", "received_on", "theme__slug", "area__slug", "channel", "state")
        for pk, title, text, language, on, theme, area, channel, state in rows.values_list(*names).iterator(2000):
            yield Passage(
                source=self.key,
                reference=str(pk),
                text=text or title,
                language=language,
                on=on,
                theme=theme or "",
                area=area or "",
                channel=channel,
                state=state,
            )

    def decisions(self, process: Any) -> list[DecisionLine]:  # noqa: ARG002 -- the contract's name
        """Return none: contributions do not decide about themselves."""
        return []

    def address_of(self, reference: str) -> str:
        """Return the staff page of a contribution."""
        return reverse("participation:submission_page", args=[reference])
