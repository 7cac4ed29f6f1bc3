"""Kiosks as their coordinators see them, what a device may show, and the words of the alarm."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.extension_points import Wording
from participation.logic.text import html_language, pick
from participation.models.people import Anonymous, Person
from surveys.models.kiosks import Kiosk
from surveys.models.surveys import Survey


@dataclass(frozen=True)
class KioskLine:
    """One device with how it is now: new, joining, silent, fine or off (outside its hours)."""

    kiosk: Kiosk
    state: str


def kiosk_lines(person: Person | Anonymous) -> list[KioskLine]:
    """Return the devices that this person looks after, the silent ones first."""
    now = timezone.now()
    rows = Kiosk.objects.managed_by(person).select_related("process").prefetch_related("surveys")
    lines = [KioskLine(one, state_of(one, now)) for one in rows]
    return sorted(lines, key=lambda line: (line.state != "silent", line.kiosk.name))


def state_of(kiosk: Kiosk, now: Any) -> str:
    """Return how a device is."""
    if kiosk.token_hash is None:
        return "joining" if kiosk.code_hash else "withdrawn"
    if kiosk.is_silent(now):
        return "silent"
    return "fine" if kiosk.is_in_use(now) else "off"


def silent_kiosks(person: Person) -> int:
    """Return how many devices of this person are silent now."""
    now = timezone.now()
    return sum(one.is_silent(now) for one in Kiosk.objects.managed_by(person))


def shown_on(kiosk: Kiosk) -> list[dict[str, Any]]:
    """Return what the device offers: each survey that is open now, in each language of the device."""
    names = dict(settings.LANGUAGES)
    surveys = [one for one in kiosk.surveys.all() if is_for_kiosks(one)]
    languages = [code for code in kiosk.languages if code in names] or [settings.LANGUAGE_CODE]
    offered = []
    for code in languages:
        with translation.override(code):
            doors = [
                {"title": pick(one.title, code)[0], "address": reverse("surveys:survey_kiosk", args=[one.slug])}
                for one in surveys
            ]
            told = {
                "welcome": _("Tell the town what you think"),
                "begin": _("Begin"),
                "hint": _("Anonymous. Your answers are wiped from this device."),
            }
        offered.append({"code": code, "lang": html_language(code), "name": names[code], "surveys": doors, **told})
    return offered


def is_for_kiosks(survey: Survey) -> bool:
    """Tell whether a survey can be answered on a shared device: open to everybody, in a public process, now."""
    return (
        survey.current_id is not None
        and not survey.needs_admission
        and survey.process.state == "open"
        and survey.takes_responses(timezone.now())
    )


def silent_wording(context: Mapping[str, object]) -> Wording | None:
    """Word the alarm; nothing if the device spoke meanwhile."""
    kiosk = Kiosk.objects.filter(pk=str(context.get("kiosk") or 0), alarmed_at__isnull=False).first()
    if kiosk is None:
        return None
    seen = timezone.localtime(kiosk.seen_at).strftime("%H:%M") if kiosk.seen_at else "–"
    said = _("%(name)s has not been heard of since %(time)s. Check its power and its network.")
    paragraphs = [said % {"name": ", ".join(filter(None, [kiosk.name, kiosk.place])), "time": seen}]
    if kiosk.waiting:
        paragraphs.append(_("Answers that wait on the device are safe there and leave when the network works."))
    return Wording(
        subject=_("A kiosk is silent"),
        paragraphs=paragraphs,
        address=reverse("surveys:kiosks"),
        button=_("See the kiosks"),
    )
