"""Scripted posts from one address are marked; the people of a library and a class behind one address are never refused.

Every arm goes through the real pages or the API, in a simulated time. Control arm: with the protection off nothing is
marked. The quick run has limits, robots and people on a tenth of the scale; the full one 10,000 robots and 200 people.
"""

import datetime
import json
import random
import uuid

import pytest
from django.core.cache import cache
from django.utils import timezone

from participation.logic import guarding as rules
from surveys.actions.guarding import moment_for
from surveys.models import Response
from tests.factories.surveys import make_survey
from tests.surveys.views.test_surveys import browse

WORDS = [
    "bussi",
    "kirjasto",
    "puisto",
    "talvi",
    "ilta",
    "lapset",
    "reitti",
    "aukiolo",
    "penkki",
    "valo",
    "koulu",
    "ranta",
]
AT = {"REMOTE_ADDR": "192.0.2.10"}


class World:
    """A survey, and a clock that the test moves."""

    def __init__(self, survey, client, *, scale):
        self.survey, self.client, self.scale = survey, client, scale
        self.random = random.Random(9)
        self.now = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=datetime.UTC)
        self.address = f"/fi/surveys/{survey.slug}/"

    def wait(self, seconds):
        self.now += datetime.timedelta(seconds=seconds)

    def answers(self):
        words = " ".join(self.random.choice(WORDS) for _ in range(12))
        return {"service": self.random.choice(["library", "bus"]), "idea": words, "age": self.random.randint(10, 90)}

    def fields(self, answers, **more):
        key = str(uuid.uuid4())
        number = self.survey.current.number
        return {"key": key, "version": number, "step": "check", "state": json.dumps(answers), "go": "send", **more}

    def plain(self):
        """The same words again and again to the address of the form, no page ever seen."""
        return self.client.post(self.address, self.fields({"service": "bus"}), **AT)

    def varied(self):
        """Other words each time, through the API."""
        body = {
            "key": str(uuid.uuid4()),
            "version": self.survey.current.number,
            "language": "fi",
            "answers": self.answers(),
        }
        return self.client.post(f"/api/v1/surveys/{self.survey.slug}/responses/", body, "application/json", **AT)

    def careful(self, *, proof=False):
        """Turns the pages, waits as long as people do, leaves the hidden field empty; with a proof if it computes them."""
        fields = self.fields(self.answers())
        key = uuid.UUID(fields["key"])
        then, self.now = self.now, self.now - datetime.timedelta(seconds=90)
        fields["moment"] = moment_for(self.survey, key, 1)
        self.now = then
        if proof:
            fields["proof"] = rules.proof_for(str(key))
        return self.client.post(self.address, fields, **AT)

    def robots(self, n, send, gap, **how):
        """Send n times and return the shares: marked of those stored, and stored without a mark of all that were sent."""
        before = set(Response.objects.values_list("pk", flat=True))
        for _ in range(n):
            send(**how)
            self.wait(gap)
        marks = [marks for pk, marks in Response.objects.values_list("pk", "marks") if pk not in before]
        unmarked = marks.count("")
        return 1 - unmarked / max(1, len(marks)), unmarked / n

    def resident(self, *, script):
        """Somebody at the library's computer: opens, reads, turns the pages, sends. Returns whether it arrived."""
        answers = self.answers()
        browser = browse(self.client, self.survey)
        self.wait(20)
        browser.press("next", a__service=answers["service"], a__idea=answers["idea"])
        self.wait(15)
        browser.press("next", a__rating="4")
        self.wait(10)
        if not script:
            return browser.press("send").answer.status_code == 201
        fields = {**browser.fields, "step": "whole"}
        answer = self.client.post(f"{self.address}all/", fields)
        if answer.status_code == 428:
            fields["proof"] = rules.proof_for(fields["key"][0])
            answer = self.client.post(f"{self.address}all/", fields)
        return answer.status_code == 201

    def residents(self, n, seconds, *, script=True):
        """Let n people answer within some time; returns how many were refused and how many marked."""
        refused = 0
        for _ in range(n):
            started = self.now
            refused += not self.resident(script=script)
            self.now = started + datetime.timedelta(seconds=seconds / n)
        return refused, Response.objects.marked().count()


@pytest.fixture
def world(process, client, full, monkeypatch):
    cache.clear()
    found = World(
        make_survey(process, closes=timezone.now() + datetime.timedelta(days=30)), client, scale=1 if full else 10
    )
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    for name in ("WINDOWS", "WINDOWS_PROVEN"):
        limits = {seconds: most // found.scale for seconds, most in getattr(rules, name).items()}
        monkeypatch.setattr(rules, name, limits)
    monkeypatch.setattr(rules, "ATTACK", rules.ATTACK // found.scale)
    monkeypatch.setattr(rules, "BITS", 2)  # what a proof costs is measured in proof.js; here only that it is brought
    return found


ROBOTS = [  # name, how it sends, seconds between, the least share that must be marked, whether the quick run has it
    ("plain", {}, 0.05, 0.95, True),
    ("varied", {}, 0.1, 0.95, False),
    ("careful", {}, 0.1, 0.95, True),
    ("careful_with_proofs", {"proof": True}, 1.0, 0.95, False),
    ("careful_every_twenty_seconds", {}, 20.0, 0.0, False),
]


@pytest.mark.parametrize("row", ROBOTS, ids=[row[0] for row in ROBOTS])
def test_scripted_posts_from_one_address_are_marked(world, full, figures, row):
    name, how, gap, least, quick = row
    if not (full or quick):
        pytest.skip("long: make faults")
    n = 10_000 if full else 130
    marked, passed = world.robots(n, getattr(world, name.partition("_")[0]), gap, **how)
    figures.add(f"robots_{name}_marked", marked, "share")
    figures.add(f"robots_{name}_unmarked_of_sent", passed, "share")
    assert passed <= 1 - least  # the rest is marked, or the API asked to wait


def test_control_with_the_protection_off_nothing_is_marked(world, settings):
    settings.GUARD_ANSWERS = False
    assert world.robots(40, world.plain, 0.05)[0] == 0


PEOPLE = [  # name, how many, within how many seconds, with scripts, most that may be marked, whether the quick run has it
    ("library_day", 200, 8 * 3600, False, 0, False),
    ("library_hour", 200, 3600, True, 0, True),
    ("library_hour_without_scripts", 200, 3600, False, 200, False),
    ("class_of_thirty", 30, 120, False, 0, True),
]


@pytest.mark.parametrize("row", PEOPLE, ids=[row[0] for row in PEOPLE])
def test_people_behind_one_address_are_never_refused(world, full, figures, row):
    name, n, seconds, script, most, quick = row
    if not (full or quick):
        pytest.skip("long: make faults")
    refused, marked = world.residents(n // world.scale, seconds, script=script)
    figures.add(f"people_{name}_refused", refused, "people")
    figures.add(f"people_{name}_marked", marked * world.scale, "people")
    assert refused == 0
    assert marked <= most
