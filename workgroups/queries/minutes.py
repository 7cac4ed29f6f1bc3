"""The words of minutes: plain sentences by stated rules from what was recorded, in three languages, without names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.logic.text import pick
from workgroups.models import AgendaItem, Attendance, Decision, Meeting, Membership, Minutes
from workgroups.queries.agenda import items_of, matter_of, place_facts, source_words
from workgroups.queries.meetings import group_words
from workgroups.queries.outcomes import due_words

LANGUAGES = ("fi", "sv", "en")


def minutes_address(meeting: Meeting) -> str:
    """Return the public page of the minutes in the main language; readers in another switch there."""
    with translation.override(settings.LANGUAGE_CODE):
        address = reverse("workgroups:minutes_page", args=[meeting.group.code, meeting.number])
    return f"{address}?process={meeting.group.process.slug}"


def to_publish(meeting: Meeting) -> list[Decision]:
    """Return the decisions of a meeting's matters that residents cannot read yet."""
    handled = AgendaItem.objects.filter(meeting=meeting, decision__isnull=False).values("submission_id")
    rows = Decision.objects.filter(submission__in=handled, is_current=True, published_on__isnull=True)
    return list(rows.select_related("group", "submission").order_by("pk"))


def words_by_language(meeting: Meeting) -> dict[str, Any]:
    """Return the whole text of the minutes by language, from what is recorded now."""
    items = items_of(meeting)
    current = {
        row.submission_id: row
        for row in Decision.objects.filter(
            submission__in=[item.submission_id for item in items if item.decision_id], is_current=True
        )
    }
    for item in items:
        if item.decision_id:
            item.decision = current.get(item.submission_id, item.decision)  # type: ignore[arg-type]
    counted = AgendaItem.objects.filter(meeting=meeting).order_by().values_list("pk")
    absent: dict[int, int] = dict(counted.annotate(n=Count("disqualified")))
    roles = list(Attendance.objects.filter(meeting=meeting).values_list("role", flat=True))
    return {language: words_in(language, meeting, items, roles, absent) for language in LANGUAGES}


def words_in(
    language: str, meeting: Meeting, items: Sequence[AgendaItem], roles: Sequence[str], absent: dict[int, int]
) -> dict[str, Any]:
    """Return the text in one language: title, facts, a sentence on how much was handled, one part a matter."""
    with translation.override(language):
        notes, own = pick(meeting.notes, language)
        sections = [section_of(item, language, absent.get(item.pk, 0)) for item in items]
        return {
            "language": language,
            "title": _("Minutes of meeting %(n)s of working group %(code)s")
            % {"n": meeting.number, "code": meeting.group.code},
            "subtitle": group_words(meeting.group, language),
            "facts": [*place_facts(meeting, language), [_("Present"), present_words(roles)]],
            "lead": " ".join([*count_words(items), *other_languages(sections, language)]),
            "notes": [{"text": text, "language": own, "kind": "plain"} for text in paragraphs_of(notes)],
            "notes_title": _("Discussion"),
            "sections": sections,
            "foot": pick(meeting.group.process.name, language)[0],
        }


def other_languages(sections: Iterable[Mapping[str, Any]], language: str) -> list[str]:
    """Return a sentence when something that was decided or said is told in another language only."""
    languages = {one["language"] for section in sections for one in section["paragraphs"]}
    return [] if languages <= {language} else [_("Some of it was written in another language only.")]


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def present_words(roles: Sequence[str]) -> str:
    """Return who was there, by role and number: no names."""
    if not roles:
        return _("not recorded")
    labels = dict(Membership.Role.choices)
    parts = [str(labels[role]) for role in Membership.Role.values if role != "member" for one in roles if one == role]
    members = sum(role == Membership.Role.MEMBER for role in roles)
    if members:
        parts.append(ngettext("%(n)s member", "%(n)s members", members) % {"n": members})
    return capfirst(enumeration(parts))


