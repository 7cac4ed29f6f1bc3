"""The privacy notice of a survey as it is in force: kept word by word whenever its settings or questions changed."""

from django.db import transaction
from django.utils import translation

from participation.actions.audit import add_audit_entry
from participation.actions.notices import keep_notice
from participation.models.people import Person
from participation.models.processes import Basis
from surveys.models.surveys import Survey
from surveys.queries.notices import notice_scope
from surveys.queries.spreading import privacy_notice

RENEW = "surveys.renew_notices"


def renew_notice(survey: Survey) -> int:
    """Keep what the notice of a survey says now in each of its languages; returns the number of the version."""
    parts = {}
    for language in survey.languages or ["fi"]:
        with translation.override(language):
            parts[language] = privacy_notice(survey)
    made_of = survey.current.number if survey.current else 0
    number = keep_notice(notice_scope(survey), parts, made_of=made_of)
    if number != survey.notice:
        Survey.objects.filter(pk=survey.pk).update(notice=number)
        survey.notice = number
    return number


def renew_notices(process: str = "") -> int:
    """Look at the notices of all open surveys, or of those of one process; returns how many there are."""
    rows = Survey.objects.filter(state=Survey.State.OPEN).select_related("process", "current")
    found = list(rows.filter(process=int(process)) if process else rows)
    for survey in found:
        renew_notice(survey)
    return len(found)


@transaction.atomic
def set_basis(survey: Survey, basis: str, *, by: Person | None) -> None:
    """Choose the legal basis of one survey, or that of its process; an open survey gets a new notice."""
    if (basis and basis not in Basis.values) or basis == survey.basis:
        return
    Survey.objects.filter(pk=survey.pk).update(basis=basis)
    survey.basis = basis
    add_audit_entry("set_legal_basis", survey, by=by, basis=basis)
    if survey.state == Survey.State.OPEN:
        renew_notice(survey)
