"""Summaries are versions; unchanged sources give none; publishing happens once."""

import pytest

from participation.actions.summaries import (
    compile_new_summary,
    compile_ordered_summary,
    order_summary,
)
from participation.actions.summary_states import publish_summary
from participation.errors import Conflict, ParticipationError
from participation.models import AuditEntry, Job, Quote, Summary
from tests.factories.participation import make_submission, make_theme


def test_unchanged_sources_give_no_new_version(process, coordinator):
    make_submission(process)
    first = compile_new_summary(process, by=coordinator)
    again = compile_new_summary(process, by=coordinator)
    make_submission(process)
    third = compile_new_summary(process, by=coordinator)
    assert (first.new, again.new, third.new) == (True, False, True)
    assert again.summary == first.summary
    assert third.summary.number == 2
    assert third.summary.content["n"] == 2
    assert AuditEntry.objects.filter(verb="compile_summary").count() == 2


def test_quotes_lead_back_to_their_source(process):
    theme = make_theme(process)
    texts = [f"Lisää penkkejä ja pöytiä rantareitille numero {n}, jotta jaksaa kävellä." for n in range(6)]
    submissions = [make_submission(process, text=text, theme=theme) for text in texts]
    summary = compile_new_summary(process, by=None).summary
    quotes = Quote.objects.filter(summary=summary)
    assert quotes
    assert {quote.reference for quote in quotes} <= {str(submission.pk) for submission in submissions}


def test_an_unknown_group_is_refused(process):
    with pytest.raises(ParticipationError):
        compile_new_summary(process, "99", by=None)
    with pytest.raises(ParticipationError):
        order_summary(process, "99", by=None)


def test_an_order_is_a_job_that_may_run_twice(process, coordinator, work_off):
    make_submission(process)
    job = order_summary(process, by=coordinator)
    assert order_summary(process, by=coordinator) == job
    work_off()
    summary = Summary.objects.get()
    assert summary.compiled_by == coordinator
    assert not compile_ordered_summary(Job.objects.get(pk=job.pk).reference).new


def test_publishing_happens_once(process, coordinator):
    make_submission(process)
    summary = compile_new_summary(process, by=coordinator).summary
    assert publish_summary(summary, by=coordinator).published_at
    with pytest.raises(Conflict):
        publish_summary(summary, by=coordinator)
    assert AuditEntry.objects.filter(verb="publish_summary").count() == 1
