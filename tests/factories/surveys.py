"""Surveys for tests: only what is required is set, everything else can be given."""

import datetime
import itertools
import uuid

from django.utils import timezone

from surveys.actions import codes as code_actions
from surveys.actions.questionnaires import publish_version
from surveys.actions.responses import record_response
from surveys.models import CodeBatch, Survey

numbers = itertools.count(1)


def texts(words):
    """The same words in three languages, marked so that a test can tell them apart."""
    return {"fi": words, "sv": f"{words} (sv)", "en": f"{words} (en)"}


def choice(value, label=None, **more):
    """A choice of a document."""
    return {"value": value, "label": texts(label or value.capitalize()), **more}


def question(name, kind, **more):
    """A question of a document."""
    return {"name": name, "type": kind, "label": texts(f"Kysymys {name}"), **more}


def document(*pages):
    """A document in three languages with these lists of questions as its pages."""
    return {
        "format": 1,
        "languages": ["fi", "sv", "en"],
        "pages": [
            {"name": f"page{n}", "title": texts(f"Osa {n}"), "questions": list(questions)}
            for n, questions in enumerate(pages, 1)
        ],
    }


def usual_document():
    """Two pages: a required choice, an open answer that becomes a contribution; a scale, consent."""
    return document(
        [
            question(
                "service",
                "single_choice",
                required=True,
                choices=[choice("library", "Kirjasto"), choice("bus", "Bussi"), choice("other", "Muu", other=True)],
            ),
            question("why", "short_text", visible_if={"question": "service", "is": "other"}),
            question("idea", "long_text", open_answer=True),
        ],
        [question("rating", "scale"), question("age", "number", min=0, max=120)],
    )


def make_survey(process, *, doc=None, **fields):
    """An open survey with one published version."""
    n = next(numbers)
    now = timezone.now()
    fields.setdefault("slug", f"survey-{n}")
    fields.setdefault("title", texts(f"Kysely {n}"))
    fields.setdefault("lead", texts("Kerro, mikä palveluissa toimii."))
    fields.setdefault("readers", texts("Vastauksesi lukee työryhmä 1."))
    fields.setdefault("thanks", texts("Työryhmä käsittelee vastaukset tammikuussa."))
    fields.setdefault("opens", now - datetime.timedelta(days=1))
    fields.setdefault("closes", now + datetime.timedelta(days=7))
    state = fields.pop("state", Survey.State.OPEN)
    survey = Survey.objects.create(process=process, state=Survey.State.DRAFT, **fields)
    publish_version(survey, doc or usual_document(), by=None)
    survey.state = state
    survey.save(update_fields=["state"])
    return survey


def make_response(survey, answers=None, **fields):
    """A recorded response to the version in use."""
    fields.setdefault("key", uuid.uuid4())
    fields.setdefault("language", "fi")
    version = fields.pop("version", survey.current)
    return record_response(survey, version, answers=answers or {"service": "library"}, **fields).response


def make_codes(survey, size=3, **fields):
    """Codes of a new batch, as they stand on the letters."""
    fields.setdefault("name", f"Postitus {next(numbers)}")
    return code_actions.make_codes(CodeBatch(survey=survey, size=size, **fields), by=None).codes
