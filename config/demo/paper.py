"""Paper forms of the demo: a batch from the city-hall lobby, half keyed, with what clerks meet."""

import random
import uuid

from config.demo.answering import closed_answers, draw_respondent
from config.demo.reading import key_of
from config.demo.town import Town
from participation.models import Person
from surveys.actions import keying, paper
from surveys.logic.paper.fields import MANY, NUMBER, ONE, TICK, all_fields
from surveys.models import PaperBatch, Sheet, Survey
from surveys.queries.questionnaires import document_of

NAME = "Kaupungintalon aula, marraskuun lomakkeet"
SIZE, KEYED, VOID = 24, 12, [13]


def load_paper(survey: Survey, town: Town, clerk: Person) -> PaperBatch:
    """Print a batch and key half of it: one sheet is void, one has a hand that nobody is sure about."""
    batch = PaperBatch(survey=survey, language="fi", size=SIZE)
    paper.make_batch(batch, NAME, double=0, by=town.coordinator)
    twice = [2, 5, 20]
    for sheet in Sheet.objects.filter(batch=batch):
        sheet.key = uuid.UUID(str(key_of("sheet", str(sheet.number))))
        sheet.code_hash = paper.hash_of(sheet.key)
        sheet.in_sample = sheet.number in twice
        sheet.save(update_fields=["key", "code_hash", "in_sample"])
    dice = random.Random("paper")
    rows = Sheet.objects.select_related("batch__survey__process", "batch__version", "batch__batch")
    for sheet in rows.filter(batch=batch, number__lte=KEYED):
        typed = typed_by(batch, dice)
        if sheet.number == 7:
            typed["tarkeinta"] = "?? Lisää penkkejä rantaan, tai pankkeja rantaan"
        if sheet.number == 9:
            typed["matka"] = "puoli tuntia"
        keying.key_sheet(sheet, typed, by=clerk)
        if sheet.number == 2:
            keying.key_sheet(
                rows.get(pk=sheet.pk), {**typed, "ika": "b" if typed.get("ika") == "a" else "a"}, by=town.coordinator
            )
    paper.set_aside(batch, VOID, "void", by=clerk)
    return batch


def typed_by(batch: PaperBatch, dice: random.Random) -> dict[str, str]:
    """Return what a clerk types from one paper of somebody who was drawn."""
    answers = closed_answers(draw_respondent(dice, "?", "?"), "?", dice)
    typed: dict[str, str] = {}
    for name, one in all_fields(document_of(batch.version)).items():
        answer = answers.get(one.question)
        value = answer.get(one.part) if one.part and isinstance(answer, dict) else None if one.part else answer
        if value is None:
            continue
        if one.mode in (ONE, MANY, TICK):
            chosen = value if isinstance(value, list) else [value]
            typed[name] = "".join(letter for letter, meaning in one.options if meaning in chosen)
        elif one.mode == NUMBER:
            typed[name] = str(value)
    return {name: words for name, words in typed.items() if words}
