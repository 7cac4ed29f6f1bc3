"""Ideas of the demo: from the form, by mail, on paper from the lobby, and from the tables of the resident evening."""

import random
from typing import Any

from config.demo.reading import day, key_of, lines
from config.demo.town import OLDEST_WAITING, Town
from participation.actions.entries import enter_submission
from participation.actions.ideas import language_of, source_key_of
from participation.actions.receipts import issue_receipt
from participation.actions.submissions import receive_submission
from participation.models import Area, Batch, Receipt, Submission, Workshop

CHANNELS = {"f": "form", "e": "email", "p": "paper"}
PAPER_BATCH = "Kaupungintalon aula, paperit"
OLDEST = "Linja-autokatos"  # waits longest


def load_ideas(town: Town) -> dict[str, str]:
    """Store the ideas; returns the receipt codes by title."""
    batch = Batch.objects.create(process=town.process, name=PAPER_BATCH, channel="paper")
    dice = random.Random("ideas")
    codes = {}
    rows = [["fi", *row] for row in lines("ideas_fi")] + lines("ideas_other")
    for language, channel, theme, area, title, text in rows:
        idea = Submission(
            process=town.process,
            title=title,
            text=text,
            theme=town.themes.get(theme),
            area=town.areas.get(area),
            language=language_of(text, language),
            channel=CHANNELS[channel[0]],
            received_on=town.day_for(text, title),
            is_sample=True,
        )
        if title == OLDEST:
            idea.received_on = day(-OLDEST_WAITING)
        if channel.endswith("@") and idea.area:
            idea.location = point_in(idea.area, dice)
        codes[title] = enter(idea, batch, town) if channel[0] in "ep" else leave(idea)
    return codes


def leave(idea: Submission) -> str:
    """Store an idea as if its author had sent it; returns the code of the receipt."""
    key = str(key_of("idea", idea.title))
    idea.source_key = source_key_of(key)
    receipt, code = issue_receipt(key, kind=Receipt.Kind.SUBMISSION, process=idea.process)
    receive_submission(idea, receipt=receipt)
    return code


def enter(idea: Submission, batch: Batch, town: Town) -> str:
    """Store an idea that the clerk keyed in; returns the code of the receipt."""
    if idea.channel == "paper":
        idea.batch = batch
    addressee = "Osallisuuskoordinaattori" if idea.channel == "paper" else ""
    _stored, code = enter_submission(idea, key=str(key_of("idea", idea.title)), addressee=addressee, by=town.clerk)
    return code


def load_table_notes(workshop: Workshop, town: Town) -> None:
    """Store what was written at the tables, with the prompt that was asked."""
    batch = Batch.objects.get(process=town.process, channel="workshop")
    for table, prompt, theme, area, title, text in lines("workshop_fi"):
        asked = workshop.prompts[int(prompt) - 1]
        leave(
            Submission(
                process=town.process,
                title=title,
                text=text,
                theme=town.themes[theme],
                area=town.areas[area],
                language="fi",
                channel="workshop",
                batch=batch,
                provenance={"workshop": workshop.code, "table": int(table), "prompt": int(prompt), "asked": asked},
                received_on=workshop.starts.date(),
                is_sample=True,
            )
        )


def point_in(area: Area, dice: random.Random) -> dict[str, Any]:
    """Return a point somewhere about the middle of an area."""
    ring = (area.outline or {})["coordinates"][0][:-1]
    longitude, latitude = (sum(point[axis] for point in ring) / len(ring) for axis in (0, 1))
    shift = [dice.uniform(-0.004, 0.004), dice.uniform(-0.002, 0.002)]
    return {"type": "Point", "coordinates": [round(longitude + shift[0], 5), round(latitude + shift[1], 5)]}
