"""Pages of reviewers: the inbox, one contribution, and the steps of a review."""

from django.urls import path

from workgroups.views import answers, bulk, clusters, reviews, town_comments

urlpatterns = [
    path("desk/inbox/", reviews.inbox, name="inbox"),
    path("desk/inbox/many/", bulk.review_many, name="review_many"),
    path("desk/inbox/views/", bulk.save_view, name="view_save"),
    path("desk/inbox/views/<int:view_id>/forget/", bulk.forget_view, name="view_forget"),
    path("desk/processes/<slug:slug>/suggested/", bulk.route_suggested, name="tray_suggested"),
    path("desk/inbox/publish/", answers.publish_decisions, name="decisions_publish"),
    path("desk/contributions/<uuid:submission_id>/", reviews.review_page, name="review_page"),
    path("desk/contributions/<uuid:submission_id>/accept/", reviews.accept_submission, name="submission_accept"),
    path("desk/contributions/<uuid:submission_id>/forward/", answers.forward_submission, name="submission_forward"),
    path("desk/contributions/<uuid:submission_id>/decline/", answers.decline_submission, name="submission_decline"),
    path("desk/contributions/<uuid:submission_id>/decide/", reviews.decide_submission, name="submission_decide"),
    path("desk/contributions/<uuid:submission_id>/comment/", town_comments.group_comment, name="group_comment"),
    path("desk/contributions/<uuid:submission_id>/publish/", answers.publish_decision, name="decision_publish"),
    path("desk/contributions/<uuid:submission_id>/cluster/", clusters.form_cluster, name="cluster_form"),
    path("desk/contributions/<uuid:submission_id>/cut/", clusters.cut_submission, name="submission_cut"),
    path("desk/contributions/<uuid:submission_id>/ask/", clusters.ask_opinion, name="opinion_ask"),
    path("desk/opinions/<int:opinion_id>/", clusters.give_opinion, name="opinion_give"),
    path("desk/opinions/<int:opinion_id>/drop/", clusters.drop_opinion, name="opinion_drop"),
    path("desk/clusters/<int:cluster_id>/", clusters.show_cluster, name="cluster"),
    path("desk/clusters/<int:cluster_id>/apart/", clusters.take_apart, name="cluster_apart"),
    path("desk/clusters/<int:cluster_id>/members/<int:member_id>/leave/", clusters.leave_cluster, name="cluster_leave"),
    path("desk/parts/<int:operation_id>/join/", clusters.undo_operation, name="parts_join"),
]
