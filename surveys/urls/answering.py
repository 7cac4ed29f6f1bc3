"""Pages on which residents answer."""

from django.urls import path

from surveys.views import corrections, drafts, embedding, kiosks, offline, privacy, surveys, tokens

urlpatterns = [
    path("surveys/<slug:slug>/", surveys.survey_page, name="survey_page"),
    path("surveys/<slug:slug>/privacy/", embedding.survey_privacy, name="survey_privacy"),
    path("surveys/<slug:slug>/privacy/<int:number>/", privacy.survey_notice, name="survey_notice"),
    path("surveys/<slug:slug>/token/", tokens.survey_token, name="survey_token"),
    path("surveys/<slug:slug>/all/", offline.survey_all, name="survey_all"),
    path("surveys/<slug:slug>/kiosk/", kiosks.survey_kiosk, name="survey_kiosk"),
    path("desk/kiosks/", kiosks.kiosks, name="kiosks"),
    path("desk/kiosks/<int:pk>/", kiosks.kiosk_change, name="kiosk_change"),
    path("desk/kiosks/<int:pk>/code/", kiosks.kiosk_code, name="kiosk_code"),
    path("desk/kiosks/<int:pk>/withdraw/", kiosks.kiosk_withdraw, name="kiosk_withdraw"),
    path("surveys/<slug:slug>/later/", drafts.survey_later, name="survey_later"),
    path("surveys/<slug:slug>/continue/", drafts.survey_continue, name="survey_continue"),
    path("surveys/<slug:slug>/correct/", corrections.survey_correct, name="survey_correct"),
    path("surveys/<slug:slug>/receipt-mail/", corrections.receipt_mail, name="receipt_mail"),
]
