"""Whoever was asked and did not allow quotes is never quoted; who allows or withdraws it later is heard."""

from django.utils import timezone

from participation.actions.submissions import add_part, allow_quotes
from participation.models import AuditEntry, Submission
from participation.queries.summaries import material_of
from surveys.actions.responses import forward_open_answers
from tests.factories.participation import make_submission
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


def test_parts_of_a_contribution_keep_to_what_its_author_says_and_nobody_learns_whose_it_was(process):
    whole = make_submission(process, text="Penkkejä rantaan. Valoja polulle.")
    part = add_part(whole, "Valoja polulle.", by=None)
    allow_quotes(whole, allowed=False)
    assert not Submission.objects.get(pk=part.pk).is_quotable
    allow_quotes(whole, allowed=True)
    assert Submission.objects.get(pk=part.pk).is_quotable
    for entry in AuditEntry.objects.filter(verb__in=["allow_quotes", "forbid_quotes"]):
        at = timezone.localtime(entry.at)
        assert (entry.subject_type, entry.subject_id) == ("participation.process", str(process.pk))
        assert (at.date(), at.hour, at.minute, at.second) == (timezone.localdate(), 0, 0, 0)
        assert str(whole.pk) not in str(entry.data)
