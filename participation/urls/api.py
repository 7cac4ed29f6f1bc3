"""Endpoints of this app under /api/v1/, the schema and its documentation among them."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from participation.api.ideas import Ideas
from participation.api.indicators import IndicatorList, IndicatorValues
from participation.api.processes import ProcessDetail, ProcessList
from participation.api.public_ideas import PublicIdeaDetail, PublicIdeaList
from participation.api.receipts import Journeys
from participation.api.root import Root
from participation.api.summaries import SummaryDetail, SummaryList
from participation.api.webhooks import DeliveryList, WebhookList

urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("processes/", ProcessList.as_view(), name="processes"),
    path("processes/<slug:slug>/", ProcessDetail.as_view(), name="process"),
    path("processes/<slug:slug>/submissions/", Ideas.as_view(), name="process_submissions"),
    path("processes/<slug:slug>/ideas/", PublicIdeaList.as_view(), name="public_ideas"),
    path("processes/<slug:slug>/ideas/<uuid:key>/", PublicIdeaDetail.as_view(), name="public_idea"),
    path("processes/<slug:slug>/indicators/", IndicatorList.as_view(), name="indicators"),
    path("indicators/<int:pk>/values/", IndicatorValues.as_view(), name="indicator_values"),
    path("summaries/", SummaryList.as_view(), name="summaries"),
    path("summaries/<uuid:pk>/", SummaryDetail.as_view(), name="summary"),
    path("webhooks/", WebhookList.as_view(), name="webhooks"),
    path("webhooks/<uuid:pk>/deliveries/", DeliveryList.as_view(), name="webhook_deliveries"),
    path("journeys/", Journeys.as_view(), name="journeys"),
    path("schema/", login_not_required(SpectacularAPIView.as_view()), name="schema"),
    path(
        "docs/",
        login_not_required(SpectacularSwaggerSplitView.as_view(url_name="api:schema", http_method_names=["get"])),
        name="docs",
    ),
]
