"""Pages of this app: groups with routing and meetings, and reviews."""

from workgroups.urls import groups, reviews

app_name = "workgroups"
urlpatterns = [*reviews.urlpatterns, *groups.urlpatterns]
