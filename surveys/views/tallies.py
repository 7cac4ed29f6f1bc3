"""What pages count as they are turned: the page, the kind of device, the hour of sending; never who."""

from django.http import HttpRequest
from django.utils import timezone

from surveys.actions.tallies import count
from surveys.forms.answering import Progress
from surveys.models.spreading import Tally
from surveys.models.surveys import Survey

TABLETS = ("iPad", "Tablet", "Android")  # an Android browser on a phone says "Mobile" too


def note_page(request: HttpRequest, survey: Survey, progress: Progress) -> None:
    """Count a page that somebody came forward to; on leaving the first one the kind of device too."""
    if request.method == "HEAD":
        return
    count(survey.pk, Tally.Kind.PAGE, progress.step)
    if progress.number == 2 and request.method == "POST":
        count(survey.pk, Tally.Kind.DEVICE, device_of(request))


def note_sent(survey: Survey) -> None:
    """Count the hour of the day in which an answer came, apart from its day."""
    count(survey.pk, Tally.Kind.HOUR, str(timezone.localtime().hour))


def device_of(request: HttpRequest) -> str:
    """Return phone, tablet or computer, as the browser calls itself; nothing else of its name is looked at."""
    name = request.headers.get("User-Agent", "")
    if "Mobi" in name and "iPad" not in name:
        return "phone"
    return "tablet" if any(word in name for word in TABLETS) else "computer"
