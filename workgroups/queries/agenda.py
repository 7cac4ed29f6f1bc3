"""Agendas as people see them: the matters of a meeting in order, what is known of each, who may have been there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.logic.masking import mask
from participation.logic.text import pick
from workgroups.models import AgendaItem, Attendance, Meeting, Membership, Minutes
from workgroups.queries.meetings import day_words, group_words, time_words

if TYPE_CHECKING:
    from participation.models import Person, Submission

TITLE_LENGTH = 90


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """Return the matters of a meeting in order with what they are about, by one query."""
    rows = AgendaItem.objects.filter(meeting=meeting).select_related(
        "submission__theme", "submission__area", "decision__group", "meeting__group__process"
    )
    return list(rows.order_by("order", "pk"))


def item_visible_to(person: Any, item_id: int) -> AgendaItem | None:
    """Return one matter of a meeting that this person may open at the desk, or nothing."""
    rows = AgendaItem.objects.filter(pk=item_id, meeting__in=Meeting.objects.visible_to(person).values("pk"))
    return rows.select_related("submission__process", "decision", "meeting__group__process").first()


def matter_of(item: AgendaItem, language: str) -> tuple[str, str]:
    """Return what a matter is called and in which language; a resident's words have no personal data left in them.

    Of whom does not want to be quoted the theme is told, if there is one.
    """
    submission = item.submission
    if submission is None:
        return pick(item.title, language)
    if not submission.is_quotable and submission.theme:
        return pick(submission.theme.name, language)
    return called(submission), submission.language


def desk_name(item: AgendaItem, language: str) -> tuple[str, str]:
    """Return what a matter is called among those who handle it: also by words that the public minutes do not quote."""
    if item.submission is None:
        return pick(item.title, language)
    return first_words(item.submission), item.submission.language


def called(submission: Submission) -> str:
    """Return the title of a contribution, else its first words cut between words; personal data masked.

    Minutes are public: of whom does not want to be quoted only the short name of the contribution is told.
    """
    return first_words(submission) if submission.is_quotable else submission.reference


def first_words(submission: Submission) -> str:
    """Return the title of a contribution, else its first words cut between words; personal data masked."""
    words = mask(submission.title or " ".join(submission.text.split()), submission.language).text
    return words if len(words) <= TITLE_LENGTH else words[:TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True)
class Seat:
    """Somebody who belongs to the group: the person, the role, whether noted as present."""

    person: Person
    role: str
    label: str
    present: bool


def seats_of(meeting: Meeting) -> list[Seat]:
    """Return who belongs to the group today, and who else was noted as present, in the order of the roles."""
    present = {row.person_id: row for row in Attendance.objects.filter(meeting=meeting).select_related("person")}
    order = list(Membership.Role.values)
    found: dict[int, Seat] = {}
    memberships = Membership.objects.in_force().filter(group=meeting.group_id).select_related("person")
    for row in sorted(memberships, key=lambda one: (order.index(one.role), str(one.person))):
        seat = Seat(row.person, row.role, str(row.get_role_display()), row.person_id in present)
        found.setdefault(row.person_id, seat)
    for gone in present.values():
        found.setdefault(gone.person_id, Seat(gone.person, gone.role, str(gone.get_role_display()), present=True))
    return list(found.values())


def next_open_item(items: Sequence[AgendaItem], after: AgendaItem) -> AgendaItem | None:
    """Return the first open matter after one, else the first open one of all."""
    waiting = [item for item in items if item.state == AgendaItem.State.OPEN and item.pk != after.pk]
    later = [item for item in waiting if (item.order, item.pk) > (after.order, after.pk)]
    return next(iter(later or waiting), None)


def latest_items(submissions: Iterable[UUID]) -> Mapping[UUID, AgendaItem]:
    """Return by contribution the matter under which a meeting took it up last."""
    rows = AgendaItem.objects.filter(submission__in=list(submissions)).select_related("meeting__group__process")
    return {row.submission_id: row for row in rows.order_by("pk") if row.submission_id}


def told_in(submissions: Iterable[UUID]) -> dict[UUID, tuple[Minutes, int]]:
    """Return by contribution the current public minutes that tell of it, and which matter in them it is; two queries."""
    rows = AgendaItem.objects.filter(submission__in=list(submissions), meeting__published_on__isnull=False)
    places = {row.submission_id: row for row in rows.order_by("pk")}
    meetings = [row.meeting_id for row in places.values()]
    current = {
        one.meeting_id: one
        for one in Minutes.objects.current().filter(meeting__in=meetings).select_related("meeting__group__process")
    }
    return {key: (current[row.meeting_id], row.pk) for key, row in places.items() if key and row.meeting_id in current}


def agenda_words(meeting: Meeting, language: str) -> dict[str, Any]:
    """Return an agenda as a document in one language: for the printed page."""
    with translation.override(language):
        items = items_of(meeting)
        count = ngettext("%(n)s matter on the agenda.", "%(n)s matters on the agenda.", len(items)) % {"n": len(items)}
        return {
            "language": language,
            "title": _("Agenda of meeting %(n)s of working group %(code)s")
            % {"n": meeting.number, "code": meeting.group.code},
            "subtitle": group_words(meeting.group, language),
            "facts": place_facts(meeting, language),
            "lead": count if items else _("There is nothing on the agenda yet."),
            "sections": [agenda_section(item, language) for item in items],
            "foot": meeting.group.process.name.get(language) or pick(meeting.group.process.name, language)[0],
        }


def agenda_section(item: AgendaItem, language: str) -> dict[str, Any]:
    """Return one matter of the printed agenda, the resident's whole words among it if they may be quoted."""
    title, own = matter_of(item, language)
    paragraphs = []
    if item.submission:
        if item.submission.is_quotable:
            words = mask(item.submission.text, item.submission.language).text
            paragraphs.append({"text": words, "language": item.submission.language, "kind": "quote"})
        else:
            told = _("The author does not want these words quoted. They are read at the desk.")
            paragraphs.append({"text": told, "language": language, "kind": "plain"})
        paragraphs.append({"text": source_words(item.submission), "language": language, "kind": "source"})
    if item.note:
        paragraphs.append({"text": item.note, "language": language, "kind": "plain"})
    return {"key": item.pk, "title": title, "language": own, "paragraphs": paragraphs, "kind": item.state}


def source_words(submission: Submission) -> str:
    """Return where a contribution comes from: its code and the day it came, in the language in use."""
    return _("A resident's contribution %(reference)s, received on %(day)s.") % {
        "reference": submission.reference,
        "day": day_words(submission.received_on),
    }


def place_facts(meeting: Meeting, language: str) -> list[list[str]]:
    """Return time and place of a meeting as pairs of label and words."""
    facts = [[_("Time"), time_words(meeting, language)]]
    if place := pick(meeting.place, language)[0]:
        facts.append([_("Place"), place])
    return facts
