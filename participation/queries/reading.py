"""Why somebody may see raw words: told on the page itself."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.text import pick
from participation.models.people import Person
from participation.models.processes import Process


def why_seen(person: Person, process: Process) -> str:
    """Return the sentence that tells by which role a person sees raw words of a process, in the language in use."""
    name = {"process": pick(process.name, get_language() or "fi")[0]}
    roles = {kind for kind, place in person.roles_now() if place == process.pk}
    if "coordinator" in roles:
        return _("You see this because you coordinate the process “%(process)s”.") % name
    if "clerk" in roles:
        return _("You see this because you key in answers for the process “%(process)s”.") % name
    if "facilitator" in roles:
        return _("You see this because you run workshops of the process “%(process)s”.") % name
    if ("admin", None) in person.roles_now():
        return _("You see this because you are an administrator.")
    return _("You see this because of what you do in the process “%(process)s”.") % name
