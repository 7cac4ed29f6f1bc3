"""An earlier round of the demo survey, so that its questions can be followed over time: some the same, some changed."""

import copy
import random
import uuid
from typing import Any

from config.demo.answering import closed_answers, draw_respondent
from config.demo.reading import day, document, moment
from config.demo.town import Town
from surveys.actions.counting import count_responses
from surveys.actions.questionnaires import publish_version
from surveys.actions.results import publish_results
from surveys.actions.series import continue_survey, judge_question
from surveys.actions.surveys import create_survey
from surveys.models import Response, Survey

YEARS_AGO = -731  # days
ASKED = ("kaytetyt", "tyytyvaisyys", "vaittamat", "puuttunut", "turvallisuus", "yksinaisyys", "tieto")
RESPONDENTS = 180
LOWER = 0.22  # share of those who were a step less satisfied then
STEPS = {1: 1, 2: 1, 3: 2, 4: 3, 5: 4}  # of the earlier scale of safety
OLD_WORDS = {
    "fi": "Mistä saat yleensä tietoa?",
    "sv": "Varifrån får du vanligtvis information?",
    "en": "Where do you usually get information?",
}
NOTE = {
    "fi": "Aiemmin kysyttiin tiedon saannista yleensä, nyt kaupungin asioista.",
    "sv": "Tidigare frågade vi om information i allmänhet, nu om stadens ärenden.",
    "en": "Earlier we asked about information in general, now about the town’s affairs.",
}


def load_earlier_round(survey: Survey, town: Town) -> Survey:
    """Make the earlier survey with its answers, publish it, and say how the present one continues it."""
    year = day(YEARS_AGO).year
    title = {code: f"{words} {year}" for code, words in survey.title.items()}
    texts = {key: getattr(survey, key) for key in ("lead", "readers", "thanks")}
    earlier = Survey(process=town.process, slug=f"{survey.slug}-{year}", title=title, **texts, is_sample=True)
    earlier.opens, earlier.closes, earlier.results_public = moment(YEARS_AGO - 28), moment(YEARS_AGO, 16), True
    create_survey(earlier, by=town.coordinator)
    publish_version(earlier, questionnaire_then(), by=town.coordinator)
    Survey.objects.filter(pk=earlier.pk).update(state=Survey.State.CLOSED, forward_key="")
    earlier.refresh_from_db()
    Response.objects.bulk_create(responses_then(earlier), batch_size=200)
    count_responses(earlier)
    publish_results(earlier)
    continue_survey(survey, earlier, by=town.coordinator)
    say = {"continues": "kaytetyt", "verdict": "same", "note": {}}
    judge_question(survey, "kaytetyt", **say, by=town.coordinator)
    judge_question(survey, "tieto", continues="tieto", verdict="break", note=NOTE, by=town.coordinator)
    return earlier


def questionnaire_then() -> dict[str, Any]:
    """Return the questions of that time: no digital advice yet, four steps of safety, other words for information."""
    then = copy.deepcopy(document("survey")["document"])
    for page in then["pages"]:
        page["questions"] = [question for question in page["questions"] if question["name"] in ASKED]
        for question in page["questions"]:
            if question["name"] == "kaytetyt":
                question["choices"] = [one for one in question["choices"] if one["value"] != "digineuvonta"]
            elif question["name"] == "turvallisuus":
                question["max"] = 4
                question.pop("step_labels", None)
            elif question["name"] == "tieto":
                question["label"] = OLD_WORDS
    then["pages"] = [page for page in then["pages"] if page["questions"]]
    return then


def responses_then(earlier: Survey) -> list[Response]:
    """Return the answers of that time, unsaved."""
    dice = random.Random("earlier")
    found = []
    for number in range(RESPONDENTS):
        who = draw_respondent(dice, "?", "?")
        answers = {name: value for name, value in closed_answers(who, "-", dice).items() if name in ASKED}
        used = [name for name in answers.get("kaytetyt", []) if name != "digineuvonta"]
        if "kaytetyt" in answers:
            answers["kaytetyt"] = used or ["ei-mitaan"]
        if isinstance(answers.get("turvallisuus"), int):
            answers["turvallisuus"] = STEPS[answers["turvallisuus"]]
        if isinstance(answers.get("tyytyvaisyys"), int) and dice.random() < LOWER:
            answers["tyytyvaisyys"] = max(1, answers["tyytyvaisyys"] - 1)
        found.append(
            Response(
                id=uuid.UUID(int=dice.getrandbits(128), version=4),
                survey=earlier,
                version=earlier.current,
                content_hash="",
                language="sv" if dice.random() < 0.04 else "fi",
                channel="paper" if number % 5 == 0 else "web",
                answers=answers,
                received_on=day(YEARS_AGO - dice.randrange(28)),
                is_sample=True,
            )
        )
    return found
