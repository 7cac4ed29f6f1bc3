"""Ideas of the demo that everybody may read, with supporters, comments and something for the coordinator to look at."""

import datetime
import random

from config.demo.reading import key_of, lines
from config.demo.town import Town
from participation.actions.comments import complain, leave_comment
from participation.actions.moderation import remove, show
from participation.actions.public_ideas import allow_public, change_idea_rules
from participation.actions.support import voter_for
from participation.actions.town_comments import say_for_town
from participation.logic.receipts import receipt_code
from participation.models import Comment, PublicIdea, Submission, Support

OLDER, WAITING = 44, 2  # ideas that are public, and that wait to be looked at
SUPPORTERS = 90
TOWN_SAYS = {  # title of an idea -> what the town comments on it
    "Kutsutaksi takaisin": {
        "fi": "Koulukuljetusten vapaat ajat selvitetään parhaillaan. Ne ovat työryhmän käytössä ennen seuraavaa kokousta.",
        "sv": "Vi utreder just nu när skolskjutsarna står lediga. Arbetsgruppen får uppgifterna före nästa möte.",
        "en": "We are finding out when the school transports stand free. The working group has that before its next meeting.",
    },
    "Valot pururadalle": {
        "fi": "Radan pylväät kuntoarvioidaan maaliskuussa. Kerromme tuloksen tällä sivulla.",
        "sv": "Stolparnas skick bedöms i mars. Vi berättar om resultatet på den här sidan.",
    },
}


def load_public_ideas(town: Town) -> None:
    """Let the authors of some ideas allow them to be public, and others support and comment them."""
    change_idea_rules(
        town.process,
        ideas_public=True,
        takes_support=True,
        takes_comments=True,
        checks_first=False,
        by=town.coordinator,
    )
    told = {title for _language, title, _state, _text in lines("comments")}
    form = Submission.objects.filter(process=town.process, channel="form", whole__isnull=True, is_sample=True)
    rows = sorted(form.select_related("process"), key=lambda row: (row.title not in told, row.received_on, row.title))
    public = {row.title: publish(row) for row in rows[:OLDER]}
    support(town, list(public.values()))
    comments = [comment(town, public, *row) for row in lines("comments")]
    change_idea_rules(town.process, checks_first=True, by=town.coordinator)
    for row in rows[OLDER : OLDER + WAITING]:
        row.process.checks_first = True
        allow_public(row)
    for one, state in comments:
        settle(town, one, state)
    for title, texts in TOWN_SAYS.items():
        said = say_for_town(public[title], texts, key=str(key_of("town", title)), by=town.coordinator)
        day = min(public[title].submission.received_on + datetime.timedelta(days=4), said.said_on)
        Comment.objects.filter(pk=said.pk).update(is_sample=True, said_on=day)


def publish(row: Submission) -> PublicIdea:
    """Make an idea public on the day after it came."""
    idea = allow_public(row)
    day = min(row.received_on + datetime.timedelta(days=1), idea.allowed_on)
    PublicIdea.objects.filter(pk=idea.pk).update(allowed_on=row.received_on, shown_on=day)
    return idea


def support(town: Town, ideas: list[PublicIdea]) -> None:
    """Let made-up codes support ideas: a few have many supporters, most have some."""
    dice = random.Random("support")
    voters = [voter_for(town.process.pk, receipt_code("demo", f"supporter {n}")) for n in range(SUPPORTERS)]
    Support.objects.bulk_create(
        Support(idea=idea, voter=voter)
        for idea in ideas
        for voter in dice.sample(voters, min(SUPPORTERS * 2 // 3, int(dice.paretovariate(0.9) * 3)))
    )


def comment(
    town: Town, public: dict[str, PublicIdea], language: str, title: str, state: str, text: str
) -> tuple[Comment, str]:
    """Leave one comment a few days after the idea."""
    idea = public[title]
    idea.process = town.process
    said = leave_comment(idea, key=str(key_of("comment", text)), text=text, language=language).comment
    day = min(idea.submission.received_on + datetime.timedelta(days=2), said.said_on)
    Comment.objects.filter(pk=said.pk).update(
        is_sample=True, said_on=day, state="waiting" if state == "waiting" else "shown"
    )
    said.refresh_from_db()
    return said, state


def settle(town: Town, one: Comment, state: str) -> None:
    """Leave a comment as it is, remove it with a reason, or let somebody report it."""
    if state == "removed":
        remove(one, "advert", note="Rengaskauppaa", by=town.coordinator)
    elif state == "reported":
        complain(one.idea, one, key=str(key_of("report", one.text)), rule="insult", text="Halveksii kylien asukkaita.")
    elif state == "shown" and one.state != "shown":
        show(one, by=town.coordinator)
