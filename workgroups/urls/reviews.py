"""Pages of reviewers: the inbox, one contribution, and the steps of a review."""

from django.urls import path

from workgroups.views import answers, reviews

urlpatterns = [
    path("desk/inbox/", reviews.inbox, name="inbox"),
    path("desk/inbox/publish/", answers.publish_decisions, name="decisions_publish"),
    path("desk/contributions/<uuid:submission_id>/", reviews.review_page, name="review_page"),
    path("desk/contributions/<uuid:submission_id>/accept/", reviews.accept_submission, name="submission_accept"),
    path("desk/contributions/<uuid:submission_id>/forward/", answers.forward_submission, name="submission_forward"),
    path("desk/contributions/<uuid:submission_id>/decline/", answers.decline_submission, name="submission_decline"),
    path("desk/contributions/<uuid:submission_id>/decide/", reviews.decide_submission, name="submission_decide"),
    path("desk/contributions/<uuid:submission_id>/publish/", answers.publish_decision, name="decision_publish"),
]
