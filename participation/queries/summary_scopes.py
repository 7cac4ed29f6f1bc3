"""Parts of a process that a summary can be about, as far as the ground floor knows them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from participation.models.areas import Area
from participation.models.processes import Process
from participation.models.submissions import Submission
from participation.models.themes import Theme
from participation.models.workshops import Workshop

Options = Sequence[tuple[str, Mapping[str, str]]]


class ThemeScope:
    """Summaries of one theme."""

    key = "theme"
    order = 20

    def label(self) -> str:
        """Return what such parts are called."""
        return _("Themes")

    def options(self, process: Process) -> Options:
        """Return the themes of the process."""
        return [(f"theme:{row.slug}", row.name) for row in Theme.objects.filter(process=process)]


class AreaScope:
    """Summaries of one area."""

    key = "area"
    order = 30

    def label(self) -> str:
        """Return what such parts are called."""
        return _("Areas")

    def options(self, process: Process) -> Options:
        """Return the areas from which something came."""
        told = Submission.objects.for_process(process).order_by().values("area")
        return [(f"area:{row.slug}", row.name) for row in Area.objects.filter(pk__in=told)]


class WorkshopScope:
    """Summaries of one workshop."""

    key = "workshop"
    order = 50

    def label(self) -> str:
        """Return what such parts are called."""
        return _("Workshops")

    def options(self, process: Process) -> Options:
        """Return the workshops of the process."""
        return [(f"workshop:{row.code}", row.name) for row in Workshop.objects.filter(process=process)]
