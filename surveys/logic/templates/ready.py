"""All ready-made surveys, in the order in which they are offered."""

from collections.abc import Mapping
from typing import Any

from surveys.logic.questionnaire.document import from_json, to_json
from surveys.logic.templates import event, service, strategy, village, youth
from surveys.logic.templates.writing import THANKS, Template

READY: Mapping[str, Template] = {
    module.TEMPLATE.key: module.TEMPLATE for module in (strategy, service, event, youth, village)
}


def survey_of(template: Template) -> dict[str, Any]:
    """Return a ready-made survey as export_survey writes one."""
    about = {
        "title": dict(template.title),
        "lead": dict(template.lead),
        "readers": template.readers(),
        "thanks": dict(template.thanks or THANKS),
    }
    return {"survey": about, "questionnaire": to_json(from_json(template.document))}
