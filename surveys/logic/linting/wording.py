"""Hints on wording, by a few simple rules a language: leading, double-barrelled, negated twice, long sentences.

They are hints and never stop anything: a rule sees words, not meaning. Each rule is one line below.
"""

import re
from collections.abc import Iterator, Mapping

from participation.logic.reading import HARD, LONGEST_SENTENCE, lix, longest_sentence
from surveys.logic.linting.findings import Finding
from surveys.logic.questionnaire.document import Page, Question, Questionnaire, Texts

I = re.IGNORECASE  # noqa: E741 -- stands in every line of the table
LEADING: Mapping[str, re.Pattern[str]] = {  # the wanted answer is in the question
    "fi": re.compile(
        r"\b(eikö|eikös|etkö|ettekö|eivätkö|emmekö)\b|\b(tietenkin|tietysti|itsestään selvästi|epäilemättä)\b"
        r"|\bkuten (kaikki|tiedät|tiedämme)|\buseimpien mielestä|\boletko samaa mieltä siitä, että"
        r"|\b(kuinka|miten) (erinomai|loista|upea|huono|surkea)",
        I,
    ),
    "sv": re.compile(
        r"\b(tycker|håller|vill|anser|borde|är) (du|ni|det|vi|man) inte\b|\b(naturligtvis|självklart|givetvis|säkert)\b"
        r"|\bsom (alla|du) vet|\bde flesta (tycker|anser)|\bhåller du med om att"
        r"|\bhur (utmärk|fantastisk|strålande|dålig|usel)",
        I,
    ),
    "en": re.compile(
        r"\b(don't|doesn't|isn't|aren't|shouldn't|wouldn't|won't) (you|it|we|they|the)\b|\bdo you not\b"
        r"|\b(of course|obviously|surely|undoubtedly|clearly)\b|\bas (everyone|you) knows?\b|\bmost people (think|agree)"
        r"|\bdo you agree that\b|\bhow (excellent|great|wonderful|terrible|bad)\b",
        I,
    ),
}
JOINED: Mapping[str, re.Pattern[str]] = {  # one answer for two things
    "fi": re.compile(r"\S (ja|sekä|että) (?!niin\b|muu)\S", I),
    "sv": re.compile(r"\S (och|samt) (?!så\b|annan|annat)\S", I),
    "en": re.compile(r"\S (and|as well as) (?!so\b|other)\S", I),
}
NEGATED: Mapping[str, re.Pattern[str]] = {  # two negations in one sentence
    "fi": re.compile(r"\b(en|et|ei|emme|ette|eivät|älä)\b[^.?!]*\b(ilman|ei|eivät|vailla|kielt\w+|esty\w*|\w+t(on|ön|toman|tömän))\b", I),
    "sv": re.compile(r"\b(inte|ingen|inget|inga|aldrig)\b[^.?!]*\b(inte|utan|ingen|inget|aldrig|förbj\w+|o(möjlig|viktig|nödvändig)\w*)\b", I),
    "en": re.compile(r"\b(not|never|no|don't|doesn't|shouldn't)\b[^.?!]*\b(not|never|without|un(necessary|important|able)|forbid\w*|prohibit\w*|ban)\b", I),
}  # fmt: skip
TOGETHER: Mapping[str, re.Pattern[str]] = {  # two things that the sentence itself puts together: that is one
    "fi": re.compile(r"\b(yhteen|yhdessä|välillä|välinen|keskenään)\b", I),
    "sv": re.compile(r"\b(ihop|tillsammans|mellan|sams?arbet\w*)\b", I),
    "en": re.compile(r"\b(together|between|each other)\b", I),
}
RATED = ("scale", "slider", "yes_no")  # one answer to the whole question


def rules_for(language: str) -> str:
    """Return the language whose rules fit: easy Finnish follows those of Finnish."""
    return language.partition("-")[0]


def wording_findings(document: Questionnaire) -> Iterator[Finding]:
    """Yield hints on the words of every question, in every promised language."""
    for page in document.pages:
        for question in page.questions:
            for language in document.languages:
                yield from about_question(question, page, language)
    for language in document.languages:
        level = lix(words_in(document, language))
        if level is not None and level > HARD.get(language, 60):
            yield Finding("hard_to_read", language=language, params={"lix": level, "limit": HARD.get(language, 60)})


def about_question(question: Question, page: Page, language: str) -> Iterator[Finding]:
    """Yield hints on one question in one language."""
    rules = rules_for(language)
    asked = question.label.get(language, "")
    place = {"question": question.name, "page": page.name, "language": language}
    if question.type == "calculated" or not asked:
        return
    if question.kind.takes_answer and question.type != "consent":
        yield from matching("leading", LEADING, rules, asked, place)
        yield from matching("double_negation", NEGATED, rules, asked, place)
        rated = [asked] if question.type in RATED else []
        rated += [row.label.get(language, "") for row in question.rows]
        for text in rated:
            if rules in TOGETHER and TOGETHER[rules].search(text):
                continue
            yield from matching("double_barrelled", JOINED, rules, without_brackets(text), place)
    limit = LONGEST_SENTENCE.get(language, 30)
    longest = max(longest_sentence(text) for text in (asked, question.hint.get(language, "")))
    if longest > limit:
        yield Finding("long_sentence", **place, params={"words": longest, "limit": limit})


def matching(
    code: str, table: Mapping[str, re.Pattern[str]], rules: str, text: str, place: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield a finding with the words that a rule saw."""
    pattern = table.get(rules)
    if pattern and (found := pattern.search(text)):
        yield Finding(code, **place, params={"seen": whole_words(text, found.start(), found.end())})


def whole_words(text: str, start: int, end: int) -> str:
    """Return what a rule saw with the words that it begins and ends in, without marks around them."""
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip(" \n\t.,;:?!()\"”“’'")


def without_brackets(text: str) -> str:
    """Return a text without what stands in brackets: examples may join as they like."""
    return re.sub(r"\([^)]*\)", "", text)


def words_in(document: Questionnaire, language: str) -> list[str]:
    """Return the texts that are read one after the other in a language."""
    texts: list[Texts] = []
    for page in document.pages:
        texts.append(page.title)
        for question in page.questions:
            texts += [question.label, question.hint]
    return [text[language] for text in texts if text.get(language)]
