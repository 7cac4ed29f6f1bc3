"""What residents read beside an answer that is not right."""

import pytest
from django.utils.translation import override

from surveys.queries.questionnaires import REQUIRED, WORDS

PARAMS = {"over": 100, "limit": 3, "total": 100, "given": 40, "step": 5}


@pytest.mark.parametrize("language", ["fi", "sv", "fi-easy"])
def test_every_fault_of_an_answer_is_told_in_the_language_of_the_reader(language):
    def told(tongue):
        with override(tongue):
            return {name: words(PARAMS) for name, words in WORDS.items()} | {
                f"required {name}": words() for name, words in REQUIRED.items()
            }

    english, own = told("en"), told(language)
    assert [name for name in own if own[name] == english[name]] == []
    assert "100" in own["too_long"]
