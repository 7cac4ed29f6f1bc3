"""Writing the rules by which contributions find their group, and putting them in order."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.logic.text import clean
from participation.models import Person
from workgroups.models import Group, Rule

ASIDE = 1_000_000  # an order that no rule has, while two change places
CONDITIONS = [one.name for one in Rule._meta.concrete_fields if one.name not in {"id", "process", "order"}]  # noqa: SLF001


@transaction.atomic
def add_rule(rule: Rule, *, also: Collection[Group] = (), by: Person | None) -> Rule:
    """Store an unsaved rule after all others of its process, with the groups that it asks for their opinion.

    Raises Conflict when another came between.
    """
    check_rule(rule)
    check_also(rule, also)
    last = Rule.objects.filter(process=rule.process).aggregate(last=Max("order"))["last"] or 0
    rule.order = last + 1
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("Somebody added a rule at the same moment. Try again.")) from error
    rule.also.set(also)
    add_audit_entry("add_rule", rule, by=by, order=rule.order)
    return rule


@transaction.atomic
def change_rule(rule: Rule, *, also: Collection[Group] = (), by: Person) -> Rule:
    """Store changed conditions of a rule and the groups that it asks; its place in the list stays as it is by now."""
    check_rule(rule)
    check_also(rule, also)
    rule.save(update_fields=CONDITIONS)
    rule.also.set(also)
    add_audit_entry("change_rule", rule, by=by, order=rule.order)
    return rule


@transaction.atomic
def switch_rule(rule: Rule, *, is_active: bool, by: Person) -> Rule:
    """Put a rule into use or out of it."""
    rule.is_active = is_active
    rule.save(update_fields=["is_active"])
    add_audit_entry("switch_rule", rule, by=by, order=rule.order, is_active=is_active)
    return rule


def move_rule(rule: Rule, *, earlier: bool, by: Person) -> Rule:
    """Let a rule change places with the one before or after it; the first and the last stay where they are.

    So does a rule whose place somebody else changes in the same moment: the list then shows theirs.
    """
    try:
        change_places(rule, earlier=earlier, by=by)
    except IntegrityError:
        rule.refresh_from_db(fields=["order"])
    return rule


@transaction.atomic
def change_places(rule: Rule, *, earlier: bool, by: Person) -> None:
    """Let a rule and its neighbour of this moment change places, if it has one; raises IntegrityError in a race."""
    rule.refresh_from_db(fields=["order"])
    others = Rule.objects.filter(process=rule.process)
    if earlier:
        neighbour = others.filter(order__lt=rule.order).order_by("-order").first()
    else:
        neighbour = others.filter(order__gt=rule.order).order_by("order").first()
    if neighbour is None:
        return
    own = rule.order
    Rule.objects.filter(pk=rule.pk).update(order=F("order") + ASIDE)
    Rule.objects.filter(pk=neighbour.pk).update(order=own)
    Rule.objects.filter(pk=rule.pk).update(order=neighbour.order)
    rule.refresh_from_db(fields=["order"])
    add_audit_entry("move_rule", rule, by=by, order=rule.order)


@transaction.atomic
def remove_rule(rule: Rule, *, by: Person) -> None:
    """Delete a rule; what it routed stays where it is."""
    add_audit_entry("remove_rule", rule, by=by, order=rule.order)
    rule.delete()


def check_rule(rule: Rule) -> None:
    """Raise ParticipationError unless group and theme are of the rule's process; tidies the keywords."""
    if rule.group.process_id != rule.process_id or rule.group.is_heading or rule.group.ended_on:
        message = _("Choose a working group of the same process that is not only a heading.")
        raise ParticipationError(message, fields={"group": [{"code": "unknown", "message": message}]})
    if rule.theme and rule.theme.process_id != rule.process_id:
        message = _("Choose a theme of the same process.")
        raise ParticipationError(message, fields={"theme": [{"code": "unknown", "message": message}]})
    rule.keywords = list(dict.fromkeys(word for raw in rule.keywords if (word := clean(raw).lower())))


def check_also(rule: Rule, also: Collection[Group]) -> None:
    """Raise ParticipationError unless those asked for an opinion work in the rule's process and do not answer."""
    if any(group.process_id != rule.process_id or group.is_heading or group.ended_on for group in also):
        message = _("Choose a working group of the same process that is not only a heading.")
        raise ParticipationError(message, fields={"also": [{"code": "unknown", "message": message}]})
    if rule.group in also:
        message = _("The group that answers is not asked for its opinion.")
        raise ParticipationError(message, fields={"also": [{"code": "same_group", "message": message}]})
