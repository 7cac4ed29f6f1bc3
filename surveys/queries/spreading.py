"""What is needed to spread a survey: tagged addresses, texts for each channel, the privacy notice, printed matter."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from participation.logic.text import html_language, pick
from participation.models.processes import Basis
from participation.queries.retention import chosen_amount, period_words
from surveys.logic.linting.analysing import is_personal
from surveys.logic.questionnaire.validation import minutes_of
from surveys.models.surveys import Identity, Survey
from surveys.queries.questionnaires import document_of

COLOURS: Mapping[str, tuple[str, str, str]] = {  # deep, bright and pale, as assets/themes.config.json has them
    "kuulolla": ("#0B6158", "#B4532A", "#F6F3EC"),
    "rantala": ("#1B4B8F", "#0F766E", "#F2F5FA"),
    "koivula": ("#7A2E52", "#2F6690", "#FAF4F6"),
}
PRINTED = ("fi", "sv", "en")
LONGEST = 420


@dataclass(frozen=True)
class ChannelLine:
    """One way to reach people: its tag, its address with the tag, a text to copy."""

    tag: str
    name: str
    address: str
    text: str
    lang: str


def short_address(survey: Survey, channel: str = "") -> str:
    """Return the short address, with the tag of a channel if there is one."""
    return f"{settings.BASE_URL}/s/{survey.slug}/" + (f"?c={channel}" if channel else "")


def channel_words() -> Mapping[str, str]:
    """Return the channels by tag, in words."""
    return {
        "site": _("The town's website"),
        "newsletter": _("Newsletter"),
        "facebook": "Facebook",
        "instagram": "Instagram",
        "whatsapp": "WhatsApp",
        "sms": _("Text message"),
        "press": _("Newspaper"),
        "school": _("School or day care"),
    }


def channel_lines(survey: Survey, language: str) -> list[ChannelLine]:
    """Return a text for each channel in one language; the tag in its address arrives with the answers."""
    with translation.override(language):
        words = channel_words()
        return [ChannelLine(tag, name, address, text_for(survey, tag, address, language), html_language(language)) for tag, name, address in ((tag, name, short_address(survey, tag)) for tag, name in words.items())]  # fmt: skip


def text_for(survey: Survey, tag: str, address: str, language: str) -> str:
    """Return the text that goes with one channel: short where there is little room."""
    title, lead = pick(survey.title, language)[0], pick(survey.lead, language)[0]
    until = _("Answer by %(day)s.") % {"day": day_of(survey)} if survey.closes else ""
    takes = _("It takes about %(n)s minutes.") % {"n": minutes(survey)}
    if tag in ("sms", "whatsapp"):
        return " ".join(part for part in (f"{settings.CITY_NAME}: {title}.".replace("?.", "?"), until, address) if part)
    if tag == "instagram":
        return "\n".join(part for part in (title, takes, until, _("The link is in our profile."), address) if part)
    return "\n\n".join(part for part in (title, lead, f"{takes} {until}".strip(), address) if part)


def minutes(survey: Survey) -> int:
    """Return the minutes that answering takes."""
    return minutes_of(document_of(survey.current)) if survey.current else 1


def day_of(survey: Survey) -> str:
    """Return the last day to answer, written as the language in use does."""
    form = "j F Y" if (translation.get_language() or "").startswith("en") else "j.n.Y"
    return date_format(localtime(survey.closes), form) if survey.closes else ""


def embed_code(survey: Survey, language: str) -> str:
    """Return the one tag that shows the survey within another page."""
    return f'<script src="{settings.BASE_URL}/embed.js" data-survey="{survey.slug}" data-language="{language}" async></script>'


NOTICES: list[tuple[Callable[[Survey, Mapping[str, Any]], bool], Callable[[Survey, Mapping[str, Any]], tuple[str, str]]]] = [
    (lambda _s, _f: True, lambda s, _f: (_("Who asks"), _("%(town)s asks, in the process “%(process)s”. The town is the controller of the data.") % {"town": settings.CITY_NAME, "process": pick(s.process.name, translation.get_language() or "fi")[0]})),
    (lambda _s, _f: True, lambda s, _f: (_("Legal basis"), _("The answers are handled on this basis: %(basis)s (General Data Protection Regulation).") % {"basis": Basis(s.basis or s.process.basis).label})),
    (lambda _s, f: bool(f["consents"]), lambda _s, f: (_("What you agree to"), " ".join(pick(words, translation.get_language() or "fi")[0] for words in f["consents"]))),
    (lambda s, _f: any(s.readers.values()), lambda s, _f: (_("Who reads the answers"), pick(s.readers, translation.get_language() or "fi")[0])),
    (lambda s, _f: s.identity == Identity.OPEN, lambda _s, _f: (_("Without a name"), _("Answering needs neither name nor account, and the pages set no cookies. Neither address nor device nor time of day is kept with an answer, only the date."))),
    (lambda s, _f: s.identity == Identity.CODE, lambda _s, _f: (_("With a code"), _("The code lets you answer once. It is kept apart from the answers, and when the survey closes the codes are deleted. Until then the answers are pseudonymous."))),
    (lambda s, _f: s.identity == Identity.SIGNED_IN, lambda _s, _f: (_("Signed in"), _("The account lets you answer once. It is kept apart from the answers, and when the survey closes this record is deleted. Until then the answers are pseudonymous."))),
    (lambda s, _f: s.identity == Identity.BLIND_CODE, lambda _s, _f: (_("With a code, untraceable"), _("It is noted that your code was given a right to answer. The right itself is made in your browser and signed without being seen, so that it carries no trace of your code: not even those who run the computers of the town can read it from what is kept. The code, the note and the signing key are deleted when the survey closes."))),
    (lambda s, _f: s.identity == Identity.BLIND_SIGNED_IN, lambda _s, _f: (_("Signed in, untraceable"), _("It is noted that your account was given a right to answer, and you are signed out. The right itself is made in your browser and signed without being seen, so that it carries no trace of your account: not even those who run the computers of the town can read it from what is kept. The note and the signing key are deleted when the survey closes."))),
    (lambda _s, f: f["personal"], lambda _s, _f: (_("What names and addresses are for"), _("Some questions ask who you are. You can leave them empty unless they say otherwise. They are used only for what the question says and are never published."))),
    (lambda _s, f: f["open"], lambda _s, _f: (_("What you write yourself"), _("Answers in your own words go to the working group whose matter it is. Names and addresses in them are covered before anything is published."))),
    (lambda _s, f: f["file"], lambda _s, _f: (_("Files"), _("Places and camera data are removed from photos. Files are deleted with the answers."))),
    (lambda _s, f: f["map"], lambda _s, _f: (_("Places on the map"), _("A place that you mark is published only together with others, never your home by itself."))),
    (lambda _s, _f: True, lambda s, _f: (_("How results are shown"), _("Numbers of fewer than %(n)s people are not shown to the public.") % {"n": s.threshold})),
    (lambda _s, _f: True, lambda s, _f: (_("Correcting and taking back"), _("With the receipt code you can correct your answers or take them back until %(date)s. After that nobody can tell which answers are yours.") % {"date": day_of(s)} if s.closes else _("With the receipt code you can correct your answers or take them back while the survey is open. After that nobody can tell which answers are yours."))),
    (lambda _s, _f: True, lambda _s, f: (_("How long"), _("Answers are erased %(period)s after the survey has closed. What was published of them stays.") % {"period": f["period"]})),
    (lambda _s, f: f["open"], lambda s, _f: (_("How long what you wrote yourself is kept"), _("What you write yourself goes on as a contribution, whose words are erased after %(period)s. Decisions and summaries stay.") % {"period": period_words(s.process.retention_months, in_days=False)})),
    (lambda _s, _f: True, lambda _s, _f: (_("Your rights"), _("You may ask what is kept about you, and have it corrected or erased, with your receipt code or from %(address)s. If you think we handle data wrongly, you can complain to the Data Protection Ombudsman (tietosuoja.fi).") % {"address": settings.DATA_PROTECTION_EMAIL})),
]  # fmt: skip


def privacy_notice(survey: Survey) -> list[tuple[str, str]]:
    """Return the notice of one survey as titles and texts, made of its settings and questions."""
    document = document_of(survey.current) if survey.current else None
    questions = document.questions if document else ()
    facts = {
        "personal": document is not None and any(is_personal(question, document.languages) for question in questions),
        "open": any(question.open_answer for question in questions),
        "file": any(question.type == "file" for question in questions),
        "map": any(question.type == "map" for question in questions),
        "consents": [question.label for question in questions if question.type == "consent"],
        "period": period_words(chosen_amount(survey.process, "surveys.answers", f"survey:{survey.pk}"), in_days=False),
    }
    return [words(survey, facts) for fits, words in NOTICES if fits(survey, facts)]


def printed_languages(survey: Survey) -> list[str]:
    """Return the languages in which posters and letters can be printed."""
    return [code for code in PRINTED if code in survey.languages] or ["fi"]


def qr_as_svg(address: str) -> str:
    """Return an address as an SVG QR code to be printed."""
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=0, scale=10)
    return drawn.getvalue().decode()


def print_data(survey: Survey, language: str, channel: str) -> dict[str, Any]:
    """Return what poster, letter, code and preview say in one language."""
    address = short_address(survey, channel)
    deep, bright, pale = COLOURS.get(settings.CITY_THEME, COLOURS["kuulolla"])
    with translation.override(language):
        return {
            "lang": html_language(language).partition("-")[0],
            "town": settings.CITY_NAME,
            "title": pick(survey.title, language)[0],
            "lead": shortened(pick(survey.lead, language)[0]),
            "readers": shortened(pick(survey.readers, language)[0]),
            "deep": deep,
            "bright": bright,
            "pale": pale,
            "qr": qr_as_svg(address),
            "qr_alt": _("Square code that opens the survey"),
            "address": short_address(survey).partition("://")[2].rstrip("/"),
            "link": address,
            "date": date_format(localdate(), "j.n.Y"),
            "call": _("Tell us what you think"),
            "scan": _("Point the camera of a phone here, or go to"),
            "minutes": _("It takes about %(n)s minutes.") % {"n": minutes(survey)},
            "until": _("Answer by %(day)s.") % {"day": day_of(survey)} if survey.closes else "",
            "anonymous": _("No name, no account.") if survey.identity == Identity.OPEN else _("You need the code that was sent to you.") if survey.takes_codes else _("Sign in to answer this survey."),
            "paper": _("You can also answer on paper: ask at the library or the town hall."),
            "greeting": _("Dear resident"),
            "next": _("What happens to the answers"),
            "how": _("How to answer"),
            "regards": _("Thank you for taking part"),
        }  # fmt: skip


def shortened(text: str) -> str:
    """Return a text that leaves room for the rest of the page."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
