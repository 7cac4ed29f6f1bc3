"""Endpoints of this app under /api/v1/."""

from django.urls import path

from workgroups.api import groups, meetings

urlpatterns = [
    path("groups/", groups.GroupList.as_view(), name="groups"),
    path("groups/<str:code>/", groups.GroupDetail.as_view(), name="group"),
    path("meetings/", meetings.MeetingList.as_view(), name="meetings"),
]
