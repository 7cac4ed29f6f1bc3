"""The printed slips of a workshop: number, receipt code, QR of the page where the code is typed."""

from collections.abc import Sequence
from typing import Any

import segno
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.receipts import receipt_code, receipt_link
from participation.logic.text import html_language, pick
from participation.models.walls import WorkshopSlip
from participation.models.workshops import Workshop


def slips_document(workshop: Workshop, slips: Sequence[WorkshopSlip]) -> dict[str, Any]:
    """Return what the printed page of slips shows."""
    language = get_language() or "fi"
    address = receipt_link(settings.BASE_URL)
    return {
        "lang": html_language(language),
        "title": _("Slips for participants: %(name)s") % {"name": pick(workshop.name, language)[0]},
        "town": settings.CITY_NAME,
        "name": pick(workshop.name, language)[0],
        "say": _("Tell this number when your idea is written down:"),
        "code_title": _("Your receipt code"),
        "follow": _("You can follow your idea at %(address)s once it is written down. Nobody needs your name.")
        % {"address": address.split("//", 1)[-1]},
        "qr_alt": _("QR code that opens %(address)s") % {"address": address.split("//", 1)[-1]},
        "slips": [slip_of(slip) for slip in slips if slip.key],
    }


def slip_of(slip: WorkshopSlip) -> dict[str, Any]:
    """Return one slip; its square code opens the page of receipts with the code filled in."""
    code = receipt_code(settings.RECEIPT_SECRET, str(slip.key))
    drawn = segno.make(receipt_link(settings.BASE_URL, code), error="m", micro=False)
    return {"number": slip.number, "code": code, "qr": drawn.svg_inline(scale=4, border=0)}
