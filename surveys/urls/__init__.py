"""Pages of this app: answering, results, and questionnaires as files."""

from surveys.urls import answering, codes, interchange, results

app_name = "surveys"
urlpatterns = [*codes.urlpatterns, *interchange.urlpatterns, *results.urlpatterns, *answering.urlpatterns]
