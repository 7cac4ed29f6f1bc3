"""Saving the filters of the inbox under a name, and forgetting them."""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from participation.models import Person
from workgroups.models import SavedView

MOST = 20
PASSING = ("page", "item", "chosen")  # parts of an address that belong to the moment


@transaction.atomic
def save_view(name: str, query: str, *, by: Person) -> SavedView:
    """Keep filters under a name of the person's own; the same name again replaces them."""
    name = " ".join(name.split())[:60]
    if not name:
        message = _("Give the view a name.")
        raise ParticipationError(message, fields={"name": [{"code": "required", "message": message}]})
    own = SavedView.objects.visible_to(by)
    if own.exclude(name=name).count() >= MOST:
        raise ParticipationError(_("You have 20 views already. Remove one first."), "too_many")
    values = QueryDict(query[:500], mutable=True)
    for passing in PASSING:
        values.pop(passing, None)
    view, _new = SavedView.objects.update_or_create(person=by, name=name, defaults={"query": values.urlencode()[:500]})
    return view


def forget_view(view: SavedView, *, by: Person) -> None:
    """Forget one of the person's own views."""
    SavedView.objects.visible_to(by).filter(pk=view.pk).delete()
