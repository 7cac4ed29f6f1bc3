"""Webhooks for programs: which there are, how their messages went, and what a receiver gets."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiWebhook, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from participation.api.access import Staff
from participation.models import Webhook, WebhookDelivery
from participation.permissions import can_manage_webhooks
from participation.queries.webhooks import deliveries_of


class Administrators(Staff):
    """Those who manage webhooks."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Allow administrators."""
        return super().has_permission(request, view) and can_manage_webhooks(request.user)


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    process = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)
    events = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Webhook
        fields = ["id", "name", "address", "events", "process", "state", "failing_since", "created_on"]
        read_only_fields = fields


class WebhookDeliverySerializer(serializers.ModelSerializer[WebhookDelivery]):
    id = serializers.UUIDField(source="key", read_only=True, help_text="the header webhook-id")
    object = serializers.SerializerMethodField()

    class Meta:
        model = WebhookDelivery
        fields = ["id", "event", "object", "state", "attempts", "status", "failure", "noted_at", "next_at", "sent_at"]
        read_only_fields = fields

    @extend_schema_field({"type": "string", "description": "id of what the event is about"})
    def get_object(self, delivery: WebhookDelivery) -> str:
        return str(delivery.payload["data"]["id"])


class WebhookList(generics.ListAPIView[Webhook]):
    """Where other programs are told of events; for administrators. Secrets are never given out again."""

    permission_classes = [Administrators]
    serializer_class = WebhookSerializer
    queryset = Webhook.objects.none()
    filter_backends: list[Any] = []

    def get_queryset(self) -> Any:
        return Webhook.objects.visible_to(self.request.user).select_related("process").order_by("created_on", "pk")


class DeliveryList(generics.ListAPIView[WebhookDelivery]):
    """The messages of one webhook and how they went, newest first; kept for 30 days; for administrators."""

    permission_classes = [Administrators]
    serializer_class = WebhookDeliverySerializer
    queryset = WebhookDelivery.objects.none()
    filter_backends: list[Any] = []

    def get_queryset(self) -> Any:
        return deliveries_of(get_object_or_404(Webhook.objects.visible_to(self.request.user), pk=self.kwargs["pk"]))


def header(name: str, words: str, kind: str = "string") -> dict[str, Any]:
    """Return the description of one header."""
    return {"in": "header", "name": name, "required": True, "description": words, "schema": {"type": kind}}


EVENT = OpenApiWebhook(
    "event",
    {
        "post": {
            "summary": "Something happened",
            "description": "Sent to the address of a webhook, in order, again and again for three days until a 2xx is "
            "answered within 3 seconds. The same id may arrive twice. docs/webhooks.md shows how to verify it.",
            "tags": ["webhooks"],
            "parameters": [
                header("webhook-id", "the same at every try; drop what arrived before"),
                header("webhook-timestamp", "seconds since 1970 of this try", "integer"),
                header("webhook-signature", "v1, and base64 of HMAC-SHA256 over id.timestamp.body"),
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["schema_version", "id", "type", "timestamp", "data"],
                            "properties": {
                                "schema_version": {"type": "integer", "const": 1},
                                "id": {"type": "string", "format": "uuid"},
                                "type": {"type": "string", "examples": ["submission.received", "decision.published"]},
                                "timestamp": {
                                    "type": "string",
                                    "description": "a date-time; of what residents did only the date",
                                },
                                "data": {
                                    "type": "object",
                                    "required": ["kind", "id", "url", "process"],
                                    "properties": {
                                        "kind": {"type": "string", "examples": ["submission", "summary"]},
                                        "id": {"type": "string"},
                                        "url": {"type": "string", "format": "uri"},
                                        "process": {"type": "string"},
                                    },
                                },
                            },
                        }
                    }
                },
            },
            "responses": {
                "2XX": {"description": "taken"},
                "410": {"description": "no more messages are wanted: the webhook stops"},
                "default": {"description": "sent again later"},
            },
        }
    },
)
