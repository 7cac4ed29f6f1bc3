"""Routing as people see it: rules with their names, facts for the rules, a trial run, reasons in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.logic.text import pick
from participation.models import Area, Process, Submission, Theme
from workgroups.logic import routing as logic
from workgroups.models import Assignment, Group, Rule
from workgroups.queries.suggestions import reason_of

ALSO = ("also", "also__heirs")  # what is loaded with rules
TRIED = 20_000  # contributions that a trial run reads at most


def rule_facts(rule: Rule) -> logic.RuleFacts:
    """Return what the rules' logic needs of one rule."""
    return logic.RuleFacts(
        key=rule.pk,
        order=rule.order,
        group=rule.group_id,
        survey=rule.survey,
        question=rule.question,
        option=rule.option,
        theme=rule.theme_id,
        area=rule.area_id,
        channel=rule.channel,
        language=rule.language,
        keywords=tuple(rule.keywords),
        workshop=rule.workshop,
        table=rule.table,
        also=tuple(dict.fromkeys(group.pk for one in rule.also.all() for group in working(one))),
    )


def working(group: Group) -> list[Group]:
    """Return a group while it works, else those that continue it."""
    return [group] if group.ended_on is None else [one for one in group.heirs.all() if one.ended_on is None]


def active_rules(process: Process | int) -> list[logic.RuleFacts]:
    """Return the rules of a process that are in use, in order."""
    rules = Rule.objects.filter(process=process, is_active=True).order_by("order").prefetch_related(*ALSO)
    return [rule_facts(rule) for rule in rules]


def codes_of(process: Process | int) -> dict[str, int]:
    """Return by number, in small letters, the groups of a process that can take contributions."""
    rows = Group.objects.filter(process=process).in_use().values_list("code", "pk")
    return {code.casefold(): pk for code, pk in rows}


def choice_for(
    facts: logic.SubmissionFacts, rules: Iterable[logic.RuleFacts], process: Process | int
) -> logic.Choice | None:
    """Return what a table's mark or the rules decide; the groups are asked for only where there is a mark."""
    return logic.choose(facts, rules, codes_of(process) if facts.mark else {})


def area_parents() -> dict[int, int | None]:
    """Return for every area the one above it."""
    return dict(Area.objects.values_list("pk", "parent_id"))


def submission_facts(submission: Submission, parents: Mapping[int, int | None]) -> logic.SubmissionFacts:
    """Return what rules may ask of one contribution."""
    provenance = submission.provenance or {}
    table = provenance.get("table")
    return logic.SubmissionFacts(
        text=submission.text,
        title=submission.title,
        language=submission.language.split("-")[0],
        theme=submission.theme_id,
        areas=logic.areas_with_parents(submission.area_id, parents),
        channel=submission.channel,
        survey=str(provenance.get("survey", "")),
        question=str(provenance.get("question", "")),
        options=logic.options_of(provenance.get("options")),
        workshop=str(provenance.get("workshop", "")),
        table=table if isinstance(table, int) else None,
        mark=str(provenance.get("group", "")),
    )


def rows_of(process: Process) -> QuerySet[Rule]:
    """Return the rules of a process with what they name."""
    return Rule.objects.filter(process=process).select_related("group", "theme", "area").prefetch_related(*ALSO)


def rules_of(process: Process) -> QuerySet[Rule]:
    """Return the rules of a process in their order, with what they name."""
    return rows_of(process).order_by("order")


@dataclass(frozen=True)
class Trial:
    """What a set of rules would do with the stored contributions: how many a rule and a group would get."""

    total: int
    by_rule: Mapping[int, int]
    by_group: Mapping[int, int]

    @property
    def unrouted(self) -> int:
        """How many would stay in the tray."""
        return self.total - sum(self.by_group.values())


def dry_run(process: Process, rules: Iterable[Rule]) -> Trial:
    """Return how these rules would route the stored contributions of a process; changes nothing."""
    parents = area_parents()
    facts, codes = [rule_facts(rule) for rule in rules], codes_of(process)
    stored = Submission.objects.filter(process=process).wholes().exclude(state="withdrawn")
    by_rule: Counter[int] = Counter()
    by_group: Counter[int] = Counter()
    total = 0
    for submission in stored.order_by("-received_on", "pk")[:TRIED].iterator(chunk_size=500):
        total += 1
        choice = logic.choose(submission_facts(submission, parents), facts, codes)
        if choice:
            by_group[choice.group] += 1
            if choice.rule is not None:
                by_rule[choice.rule] += 1
    return Trial(total, by_rule, by_group)


