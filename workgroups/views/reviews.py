"""Pages of reviewers: the inbox with its panel, one contribution, taking up, deciding."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from participation.actions.reading import note_reading
from participation.errors import Conflict, ParticipationError
from participation.models import Submission
from participation.queries.public_ideas import rule_names, said_to
from participation.queries.trails import goals_of_one
from participation.views.helpers import PAGE_SIZE, require, show_error
from workgroups import permissions
from workgroups.actions import reviews as actions
from workgroups.forms.reviews import CHANNEL_WORDS, TABS, DecisionForm, FilterForm, initial_of, states_of
from workgroups.models import Group, SavedView
from workgroups.queries import reviews
from workgroups.queries.agenda import latest_items
from workgroups.queries.history import steps_of, why_here
from workgroups.queries.insights import common_of, known_alike
from workgroups.queries.lineage import Tie, family_of, ties_of
from workgroups.queries.reading import why_reviewed
from workgroups.queries.satisfaction import told_of

OPEN = ("routed", "in_review", "on_agenda")


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    person = request.user
    form = FilterForm(request.GET, choices=reviews.choices_for(person))
    filters = form.filters()
    fitting = reviews.narrowed(reviews.reviews_visible_to(person), filters)
    by_state = reviews.counts_by_state(fitting)
    page = counted_page(fitting, filters, by_state, request)
    cards = reviews.cards_of(page.object_list)
    ties = ties_of(page.object_list)
    chosen = chosen_card(cards, request)
    groups = list(Group.objects.reviewed_by(person).filter(ended_on__isnull=True))
    context = {
        "form": form,
        "filters": filters,
        "tabs": tabs_of(form.tab, by_state, request),
        "page": page,
        "cards": [card_context(card, request, ties[card.submission.pk]) for card in cards],
        "groups": groups,
        "meeting": reviews.next_meeting_of(groups),
        "waiting": reviews.waiting_count(person),
        "back": request.GET.urlencode(),
        **list_tools(form.tab, cards, groups, request),
        **(panel_context(chosen, request) if chosen else {"chosen": None}),
    }
    return render(request, "workgroups/reviews/inbox.html", context)


def list_tools(tab: str, cards: list[reviews.Card], groups: list[Group], request: HttpRequest) -> dict[str, Any]:
    """Return what can be done with the list as a whole, and how authors took the answers."""
    return {
        "can_accept": tab == "waiting" and any(rights_of(request, card)["accept"] for card in cards),
        "can_select": tab == "decided",
        "can_bulk": tab in ("waiting", "in_review"),
        "saved": list(SavedView.objects.visible_to(request.user)),
        "told": told_of(groups),
    }


def counted_page(
    fitting: Any, filters: reviews.Filters, by_state: dict[str, int], request: HttpRequest
) -> Page[Submission]:
    """Return the page that ?page= names, in the order that was chosen, without counting the rows a second time."""
    paginator = Paginator(reviews.in_order(fitting.filter(state__in=filters.states), filters.order), PAGE_SIZE)
    vars(paginator)["count"] = sum(by_state.get(state, 0) for state in filters.states)
    return paginator.get_page(request.GET.get("page"))


def tabs_of(current: str, by_state: dict[str, int], request: HttpRequest) -> list[dict[str, Any]]:
    words = {
        "waiting": _("Waiting"),
        "in_review": _("In review"),
        "decided": _("Decided"),
        "answered": _("Answered"),
        "all": _("All"),
    }
    tabs = []
    for tab in TABS:
        query = request.GET.copy()
        query["tab"] = tab
        for dropped in ("page", "item"):
            query.pop(dropped, None)
        count = sum(by_state.get(state, 0) for state in states_of(tab))
        tabs.append(
            {"label": words[tab], "count": count, "address": f"?{query.urlencode()}", "current": tab == current}
        )
    return tabs


def chosen_card(cards: list[reviews.Card], request: HttpRequest) -> reviews.Card | None:
    """Return the card that ?item= names, else the first: something is always open beside a list."""
    wanted = request.GET.get("item", "")
    return next((card for card in cards if str(card.submission.pk) == wanted), cards[0] if cards else None)


def card_context(card: reviews.Card, request: HttpRequest, tie: Tie) -> dict[str, Any]:
    """Return a card with what this person may do with it and where its panel is."""
    query = request.GET.copy()
    query["item"] = str(card.submission.pk)
    return {
        "card": card,
        "tie": tie,
        "submission": card.submission,
        "channel": CHANNEL_WORDS[card.submission.channel],
        "rights": rights_of(request, card),
        "panel_address": f"?{query.urlencode()}",
    }


def rights_of(request: HttpRequest, card: reviews.Card) -> dict[str, Any]:
    person, lies, state = request.user, card.assignment, card.submission.state
    return {
        "accept": bool(lies) and state == "routed" and permissions.can_accept_submission(person, lies),
        "agenda": bool(lies) and state in ("routed", "in_review") and permissions.can_take_to_agenda(person, lies),
        "decide": bool(lies) and permissions.can_decide_submission(person, lies),
        "decline": bool(lies) and state in OPEN and permissions.can_decline_submission(person, lies),
        "forward": bool(lies) and state in OPEN and permissions.can_forward_submission(person, lies),
        "publish": bool(card.decision)
        and card.decision.published_on is None
        and state == "decided"
        and permissions.can_publish_decision(person, card.decision),
    }


def panel_context(card: reviews.Card, request: HttpRequest, form: DecisionForm | None = None) -> dict[str, Any]:
    """Return everything that is known about one contribution, and the form to decide on it."""
    submission = card.submission
    rights = rights_of(request, card)
    if form is None and rights["decide"]:
        initial = initial_of(card.decision, submission.version)
        form = DecisionForm(initial=initial, language=submission.language)
    return {
        "chosen": card,
        "submission": submission,
        "channel": CHANNEL_WORDS[submission.channel],
        "channels": CHANNEL_WORDS,
        "rights": rights,
        "common": common_of(submission),
        "said": said_to(submission) if submission.public_key else None,
        "rule_words": rule_names(),
        "similar": known_alike(card, request.user),
        "why": why_here(card.assignment),
        "steps": steps_of(submission),
        "decisions": reviews.decision_versions(submission),
        "decision_form": form,
    }


def page_context(card: reviews.Card, request: HttpRequest, form: DecisionForm | None = None) -> dict[str, Any]:
    """Return what the page of one contribution knows beyond the panel: parts, cluster, opinions, and what one may do."""
    context = panel_context(card, request, form)
    person, lies, rights = request.user, card.assignment, context["rights"]
    family = context["family"] = family_of(card.submission)
    is_open = bool(lies) and card.submission.state in OPEN
    may_pass = is_open and permissions.can_forward_submission(person, lies)
    rights |= {"cut_parts": bool(family.parts) and may_pass, "speaks_for": permissions.reviewed_groups(person)}
    if family.parts:
        context["decision_form"] = None
        rights |= dict.fromkeys(("accept", "agenda", "decide", "decline", "forward"), False)
        return context
    rights |= {
        "ask": may_pass,
        "cut": may_pass and card.submission.state != "on_agenda",
        "cluster": is_open and permissions.can_form_cluster(person, lies.group),
    }
    return context


def find(request: HttpRequest, submission_id: uuid.UUID) -> reviews.Card:
    """Return what this person may see; for everything else there is no such page."""
    card = reviews.review_of(request.user, submission_id)
    if card is None:
        raise Http404
    return card


def back_to_inbox(request: HttpRequest) -> HttpResponse:
    """Return to the list as it was: the filters travel in a hidden field, never as an address."""
    query = QueryDict(request.POST.get("back", ""), mutable=True)
    query.pop("item", None)
    return redirect(f"{reverse('workgroups:inbox')}?{query.urlencode()}")


@require_GET
def review_page(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    context = {**page_context(card, request), "back": request.GET.get("back", "")}
    context["matter"] = latest_items([submission_id]).get(submission_id)
    note_reading(card.submission.process, "contributions", by=request.user)
    context["why_seen"] = why_reviewed(request.user, card)
    context["goals"] = goals_of_one(card.submission)
    return render(request, "workgroups/reviews/item.html", context)


@require_POST
def accept_submission(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    require(card.assignment is not None and permissions.can_accept_submission(request.user, card.assignment))
    try:
        actions.accept(card.assignment, by=request.user, version=version_seen(request, card))
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    else:
        words = _("%(reference)s is taken up. You find it under In review.")
        messages.success(request, words % {"reference": card.submission.reference})
    return back_to_inbox(request) if "back" in request.POST else redirect("workgroups:review_page", submission_id)


def version_seen(request: HttpRequest, card: reviews.Card) -> int:
    """Return the version that was on the page; without one, nothing matches."""
    seen = request.POST.get("version", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0


@require_POST
def decide_submission(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    require(card.assignment is not None and permissions.can_decide_submission(request.user, card.assignment))
    form = DecisionForm(request.POST, language=card.submission.language)
    current = None
    if form.is_valid() and request.POST.get("then") != "check":
        try:
            actions.decide(card.submission, form.ruling(), by=request.user, version=form.cleaned_data["version"])
        except Conflict as conflict:
            current = conflict.current
            form = with_version(form, current)
            card = find(request, submission_id)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return after_decision(request, card.submission)
    context = {**page_context(card, request, form), "changed": current, "back": request.POST.get("back", "")}
    status = 409 if current else 422 if form.errors else 200
    return render(request, "workgroups/reviews/item.html", context, status=status)


def with_version(form: DecisionForm, current: dict[str, Any]) -> DecisionForm:
    """Return the form with all that was typed and the version now: sending again is a correction that was meant."""
    data = form.data.copy()
    data["version"] = current["version"]
    kept = DecisionForm(data, language=form.order[0])
    kept.is_valid()
    return kept


def after_decision(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Lead on to the check before publishing, or back to where the decision was made: the list, or the contribution."""
    if request.POST.get("then") == "publish":
        kept = f"?{urlencode({'back': request.POST['back']})}" if "back" in request.POST else ""
        return redirect(reverse("workgroups:decision_publish", args=[submission.pk]) + kept)
    messages.success(request, _("The decision is saved. Residents do not see it yet."))
    return back_to_inbox(request) if "back" in request.POST else redirect("workgroups:review_page", submission.pk)
