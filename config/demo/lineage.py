"""What belongs together in the demo: a cluster, a contribution in two parts, one with two groups, a renamed group."""

from config.demo.town import Town
from participation.models import Submission
from workgroups.actions.clusters import form_cluster
from workgroups.actions.fragments import cut
from workgroups.actions.opinions import ask_opinions, give_opinion
from workgroups.actions.reorganisation import rename_group
from workgroups.logic.fragments import MOST_PARTS, Cut, sentences_of
from workgroups.models import Assignment, Opinion

COMMON = {"penk": "Lisää penkkejä", "bussi": "Bussit kulkemaan", "kirjasto": "Kirjaston aukiolo", "e": "Samaa asiaa"}
FEWEST_LETTERS = 90  # of a contribution that is worth cutting


def load_lineage(town: Town) -> None:
    """Let the coordinator cluster, cut and ask among what waits at group 2.1, and correct the name of group 2.3."""
    one, two = town.groups["2.1"], town.groups["2.2"]
    waiting = list(
        Assignment.objects.current()
        .filter(group=one, submission__state="routed", submission__is_sample=True)
        .select_related("submission", "group__process")
        .order_by("submission__received_on", "submission__title", "submission__text")
    )
    long = [row for row in waiting if fits(row.submission)]
    if long:
        cut_one(town, long[0])
        waiting.remove(long[0])
    if waiting:
        asked = waiting.pop()
        version = asked.submission.version
        opinion = ask_opinions(asked, [two], by=town.coordinator, question="Koskeeko tämä myös sotea?", version=version)
        words = "Koskee meitä osittain: palvelu siirtyi hyvinvointialueelle."
        give_opinion(opinion[0], Opinion.Stance.PARTLY, words, by=town.chair_of(two), version=opinion[0].version)
    lying = Assignment.objects.current().filter(group__process=town.process, submission__state="in_review")
    for word, name in COMMON.items():
        found = lying.filter(submission__text__icontains=word).exclude(submission__whole__isnull=False)
        rows = list(found.select_related("submission", "group__process").order_by("submission__received_on", "pk")[:4])
        if len(rows) > 1:
            seen = [(row.submission, row.submission.version) for row in rows if row.submission_id != cut_key(long)]
            form_cluster(name, rows[0].group, seen, by=town.coordinator)
            break
    support = town.groups["2.3"]
    name = dict(support.name)
    rename_group(support, "2.3", name | {"fi": "Tukipalvelut ja tilat"}, by=town.coordinator, reason="Sai myös tilat")
    rename_group(support, "2.3", name, by=town.coordinator, reason="Palautettiin kokouksessa sovittu nimi")


def cut_key(rows: list[Assignment]) -> object:
    """Return which contribution was cut, as it cannot be in a cluster."""
    return rows[0].submission_id if rows else None


def fits(submission: Submission) -> bool:
    """Tell whether a contribution is long enough to be cut in two."""
    return len(submission.text) >= FEWEST_LETTERS and 2 <= len(sentences_of(submission.text)) <= MOST_PARTS


def cut_one(town: Town, lies: Assignment) -> None:
    """Cut a contribution in two: its first sentence stays, the rest goes to group 2.2."""
    first, *rest = sentences_of(lies.submission.text)
    text = lies.submission.text[rest[0].start : rest[-1].end]
    cuts = [Cut(first.text, lies.group_id), Cut(text, town.groups["2.2"].pk)]
    cut(lies, cuts, by=town.coordinator, version=lies.submission.version)
