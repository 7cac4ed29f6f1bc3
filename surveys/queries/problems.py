"""What is wrong with a questionnaire or an expression, in words: the checkers speak English to programs only."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from surveys.logic.questionnaire.faults import QuestionnaireError

Words = Callable[..., str]

PROBLEMS: list[tuple[str, Words]] = [
    ("needs choices", lambda: _("it needs options")),
    ("needs rows", lambda: _("it needs rows")),
    ("takes no choices", lambda: _("its type has no options")),
    ("takes no rows", lambda: _("its type has no rows")),
    ("has a minimum above its maximum", lambda: _("the smallest is larger than the largest")),
    ("takes one to (?P<n>.+) places", lambda n: _("it takes one to %(n)s places") % {"n": n}),
    ("choice .+ needs a point: .+", lambda: _("every named place needs its longitude and latitude")),
    ("choice .+ needs a picture .+", lambda: _("every option needs a picture")),
    ("needs two to eleven whole steps", lambda: _("a scale has two to eleven whole steps")),
    ("has a label for a step that it lacks", lambda: _("there are words for a step that the scale lacks")),
    ("needs a minimum and a maximum", lambda: _("a slider needs both ends")),
    ("needs an expression", lambda: _("it needs a calculation")),
    ('"(?P<name>.*)" is used twice', lambda name: _("“%(name)s” is used twice") % {"name": name}),
    ("more than (?P<n>.+) questions", lambda n: _("there are more than %(n)s questions") % {"n": n}),
    ('"(?P<name>.*)" is no earlier question', lambda name: _("“%(name)s” is not asked before it") % {"name": name}),
    ("only format (?P<n>.+) is known", lambda n: _("only format %(n)s is known") % {"n": n}),
    ("is not a list of language codes", lambda: _("a list of language codes is expected here")),
    ("names a language twice", lambda: _("a language is named twice")),
    ("(?P<name>.*) is no question type", lambda name: _("%(name)s is no question type") % {"name": name}),
    ("means nothing to (?P<name>.+)", lambda name: _("it means nothing to the type %(name)s") % {"name": name}),
    ("is not a value of 1 to 120 letters", lambda: _("a technical value has 1 to 120 characters")),
    ("is not an object", lambda: _("an object is expected here")),
    ('"(?P<name>.*)" is not known here', lambda name: _("“%(name)s” is not known here") % {"name": name}),
    ("is not a list with something in it", lambda: _("a list with something in it is expected here")),
    ("is not a name of letters, .+", lambda: _("a technical name has letters, digits, _ . and - only")),
    ("is not a text", lambda: _("a text is expected here")),
    ("is neither true nor false", lambda: _("only true or false fits here")),
    ("is not a number", lambda: _("a number is expected here")),
    ("is not above zero", lambda: _("the number must be above zero")),
    ("is not between 1 and 10000", lambda: _("the number must be between 1 and 10,000")),
    ("is not an object of texts by language", lambda: _("texts by language are expected here")),
    ('has no text in "(?P<name>.*)"', lambda name: _("the text is missing in the language %(name)s") % {"name": name}),
    ("is not an object of steps", lambda: _("words for each step are expected here")),
    ("is not longitude and latitude", lambda: _("longitude and latitude are expected here")),
    ("is not a list of point, line and area", lambda: _("only point, line and area fit here")),
    ("is neither theme, .+", lambda: _("only theme, area or quotes fits here")),
    ("is not a condition", lambda: _("this is no condition")),
    ("(is )?nested too deeply", lambda: _("it is nested too deeply")),
    (
        '"(?P<name>.*)" takes a list and nothing beside it',
        lambda name: _("“%(name)s” takes a list and nothing beside it") % {"name": name},
    ),
    (
        '"(?P<name>.*)" takes nothing beside it',
        lambda name: _("“%(name)s” takes nothing beside it") % {"name": name},
    ),
    ("needs a question and one operator", lambda: _("a condition needs a question and one comparison")),
    ("has a value that cannot be compared", lambda: _("this value cannot be compared")),
    ("is not an expression", lambda: _("this is no calculation")),
    (
        '"(?P<name>.*)" takes the name of a question',
        lambda name: _("“%(name)s” takes the name of a question") % {"name": name},
    ),
    ("takes two days", lambda: _("two days are expected here")),
    ("is neither a day nor a question", lambda: _("only a day or a question fits here")),
    ("is not a pattern of 1 to (?P<n>.+) characters", lambda n: _("a pattern has 1 to %(n)s characters") % {"n": n}),
    ("is not a regular expression", lambda: _("it is no regular expression")),
    ("repeats a repeat, .+", lambda: _("it repeats so much that checking could take very long")),
    ("too long", lambda: _("it is too long")),
    ("not understood", lambda: _("it is not understood")),
    ("something is missing", lambda: _("something is missing")),
    ("(?P<name>.+) is missing", lambda name: _("“%(name)s” is missing") % {"name": name}),
]
KNOWN = [(re.compile(pattern, re.DOTALL), words) for pattern, words in PROBLEMS]
WITH_PATH = re.compile(r"[\w.\[\]-]*: (?P<problem>.+)", re.DOTALL)
PLACED = re.compile(r"(?P<problem>.+) at letter (?P<at>\d+)", re.DOTALL)


def problem_in_words(problem: str) -> str:
    """Return what a checker found wrong in the language in use; what it has no words for stays as it is."""
    if placed := PLACED.fullmatch(problem):
        words = problem_in_words(placed["problem"])
        return _("%(problem)s, at letter %(at)s") % {"problem": words, "at": placed["at"]}
    for pattern, words_of in KNOWN:
        if found := pattern.fullmatch(problem):
            return words_of(**found.groupdict())
    return problem


def problem_without_path(problem: str) -> str:
    """Return what is wrong, in words, without the place of it that only programs read."""
    placed = WITH_PATH.fullmatch(problem)
    return problem_in_words(placed["problem"] if placed else problem)


def questionnaire_problem(error: QuestionnaireError) -> str:
    """Return where a questionnaire is wrong, and how."""
    words = problem_in_words(error.problem)
    return f"{error.path}: {words}" if error.path else words
