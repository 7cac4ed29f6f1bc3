"""Words in templates: texts by language marked with their own lang, dates as people write them, the icons."""

import datetime
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.template.defaultfilters import floatformat
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.text import html_language, pick
from participation.queries.marks import names_of

register = template.Library()
MINUS = "\u2212"
NBSP = "\u00a0"


@register.filter
def mark_names(marks: str) -> str:
    """Return the names of the signs beside a contribution, in the language in use."""
    return names_of(marks)


@register.filter
def localized(texts: Mapping[str, str] | None) -> SafeString | str:
    """Return the text in the language of the page; in another language it is marked with that lang."""
    return localized_in(texts, get_language() or "fi")


def localized_in(texts: Mapping[str, str] | None, wanted: str) -> SafeString | str:
    """Return the text in a language, marked where it is in another; for whoever writes many and knows the language."""
    text, code = pick(texts, wanted)
    if code == wanted or html_language(code) == html_language(wanted):
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', html_language(code), text)


@register.filter
def localized_plain(texts: Mapping[str, str] | None) -> str:
    """Return the text without marking: for titles and attributes."""
    return pick(texts, get_language() or "fi")[0]


@register.filter
def localized_paragraphs(texts: Mapping[str, str] | None) -> SafeString:
    """Return the text as paragraphs, marked with its lang when it is not the page's."""
    wanted = get_language() or "fi"
    text, code = pick(texts, wanted)
    body = linebreaks(text, autoescape=True)
    if html_language(code) == html_language(wanted):
        return SafeString(body)
    return format_html('<div lang="{}">{}</div>', html_language(code), SafeString(body))


@register.filter
def lang_of(code: str) -> str:
    """Return the value for an HTML lang attribute."""
    return html_language(code)


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in itself."""
    return str(dict(settings.LANGUAGES).get(code, code))


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """Return "12.12." in the current year, "12.12.2025" in another; English "12 December"."""
    if value is None:
        return ""
    date = timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value
    this_year = date.year == timezone.localdate().year
    if (get_language() or "").startswith("en"):
        return formats.date_format(date, "j F" if this_year else "j F Y")
    return f"{date.day}.{date.month}." + ("" if this_year else str(date.year))


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Return "12.12. klo 16", with minutes only when there are some."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    minutes = f".{local.minute:02}" if local.minute else ""
    return _("%(day)s at %(time)s") % {"day": day(local), "time": f"{local.hour}{minutes}"}


@register.filter
def number(value: float | None) -> str:
    """Return a number as the language writes it: no-break space in thousands, decimal comma."""
    return "–" if value is None else written(value, get_language() or "fi")


@lru_cache(maxsize=10_000, typed=True)
def written(value: float, _language: str) -> str:
    """Return a number in the language in use, which the caller names so that each keeps its own."""
    return formats.number_format(value, use_l10n=True, force_grouping=True).replace(" ", NBSP)


@register.filter
def percent(share: float | None) -> str:
    """Return a share (0–1) as whole percent with the sign set as the language does."""
    return "–" if share is None else percent_in(share, get_language() or "fi")


def percent_in(share: float, language: str) -> str:
    """Return a share as a language writes it."""
    space = "" if language.startswith("en") else NBSP
    return f"{round(share * 100)}{space}%"


@register.filter
def points(share: float | None) -> str:
    """Return a difference of shares as whole percentage points with its sign."""
    if share is None:
        return "–"
    whole = round(share * 100)
    return with_sign(whole, str(abs(whole)))


@register.filter
def signed(value: float | None) -> str:
    """Return a difference with one decimal and its sign."""
    return "–" if value is None else with_sign(round(value, 1), floatformat(abs(value), 1))


def with_sign(value: float, shown: str) -> str:
    """Return what is shown of the size of a difference with its sign, a true minus; nothing has no sign."""
    return f"{'+' if value > 0 else MINUS}{shown}" if value else shown


@cache
def icon_body(name: str) -> str:
    """Return the drawing inside an icon's SVG; empty before make assets has run."""
    if not name.replace("-", "").isalnum():
        raise ValueError(f"not an icon: {name}")
    path = Path(settings.BASE_DIR) / "build" / "icons" / f"{name}.svg"
    return path.read_text(encoding="utf-8") if path.exists() else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a decorative icon from the collected set; the words beside it carry the meaning."""
    return SafeString(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{icon_body(name)}</svg>'
    )


@register.filter
def get(mapping: Mapping[str, object], key: str) -> object:
    """Return a value by a key that is itself a variable."""
    return mapping.get(key) if mapping else None
