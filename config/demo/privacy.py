"""Privacy in the demo: an earlier survey kept for longer, the day of the notice, and what was erased so far."""

from django.utils import timezone

from config.demo.reading import day
from config.demo.town import Town
from participation.actions.retention import set_period
from participation.models import DeletionRecord, NoticeVersion
from participation.queries.retention import retention_lines
from surveys.actions.retention import place_of
from surveys.models import Response, Survey
from surveys.queries.notices import notice_scope

YEARS_KEPT = 5  # of the earlier round, so that its questions can be followed
ERASED = (  # kind, how many of each, days ago, months or days kept
    ("participation.invitations", {"invitations": 3}, 12, 90, True),
    ("participation.request", {"participation.contributions": 1, "surveys.responses": 1}, 9, None, False),
    ("surveys.drafts", {"drafts": 6}, 4, 30, True),
    ("participation.request", {"participation.contributions": 2}, 2, None, False),
)


def load_privacy(survey: Survey, town: Town) -> None:
    """Choose the time of the earlier round; tell since when the notice holds; show records of deletions."""
    for earlier in Survey.objects.for_process(town.process).filter(state=Survey.State.CLOSED):
        line = next(retention_lines([town.process], "surveys.answers", place_of(earlier)), None)
        if line is not None:
            set_period(line, YEARS_KEPT * 12, by=town.coordinator)
    survey.refresh_from_db(fields=["notice"])
    if survey.opens:
        NoticeVersion.objects.filter(scope=notice_scope(survey)).update(in_force_on=timezone.localdate(survey.opens))
    Response.objects.filter(survey=survey, notice=0).update(notice=survey.notice)
    for kind, counts, ago, amount, in_days in ERASED:
        reason = DeletionRecord.Reason.RETENTION if amount else DeletionRecord.Reason.REQUEST
        DeletionRecord.objects.create(
            process=town.process,
            kind=kind,
            scope_name=survey.title if kind.startswith("surveys.") else {},
            reason=reason,
            amount=amount,
            in_days=in_days,
            counts=counts,
            on=day(-ago),
        )
