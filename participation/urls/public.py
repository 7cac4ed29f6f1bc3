"""Pages that residents open without an account."""

from django.urls import path

from participation.views import (
    feeds,
    follows,
    idea_comments,
    idea_support,
    privacy,
    processes,
    public_ideas,
    receipts,
    strategy,
    submissions,
    walls,
    workshops,
)

urlpatterns = [
    path("", processes.front, name="front"),
    path("processes/<slug:slug>/", processes.process_page, name="process_page"),
    path("processes/<slug:slug>/news.atom", feeds.process_feed, {"kind": "atom"}, name="process_atom"),
    path("processes/<slug:slug>/news.rss", feeds.process_feed, {"kind": "rss"}, name="process_rss"),
    path("processes/<slug:slug>/submit/", submissions.send_submission, name="submission_send"),
    path("processes/<slug:slug>/ideas/", public_ideas.idea_list, name="idea_list"),
    path("processes/<slug:slug>/ideas/news.atom", public_ideas.idea_feed, name="idea_atom"),
    path("processes/<slug:slug>/ideas/support/", idea_support.support_code, name="support_code"),
    path("processes/<slug:slug>/ideas/<uuid:key>/", public_ideas.idea_page, name="idea_page"),
    path("processes/<slug:slug>/ideas/<uuid:key>/support/", idea_support.idea_support, name="idea_support"),
    path("processes/<slug:slug>/ideas/<uuid:key>/comment/", idea_comments.idea_comment, name="idea_comment"),
    path("processes/<slug:slug>/ideas/<uuid:key>/report/", idea_comments.idea_report, name="idea_report"),
    path("receipts/public/", idea_comments.receipt_public, name="receipt_public"),
    path("processes/<slug:slug>/strategy/", strategy.strategy_page, name="strategy_page"),
    path("processes/<slug:slug>/strategy/goals/<int:number>/", strategy.goal_page, name="goal_page"),
    path("receipts/", receipts.receipts, name="receipts"),
    path("receipts/own/", privacy.own_data, name="receipt_own"),
    path("receipts/answers/<str:token>/", receipts.answer_page, name="receipt_answer"),
    path("receipts/opinion/", receipts.tell_opinion, name="receipt_opinion"),
    path("workshops/<str:code>/", workshops.workshop_page, name="workshop_page"),
    path("workshops/<str:code>/take-part/", walls.workshop_part, name="workshop_part"),
    path("workshops/<str:code>/wall/", walls.workshop_wall, name="workshop_wall"),
    path("receipts/follow/", follows.follow, name="follow"),
    path("messages/<str:token>/confirm/", follows.confirm, name="follow_confirm"),
    path("messages/<str:token>/leave/", follows.leave_messages, name="follow_leave"),
]