@dataclass(frozen=True)
class Comparison:
    """What the rules in use do, beside what they would do with the drafts among them in use too."""

    now: Trial
    then: Trial
    groups: Sequence[tuple[Group, int, int]]


def compared_trial(process: Process, rules: Sequence[Rule]) -> Comparison:
    """Return the trial run of the rules in use and of all rules, by group."""
    in_use = [rule for rule in rules if rule.is_active]
    now = dry_run(process, in_use)
    then = now if len(in_use) == len(rules) else dry_run(process, rules)
    groups = Group.objects.for_process(process).in_use()
    counted = [(group, now.by_group.get(group.pk, 0), then.by_group.get(group.pk, 0)) for group in groups]
    return Comparison(now, then, counted)


def explain(assignment: Assignment) -> str:
    """Return in words of the language in use why a contribution lies with its group.

    Expects the submission with theme and area, and by, to be loaded.
    """
    if assignment.origin == Assignment.Origin.SUGGESTION:
        return learned_words(assignment.explanation)
    if assignment.origin in (Assignment.Origin.RULE, Assignment.Origin.MARK):
        return words_of(assignment.explanation, assignment.submission)
    name = str(assignment.by) if assignment.by else ""
    if name and assignment.reason:
        return _("chosen by %(name)s: %(reason)s") % {"name": name, "reason": assignment.reason}
    return (_("chosen by %(name)s") % {"name": name}) if name else (assignment.reason or _("chosen by hand"))


def learned_words(explanation: Mapping[str, object]) -> str:
    """Return the words of a learned suggestion that assigned by itself."""
    words, certainty = explanation.get("words"), explanation.get("certainty")
    values = {
        "reason": reason_of(words if isinstance(words, list) else []),
        "percent": int(100 * certainty) if isinstance(certainty, float) else 0,
    }
    return _("learned suggestion, %(percent)s %% sure: %(reason)s") % values


def words_of(explanation: Mapping[str, object], submission: Submission) -> str:
    """Return the words of one rule's explanation, e.g. “word “palveluverkkoa” in rule 3”."""
    kind = explanation.get("kind", "keyword" if explanation.get("word") else "all")
    values: dict[str, object] = {"rule": explanation.get("rule", ""), "word": explanation.get("word", "")}
    if kind == "keyword":
        return _("word “%(word)s” in rule %(rule)s") % values
    if kind == "mark":
        return _("written down at the table: %(code)s") % {"code": explanation.get("mark", "")}
    if kind == "theme":
        return _("theme “%(theme)s” in rule %(rule)s") % (values | {"theme": name_of(submission.theme)})
    if kind == "area":
        return _("area “%(area)s” in rule %(rule)s") % (values | {"area": name_of(submission.area)})
    wordings = {
        "option": _("chosen option in rule %(rule)s"),
        "question": _("question of the survey in rule %(rule)s"),
        "survey": _("survey in rule %(rule)s"),
        "workshop": _("workshop in rule %(rule)s"),
        "table": _("table of the workshop in rule %(rule)s"),
        "channel": _("channel in rule %(rule)s"),
        "language": _("language in rule %(rule)s"),
    }
    return wordings.get(str(kind), _("rule %(rule)s")) % values


def name_of(thing: Theme | Area | None) -> str:
    """Return the name of a theme or area in the language in use."""
    return pick(thing.name, get_language() or "fi")[0] if thing else ""


class GroupLabels:
    """Contributions grouped by the working group they lie with, for summaries and lists."""

    key = "group"
    order = 10

    def scope_name(self, process: Process, code: str) -> Mapping[str, str] | None:
        """Return the name of the group with this code, or nothing."""
        return Group.objects.filter(process=process, code=code).values_list("name", flat=True).first()

    def labels(self, process: Process) -> Mapping[UUID, tuple[str, Mapping[str, str]]]:
        """Return by contribution the code and name of its group; what waits in the tray has none."""
        groups = {group.pk: (group.code, group.name) for group in Group.objects.for_process(process)}
        lying = Assignment.objects.current().filter(submission__process=process)
        return {key: groups[group] for key, group in lying.order_by().values_list("submission_id", "group_id")}
