"""News of a process for feed readers: Atom and RSS, in each language."""

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import translate_url
from django.utils import feedgenerator
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.extension_points import News
from participation.logic.text import html_language, pick
from participation.models.processes import Process
from participation.queries.news import news_of
from participation.queries.rhythm import zone
from participation.views.helpers import resident_page

KINDS = {"atom": feedgenerator.Atom1Feed, "rss": feedgenerator.Rss201rev2Feed}


@resident_page
def process_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.public(), slug=slug)
    language = get_language() or settings.LANGUAGE_CODE
    name = pick(process.name, language)[0]
    page = settings.BASE_URL + process.get_absolute_url()
    feed = KINDS[kind](
        title=f"{name} – {settings.CITY_NAME}",
        link=page,
        description=_("Decisions, minutes and summaries of %(process)s.") % {"process": name},
        language=html_language(language),
        author_name=settings.CITY_NAME,
        feed_url=settings.BASE_URL + request.path,
        feed_guid=f"{page}#news",
    )
    for one in news_of(process):
        add_item(feed, one, language)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["Cache-Control"] = "public, max-age=300"
    return response


def add_item(feed: feedgenerator.SyndicationFeed, one: News, language: str) -> None:
    moment = datetime.datetime.combine(one.on, datetime.time(), tzinfo=zone())
    feed.add_item(
        title=pick(one.title, language)[0],
        link=settings.BASE_URL + translate_url(one.address, language),
        description=escape(pick(one.text, language)[0]) or None,  # feeds hold HTML: words of people stay words
        unique_id_is_permalink=False,
        unique_id=f"tag:{settings.BASE_URL.partition('://')[2].partition(':')[0]},{one.on:%Y-%m-%d}:{one.key}",
        pubdate=moment,
        updateddate=moment,
    )
