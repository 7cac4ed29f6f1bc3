"""Public ideas: the list, one idea, their feed; alike for everybody, so that caches can keep them."""

import datetime
import hashlib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import feedgenerator
from django.utils.cache import get_conditional_response
from django.utils.html import escape
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.forms.public_ideas import IdeasForm
from participation.logic import moderation as rules
from participation.logic.text import html_language, pick
from participation.models.processes import Process
from participation.models.public_ideas import PublicIdea
from participation.queries import public_ideas as queries
from participation.queries.processes import idea_phase_of
from participation.queries.rhythm import zone
from participation.views.helpers import page_of, resident_page

SHARED = "public, max-age=0, s-maxage=60, must-revalidate"  # a browser asks again, a proxy keeps it for a minute


def public_process(slug: str) -> Process:
    """Return a process whose ideas everybody may read; 404 for any other."""
    return get_object_or_404(Process.objects.public(), slug=slug, ideas_public=True)


def known_idea(slug: str, key: UUID) -> PublicIdea:
    """Return an idea that everybody may read, or of which everybody may know why it was removed."""
    rows = PublicIdea.objects.known().filter(process__slug=slug)
    rows = rows.select_related("process", "submission__theme", "submission__area", "submission__process")
    return get_object_or_404(rows, pk=key)


def readable_idea(slug: str, key: UUID) -> PublicIdea:
    """Return an idea that everybody may read; 404 for any other."""
    idea = known_idea(slug, key)
    if idea.state != rules.SHOWN:
        raise Http404
    return idea


def for_everybody(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Let caches keep a page that is the same for all; who has it already is told so."""
    etag = quote_etag(hashlib.sha256(answer.content).hexdigest()[:24])
    answer["ETag"] = etag
    answer["Cache-Control"] = SHARED
    return get_conditional_response(request, etag=etag, response=answer) or answer


@resident_page
@require_safe
def idea_list(request: HttpRequest, slug: str) -> HttpResponse:
    process = public_process(slug)
    themes, areas = queries.choices_of(process)
    form = IdeasForm(request.GET, process=process, themes=themes, areas=areas)
    wanted = form.wanted()
    if wanted.order == rules.MIXED and not wanted.seed:  # the order travels in the address, so that pages stay whole
        query = request.GET.copy()
        query["seed"] = str(queries.seed_of_today())
        return redirect(f"{request.path}?{query.urlencode()}")
    page = page_of(queries.ideas_of(process, wanted).values_list("pk", flat=True), request)
    return for_everybody(request, render(request, "participation/public_ideas/list.html", {
        "process": process,
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": [(idea, queries.state_seen(idea.submission)) for idea in queries.in_place(list(page.object_list))],
        "rules": queries.rule_names(),
        "removed": queries.removed_counts(process),
        "phase": idea_phase_of(process),
    }))  # fmt: skip


@resident_page
@require_safe
def idea_page(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    idea = known_idea(slug, key)
    context = idea_context(idea) | {"page": queries.idea_page(idea) if idea.state == rules.SHOWN else None}
    return for_everybody(request, render(request, "participation/public_ideas/page.html", context))


def idea_context(idea: PublicIdea) -> dict[str, Any]:
    """Return what every page about one idea needs."""
    is_open = idea.process.state == Process.State.OPEN
    return {
        "idea": idea,
        "process": idea.process,
        "submission": idea.submission,
        "rules": queries.rule_names(),
        "can_support": is_open and idea.process.takes_support,
        "can_comment": is_open and idea.process.takes_comments,
    }


@resident_page
@require_safe
def idea_feed(request: HttpRequest, slug: str) -> HttpResponse:
    process = public_process(slug)
    language = get_language() or settings.LANGUAGE_CODE
    name = pick(process.name, language)[0]
    page = f"{settings.BASE_URL}{process.get_absolute_url()}ideas/"
    feed = feedgenerator.Atom1Feed(
        title=_("New ideas: %(process)s") % {"process": name},
        link=page,
        description=_("Ideas that their authors let the public read."),
        language=html_language(language),
        author_name=settings.CITY_NAME,
        feed_url=settings.BASE_URL + request.path,
    )
    for idea in queries.newest_of(process, 30):
        moment = datetime.datetime.combine(idea.shown_on or idea.allowed_on, datetime.time(), tzinfo=zone())
        words = idea.title or idea.text[:80]
        feed.add_item(
            words,
            f"{page}{idea.pk}/",
            escape(idea.text),
            pubdate=moment,
            updateddate=moment,
            unique_id=f"urn:uuid:{idea.pk}",
        )
    return for_everybody(request, HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type))
