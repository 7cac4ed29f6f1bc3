"""Pages on which residents answer."""

from django.urls import path

from surveys.views import corrections, drafts, embedding, offline, surveys

urlpatterns = [
    path("surveys/<slug:slug>/", surveys.survey_page, name="survey_page"),
    path("surveys/<slug:slug>/privacy/", embedding.survey_privacy, name="survey_privacy"),
    path("surveys/<slug:slug>/all/", offline.survey_all, name="survey_all"),
    path("surveys/<slug:slug>/later/", drafts.survey_later, name="survey_later"),
    path("surveys/<slug:slug>/continue/", drafts.survey_continue, name="survey_continue"),
    path("surveys/<slug:slug>/correct/", corrections.survey_correct, name="survey_correct"),
    path("surveys/<slug:slug>/receipt-mail/", corrections.receipt_mail, name="receipt_mail"),
]
