"""Surveys of a given size for measuring."""

from tests.factories.participation import make_process
from tests.factories.surveys import choice, document, make_survey, question


def make_open_survey(slug: str, questions: int):
    """An open survey: every fifth question an open text, the others with seven options, ten to a page."""
    made = [
        question(f"q{n}", "long_text")
        if n % 5 == 0
        else question(f"q{n}", "single_choice", choices=[choice(letter) for letter in "abcdefg"])
        for n in range(questions)
    ]
    pages = [made[start : start + 10] for start in range(0, questions, 10)]
    return make_survey(make_process(), doc=document(*pages), slug=slug)
