"""Closed answers of the demo survey: drawn with a fixed seed, leaning on where people live and how old they are."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

AGES = ("0-14", "15-24", "25-44", "45-64", "65-74", "75")
AREA_WEIGHTS = {  # two areas answer less than their share, so that the overview has something to notice
    "keskusta": 26,
    "tehtaanmaki": 11,
    "satamaniemi": 11,
    "koivuharju": 16,
    "petajamaki": 7,
    "myllylampi": 5,
    "hietasalmi": 10,
    "vuorijarvi": 6,
    "korpiaho": 4,
    "kirkonsaari": 3,
    "lammaskallio": 1,
}
VILLAGES = frozenset({"hietasalmi", "vuorijarvi", "korpiaho", "kirkonsaari", "lammaskallio"})
MINUTES = {"keskusta": 7, "tehtaanmaki": 13, "satamaniemi": 12, "koivuharju": 18, "petajamaki": 9, "myllylampi": 20}
USED = {  # share of users: children and young, working age, older
    "kirjasto": (0.6, 0.55, 0.66),
    "liikuntapaikat": (0.62, 0.48, 0.3),
    "reitit": (0.5, 0.72, 0.52),
    "koulu": (0.5, 0.42, 0.05),
    "nuorisotila": (0.4, 0.04, 0.01),
    "kulttuuri": (0.22, 0.36, 0.44),
    "liikenne": (0.5, 0.26, 0.42),
    "kohtaamispaikka": (0.1, 0.14, 0.4),
    "digineuvonta": (0.02, 0.05, 0.24),
}
THEMES_BY_AGE = (
    ("lapset-nuoret", "liikunta-luonto", "kirjasto-kulttuuri"),
    ("lapset-nuoret", "terveys-sote", "liikunta-luonto", "liikenne-palveluverkko", "osallisuus-yhteisollisyys"),
    ("ikaihmiset", "terveys-sote", "kirjasto-kulttuuri", "digipalvelut", "liikenne-palveluverkko"),
)
SHARE_WITH_THEME = 0.6  # of those who left the open answer empty
OTHER_SOURCES = ("Työkaverit", "Radio", "Seurakunnan lehti", "Harrastusseura", "Koulun viestit", "Valtuutettu")


@dataclass
class Respondent:
    """Who answers: area and age as they are, whether they say them or not."""

    area: str
    age: int

    @property
    def life(self) -> int:
        """0 young, 1 of working age, 2 older."""
        return 0 if self.age < 2 else 1 if self.age < 4 else 2

    @property
    def is_villager(self) -> bool:
        """Whether the services are far away."""
        return self.area in VILLAGES


def draw_respondent(dice: random.Random, area: str, age: str) -> Respondent:
    """Return somebody with what is known of them, the rest drawn."""
    if area in "-?":
        area = dice.choices(tuple(AREA_WEIGHTS), tuple(AREA_WEIGHTS.values()))[0]
    years = int(age) if age not in "-?" else dice.choices(range(6), (8, 13, 27, 27, 14, 11))[0]
    return Respondent(area, years)


def step(dice: random.Random, mean: float) -> int:
    """Return a step from 1 to 5 around a mean."""
    return min(5, max(1, round(dice.gauss(mean, 1.0))))


def closed_answers(who: Respondent, theme: str, dice: random.Random) -> dict[str, Any]:
    """Return the answers to the closed questions; some are skipped, as people do."""
    answers: dict[str, Any] = {}
    if theme == "?" and dice.random() < SHARE_WITH_THEME:
        answers["teema"] = dice.choice(THEMES_BY_AGE[who.life])
    elif theme not in "-?":
        answers["teema"] = theme
    answers |= about_services(who, dice) | about_life(who, dice) | about_oneself(who, dice)
    return answers


def about_services(who: Respondent, dice: random.Random) -> dict[str, Any]:
    """Return the answers of the page on services."""
    answers: dict[str, Any] = {}
    used = [
        name for name, shares in USED.items() if dice.random() < shares[who.life] * (0.75 if who.is_villager else 1)
    ]
    if dice.random() < 0.97:
        answers["kaytetyt"] = used or ["ei-mitaan"]
    if dice.random() < 0.95:
        fits = 3.7 - 0.8 * who.is_villager - 0.3 * (who.area == "petajamaki") + 0.2 * (who.life == 2)
        answers["tyytyvaisyys"] = "no_opinion" if dice.random() < 0.04 else step(dice, fits)
    means = {
        "lahella": 4.1 - 1.8 * who.is_villager,
        "tieto": 3.5 - 0.8 * (who.age == 5) - 0.3 * (who.life == 0),
        "yhteistyo": 2.5,
        "lapset": 3.6 - 0.4 * (who.life == 0),
        "vaikuttaa": 2.6 + 0.3 * who.is_villager,
    }
    rows = {row: str(step(dice, mean)) for row, mean in means.items() if dice.random() < 0.93}
    if rows:
        answers["vaittamat"] = rows
    if dice.random() < 0.95:
        missing = 0.24 + 0.18 * who.is_villager + 0.06 * (who.life == 2)
        answers["puuttunut"] = "yes" if dice.random() < missing else "no"
    return answers


def about_life(who: Respondent, dice: random.Random) -> dict[str, Any]:
    """Return the answers of the page on daily life."""
    answers: dict[str, Any] = {}
    if dice.random() < 0.95:
        safe = 4.1 - 0.5 * (who.area in ("keskusta", "tehtaanmaki")) + 0.2 * who.is_villager
        answers["turvallisuus"] = "no_opinion" if dice.random() < 0.02 else step(dice, safe)
    if dice.random() < 0.93:
        steps = ("en-koskaan", "harvoin", "silloin-talloin", "usein")
        weights = ((18, 36, 30, 16), (28, 42, 22, 8), (20, 34, 30, 16))[who.life]
        answers["yksinaisyys"] = dice.choices(steps, weights)[0]
    if dice.random() < 0.86:
        answers["matka"] = max(1, round(dice.gauss(MINUTES.get(who.area, 27), 5)))
    if dice.random() < 0.92:
        sources = ("verkkosivut", "some", "lehti", "ilmoitustaulu", "tutut", "muu")
        weights = ((16, 52, 4, 8, 14, 6), (34, 34, 12, 6, 10, 4), (16, 8, 46, 14, 13, 3))[who.life]
        source = dice.choices(sources, weights)[0]
        answers["tieto"] = source if source != "muu" else {"value": "muu", "text": dice.choice(OTHER_SOURCES)}
    return answers


def about_oneself(who: Respondent, dice: random.Random) -> dict[str, Any]:
    """Return the background answers."""
    answers: dict[str, Any] = {}
    if dice.random() < 0.95:
        answers["asuinalue"] = who.area
    if dice.random() < 0.95:
        answers["ika"] = AGES[who.age]
    if dice.random() < 0.88:
        answers["sukupuoli"] = dice.choices(("nainen", "mies", "muu", "en-kerro"), (58, 34, 3, 5))[0]
    if dice.random() < 0.64:
        answers["lainaus"] = True
    return answers


def missing_service(
    texts: Sequence[dict[str, str]], answers: Mapping[str, Any], language: str, dice: random.Random
) -> dict[str, str] | None:
    """Take a text about a missing service that fits the chosen theme; without a theme and other words any fits."""
    own = [one for one in texts if one["language"] == language]
    free = "tarkeinta" not in answers
    fitting = [one for one in own if one["theme"] == answers.get("teema")] or (own if free else [])
    return dice.choice(fitting) if fitting else None
