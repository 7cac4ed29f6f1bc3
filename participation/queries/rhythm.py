"""How often people want messages of each kind, and when they want none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from participation.extension_points import NotificationKind, notification_kinds
from participation.logic.rhythm import AT_ONCE, NEVER_QUIET, Quiet, hours_of
from participation.models.notifications import Preference, QuietHours
from participation.models.people import Person


def zone() -> ZoneInfo:
    """Return the zone in which the town lives."""
    return ZoneInfo(settings.TIME_ZONE)


def rhythms_of(people: Iterable[Person], kind: NotificationKind) -> Mapping[int, str]:
    """Return by person how often each wants messages of this kind; what must come at once does."""
    keys = [person.pk for person in people]
    if not keys or kind.is_prompt:
        return dict.fromkeys(keys, AT_ONCE)
    wished = Preference.objects.filter(person__in=keys, kind=kind.key).values_list("person_id", "rhythm")
    return dict.fromkeys(keys, kind.rhythm) | dict(wished)


def quiet_of(people: Iterable[Person], kind: NotificationKind) -> Mapping[int, Quiet]:
    """Return by person when no mail is sent."""
    keys = [person.pk for person in people]
    if not keys or kind.is_prompt:
        return dict.fromkeys(keys, NEVER_QUIET)
    own = QuietHours.objects.filter(person__in=keys).values_list("person_id", "begins", "ends")
    return dict.fromkeys(keys, quiet_of_town()) | {key: Quiet(begins, ends) for key, begins, ends in own}


def quiet_of_town() -> Quiet:
    """Return when the installation sends no mail."""
    return hours_of(settings.QUIET_HOURS)


def own_quiet(person: Person) -> Quiet:
    """Return when this person wants no mail: own hours, else those of the installation."""
    own = QuietHours.objects.filter(person=person).first()
    return Quiet(own.begins, own.ends) if own else quiet_of_town()


@dataclass(frozen=True)
class Wish:
    """One kind of message for staff with what this person wishes."""

    key: str
    label: str
    rhythm: str


def wishes_of(person: Person) -> list[Wish]:
    """Return the kinds of messages that staff get, with how often this person wants each."""
    own = dict(Preference.objects.filter(person=person).values_list("kind", "rhythm"))
    kinds = [kind for kind in notification_kinds if kind.for_staff and not kind.is_prompt]
    return [Wish(kind.key, kind.label(), own.get(kind.key, kind.rhythm)) for kind in kinds]
