"""Which privacy notice a response came under, and the versions there were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from participation.logic.text import pick
from participation.models.privacy import NoticeVersion
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.surveys import Survey


def notice_scope(survey: Survey) -> str:
    """Return under which name the versions of a survey's notice are kept."""
    return f"survey:{survey.pk}"


def notices_of(survey: Survey) -> QuerySet[NoticeVersion]:
    """Return the versions of a survey's notice, the newest first."""
    return NoticeVersion.objects.filter(scope=notice_scope(survey)).order_by("-number")


def notice_shown(survey: Survey, version: SurveyVersion) -> int:
    """Return which notice stood beside a version of the questionnaire: the one in force, or the last one of its time."""
    if version.pk == survey.current_id:
        return survey.notice
    older = notices_of(survey).filter(made_of=version.number).values_list("number", flat=True).first()
    return older or survey.notice


@dataclass(frozen=True)
class NoticeLine:
    """One version of a notice, and how many answers came under it; those of which it is not kept have no version."""

    version: NoticeVersion | None
    n: int


def notice_lines(survey: Survey) -> list[NoticeLine]:
    """Return the versions of a survey's notice with the number of answers under each."""
    rows = Response.objects.filter(survey=survey).order_by().values("notice").annotate(n=Count("pk"))
    counts = {row["notice"]: row["n"] for row in rows}
    lines = [NoticeLine(one, counts.get(one.number, 0)) for one in notices_of(survey)]
    return [*lines, NoticeLine(None, counts[0])] if lines and counts.get(0) else lines


def notice_words(version: NoticeVersion, language: str) -> tuple[Sequence[Sequence[str]], str]:
    """Return titles and texts of a version in the nearest language there is, and which it is."""
    chosen = pick(dict.fromkeys(version.parts, "x"), language)[1]
    return version.parts.get(chosen, []), chosen
