"""Endpoints of this app under /api/v1/."""

from django.urls import path

from workgroups.api import groups, lineage, meetings, reorganisation, reviews

urlpatterns = [
    path("groups/", groups.GroupList.as_view(), name="groups"),
    path("groups/<str:code>/", groups.GroupDetail.as_view(), name="group"),
    path("meetings/", meetings.MeetingList.as_view(), name="meetings"),
    path("promises/", meetings.PromiseList.as_view(), name="promises"),
    path("submissions/", reviews.SubmissionList.as_view(), name="submissions"),
    path("submissions/<uuid:submission_id>/", reviews.SubmissionDetail.as_view(), name="submission"),
    path("submissions/<uuid:submission_id>/route/", reviews.Route.as_view(), name="submission_route"),
    path("submissions/<uuid:submission_id>/accept/", reviews.Accept.as_view(), name="submission_accept"),
    path("submissions/<uuid:submission_id>/decline/", reviews.Decline.as_view(), name="submission_decline"),
    path("submissions/<uuid:submission_id>/decide/", reviews.Decide.as_view(), name="submission_decide"),
    path("submissions/<uuid:submission_id>/lineage/", lineage.Lineage.as_view(), name="submission_lineage"),
    path("submissions/<uuid:submission_id>/forward/", lineage.Forward.as_view(), name="submission_forward"),
    path("submissions/<uuid:submission_id>/cut/", lineage.CutParts.as_view(), name="submission_cut"),
    path("submissions/<uuid:submission_id>/join/", lineage.JoinParts.as_view(), name="submission_join"),
    path("submissions/<uuid:submission_id>/ask/", lineage.Ask.as_view(), name="submission_ask"),
    path("submissions/<uuid:submission_id>/opinion/", lineage.GiveOpinion.as_view(), name="submission_opinion"),
    path("clusters/", lineage.ClusterList.as_view(), name="clusters"),
    path("clusters/<int:cluster_id>/", lineage.ClusterDetail.as_view(), name="cluster"),
    path("clusters/<int:cluster_id>/add/", lineage.ClusterAdd.as_view(), name="cluster_add"),
    path("clusters/<int:cluster_id>/exclude/", lineage.ClusterExclude.as_view(), name="cluster_exclude"),
    path("clusters/<int:cluster_id>/uncluster/", lineage.Uncluster.as_view(), name="uncluster"),
    path("processes/<slug:slug>/reorganisations/", reorganisation.Reorganisations.as_view(), name="reorganisations"),
    path("processes/<slug:slug>/reorganisations/merge/", reorganisation.Merge.as_view(), name="groups_merge"),
    path("processes/<slug:slug>/reorganisations/split/", reorganisation.Split.as_view(), name="group_split"),
    path("processes/<slug:slug>/reorganisations/rename/", reorganisation.Rename.as_view(), name="group_rename"),
    path("processes/<slug:slug>/reorganisations/move/", reorganisation.Move.as_view(), name="group_move"),
    path("reorganisations/<int:operation_id>/undo/", reorganisation.Undo.as_view(), name="reorganisation_undo"),
    path("decisions/publish/", reviews.PublishDecisions.as_view(), name="decisions_publish"),
]
