"""What the frame asks for: fields dressed for the design system, the town's name without a context, a person's role in words."""

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.text import html_language
from participation.models import Person

register = template.Library()


@register.filter
def dressed(field: BoundField) -> BoundField:
    """Give the widget the class of the design system; a form's fields are its own copies. A placeholder is no label."""
    attrs = field.field.widget.attrs
    attrs.pop("cols", None)
    attrs.pop("placeholder", None)
    if "ds-input" not in attrs.get("class", ""):
        attrs["class"] = f"ds-input {attrs.get('class', '')}".strip()
    return field


@register.filter
def first_id(field: BoundField) -> str:
    """Return the id of the first control of a field: where a link in the error summary leads."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.id_for_label or field.auto_id)


@register.filter
def as_lead(label: str) -> str:
    """Return a label as it leads to words about it: with a colon, unless it is a question."""
    return label if str(label).endswith(("?", ":", ".")) else f"{label}:"


@register.simple_tag
def installation() -> dict[str, str]:
    """Return name, look and language for pages that have no context: when the database or a page has failed."""
    return {
        "name": settings.CITY_NAME,
        "theme": settings.CITY_THEME,
        "lang": html_language(get_language() or settings.LANGUAGE_CODE),
    }


@register.filter
def role_words(person: Person) -> str:
    """Return the person's widest role in words; roles in working groups stand on the group's own pages."""
    words = {
        "admin": _("Administrator"),
        "coordinator": _("Participation coordinator"),
        "clerk": _("Clerk"),
        "facilitator": _("Workshop leader"),
    }
    kinds = {kind for kind, _process in person.roles_now()} if person.is_authenticated else set()
    return next((word for kind, word in words.items() if kind in kinds), "")


@register.filter
def percent_of_width(share: float) -> str:
    """Return a share (0–1) as the width of a drawn bar, the same in every language."""
    return f"{max(0.0, min(1.0, share)) * 100:.2f}%"
