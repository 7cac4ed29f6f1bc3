"""The contributions of a reviewer or coordinator for programs: list, detail, and the same verbs as on the pages."""

import uuid
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from participation.api.access import Staff
from participation.api.pages import NumberedPages
from participation.errors import Conflict, ParticipationError
from workgroups import permissions
from workgroups.actions import reviews as actions
from workgroups.actions import routing
from workgroups.api.review_forms import (
    AcceptSerializer,
    CardSerializer,
    DecideSerializer,
    DecisionSerializer,
    DeclineSerializer,
    DetailSerializer,
    FilterSerializer,
    PublishedSerializer,
    PublishSerializer,
    RouteSerializer,
    detail_of,
    row_of,
)
from workgroups.models import Group
from workgroups.queries import decisions as decision_queries
from workgroups.queries import reviews

ORDERINGS = {"received_on": ("received_on", "pk"), "-received_on": ("-received_on", "pk")}


def checked(serializer: type[serializers.Serializer[Any]], data: Any) -> Any:
    """Return the validated input; raises for the one form of errors."""
    form = serializer(data=data)
    form.is_valid(raise_exception=True)
    return form.validated_data


def find(request: Request, submission_id: uuid.UUID) -> reviews.Card:
    card = reviews.review_of(request.user, submission_id)
    if card is None:
        raise Http404
    return card


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


class SubmissionList(APIView):
    """What lies with one's groups; for coordinators everything of their processes."""

    permission_classes = [Staff]
    pagination_class = NumberedPages

    @extend_schema(
        tags=["submissions"],
        operation_id="submissions",
        parameters=[FilterSerializer],
        responses={200: CardSerializer(many=True)},
        filters=False,
    )
    def get(self, request: Request) -> Response:
        wanted = checked(FilterSerializer, request.query_params)
        filters = reviews.Filters(
            group=wanted["group"],
            theme=wanted["theme"],
            area=wanted["area"],
            channel=wanted["channel"],
            words=wanted["q"],
        )
        rows = reviews.narrowed(reviews.reviews_visible_to(request.user), filters)
        if wanted["state"]:
            rows = rows.filter(state=wanted["state"])
        rows = rows.order_by(*ORDERINGS[wanted["ordering"]]).select_related("process", "theme", "area")
        pages = self.pagination_class()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response([row_of(card) for card in reviews.cards_of(page or [])])


class SubmissionDetail(APIView):
    """One contribution with where it lies and why, suggestions, decisions, history and similar ones."""

    permission_classes = [Staff]

    @extend_schema(tags=["submissions"], operation_id="submission", responses={200: DetailSerializer})
    def get(self, request: Request, submission_id: uuid.UUID) -> Response:
        return Response(detail_of(find(request, submission_id), request.user))


class Verb(APIView):
    """A step of a review: finds, asks permission, acts, and answers with the contribution as it is then."""

    permission_classes = [Staff]
    form: type[serializers.Serializer[Any]]

    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        card = find(request, submission_id)
        self.check(request, card)
        words = checked(self.form, request.data)
        try:
            self.act(request, card, words)
        except Conflict as conflict:
            conflict.current = reviews.state_now(card.submission)
            raise
        after = reviews.review_of(request.user, submission_id)
        return Response(row_of(after) if after else row_of(reviews.cards_of([card.submission])[0]))

    def check(self, request: Request, card: reviews.Card) -> None:
        raise NotImplementedError

    def act(self, request: Request, card: reviews.Card, words: Any) -> None:
        raise NotImplementedError


def verb_schema(name: str, form: type[serializers.Serializer[Any]], example: dict[str, Any]) -> Any:
    """Describe a verb: its body with an example, and the contribution it answers with."""
    return extend_schema(
        tags=["submissions"],
        operation_id=f"submission_{name}",
        request=form,
        responses={200: CardSerializer},
        examples=[OpenApiExample(name, value=example, request_only=True)],
    )


