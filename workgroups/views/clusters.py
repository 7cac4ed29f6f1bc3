"""Pages of what belongs together: clusters, parts of a contribution, opinions of other groups, and the way back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from participation.errors import ParticipationError
from participation.queries.support import union_of
from participation.views.helpers import require, show_error
from workgroups import permissions
from workgroups.actions import clusters as actions
from workgroups.actions import fragments, opinions
from workgroups.actions.lineage import undo
from workgroups.actions.reviews import decide
from workgroups.forms.clusters import AskForm, ClusterForm, CutForm, OpinionForm, seen_versions
from workgroups.forms.reviews import DecisionForm, initial_of
from workgroups.logic.fragments import sentences_of
from workgroups.models import Cluster, ClusterMember, Group, Operation, Opinion
from workgroups.queries import clusters as queries
from workgroups.queries import insights
from workgroups.queries.reviews import reviews_visible_to
from workgroups.views.reviews import find

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
OFFERED = 12


def clusters_of(request: HttpRequest, cluster_id: int) -> Cluster:
    """Return a standing cluster that this person may open; for every other there is no such page."""
    return get_object_or_404(queries.clusters_visible_to(request.user), pk=cluster_id)


def deciding_groups(request: HttpRequest, process_id: int) -> Any:
    """Return the groups for which this person forms clusters: the own ones, for coordinators all."""
    rows = Group.objects.filter(process=process_id).in_use()
    if permissions.coordinates(request.user, process_id):
        return rows
    return rows.filter(pk__in=permissions.reviewed_groups(request.user))


@get_or_post
def form_cluster(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    lies = card.assignment
    require(lies is not None and permissions.can_form_cluster(request.user, lies.group))
    groups = deciding_groups(request, card.submission.process_id)
    form = ClusterForm(request.POST or None, groups=groups, initial={"group": lies.group_id})
    among = queries.joinable(card.submission.process_id, groups.values_list("pk", flat=True))
    if request.method == "POST" and form.is_valid():
        seen = seen_versions(request.POST.getlist("chosen"))
        rows = [(row, seen[row.pk]) for row in among.filter(pk__in=seen)]
        words = form.cleaned_data
        try:
            cluster = actions.form_cluster(words["name"], words["group"], rows, by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            return redirect("workgroups:cluster", cluster.pk)
    alike = insights.similar_to(card, among.exclude(pk=submission_id), OFFERED)
    ticked = set(seen_versions(request.POST.getlist("chosen"))) if request.method == "POST" else {submission_id}
    context = {"card": card, "submission": card.submission, "form": form, "alike": alike, "ticked": ticked}
    return render(request, "workgroups/clusters/form.html", context, status=422 if form.errors else 200)


@get_or_post
def show_cluster(request: HttpRequest, cluster_id: int) -> HttpResponse:
    cluster = clusters_of(request, cluster_id)
    lines = queries.lines_of(cluster)
    can_decide = permissions.can_decide_cluster(request.user, cluster) and bool(lines)
    form = None
    if can_decide:
        first = lines[0]
        initial = initial_of(first.decision, first.submission.version)
        form = DecisionForm(request.POST or None, initial=initial, language=first.submission.language)
    if request.method == "POST":
        require(can_decide)
        if form is not None and form.is_valid():
            try:
                decide(lines[0].submission, form.ruling(), by=request.user, version=form.cleaned_data["version"])
            except ParticipationError as error:
                show_error(form, error)
            else:
                messages.success(request, _("One decision is saved for all of them. Read each reply, then publish."))
                return redirect("workgroups:cluster", cluster_id)
    supporters = union_of([line.member.submission_id for line in lines])
    context = {"cluster": cluster, "lines": lines, "decision_form": form, "supporters": supporters}
    context |= cluster_rights(request, cluster, lines)
    return render(request, "workgroups/clusters/page.html", context, status=422 if form and form.errors else 200)


def cluster_rights(request: HttpRequest, cluster: Cluster, lines: list[queries.MemberLine]) -> dict[str, Any]:
    waiting = [one.decision for one in lines if one.decision and one.decision.published_on is None]
    return {
        "can_edit": permissions.can_edit_cluster(request.user, cluster),
        "publishable": [one for one in waiting if permissions.can_publish_decision(request.user, one)],
        "previews": queries.replies_of(lines),
    }


@require_POST
def leave_cluster(request: HttpRequest, cluster_id: int, member_id: int) -> HttpResponse:
    cluster = clusters_of(request, cluster_id)
    require(permissions.can_edit_cluster(request.user, cluster))
    member = get_object_or_404(
        ClusterMember.objects.current().select_related("submission", "group_before", "cluster__group"),
        pk=member_id,
        cluster=cluster,
    )
    return acted(
        request,
        lambda: actions.exclude(member, by=request.user),
        _("It left the cluster."),
        "workgroups:cluster",
        cluster_id,
    )


@require_POST
def take_apart(request: HttpRequest, cluster_id: int) -> HttpResponse:
    cluster = clusters_of(request, cluster_id)
    require(permissions.can_edit_cluster(request.user, cluster))
    return acted(
        request,
        lambda: actions.take_apart(cluster, by=request.user),
        _("The cluster is taken apart. Each contribution is where it was."),
        "workgroups:inbox",
    )


def acted(request: HttpRequest, action: Any, words: str, *address: Any) -> HttpResponse:
    """Act, tell how it went, and go on to an address."""
    try:
        action()
    except ParticipationError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, words)
    return redirect(*address)


@get_or_post
def cut_submission(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    lies, submission = card.assignment, card.submission
    require(lies is not None and permissions.can_cut_submission(request.user, lies))
    initial = {"version": submission.version, "group1": lies.group_id}
    form = CutForm(
        request.POST or None, process=submission.process, sentences=sentences_of(submission.text), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            parts = fragments.cut(lies, form.cuts(), by=request.user, version=form.cleaned_data["version"])
        except ParticipationError as error:
            show_error(form, error)
        else:
            n = len(parts)
            messages.success(request, ngettext("Cut into %(n)s part.", "Cut into %(n)s parts.", n) % {"n": n})
            return redirect("workgroups:review_page", submission_id)
    context = {"submission": submission, "form": form}
    return render(request, "workgroups/clusters/cut.html", context, status=422 if form.errors else 200)


@require_POST
def undo_operation(request: HttpRequest, operation_id: int) -> HttpResponse:
    visible = reviews_visible_to(request.user).values("pk")
    rows = Operation.objects.standing().filter(submission__in=visible, kind=Operation.Kind.CUT)
    operation = get_object_or_404(rows, pk=operation_id)
    require(permissions.can_join_parts(request.user, operation))
    return acted(
        request,
        lambda: undo(operation, by=request.user),
        _("The parts are one contribution again."),
        "workgroups:review_page",
        operation.submission_id,
    )


@get_or_post
def ask_opinion(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    card = find(request, submission_id)
    lies, submission = card.assignment, card.submission
    require(lies is not None and permissions.can_ask_opinion(request.user, lies))
    asked = set(Opinion.objects.standing().filter(submission=submission).values_list("group_id", flat=True))
    form = AskForm(
        request.POST or None,
        submission=submission,
        own=lies.group_id,
        asked=asked,
        initial={"version": submission.version},
    )
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            opinions.ask_opinions(
                lies, words["groups"], by=request.user, question=words["question"], version=words["version"]
            )
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The groups are asked. They find it among their contributions."))
            return redirect("workgroups:review_page", submission_id)
    context = {"card": card, "submission": submission, "form": form}
    return render(request, "workgroups/clusters/ask.html", context, status=422 if form.errors else 200)


def opinion_of(request: HttpRequest, opinion_id: int) -> Opinion:
    visible: Any = reviews_visible_to(request.user).values("pk")
    rows = (
        Opinion.objects.standing()
        .filter(submission__in=visible)
        .select_related("submission__process", "group__process")
    )
    return get_object_or_404(rows, pk=opinion_id)


@get_or_post
def give_opinion(request: HttpRequest, opinion_id: int) -> HttpResponse:
    opinion = opinion_of(request, opinion_id)
    require(permissions.can_give_opinion(request.user, opinion))
    initial = {"version": opinion.version, "stance": opinion.stance, "text": opinion.text}
    form = OpinionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            opinions.give_opinion(opinion, words["stance"], words["text"], by=request.user, version=words["version"])
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The opinion is saved. The group that answers sees it."))
            return redirect("workgroups:review_page", opinion.submission_id)
    context = {"opinion": opinion, "submission": opinion.submission, "form": form}
    return render(request, "workgroups/clusters/opinion.html", context, status=422 if form.errors else 200)


@require_POST
def drop_opinion(request: HttpRequest, opinion_id: int) -> HttpResponse:
    opinion = opinion_of(request, opinion_id)
    lies = find(request, opinion.submission_id).assignment
    require(lies is not None and permissions.can_ask_opinion(request.user, lies))
    return acted(
        request,
        lambda: opinions.drop_opinion(opinion, by=request.user),
        _("The group is no longer asked."),
        "workgroups:review_page",
        opinion.submission_id,
    )
