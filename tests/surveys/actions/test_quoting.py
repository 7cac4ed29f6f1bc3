"""Whoever was asked and did not allow quotes is never quoted; who allows or withdraws it later is heard."""

from participation.actions.submissions import allow_quotes
from participation.models import Submission
from participation.queries.summaries import material_of
from surveys.actions.responses import forward_open_answers
from tests.factories.surveys import document, make_response, make_survey, question, texts

DOC = document(
    [
        question("idea", "long_text", open_answer=True),
        {"name": "quote", "type": "consent", "label": texts("Saa lainata"), "role": "quotes"},
    ]
)


def test_only_who_allows_it_is_quoted(process):
    survey = make_survey(process, doc=DOC)
    for n, more in enumerate(({}, {"quote": True}) * 4):
        forward_open_answers(make_response(survey, {"idea": f"Kirjasto auki iltaisin {n}", **more}))
    silent = material_of(process, "").silent
    rows = {str(row.pk): row for row in Submission.objects.all()}
    assert {rows[key].text[-1] for key in silent} == {"0", "2", "4", "6"}
    one = rows[next(iter(silent))]
    allow_quotes(one, allowed=True)
    assert str(one.pk) not in material_of(process, "").silent
    allow_quotes(one, allowed=False)
    assert str(one.pk) in material_of(process, "").silent


def test_where_nobody_was_asked_nothing_is_kept_silent_for_it(process):
    survey = make_survey(process, doc=document([question("idea", "long_text", open_answer=True)]))
    forward_open_answers(make_response(survey, {"idea": "Kirjasto auki"}))
    assert "quotable" not in Submission.objects.get().provenance
