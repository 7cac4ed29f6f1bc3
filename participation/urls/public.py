"""Pages that residents open without an account."""

from django.urls import path

from participation.views import processes, receipts, strategy, submissions, workshops

urlpatterns = [
    path("", processes.front, name="front"),
    path("processes/<slug:slug>/", processes.process_page, name="process_page"),
    path("processes/<slug:slug>/submit/", submissions.send_submission, name="submission_send"),
    path("processes/<slug:slug>/strategy/", strategy.strategy_page, name="strategy_page"),
    path("receipts/", receipts.receipts, name="receipts"),
    path("receipts/opinion/", receipts.tell_opinion, name="receipt_opinion"),
    path("workshops/<str:code>/", workshops.workshop_page, name="workshop_page"),
    path("messages/<str:token>/leave/", submissions.leave_messages, name="follow_leave"),
]
