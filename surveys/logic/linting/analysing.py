"""Questions that can be asked like this but hardly counted, and what a survey as a whole lacks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from surveys.logic.linting.findings import Finding
from surveys.logic.linting.wording import I, rules_for
from surveys.logic.questionnaire.document import Page, Question, Questionnaire, missing_texts

WIDEST, LONGEST = 7, 10  # columns that fit a tablet; rows after which people tick without reading
TAKES_LONG = 15  # minutes; beyond them many leave
RANGE = re.compile(r"^\D*?(\d+)\s*[\-\u2010-\u2015]\s*(\d+)")
HOW_MANY = {
    "fi": re.compile(r"^\W*(kuinka|miten) (monta|monena|usein|vanha|pitkä)|^\W*montako|^\W*minkä ikäinen|\b(syntymävuotesi|ikäsi vuosina)\b", I),
    "sv": re.compile(r"^\W*hur (många|ofta|gammal|lång)\b|\b(ditt födelseår)\b", I),
    "en": re.compile(r"^\W*how (many|often|old|long)\b|\b(year of birth|your age)\b", I),
}  # fmt: skip
WHEN = {
    "fi": re.compile(r"^\W*(minä päivänä|mikä päivä)|\bsyntymäaika|\bpäivämäärä\b", I),
    "sv": re.compile(r"^\W*(vilken dag|vilket datum)|\bfödelsedatum|\bdatum\b", I),
    "en": re.compile(r"^\W*(on what|on which|what) (day|date)|\bdate of\b", I),
}
NONE_OF = {
    "fi": re.compile(r"^\W*(ei mikään|en mitään|en mikään|ei mitään|en yhtään|en osaa|en halua)", I),
    "sv": re.compile(r"^\W*(inget av|ingen av|inga av|ingenting|kan inte säga|vill inte)", I),
    "en": re.compile(r"^\W*(none of|nothing|cannot say|can't say|prefer not)", I),
}
PERSONAL = {
    "fi": re.compile(r"\b(oma |koko |etu|suku)?(nimesi|nimi)\b|sähköposti|puhelinnumero|henkilötunnus|katuosoi|kotiosoi|yhteystie", I),
    "sv": re.compile(r"\bditt namn\b|\bför- och efternamn|e-post|telefonnummer|personbeteckning|gatuadress|hemadress|kontaktuppg", I),
    "en": re.compile(r"\byour (full )?name\b|\be-?mail|phone number|personal identity|home address|street address|contact detail", I),
}  # fmt: skip
AREA_NAMES = re.compile(r"(asuinalue|kaupunginosa|kylän|paikan|palvelun|yhdistyksen|katun)\w* nimi", I)


def question_findings(document: Questionnaire) -> Iterator[Finding]:
    """Yield the questions whose answers can hardly be counted as they are asked."""
    for page in document.pages:
        for question in page.questions:
            codes = dict.fromkeys(code for code in codes_of(question, document.languages))
            yield from (Finding(code, question.name, page.name) for code in codes)
            yield from matrix_findings(question, page)


def codes_of(question: Question, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with one question, in any language."""
    for language in languages:
        rules, asked = rules_for(language), question.label.get(language, "")
        if question.type == "short_text" and not question.pattern:
            if seen(HOW_MANY, rules, asked):
                yield "text_for_number"
            elif seen(WHEN, rules, asked):
                yield "text_for_date"
        labels = [choice.label.get(language, "").strip().casefold() for choice in question.choices]
        if len({label for label in labels if label}) < len([label for label in labels if label]):
            yield "same_label"
        if overlapping([choice.label.get(language, "") for choice in question.choices]):
            yield "overlapping_ranges"
        if question.type == "multi_choice" and any(
            seen(NONE_OF, rules, choice.label.get(language, "")) and not choice.exclusive for choice in question.choices
        ):
            yield "none_not_alone"
    asks_to_choose = question.type in ("single_choice", "multi_choice", "dropdown", "ranking", "image_choice")
    if asks_to_choose and len(question.choices) < 2:
        yield "one_choice"


def seen(table: Mapping[str, re.Pattern[str]], rules: str, text: str) -> bool:
    """Tell whether a rule of the language sees something."""
    return rules in table and bool(table[rules].search(text))


def overlapping(labels: list[str]) -> bool:
    """Tell whether two ranges such as 18–25 and 25–35 share a number."""
    ranges = sorted((int(found[1]), int(found[2])) for label in labels if (found := RANGE.match(label)))
    return any(left[1] >= right[0] for left, right in itertools.pairwise(ranges))


def matrix_findings(question: Question, page: Page) -> Iterator[Finding]:
    """Yield a table that is too wide for a screen or too long for patience."""
    if question.rows and len(question.choices) > WIDEST:
        yield Finding("matrix_wide", question.name, page.name, params={"n": len(question.choices), "limit": WIDEST})
    if len(question.rows) > LONGEST:
        yield Finding("matrix_long", question.name, page.name, params={"n": len(question.rows), "limit": LONGEST})


def whole_findings(document: Questionnaire, about: Mapping[str, Mapping[str, str]], minutes: int) -> Iterator[Finding]:
    """Yield what the survey lacks: who reads, thanks, consent where people are named, translations; its length."""
    if not any(about.get("readers", {}).values()):
        yield Finding("no_readers")
    if not any(about.get("thanks", {}).values()):
        yield Finding("no_thanks")
    personal = [question for question in document.questions if is_personal(question, document.languages)]
    if personal and not any(question.type == "consent" for question in document.questions):
        yield Finding("no_consent", personal[0].name)
    if minutes > TAKES_LONG:
        yield Finding("takes_long", params={"minutes": minutes, "limit": TAKES_LONG})
    for path, language in missing_texts(document):
        place, _dot, part = path.partition(".")
        known = place in document.by_name
        yield Finding(
            "missing_translation",
            place if known else "",
            "" if known else place,
            language,
            {"part": part.rpartition(".")[2] or part},
        )
    for key, texts in about.items():
        lacking = [code for code in document.languages if any(texts.values()) and not texts.get(code)]
        yield from (Finding("missing_translation", language=code, params={"part": key}) for code in lacking)


def is_personal(question: Question, languages: tuple[str, ...]) -> bool:
    """Tell whether a question asks who somebody is."""
    if question.type not in ("short_text", "long_text"):
        return False
    texts = ((rules_for(language), question.label.get(language, "")) for language in languages)
    return any(seen(PERSONAL, rules, AREA_NAMES.sub("", text)) for rules, text in texts)