class Route(Verb):
    """Give to a working group: coordinators any, reviewers forward what lies with their own."""

    form = RouteSerializer

    @verb_schema("route", RouteSerializer, {"group": "2.1", "reason": "Koskee palveluverkkoa."})
    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        return super().post(request, submission_id)

    def check(self, request: Request, card: reviews.Card) -> None:
        require(
            permissions.can_route_submission(request.user, card.submission.process)
            or (card.assignment is not None and permissions.can_forward_submission(request.user, card.assignment))
        )

    def act(self, request: Request, card: reviews.Card, words: Any) -> None:
        group = Group.objects.filter(process=card.submission.process_id, code=words["group"]).first()
        if group is None:
            message = {
                "code": "unknown",
                "message": _("There is no working group %(code)s.") % {"code": words["group"]},
            }
            raise ParticipationError(message["message"], fields={"group": [message]})
        if permissions.can_route_submission(request.user, card.submission.process):
            routing.assign(
                card.submission, group, by=request.user, reason=words["reason"], version=words.get("version")
            )
        elif card.assignment:
            routing.forward(
                card.assignment, group, by=request.user, reason=words["reason"], version=words.get("version")
            )


class Accept(Verb):
    """Take up what waits for the group."""

    form = AcceptSerializer

    @verb_schema("accept", AcceptSerializer, {"version": 2})
    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        return super().post(request, submission_id)

    def check(self, request: Request, card: reviews.Card) -> None:
        require(card.assignment is not None and permissions.can_accept_submission(request.user, card.assignment))

    def act(self, request: Request, card: reviews.Card, words: Any) -> None:
        if card.assignment:
            version = words.get("version") or card.submission.version
            actions.accept(card.assignment, by=request.user, version=version)


class Decline(Verb):
    """Give back to the coordinator what does not belong to the group."""

    form = DeclineSerializer

    @verb_schema("decline", DeclineSerializer, {"reason": "Kuuluu hyvinvointialueelle."})
    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        return super().post(request, submission_id)

    def check(self, request: Request, card: reviews.Card) -> None:
        require(card.assignment is not None and permissions.can_decline_submission(request.user, card.assignment))

    def act(self, request: Request, card: reviews.Card, words: Any) -> None:
        if card.assignment:
            routing.decline(card.assignment, by=request.user, reason=words["reason"], version=words.get("version"))


class Decide(Verb):
    """Decide, or correct a decision; 409 with the state now when somebody else was first."""

    form = DecideSerializer

    @verb_schema(
        "decide",
        DecideSerializer,
        {
            "outcome": "adopted",
            "reason": {"fi": "Reitti on suosittu."},
            "next_step": {"fi": "Penkit asennetaan keväällä."},
            "due": "2027-05-31",
            "version": 3,
        },
    )
    def post(self, request: Request, submission_id: uuid.UUID) -> Response:
        return super().post(request, submission_id)

    def check(self, request: Request, card: reviews.Card) -> None:
        require(card.assignment is not None and permissions.can_decide_submission(request.user, card.assignment))

    def act(self, request: Request, card: reviews.Card, words: Any) -> None:
        ruling = actions.rules.Ruling(words["outcome"], words["reason"], words["next_step"], words["due"])
        actions.decide(card.submission, ruling, by=request.user, version=words["version"])


class PublishDecisions(APIView):
    """Publish decisions: all of them, each once, or none with a report of what is lacking."""

    permission_classes = [Staff]

    @extend_schema(
        tags=["submissions"],
        operation_id="decisions_publish",
        request=PublishSerializer,
        responses={200: PublishedSerializer},
        examples=[OpenApiExample("publish", value={"ids": [1, 2]}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        ids = set(checked(PublishSerializer, request.data)["ids"])
        rows = decision_queries.publishable_by(request.user, ids)
        if {row.pk for row in rows} != ids:
            raise Http404
        done = actions.publish_many(rows, by=request.user)
        return Response(
            {
                "published": [DecisionSerializer(row).data for row in done.now],
                "already_published": [row.pk for row in done.before],
            }
        )
