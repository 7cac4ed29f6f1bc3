"""The survey of the demo and its sample responses."""

import random
from typing import Any

from config.demo.answering import Respondent, closed_answers, draw_respondent, missing_service
from config.demo.reading import document, key_of, lines, moment
from config.demo.town import THEMES, Town
from participation.models import Batch, Receipt
from surveys.actions.questionnaires import publish_version
from surveys.actions.responses import record_response
from surveys.actions.surveys import create_survey, open_survey
from surveys.models import Response, Survey

SLUG = "hyvinvointi-ja-palvelut"
SHARE_TELLING = 0.8  # of those who missed a service
WITHOUT_WORDS = 78  # responses whose open answer was left empty
PAPER_BATCH = "Kaupungintalon aula, kyselylomakkeet"


def load_survey(town: Town) -> Survey:
    """Make the survey with its questionnaire and open it."""
    data = document("survey")
    texts = {key: data[key] for key in ("slug", "title", "lead", "readers", "thanks", "target")}
    survey = Survey(process=town.process, **texts, opens=moment(-28), closes=moment(21, 16), results_public=True)
    survey.is_sample = True
    create_survey(survey, by=town.coordinator)
    publish_version(survey, data["document"], by=town.coordinator)
    return open_survey(survey, by=town.coordinator)


def load_responses(survey: Survey, town: Town) -> str:
    """Record the sample responses on their days; returns the receipt code of one that can be shown."""
    batch = Batch.objects.create(process=town.process, name=PAPER_BATCH, channel="paper")
    dice = random.Random("responses")
    texts = [{"language": one[0], "theme": one[1], "text": one[2]} for one in lines("missing")]
    stored, codes = [], []
    for number, row in enumerate(rows()):
        language, theme, area, age, words = row
        who = draw_respondent(dice, area, age)
        answers = closed_answers(who, THEMES.get(theme, theme), dice)
        if area == "-":
            answers.pop("asuinalue", None)
        if age == "-":
            answers.pop("ika", None)
        if words:
            answers["tarkeinta"] = words
        found = missing_service(texts, answers, language, dice)
        if found and answers.get("puuttunut") == "yes" and dice.random() < SHARE_TELLING:
            texts.remove(found)
            answers |= {"mika-puuttui": found["text"], "teema": found["theme"]}
        channel = channel_of(who, dice)
        recorded = record_response(
            survey,
            town.version_of(survey),
            key=key_of("response", f"{number}:{words}"),
            answers=answers,
            language=language,
            channel=channel,
            batch=batch if channel == "paper" else None,
            is_sample=True,
        )
        recorded.response.received_on = town.day_for(words, may_be_oldest=not has_words(answers))
        stored.append(recorded.response)
        codes.append(recorded.code)
    Response.objects.bulk_update(stored, ["received_on"], batch_size=200)
    receipts = [response.receipt for response in stored if response.receipt]
    for response in stored:
        if response.receipt:
            response.receipt.received_on = response.received_on
    Receipt.objects.bulk_update(receipts, ["received_on"], batch_size=200)
    return codes[0]


def rows() -> list[list[str]]:
    """Return language, theme, area, age and words of every response: - is not told, ? is drawn."""
    finnish = [["fi", *row] for row in lines("answers_fi")]
    return finnish + lines("answers_other") + [["fi", "?", "?", "?", ""]] * WITHOUT_WORDS


def has_words(answers: dict[str, Any]) -> bool:
    """Whether a response becomes a contribution."""
    return "tarkeinta" in answers or "mika-puuttui" in answers


def channel_of(who: Respondent, dice: random.Random) -> str:
    """Return how somebody answered: the old on paper more often, the young at the kiosk of the library."""
    weights = ((80, 2, 18), (88, 5, 7), (52, 38, 10))[who.life]
    return dice.choices(("web", "paper", "kiosk"), weights)[0]
