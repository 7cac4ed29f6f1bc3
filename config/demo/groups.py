"""Working groups of the demo: chairs, members, meetings with their notes, routing rules."""

from typing import Any

from config.demo.people import member
from config.demo.reading import day, document, moment
from participation.models import Person, Process, Theme
from workgroups.actions.groups import appoint, create_group
from workgroups.actions.meetings import plan_meeting
from workgroups.actions.rules import add_rule
from workgroups.models import Group, Meeting, Membership, Rule


def load_groups(process: Process, people: dict[str, Person]) -> dict[str, Group]:
    """Make the tree of groups with everybody in them and their meetings."""
    admin = people["admin@example.org"]
    groups: dict[str, Group] = {}
    for data in document("groups")["groups"]:
        group = Group(process=process, code=data["code"], name=data["name"], task=data["task"])
        group.parent, group.is_heading = groups.get(data["parent"]), data["heading"]
        group.next_meeting_note = data["next_note"]
        groups[group.code] = create_group(group, by=admin)
        if data["chair"]:
            appoint(people[data["chair"]], group, Membership.Role.CHAIR, by=admin)
        for name, email, role in data["members"]:
            appoint(member(name, email), group, role, by=admin)
        for meeting in data["meetings"]:
            load_meeting(group, meeting, by=people[data["chair"]])
    Membership.objects.filter(group__process=process).update(starts_on=day(-60))
    return groups


def load_meeting(group: Group, data: dict[str, Any], *, by: Person) -> None:
    """Make one meeting; its minutes become public when the group has decided."""
    meeting = Meeting(group=group, place=data["place"], notes=data["notes"], state=data["state"])
    if data["day"] is None:
        meeting.when_note = data["when"]
    else:
        meeting.starts = moment(data["day"], data["hour"])
    plan_meeting(meeting, by=by)


def load_rules(process: Process, groups: dict[str, Group], *, by: Person) -> None:
    """Make the routing rules in their order."""
    themes = {theme.slug: theme for theme in Theme.objects.filter(process=process)}
    for data in document("groups")["rules"]:
        add_rule(
            Rule(
                process=process,
                group=groups[data["group"]],
                theme=themes.get(data.get("theme", "")),
                **{key: data.get(key, "") for key in ("survey", "question", "option", "channel")},
                keywords=data.get("keywords", []),
            ),
            by=by,
        )
