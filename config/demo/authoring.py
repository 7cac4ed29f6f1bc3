"""Authoring in the demo: counts of an open survey, kept questions and templates, and a draft in the making."""

from collections.abc import Mapping

from config.demo.town import Town
from surveys.actions.authoring import edit_draft, open_draft
from surveys.actions.library import keep_question, keep_survey, start_from_ready
from surveys.actions.tallies import add_gathered, count
from surveys.logic.templates.ready import READY
from surveys.models import Survey

DRAFT = "kirjaston-palvelut"
SENT = 193  # answers from the web, as the sample responses have them
CAME = {"tarkeinta": 301, "palvelut": 262, "arki": 214, "taustatiedot": 205, "check": 199}
DEVICES = {"phone": 158, "computer": 79, "tablet": 25}
HOURS = (1, 0, 0, 0, 0, 1, 4, 9, 11, 8, 9, 10, 14, 9, 8, 10, 13, 15, 17, 20, 18, 10, 5, 1)  # of the day, in order
KEPT = ("asuinalue", "ika", "tyytyvaisyys")
TITLE = {"fi": "Miten kirjasto palvelee?", "sv": "Hur fungerar biblioteket?", "en": "How does the library serve you?"}
LEAD = {
    "fi": "Kerro, miten kirjasto toimi. Vastaaminen vie pari minuuttia.",
    "sv": "Berätta hur biblioteket fungerade. Det tar ett par minuter att svara.",
    "en": "Tell us how the library worked. It takes a couple of minutes.",
}
OPENING = {  # not yet translated, and worded so that the check has something to say
    "name": "aukiolo",
    "type": "yes_no",
    "label": {"fi": "Eikö omatoimikirjasto olekin hyvä, ja pitäisikö sen olla auki myös öisin?"},
}
WHY = {
    "name": "miksi-ei",
    "type": "long_text",
    "label": {"fi": "Milloin kirjaston pitäisi olla auki?", "sv": "När borde biblioteket vara öppet?"},
    "visible_if": {"question": "aukiolo", "is": "no"},
    "open_answer": True,
}


def load_authoring(survey: Survey, town: Town) -> Survey:
    """Fill what coordinators see around a survey; returns the draft in the making."""
    load_counts(survey)
    by = town.coordinator
    for name in KEPT:
        keep_question(survey, name, by=by)
    title = {
        "fi": "Hyvinvointi ja palvelut, pohja",
        "sv": "Välbefinnande och service, mall",
        "en": "Well-being, template",
    }
    keep_survey(survey, title, ("asuinalue", "ika"), by=town.people["admin@example.org"], for_town=True)
    return load_draft(town)


def load_counts(survey: Survey) -> None:
    """Count pages, devices and hours as if people had turned the pages."""
    hours = {str(hour): n for hour, n in enumerate(HOURS)}
    kinds: Mapping[str, Mapping[str, int]] = {"page": CAME, "device": DEVICES, "hour": hours}
    for kind, names in kinds.items():
        for name, n in names.items():
            for _one in range(n):
                count(survey.pk, kind, name)
    add_gathered()


def load_draft(town: Town) -> Survey:
    """Make a survey of a ready template with locked questions; two people go on building it."""
    draft_of = start_from_ready(READY["palvelutyytyvaisyys"], town.process, by=town.coordinator, slug=DRAFT)
    draft_of.is_sample = True
    draft_of.save(update_fields=["is_sample"])
    second = town.people["admin@example.org"]
    steps = [
        ({"do": "change", "at": ["about", "title"], "to": TITLE}, town.coordinator),
        ({"do": "change", "at": ["about", "lead"], "to": LEAD}, town.coordinator),
        ({"do": "add_question", "page": "palvelu", "question": OPENING, "after": "parannus"}, second),
        ({"do": "add_question", "page": "palvelu", "question": WHY, "after": "aukiolo"}, second),
    ]
    draft = open_draft(draft_of, by=town.coordinator)
    for operation, by in steps:
        draft = edit_draft(draft, operation, seen=draft.version, by=by).draft
    return draft_of
