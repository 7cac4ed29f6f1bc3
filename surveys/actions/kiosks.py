"""Registering kiosks, what they tell about themselves, and the alarm when one falls silent."""

import datetime
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from participation.actions.audit import add_audit_entry
from participation.actions.jobs import add_job
from participation.actions.notifications import notify
from participation.logic.codes import characters_of, in_fours, meant_by
from participation.logic.pictures import qr_svg
from participation.logic.receipts import receipt_code, receipt_link
from participation.models.jobs import Job
from participation.models.people import Person
from participation.queries.people import coordinators_of
from surveys.models.kiosks import SILENT, Kiosk
from surveys.models.surveys import Survey

WATCH = "surveys.watch_kiosk"
SILENT_KIOSK = "surveys.silent_kiosk"
READY = 20  # receipts that a device holds for answers given without a network


def hashed(kind: str, secret: str) -> str:
    """Return the keyed hash under which a code or token is stored; case and look-alikes of a code are forgiven."""
    return hmac.new(settings.SECRET_KEY.encode(), f"kiosk:{kind}:{secret}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def save_kiosk(kiosk: Kiosk, surveys: Iterable[Survey], *, by: Person) -> Kiosk:
    """Keep what a kiosk shows; a new one waits for its code."""
    is_new = kiosk.pk is None
    kiosk.save()
    kiosk.surveys.set(surveys)
    add_audit_entry("add_kiosk" if is_new else "change_kiosk", kiosk, by=by)
    return kiosk


@transaction.atomic
def new_code(kiosk: Kiosk, *, by: Person) -> str:
    """Return a fresh code that one device can use once; the device used so far is shut out."""
    code = characters_of(secrets.randbits(40), 8)
    changes: dict[str, Any] = {
        "code_hash": hashed("code", code),
        "token_hash": None,
        "seen_at": None,
        "alarmed_at": None,
    }
    Kiosk.objects.filter(pk=kiosk.pk).update(**changes)
    add_audit_entry("give_kiosk_code", kiosk, by=by)
    return in_fours(code)


@transaction.atomic
def withdraw_kiosk(kiosk: Kiosk, *, by: Person) -> None:
    """Shut a device out: it sends nothing more."""
    Kiosk.objects.filter(pk=kiosk.pk).update(code_hash=None, token_hash=None, alarmed_at=None)
    add_audit_entry("withdraw_kiosk", kiosk, by=by)


@transaction.atomic
def join_kiosk(code: str) -> tuple[Kiosk, str] | None:
    """Use up a code; returns the kiosk and the token of this device, or nothing for a code that is unknown or used."""
    token = secrets.token_urlsafe(32)
    rows = Kiosk.objects.filter(code_hash=hashed("code", meant_by(code)))
    kiosk = rows.first()
    if kiosk is None or rows.update(code_hash=None, token_hash=hashed("token", token), seen_at=timezone.now()) != 1:
        return None
    kiosk.refresh_from_db()
    watch(kiosk, timezone.now())
    return kiosk, token


def kiosk_of(token: str) -> Kiosk | None:
    """Return the kiosk whose device holds this token."""
    return Kiosk.objects.filter(token_hash=hashed("token", token)).first() if token else None


@transaction.atomic
def hear_kiosk(kiosk: Kiosk, *, waiting: int) -> None:
    """Note that a device spoke; after an alarm it is watched again."""
    now = timezone.now()
    Kiosk.objects.filter(pk=kiosk.pk).update(seen_at=now, waiting=min(max(waiting, 0), 100_000), alarmed_at=None)
    if not Job.objects.filter(
        kind=WATCH, reference=str(kiosk.pk), done_at__isnull=True, buried_at__isnull=True
    ).exists():
        watch(kiosk, now)


def count_sent(kiosk: Kiosk) -> None:
    """Count one answer that came from a device."""
    Kiosk.objects.filter(pk=kiosk.pk).update(sent=F("sent") + 1)


def ready_receipts(count: int) -> list[dict[str, str]]:
    """Return keys for answers to come with their receipts, so that a receipt can be shown without a network."""
    keys = [str(uuid.uuid4()) for _place in range(max(0, min(count, READY)))]
    return [with_receipt(key) for key in keys]


def with_receipt(key: str) -> dict[str, str]:
    """Return a key with its receipt code and a QR code that opens the page of receipts with the code filled in."""
    code = receipt_code(settings.RECEIPT_SECRET, key)
    return {"key": key, "code": code, "qr": qr_svg(receipt_link(settings.BASE_URL, code))}


def watch(kiosk: Kiosk, now: datetime.datetime) -> None:
    """Promise to look after a device when it could have fallen silent."""
    add_job(WATCH, kiosk.pk, available_at=now + SILENT + datetime.timedelta(seconds=5))


@transaction.atomic
def watch_kiosk(kiosk_id: str, *, now: datetime.datetime | None = None) -> bool:
    """Give the alarm when a device in use is silent, else look again later; tells whether there was an alarm."""
    now = now or timezone.now()
    kiosk = Kiosk.objects.filter(pk=kiosk_id, token_hash__isnull=False).first()
    if kiosk is None or kiosk.alarmed_at is not None:
        return False
    if not kiosk.is_silent(now):
        watch(kiosk, max(kiosk.seen_at or now, now - SILENT + datetime.timedelta(minutes=1)))
        return False
    Kiosk.objects.filter(pk=kiosk.pk).update(alarmed_at=now)
    seen = kiosk.seen_at.isoformat() if kiosk.seen_at else "never"
    notify(
        SILENT_KIOSK, f"kiosk:{kiosk.pk}:{seen}", people=coordinators_of(kiosk.process_id), context={"kiosk": kiosk.pk}
    )
    return True
