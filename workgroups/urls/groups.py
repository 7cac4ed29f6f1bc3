"""Pages of groups, routing and meetings."""

from django.urls import path

from workgroups.views import groups, meetings, routing

urlpatterns = [
    path("groups/<str:code>/", groups.show_group, name="group_page"),
    path("desk/groups/", groups.list_groups, name="groups_desk"),
    path("desk/groups/<str:code>/", groups.show_desk, name="group_desk"),
    path("desk/groups/<str:code>/edit/", groups.edit_group, name="group_edit"),
    path("desk/groups/<str:code>/meetings/new/", meetings.plan_meeting, name="meeting_plan"),
    path("desk/groups/<str:code>/meetings/<int:number>/", meetings.edit_meeting, name="meeting_edit"),
    path("desk/groups/<str:code>/meetings/<int:number>/notes/", meetings.write_notes, name="meeting_notes"),
    path("desk/tray/", routing.show_tray, name="tray"),
    path("desk/tray/<uuid:submission_id>/", routing.route_one, name="tray_route"),
    path("desk/processes/<slug:slug>/rules/", routing.show_rules, name="rules"),
    path("desk/processes/<slug:slug>/rules/new/", routing.add_rule, name="rule_add"),
    path("desk/processes/<slug:slug>/rules/<int:rule_id>/", routing.edit_rule, name="rule_edit"),
    path("desk/processes/<slug:slug>/rules/<int:rule_id>/move/", routing.move_rule, name="rule_move"),
    path("desk/processes/<slug:slug>/rules/<int:rule_id>/switch/", routing.switch_rule, name="rule_switch"),
]
