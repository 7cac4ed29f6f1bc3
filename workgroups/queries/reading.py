"""Why a member of a working group may see the words of a contribution."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.text import pick
from participation.models.people import Person
from participation.queries.reading import why_seen
from workgroups.queries.reviews import Card


def why_reviewed(person: Person, card: Card) -> str:
    """Return the sentence that tells why a person sees a contribution: by a role in the process, or by its group."""
    process = card.submission.process
    roles = person.roles_now()
    if card.assignment is None or ("coordinator", process.pk) in roles or ("admin", None) in roles:
        return why_seen(person, process)
    group = card.assignment.group
    name = f"{group.code} {pick(group.name, get_language() or 'fi')[0]}"
    return _("You see this because it lies or lay with the working group %(group)s, to which you belong.") % {
        "group": name
    }
