"""Pages of this app: answering, results, and questionnaires as files."""

from surveys.urls import answering, authoring, codes, interchange, paper, results, spreading

app_name = "surveys"
urlpatterns = [
    *authoring.urlpatterns,
    *codes.urlpatterns,
    *interchange.urlpatterns,
    *results.urlpatterns,
    *paper.urlpatterns,
    *spreading.urlpatterns,
    *answering.urlpatterns,
]
