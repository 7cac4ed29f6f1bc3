"""Pages of groups, routing and meetings."""

from django.urls import path

from workgroups.views import agenda, groups, learning, meetings, minutes, promises, reorganisation, routing

urlpatterns = [
    path("groups/<str:code>/", groups.show_group, name="group_page"),
    path("groups/<str:code>/meetings.ics", meetings.show_calendar, name="meetings_calendar"),
    path("groups/<str:code>/minutes/<int:number>/", minutes.show_minutes, name="minutes_page"),
    path("groups/<str:code>/minutes/<int:number>/pdf/", minutes.print_minutes, name="minutes_pdf"),
    path("groups/<str:code>/minutes/<int:number>/docx/", minutes.write_minutes, name="minutes_docx"),
    path("desk/groups/", groups.list_groups, name="groups_desk"),
    path("desk/groups/<str:code>/", groups.show_desk, name="group_desk"),
    path("desk/groups/<str:code>/members/", reorganisation.edit_members, name="group_members"),
    path("desk/groups/<str:code>/place/", reorganisation.place_group, name="group_place"),
    path("desk/groups/<str:code>/split/", reorganisation.split_group, name="group_split"),
    path("desk/memberships/<int:membership_id>/end/", reorganisation.end_membership, name="membership_end"),
    path("desk/memberships/<int:membership_id>/away/", reorganisation.note_absence, name="absence_note"),
    path(
        "desk/memberships/<int:membership_id>/away/<int:absence_id>/drop/",
        reorganisation.drop_absence,
        name="absence_drop",
    ),
    path("desk/processes/<slug:slug>/groups/new/", reorganisation.make_group, name="group_new"),
    path("desk/processes/<slug:slug>/groups/merge/", reorganisation.merge_groups, name="groups_merge"),
    path("desk/processes/<slug:slug>/groups/changes/", reorganisation.list_reorganisations, name="reorganisations"),
    path(
        "desk/reorganisations/<int:operation_id>/undo/", reorganisation.undo_reorganisation, name="reorganisation_undo"
    ),
    path("desk/groups/<str:code>/edit/", groups.edit_group, name="group_edit"),
    path("desk/groups/<str:code>/meetings/new/", meetings.plan_meeting, name="meeting_plan"),
    path("desk/groups/<str:code>/meetings/<int:number>/", meetings.edit_meeting, name="meeting_edit"),
    path("desk/groups/<str:code>/meetings/<int:number>/notes/", meetings.write_notes, name="meeting_notes"),
    path("desk/groups/<str:code>/meetings/<int:number>/agenda/", agenda.show_agenda, name="meeting_agenda"),
    path("desk/groups/<str:code>/meetings/<int:number>/agenda/pdf/", agenda.print_agenda, name="agenda_pdf"),
    path("desk/groups/<str:code>/meetings/<int:number>/invite/", meetings.invite_members, name="meeting_invite"),
    path("desk/groups/<str:code>/meetings/<int:number>/live/", agenda.show_meeting, name="meeting_live"),
    path("desk/groups/<str:code>/meetings/<int:number>/attendance/", agenda.note_attendance, name="meeting_attendance"),
    path("desk/groups/<str:code>/meetings/<int:number>/end/", agenda.end_meeting, name="meeting_end"),
    path("desk/groups/<str:code>/meetings/<int:number>/minutes/", minutes.approve_minutes, name="minutes_approve"),
    path("desk/matters/<int:item_id>/", agenda.record_item, name="agenda_item"),
    path("desk/matters/<int:item_id>/move/", agenda.move_item, name="agenda_move"),
    path("desk/matters/<int:item_id>/remove/", agenda.remove_item, name="agenda_remove"),
    path("desk/contributions/<uuid:submission_id>/agenda/", agenda.take_to_agenda, name="submission_agenda"),
    path("desk/promises/", promises.list_promises, name="promises"),
    path("desk/promises/<int:promise_id>/", promises.show_promise, name="promise_page"),
    path("desk/promises/<int:promise_id>/done/", promises.mark_done, name="promise_done"),
    path("desk/tray/", routing.show_tray, name="tray"),
    path("desk/tray/<uuid:submission_id>/", routing.route_one, name="tray_route"),
    path("desk/processes/<slug:slug>/learning/", learning.show_learning, name="learning"),
    path("desk/processes/<slug:slug>/learning/now/", learning.learn_now, name="learning_now"),
    path("desk/processes/<slug:slug>/rules/", routing.show_rules, name="rules"),
    path("desk/processes/<slug:slug>/rules/new/", routing.add_rule, name="rule_add"),
    path("desk/processes/<slug:slug>/rules/<int:rule_id>/", routing.edit_rule, name="rule_edit"),
    path("desk/processes/<slug:slug>/rules/<int:rule_id>/move/", routing.move_rule, name="rule_move"),
    path("desk/processes/<slug:slug>/rules/<int:rule_id>/switch/", routing.switch_rule, name="rule_switch"),
]
