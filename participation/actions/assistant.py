"""Drafts by the optional language-model assistant: from given sources only, kept apart until a person approves them."""

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.actions.summary_lines import refuse_locked
from participation.errors import ParticipationError
from participation.gateways.language_model import complete, is_on
from participation.logic.drafts import Given, Sentence, messages_for, sentences_in
from participation.logic.text import pick
from participation.models.jobs import Job
from participation.models.people import Person
from participation.models.summaries import AssistantCall, Quote, Summary, SummaryLine

DRAFT_JOB = "participation.draft_section"
LANGUAGES = ("fi", "sv", "en")


@transaction.atomic
def order_drafts(summary: Summary, section: str, *, by: Person) -> Job:
    """Promise to ask the assistant for drafts of one section; refused while no language model is set up."""
    if not is_on():
        raise ParticipationError(_("No language model is set up. The summary does not need one."), "assistant_off")
    refuse_locked(summary)
    return add_job(DRAFT_JOB, f"{summary.pk}:{by.pk}:{get_language() or 'fi'}:{section}")


def draft_ordered_section(reference: str) -> AssistantCall | None:
    """Ask the assistant as a job's reference "summary:person:language:section" orders; nothing if it was locked meanwhile."""
    key, person, language, section = reference.split(":", 3)
    summary = Summary.objects.get(pk=key)
    if summary.is_locked:
        return None
    with translation.override(language):
        return draft_section(summary, section, by=Person.objects.get(pk=person))


def draft_section(summary: Summary, section: str, *, by: Person) -> AssistantCall:
    """Ask the assistant for sentences on one section, log what was sent, and keep what rests on the given sources."""
    if not is_on():
        raise ParticipationError(_("No language model is set up. The summary does not need one."), "assistant_off")
    refuse_locked(summary)
    language = next((code for code in LANGUAGES if code == get_language()), "fi")
    given = sources_for(summary, section, language)
    if not given:
        raise ParticipationError(_("This section has no sources to draft from."), "no_sources")
    sent = messages_for([one for one, _conditions in given.values()], language)
    call = AssistantCall.objects.create(
        summary=summary, section=section, by=by, address=settings.LANGUAGE_MODEL_URL, sent=sent
    )
    if sources_for(summary, section, language) != given:  # a quote was erased meanwhile: say nothing of it
        call.delete()
        raise ParticipationError(_("The sources of this section have just changed. Try again."), "sources_changed")
    answer = complete(sent)
    kept, dropped = sentences_in(answer, [one for one, _conditions in given.values()])
    return keep_drafts(call, answer, kept, dropped, given, language)


def sources_for(summary: Summary, section: str, language: str) -> dict[str, tuple[Given, list[Mapping[str, object]]]]:
    """Return what the assistant may use: the sentences of the rules and the approved, masked quotes of the section."""
    given: dict[str, tuple[Given, list[Mapping[str, object]]]] = {}
    for line in SummaryLine.objects.filter(summary=summary, section=section, is_removed=False):
        if line.kind == "sentence" and line.origin == SummaryLine.Origin.RULES:
            key = f"s{len(given) + 1}"
            given[key] = (Given(key, pick(line.made, language)[0]), line.where)
        elif line.kind == "quotes":
            quotes = Quote.objects.filter(summary=summary, section=line.table, approved_at__isnull=False)
            for quote in quotes.filter(is_left_out=False):
                key = f"s{len(given) + 1}"
                given[key] = (Given(key, quote.excerpt), [{"of": "contribution", "ref": quote.reference}])
    return given


@transaction.atomic
def keep_drafts(
    call: AssistantCall,
    answer: str,
    kept: list[Sentence],
    dropped: int,
    given: Mapping[str, tuple[Given, list[Mapping[str, object]]]],
    language: str,
) -> AssistantCall:
    """Store the sentences that may stand as drafts, and what came of the call; nothing where a source was erased meanwhile."""
    if not AssistantCall.objects.filter(pk=call.pk).exclude(sent=[]).exists():
        call.refresh_from_db()
        return call
    last = SummaryLine.objects.filter(summary=call.summary).order_by("-place").first()
    place = last.place + 1 if last else 0
    for step, sentence in enumerate(kept):
        where = [condition for key in sentence.sources for condition in given[key][1]]
        SummaryLine.objects.create(
            summary=call.summary,
            key=f"{call.section}.draft.{uuid.uuid4().hex[:12]}",
            section=call.section,
            kind="sentence",
            place=place + step,
            texts={language: sentence.text},
            made={language: sentence.text},
            where=where,
            by=["text"],
            origin=SummaryLine.Origin.ASSISTANT,
        )
    call.answer, call.kept, call.dropped = answer[:20_000], len(kept), dropped
    call.save(update_fields=["answer", "kept", "dropped"])
    add_audit_entry("draft_summary_section", call.summary, by=call.by, section=call.section, kept=len(kept))
    return call
