"""Every problem that a checker can name has words in Finnish, Swedish and English; none is found only by running."""

import ast
from pathlib import Path

import pytest
from django.utils.translation import override

from surveys.logic.interchange.xpath_parsing import ExpressionError, parse
from surveys.logic.questionnaire.document import from_json
from surveys.logic.questionnaire.faults import QuestionnaireError
from surveys.queries.problems import KNOWN, problem_in_words, questionnaire_problem

LOGIC = Path(__file__).resolve().parents[3] / "surveys" / "logic"
RAISED = {"QuestionnaireError": 1, "ExpressionError": 0}  # which argument is the problem


def texts_in(node):
    """The text of a literal, with 7 for whatever is put into it; both sides of a choice."""
    if isinstance(node, ast.IfExp):
        return texts_in(node.body) + texts_in(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)]
    return []


def problems_named():
    """Every problem that stands in the code of the checkers."""
    found = []
    for path in sorted([*(LOGIC / "questionnaire").glob("*.py"), *(LOGIC / "interchange").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED:
                found += texts_in(node.args[RAISED[node.func.id]])
            elif isinstance(node, ast.FunctionDef) and node.name in ("problems", "problem_of"):
                inner = [one.value for one in ast.walk(node) if isinstance(one, ast.Yield | ast.Return) and one.value]
                found += [text for one in inner for text in texts_in(one)]
    return sorted(set(found))


def test_every_problem_of_the_checkers_has_words():
    named = problems_named()
    assert len(named) > 50
    silent = [one for one in named if not any(pattern.fullmatch(one) for pattern, _words in KNOWN)]
    assert silent == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_words_are_of_the_language(language):
    with override("en"):
        english = [problem_in_words(one) for one in problems_named()]
    with override(language):
        own = [problem_in_words(one) for one in problems_named()]
    assert [one for one, other in zip(own, english, strict=True) if one == other] == []


def test_places_are_told():
    with pytest.raises(ExpressionError) as broken:
        parse("${a} = (1")
    with override("fi"):
        assert problem_in_words(str(broken.value)) == "”)” puuttuu, merkin 10 kohdalla"
    page = {"name": "p", "questions": [{"name": "q", "type": "number", "label": {"fi": "?"}, "min": "x"}]}
    with pytest.raises(QuestionnaireError) as wrong:
        from_json({"languages": ["fi"], "pages": [page]})
    with override("sv"):
        assert questionnaire_problem(wrong.value) == "pages[0].questions[0].min: här förväntas ett tal"
    assert problem_in_words("something new") == "something new"