def enumeration(parts: Sequence[str]) -> str:
    """Return parts as people list them: commas, and an "and" before the last."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def count_words(items: Iterable[AgendaItem]) -> list[str]:
    """Return how many matters were handled, decided and moved on; what is nothing is not told."""
    rows = list(items)
    handled = sum(item.state == AgendaItem.State.HANDLED for item in rows)
    decided = sum(item.decision_id is not None for item in rows)
    moved = sum(item.state == AgendaItem.State.POSTPONED for item in rows)
    sentences = []
    if handled:
        sentences.append(
            ngettext("The meeting handled %(n)s matter.", "The meeting handled %(n)s matters.", handled)
            % {"n": handled}
        )
    if decided:
        sentences.append(
            ngettext("It decided on %(n)s contribution.", "It decided on %(n)s contributions.", decided)
            % {"n": decided}
        )
    if moved:
        sentences.append(
            ngettext(
                "%(n)s matter was moved to a later meeting.", "%(n)s matters were moved to a later meeting.", moved
            )
            % {"n": moved}
        )
    return sentences


def section_of(item: AgendaItem, language: str, absent: int) -> dict[str, Any]:
    """Return one matter: what it was, what was said, decided, how the vote went."""
    title, own = matter_of(item, language)
    paragraphs = []
    if item.submission:
        paragraphs.append({"text": source_words(item.submission), "language": language, "kind": "source"})
    said, spoken = pick(item.discussion, language)
    paragraphs += [{"text": text, "language": spoken, "kind": "plain"} for text in paragraphs_of(said)]
    paragraphs += [{"text": text, "language": language, "kind": "plain"} for text in vote_words(item, absent)]
    if item.decision:
        paragraphs += decision_paragraphs(item.decision, language)
    elif item.state == AgendaItem.State.POSTPONED:
        paragraphs.append(
            {"text": _("The matter was moved to a later meeting."), "language": language, "kind": "plain"}
        )
    elif item.state == AgendaItem.State.OPEN:
        paragraphs.append({"text": _("Not handled yet."), "language": language, "kind": "plain"})
    elif not said:
        paragraphs.append({"text": _("The matter was noted."), "language": language, "kind": "plain"})
    return {"key": item.pk, "title": title, "language": own, "paragraphs": paragraphs, "kind": item.state}


def decision_paragraphs(decision: Decision, language: str) -> list[dict[str, str]]:
    """Return outcome, reason and next step; a text that lacks this language keeps its own."""
    outcome = str(Decision.Outcome(decision.outcome).label)
    rows = [{"text": _("Decision: %(outcome)s.") % {"outcome": outcome}, "language": language, "kind": "decision"}]
    reason, own = pick(decision.reason, language)
    rows += [{"text": text, "language": own, "kind": "plain"} for text in paragraphs_of(reason)]
    step, own = pick(decision.next_step, language)
    if step:
        with translation.override(own):
            words = _("Next step: %(step)s") % {"step": step}
            if decision.due:
                words = f"{words} {due_words(decision.due)}"
        rows.append({"text": words, "language": own, "kind": "plain"})
    return rows


def vote_words(item: AgendaItem, absent: int) -> list[str]:
    """Return who took no part, and how a vote went."""
    sentences = []
    if absent:
        sentences.append(
            ngettext(
                "%(n)s member was disqualified and took no part in handling the matter.",
                "%(n)s members were disqualified and took no part in handling the matter.",
                absent,
            )
            % {"n": absent}
        )
    if item.votes_for is not None and item.votes_against is not None:
        words = _("The matter was voted on: %(for)s for, %(against)s against.") % {
            "for": item.votes_for,
            "against": item.votes_against,
        }
        if item.abstained:
            abstained = ngettext("%(n)s person abstained.", "%(n)s people abstained.", item.abstained)
            words = f"{words} {abstained % {'n': item.abstained}}"
        sentences.append(words)
    return sentences


def versions_of(meeting: Meeting) -> list[Minutes]:
    """Return every version of the minutes of a meeting, the newest first."""
    rows = Minutes.objects.filter(meeting=meeting).select_related("meeting__group__process")
    return list(rows.order_by("-version"))


def public_minutes(group_id: int, number: int, version: str = "") -> Minutes | None:
    """Return minutes that everybody may read: the current version, or the one that is named."""
    rows = Minutes.objects.public().filter(meeting__group=group_id, meeting__number=number)
    rows = rows.filter(version=int(version)) if version.isascii() and version.isdecimal() else rows.current()
    return rows.select_related("meeting__group__process").first()


def words_for(minutes: Minutes, language: str) -> dict[str, Any]:
    """Return the text in the language of the reader; plain Finnish readers get Finnish."""
    code = language.split("-", 1)[0]
    found: dict[str, Any] = minutes.words.get(code) or minutes.words[LANGUAGES[0]]
    return found
