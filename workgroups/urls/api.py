"""Endpoints of this app under /api/v1/."""

from django.urls import path

from workgroups.api import groups, meetings, reviews

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
    path("decisions/publish/", reviews.PublishDecisions.as_view(), name="decisions_publish"),
]
