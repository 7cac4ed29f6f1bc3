"""What the loaders of the demo share: the process with its people, areas, themes and groups, and its days."""

import datetime
import random
from dataclasses import dataclass, field
from functools import cached_property

from config.demo.reading import day, document
from participation.models import Area, Person, Process, Theme
from surveys.models import Survey, SurveyVersion
from workgroups.models import Group

THEMES = {  # the short words of the text files
    "nuoret": "lapset-nuoret",
    "ika": "ikaihmiset",
    "sote": "terveys-sote",
    "kirjasto": "kirjasto-kulttuuri",
    "liikunta": "liikunta-luonto",
    "liikenne": "liikenne-palveluverkko",
    "yhteiso": "osallisuus-yhteisollisyys",
    "digi": "digipalvelut",
}
OLDEST_WAITING = 24  # days
SHARE_OF_OLDEST = 0.1  # of the answers that wait for nobody
# How many arrive on each day, today first: a reminder in the paper, the resident evening, the opening.
RHYTHM = (2, 4, 6, 7, 5, 3, 2, 3, 2, 2, 3, 3, 4, 6, 8, 6, 3, 2, 3, 3, 4, 6, 8, 9, 7)
CHAIRS = {
    "1": "chair1@example.org",
    "2.1": "chair21@example.org",
    "2.2": "chair22@example.org",
    "2.3": "chair23@example.org",
}


@dataclass
class Town:
    """Everything that a contribution may point to."""

    process: Process
    people: dict[str, Person]
    areas: dict[str, Area]
    groups: dict[str, Group] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random("days"))

    @property
    def coordinator(self) -> Person:
        """The participation coordinator."""
        return self.people["coordinator@example.org"]

    @property
    def clerk(self) -> Person:
        """Who keys in paper."""
        return self.people["clerk@example.org"]

    def chair_of(self, group: Group) -> Person:
        """Return the chair of a group."""
        return self.people[CHAIRS[group.code]]

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """Themes by the short words of the text files."""
        by_slug = {theme.slug: theme for theme in Theme.objects.filter(process=self.process)}
        return {word: by_slug[slug] for word, slug in THEMES.items()}

    @cached_property
    def decided(self) -> tuple[str, ...]:
        """Titles or first words of what was decided in a meeting that is over."""
        return tuple(one["about"] for one in document("decisions")["decisions"])

    @cached_property
    def handled(self) -> tuple[str, ...]:
        """Titles or first words of what was taken up, passed on or given back."""
        data = document("decisions")
        return (*(one["about"] for one in (*data["forwards"], *data["declines"])), *data["agenda"])

    def version_of(self, survey: Survey) -> SurveyVersion:
        """Return the questionnaire in use."""
        if survey.current is None:
            raise LookupError("the survey has no questionnaire")
        return survey.current

    def day_for(self, words: str, title: str = "", *, may_be_oldest: bool = False) -> datetime.date:
        """Return the day on which something arrived: before its meeting if it was handled there."""
        if words.startswith(self.decided) or title in self.decided:
            return day(-self.dice.randint(12, 27))
        if words.startswith(self.handled) or title in self.handled:
            return day(-self.dice.randint(12, 20))
        if may_be_oldest and self.dice.random() < SHARE_OF_OLDEST:
            return day(-self.dice.randint(25, 27))
        return day(-self.dice.choices(range(len(RHYTHM)), RHYTHM)[0])
