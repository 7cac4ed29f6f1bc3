"""How an open survey is going: how far people come, at what hours, with what; only plain counts, nobody is followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from participation.logic.text import html_language, pick
from surveys.logic.charts import Column, columns
from surveys.models.responses import Response
from surveys.models.spreading import Tally
from surveys.models.surveys import Survey
from surveys.queries.questionnaires import document_of

CHECK = "check"
ENOUGH = 5  # fewer shown pages say nothing, and are not shown


@dataclass(frozen=True)
class StepLine:
    """One page: how often it was shown for the first time in a form, and how many did not go on to the next."""

    title: str
    lang: str
    n: int
    share: float  # of those who saw the first page
    lost: float  # of those who saw this page, before the next one


@dataclass(frozen=True)
class Flow:
    """How far people come, and the rest that is counted."""

    steps: list[StepLine]
    sent: int
    completion: float | None  # of those who saw the first page
    devices: list[tuple[str, int, float]]
    hours: list[Column]

    @property
    def steepest(self) -> StepLine | None:
        """The page after which most people leave."""
        worst = max(self.steps, key=lambda step: step.lost, default=None)
        return worst if worst and worst.lost >= 0.1 else None


def tallies_of(survey: Survey) -> Mapping[str, Mapping[str, int]]:
    """Return the counts of a survey by kind and name."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, name, n in Tally.objects.filter(survey=survey).values_list("kind", "name", "n"):
        found[kind][name] = n
    return found


def flow_of(survey: Survey, language: str) -> Flow:
    """Return how far people come; two queries."""
    tallies = tallies_of(survey)
    pages, hours = tallies.get("page", {}), tallies.get("hour", {})
    counted = sum(hours.values())
    sent = counted or Response.objects.filter(survey=survey, batch=None).count()
    steps = steps_of(survey, pages, sent, language)
    first = steps[0].n if steps else 0
    total = sum(tallies.get("device", {}).values())
    words = {"phone": _("phone"), "tablet": _("tablet"), "computer": _("computer")}
    devices = [(words[key], n, n / total) for key in words if (n := tallies.get("device", {}).get(key, 0))]
    return Flow(
        steps=steps,
        sent=sent,
        completion=min(1.0, counted / first) if first >= ENOUGH else None,
        devices=devices if total >= ENOUGH else [],
        hours=columns([(str(hour), hours.get(str(hour), 0)) for hour in range(24)]) if counted >= ENOUGH else [],
    )


def steps_of(survey: Survey, pages: Mapping[str, int], sent: int, language: str) -> list[StepLine]:
    """Return a line a page in the order of the questionnaire; the last look before sending is one too."""
    if survey.current is None:
        return []
    named = [(page.name, page.title) for page in document_of(survey.current).pages]
    counts = [(pick(title, language), pages.get(name, 0)) for name, title in named]
    counts.append(((_("Last look before sending"), language), pages.get(CHECK, 0)))
    seen = [(words, n) for words, n in counts if n]
    first = seen[0][1] if seen else 0
    if first < ENOUGH:
        return []
    following = [*[n for _words, n in seen[1:]], sent]
    return [
        StepLine(title, html_language(lang), n, n / first, max(0.0, 1 - after / n))
        for ((title, lang), n), after in zip(seen, following, strict=True)
    ]
