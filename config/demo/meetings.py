"""The meetings of the demo: an agenda for the next one, published minutes of those held, promises kept and late."""

from config.demo.reading import day, document
from config.demo.town import Town
from participation.models import Job, JourneyEntry
from workgroups.actions.agenda import add_item, take_to_agenda
from workgroups.actions.meetings import note_attendance
from workgroups.actions.minutes import approve_minutes
from workgroups.actions.promises import REMIND, mark_done
from workgroups.models import AgendaItem, Assignment, Decision, Meeting, Membership, Minutes, Promise

AGENDA_GROUP = "2.1"
TAKEN = 5  # contributions on the agenda of the next meeting
BY_HAND = {
    "fi": "Sivistystoimen verkkosuunnitelma",
    "sv": "Bildningsväsendets nätplan",
    "en": "Network plan of education services",
}
KEPT = {  # beginning of a next step -> what was done
    "Jokaiselle kylälle kirjataan lämmin turvapaikka": {
        "fi": "Lämmin turvapaikka on kirjattu jokaiselle kylälle ja molemmat aggregaatit on tilattu.",
        "sv": "En varm tillflykt är antecknad för varje by och båda aggregaten är beställda.",
        "en": "A warm refuge is named for every village and both generators are ordered.",
    },
    "Vapaaehtoisten soittorinki": {
        "fi": "Soittorinki on aloittanut. Mukana on 14 soittajaa.",
        "sv": "Ringen har börjat. Fjorton frivilliga ringer.",
        "en": "The ring has begun with 14 callers.",
    },
}
LATE = "Kirjasto kiertää kaikki koulut"  # beginning of the next step that is late
LATE_DAY = -2


def load_agenda(town: Town) -> None:
    """Put contributions in review, and one matter by hand, on the agenda of the next meeting."""
    group = town.groups[AGENDA_GROUP]
    chair = town.chair_of(group)
    rows = Assignment.objects.current().filter(group=group, submission__state="in_review")
    order = ("submission__received_on", "submission__title", "submission__text")
    for assignment in rows.select_related("submission", "group").order_by(*order)[:TAKEN]:
        take_to_agenda(assignment, by=chair, version=assignment.submission.version)
    meeting = Meeting.objects.select_related("group").get(group=group, state="planned")
    add_item(AgendaItem(meeting=meeting, title=BY_HAND), by=chair)


def load_minutes(town: Town) -> None:
    """Publish the minutes of the meetings that were held; each tells of what the group decided in it."""
    told = {
        (meeting["number"], data["code"]): meeting["published"]
        for data in document("groups")["groups"]
        for meeting in ({**one, "number": n} for n, one in enumerate(data["meetings"], 1))
        if meeting["published"] is not None
    }
    for meeting in Meeting.objects.filter(group__process=town.process, state="held").select_related("group__process"):
        chair = town.chair_of(meeting.group)
        members = Membership.objects.filter(group=meeting.group).select_related("person").order_by("pk")
        note_attendance(meeting, [one.person for one in members], by=chair)
        if meeting.number == 2:
            load_matters(meeting)
        minutes = approve_minutes(meeting, by=chair)
        on = day(told[meeting.number, meeting.group.code])
        Minutes.objects.filter(pk=minutes.pk).update(published_on=on)
        Meeting.objects.filter(pk=meeting.pk).update(published_on=on)


def load_matters(meeting: Meeting) -> None:
    """Note what the meeting decided and residents can read; their journeys have told of it."""
    rows = Decision.objects.filter(group=meeting.group, published_on__isnull=False).order_by("pk")
    items = [
        AgendaItem(
            meeting=meeting,
            submission_id=row.submission_id,
            order=place,
            decision=row,
            state=AgendaItem.State.HANDLED,
            is_told=True,
        )
        for place, row in enumerate(rows, 1)
    ]
    AgendaItem.objects.bulk_create(items)


def load_promises(town: Town) -> None:
    """Put promises on the days of their decisions; some are kept, and one is late.

    Nobody is reminded of what is a sample.
    """
    promises = Promise.objects.filter(group__process=town.process).select_related("decision__submission", "group")
    for promise in promises:
        words = promise.text.get("fi", "")
        Promise.objects.filter(pk=promise.pk).update(promised_on=promise.decision.published_on)
        note = next((note for begin, note in KEPT.items() if words.startswith(begin)), None)
        if note:
            mark_done(promise, note, by=town.chair_of(promise.group))
        elif words.startswith(LATE):
            Promise.objects.filter(pk=promise.pk).update(due=day(LATE_DAY))
        Job.objects.pending().filter(kind=REMIND, reference__startswith=f"{promise.pk}:").delete()
    done = Promise.objects.filter(group__process=town.process, state="done")
    JourneyEntry.objects.filter(stage="done", submission__in=done.values("decision__submission")).update(on=day(0))
