"""Pages of this app: answering, and results."""

from surveys.urls import answering, results

app_name = "surveys"
urlpatterns = [*results.urlpatterns, *answering.urlpatterns]
