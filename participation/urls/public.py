"""Pages that residents open without an account."""

from django.urls import path

from participation.views import feeds, follows, processes, receipts, strategy, submissions, walls, workshops

urlpatterns = [
    path("", processes.front, name="front"),
    path("processes/<slug:slug>/", processes.process_page, name="process_page"),
    path("processes/<slug:slug>/news.atom", feeds.process_feed, {"kind": "atom"}, name="process_atom"),
    path("processes/<slug:slug>/news.rss", feeds.process_feed, {"kind": "rss"}, name="process_rss"),
    path("processes/<slug:slug>/submit/", submissions.send_submission, name="submission_send"),
    path("processes/<slug:slug>/strategy/", strategy.strategy_page, name="strategy_page"),
    path("receipts/", receipts.receipts, name="receipts"),
    path("receipts/opinion/", receipts.tell_opinion, name="receipt_opinion"),
    path("workshops/<str:code>/", workshops.workshop_page, name="workshop_page"),
    path("workshops/<str:code>/take-part/", walls.workshop_part, name="workshop_part"),
    path("workshops/<str:code>/wall/", walls.workshop_wall, name="workshop_wall"),
    path("receipts/follow/", follows.follow, name="follow"),
    path("messages/<str:token>/confirm/", follows.confirm, name="follow_confirm"),
    path("messages/<str:token>/leave/", follows.leave_messages, name="follow_leave"),
]
