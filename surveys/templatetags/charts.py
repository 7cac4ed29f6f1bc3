"""The lines and columns of charts and of the tables beside them, written here because a page has hundreds of them.

Each is one pattern, filled once, in a language that is asked for once a chart.
"""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.text import pick
from participation.templatetags.words import localized_in, percent_in, written
from surveys.logic.charts import Column
from surveys.logic.drawings import Line

register = template.Library()
FEW = 13  # columns fewer than this have their number above


@register.simple_tag
def bar_items(lines: Iterable[Line], name: str) -> SafeString:
    """Write a bar a choice; the table of the question describes it."""
    language = get_language() or "fi"
    return format_html_join("\n", "{}", ((bar_item(line, name, language),) for line in lines))


def bar_item(line: Line, name: str, language: str) -> SafeString:
    """Return one choice with its bar; without where its number is not shown."""
    label = localized_in(line.label, language)
    if line.count is None:
        return format_html('<li><div class="t"><b>{}</b><span class="mut">{}</span></div></li>', label, _("not shown"))
    many = written(line.count, language)
    first, beside = (many, f"/ {line.n}") if line.share is None else (percent_in(line.share, language), many)
    return format_html(
        '<li><div class="t"><b>{}</b><span><b>{}</b> <span class="mut">{}</span></span></div>'
        '<svg class="chart" height="12" role="img" aria-label="{}, {}" aria-describedby="t-{}">'
        '<rect width="100%" height="12" rx="6" class="track"/>{}</svg></li>',
        label,
        first,
        beside,
        pick(line.label, language)[0],
        first if line.share is not None else f"{first} {beside}",
        name,
        format_html('<rect width="{}" height="12" rx="6" class="c5"/>', line.width) if line.count else "",
    )


@register.simple_tag
def bar_rows(lines: Iterable[Line]) -> SafeString:
    """Write a row of the table a choice."""
    language = get_language() or "fi"
    return format_html_join("", "{}", ((bar_row(line, language),) for line in lines))


def bar_row(line: Line, language: str) -> SafeString:
    """Return count and share of a choice, the count alone of few, or that they are not shown."""
    label = localized_in(line.label, language)
    if line.count is None:
        return format_html(
            '<tr><th scope="row">{}</th><td class="num-c" colspan="2">{}</td></tr>', label, _("not shown")
        )
    return format_html(
        '<tr><th scope="row">{}</th><td class="num-c">{}</td><td class="num-c">{}</td></tr>',
        label,
        written(line.count, language),
        "–" if line.share is None else percent_in(line.share, language),
    )


@register.simple_tag
def column_items(columns: Sequence[Column]) -> SafeString:
    """Write columns side by side, few of them with their number above."""
    few, language = len(columns) < FEW, get_language() or "fi"
    return format_html_join(
        "",
        '<svg x="{}" width="{}" height="104" y="14" overflow="visible">'
        '<rect x="0" y="{}" width="100%" height="{}" rx="2" class="c5"/>{}</svg>',
        ((one.x, one.width, one.y, one.height, above(one, language) if few and one.value else "") for one in columns),
    )


def above(column: Column, language: str) -> SafeString:
    """Return the number above a column."""
    return format_html(
        '<text x="50%" y="{}" dy="-3" text-anchor="middle">{}</text>', column.y, written(column.value, language)
    )


@register.simple_tag
def column_rows(columns: Iterable[Column]) -> SafeString:
    """Write a row of the table a column."""
    language = get_language() or "fi"
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="num-c">{}</td></tr>',
        ((column.label, written(column.value, language)) for column in columns),
    )
