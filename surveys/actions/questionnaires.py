"""Publishing questionnaires: a version is written once and never changed."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.models.people import Person
from surveys.actions.notices import renew_notice
from surveys.logic.questionnaire.document import from_json, to_json
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.models.questionnaires import SurveyVersion
from surveys.models.surveys import Survey
from surveys.queries.locks import locked_reason
from surveys.queries.problems import questionnaire_problem


def publish_version(survey: Survey, document: Any, *, by: Person | None) -> SurveyVersion:
    """Publish a document as the next version and put it into use; earlier versions stay and stay answerable.

    Raises ParticipationError with the path for a document that is no questionnaire, Conflict when somebody else
    published at the same moment, and a ParticipationError "locked" when a question of the town's template was changed.
    """
    try:
        data = to_json(from_json(document))
    except QuestionnaireError as error:
        raise ParticipationError(questionnaire_problem(error), "invalid_questionnaire") from error
    if reason := locked_reason(survey, data, by, get_language() or "fi"):
        raise ParticipationError(reason, "locked")
    try:
        return store_version(survey, data, by=by)
    except IntegrityError:
        raise Conflict(_("Somebody else published a version just now.")) from None


@transaction.atomic
def store_version(survey: Survey, data: dict[str, Any], *, by: Person | None) -> SurveyVersion:
    """Insert the next version and put it into use."""
    last = SurveyVersion.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    version = SurveyVersion.objects.create(survey=survey, number=last + 1, document=data)
    survey.current = version
    survey.languages = data["languages"]
    survey.save(update_fields=["current", "languages"])
    if survey.state == Survey.State.OPEN:
        renew_notice(survey)
    add_audit_entry("publish_version", survey, by=by, version=version.number)
    return version
