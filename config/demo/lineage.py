"""What belongs together in the demo: a cluster, a contribution in two parts, one with two groups, a renamed group."""

from config.demo.town import Town
from workgroups.actions.clusters import form_cluster
from workgroups.actions.fragments import cut
from workgroups.actions.opinions import ask_opinions, give_opinion
from workgroups.actions.reorganisation import rename_group
from workgroups.logic.fragments import Cut, sentences_of
from workgroups.models import Assignment, Opinion

LUNCH = "Lounas koululla eläkeläisille"
LUNCHES = (  # titles or first words of contributions that say the same, from two groups and in two languages
    "Eläkeläisten lounas koululla",
    "Yhteinen ruokailu koululla eläkeläisille",
    "Gemensam lunch i byskolan",
)
TWO_MATTERS = "Lossi kulkee, se on tärkein."  # and a nurse on the island, which is for another group
SHARED = "Kyläkoulusta perheiden talo"
QUESTION = "Onnistuuko neuvolan iltapäivä kylän koululla?"
OPINION = (
    "Neuvola kuuluu hyvinvointialueelle. Iltapäivän voi järjestää, jos koululta löytyy oma huone, jossa on vesipiste."
)


def load_lineage(town: Town) -> None:
    """Let the coordinator cluster what says the same, cut what is two matters, ask, and correct the name of group 2.3."""
    care, support = town.groups["2.2"], town.groups["2.3"]
    cut_one(town, found(TWO_MATTERS))
    asked = found(SHARED)
    version = asked.submission.version
    opinion = ask_opinions(asked, [care], by=town.coordinator, question=QUESTION, version=version)[0]
    give_opinion(opinion, Opinion.Stance.PARTLY, OPINION, by=town.chair_of(care), version=opinion.version)
    alike = [found(about).submission for about in LUNCHES]
    form_cluster(LUNCH, town.groups["1"], [(row, row.version) for row in alike], by=town.coordinator)
    name = dict(support.name)
    rename_group(support, "2.3", name | {"fi": "Tukipalvelut ja tilat"}, by=town.coordinator, reason="Sai myös tilat")
    rename_group(support, "2.3", name, by=town.coordinator, reason="Palautettiin kokouksessa sovittu nimi")


def found(about: str) -> Assignment:
    """Return where the sample lies that has this title or begins with these words."""
    samples = Assignment.objects.current().filter(submission__is_sample=True, submission__whole__isnull=True)
    rows = samples.select_related("submission", "group__process").order_by("submission__received_on", "pk")
    return rows.filter(submission__title=about).first() or rows.get(submission__text__startswith=about)


def cut_one(town: Town, lies: Assignment) -> None:
    """Cut a contribution in two: its first sentence stays, the rest goes to group 2.2."""
    first, *rest = sentences_of(lies.submission.text)
    text = lies.submission.text[rest[0].start : rest[-1].end]
    cuts = [Cut(first.text, lies.group_id), Cut(text, town.groups["2.2"].pk)]
    cut(lies, cuts, by=town.coordinator, version=lies.submission.version)
