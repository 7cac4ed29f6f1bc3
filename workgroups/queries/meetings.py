"""Meetings across groups: which come next, whose minutes were published last; meetings in calendars and invitations."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from participation.extension_points import Wording
from participation.logic.text import pick
from participation.models import Process
from workgroups.models import AgendaItem, Group, Meeting, Minutes

SHOWN = 3  # of each kind and process
LASTS = datetime.timedelta(minutes=90)  # as calendars need an end


def meetings_ahead(processes: Sequence[Process]) -> dict[int, list[Meeting]]:
    """Return by process id the next meetings whose day is known, the soonest first."""
    rows = Meeting.objects.ahead(timezone.now()).filter(group__process__in=processes, starts__isnull=False)
    return first_of_each(rows.select_related("group__process"))


def newest_notes(processes: Sequence[Process]) -> dict[int, list[Meeting]]:
    """Return by process id the meetings whose minutes were published last."""
    rows = Meeting.objects.filter(group__process__in=processes, published_on__isnull=False)
    return first_of_each(rows.select_related("group__process").defer("notes").order_by("-published_on", "-pk"))


def first_of_each(rows: Iterable[Meeting]) -> dict[int, list[Meeting]]:
    """Return the first few by process id."""
    found: dict[int, list[Meeting]] = {}
    for row in rows:
        of_process = found.setdefault(row.group.process_id, [])
        if len(of_process) < SHOWN:
            of_process.append(row)
    return found


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting with its agenda and its public minutes."""

    meeting: Meeting
    agenda: Sequence[AgendaItem]
    minutes: Minutes | None


def facts_of(meetings: Iterable[Meeting]) -> list[MeetingFacts]:
    """Return meetings with agendas and public minutes, by two queries however many there are."""
    rows = list(meetings)
    agendas: dict[int, list[AgendaItem]] = {}
    for item in AgendaItem.objects.filter(meeting__in=rows).select_related("decision").order_by("order", "pk"):
        agendas.setdefault(item.meeting_id, []).append(item)
    public = {one.meeting_id: one for one in Minutes.objects.filter(meeting__in=rows, is_current=True)}
    return [MeetingFacts(row, agendas.get(row.pk, []), public.get(row.pk)) for row in rows]


def group_words(group: Group, language: str) -> str:
    """Return code and name of a group."""
    return f"{group.code} {pick(group.name, language)[0]}"


def day_words(day: datetime.date) -> str:
    """Return a day with its year, in the language in use."""
    english = (get_language() or "").startswith("en")
    return date_format(day, "j F Y") if english else f"{day.day}.{day.month}.{day.year}"


def time_words(meeting: Meeting, language: str) -> str:
    """Return when a meeting is: day and time, else the words for it."""
    if meeting.starts is None:
        return pick(meeting.when_note, language)[0]
    local = timezone.localtime(meeting.starts)
    minutes = f".{local.minute:02}" if local.minute else ""
    return _("%(day)s at %(time)s") % {"day": day_words(local.date()), "time": f"{local.hour}{minutes}"}


def calendar_of(group: Group, language: str) -> bytes:
    """Return the meetings of a group whose day is known, as a calendar that programs can follow."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kuulolla//meetings//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", group_words(group, language))
    calendar.add("refresh-interval", datetime.timedelta(hours=12))
    for meeting in Meeting.objects.filter(group=group, starts__isnull=False).order_by("starts"):
        calendar.add_component(event_of(meeting, group, language))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def event_of(meeting: Meeting, group: Group, language: str) -> Event:
    """Return one meeting as an event; the address of an online meeting is not in it, as everybody reads the calendar."""
    event = Event()
    starts = timezone.localtime(meeting.starts)
    event.add("uid", f"meeting-{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("sequence", meeting.revision)
    event.add("dtstart", starts)
    event.add("dtend", starts + LASTS)
    event.add("summary", _("Working group %(group)s, meeting %(n)s") % summary_values(meeting, group, language))
    if place := pick(meeting.place, language)[0]:
        event.add("location", place)
    event.add("url", settings.BASE_URL + reverse("workgroups:group_page", args=[group.code]))
    event.add("status", "CANCELLED" if meeting.state == Meeting.State.CANCELLED else "CONFIRMED")
    return event


def summary_values(meeting: Meeting, group: Group, language: str) -> dict[str, object]:
    """Return what the name of a meeting is made of."""
    return {"group": group_words(group, language), "n": meeting.number}


def invitation_wording(context: Mapping[str, object]) -> Wording | None:
    """Return the invitation to a meeting; nothing when time or place changed since, as a newer one tells of it."""
    meeting = Meeting.objects.select_related("group__process").filter(pk=int(str(context.get("meeting") or 0))).first()
    if meeting is None or meeting.revision != context.get("revision"):
        return None
    language = get_language() or settings.LANGUAGE_CODE
    values = {"group": group_words(meeting.group, language), "when": time_words(meeting, language)}
    address = reverse("workgroups:meeting_agenda", args=[meeting.group.code, meeting.number])
    cancelled = meeting.state == Meeting.State.CANCELLED
    told = (
        _("The meeting of working group %(group)s is cancelled.") if cancelled else _("Working group %(group)s meets.")
    )
    paragraphs = [told % values, _("Time: %(when)s.") % values]
    if (place := pick(meeting.place, language)[0]) and not cancelled:
        paragraphs.append(_("Place: %(place)s.") % {"place": place})
    if meeting.link and not cancelled:
        paragraphs.append(_("Online: %(address)s") % {"address": meeting.link})
    subject = _("Meeting cancelled: %(group)s, %(when)s") if cancelled else _("Meeting: %(group)s, %(when)s")
    return Wording(
        subject=subject % values,
        paragraphs=paragraphs,
        address=f"{address}?process={meeting.group.process.slug}",
        button=_("Open the agenda"),
        item=values["group"],
    )
