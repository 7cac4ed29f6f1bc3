"""Facilitators grouping at the same moment: of moves that rest on the same sight one holds, and no screen misses it."""

import random
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from participation.actions import walls
from participation.actions.workshops import receive_table_idea
from participation.errors import Conflict
from participation.models import Workshop, WorkshopCluster, WorkshopNote
from participation.queries.walls import wall_change
from tests.factories.participation import make_person, make_process

FACILITATORS, ROUNDS = 4, 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room():
    process = make_process()
    person = make_person(roles=[("facilitator", process)])
    workshop = Workshop.objects.create(
        process=process, code="SALI", name={"fi": "Ilta"}, starts=timezone.now(), prompts=[{"fi": "Mitä?"}], tables=2,
        state="open", moderated=False,
    )  # fmt: skip
    for n in range(3):
        key = str(uuid.uuid4())
        receive_table_idea(workshop, key=key, text=f"Idea {n}", language="fi", table=1, prompt=1, shown=True)
    clusters = [walls.add_cluster(workshop, f"Ryhmä {n}", by=person) for n in range(FACILITATORS)]
    return workshop, clusters, person


def together(work):
    """Let every facilitator do the same at the same moment, round after round; returns what each round gave."""
    start = threading.Barrier(FACILITATORS)

    def one(facilitator):
        try:
            return [work(facilitator, turn, start) for turn in range(ROUNDS)]
        finally:
            connection.close()

    with ThreadPoolExecutor(FACILITATORS) as pool:
        return [answer for answers in pool.map(one, range(FACILITATORS)) for answer in answers]


def seen_together(start, pk):
    """What all facilitators saw before any of them moved."""
    note = WorkshopNote.objects.select_related("workshop", "submission").get(pk=pk)
    start.wait(timeout=30)
    return note


def test_moves_on_the_same_sight_are_one_move_and_the_others_are_told(room):
    workshop, clusters, person = room
    pks = list(WorkshopNote.objects.values_list("pk", flat=True))
    screen, since = {}, 0

    def work(facilitator, turn, start):
        note = seen_together(start, pks[turn % len(pks)])
        try:
            walls.move_note(note, clusters[facilitator], seen=note.moves, by=person)
            answer = (note.pk, note.moves, clusters[facilitator].pk)
        except Conflict:
            answer = None
        start.wait(timeout=30)
        return answer

    answers = together(work)
    held = [answer for answer in answers if answer]
    assert len(held) == ROUNDS
    assert answers.count(None) == ROUNDS * (FACILITATORS - 1)
    for pk, moves, cluster in WorkshopNote.objects.values_list("pk", "moves", "cluster"):
        own = sorted(one[1:] for one in held if one[0] == pk)
        assert [number for number, _cluster in own] == list(range(1, moves + 1))
        assert own[-1][1] == cluster
    while (change := wall_change(workshop.pk, since))["version"] > since:
        since = change["version"]
        screen |= {note["id"]: note["cluster"] for note in change["notes"]}
    assert screen == dict(WorkshopNote.objects.values_list("pk", "cluster"))


def test_control_moving_without_what_was_seen_overwrites_silently(room):
    _workshop, clusters, _person = room
    pk = WorkshopNote.objects.first().pk

    def naive(facilitator, _turn, start):
        note = seen_together(start, pk)
        WorkshopNote.objects.filter(pk=pk).update(cluster=clusters[facilitator], moves=note.moves + 1)
        start.wait(timeout=30)
        return True

    told_that_it_held = together(naive).count(True)
    assert told_that_it_held - WorkshopNote.objects.get(pk=pk).moves == ROUNDS * (FACILITATORS - 1)


def test_nothing_hangs_in_a_cluster_that_was_taken_apart_meanwhile(room):
    workshop, clusters, person = room
    pks = list(WorkshopNote.objects.values_list("pk", flat=True))

    def work(facilitator, turn, start):
        dice = random.Random(facilitator * 100 + turn)
        start.wait(timeout=30)
        try:
            if facilitator == 0 and turn % 2:
                walls.remove_cluster(clusters[turn // 2], by=person)
            elif facilitator == 1 and turn % 3 == 0:
                clusters.append(walls.add_cluster(workshop, f"Uusi {turn}", by=person))
            else:
                note = WorkshopNote.objects.select_related("workshop", "submission").get(pk=dice.choice(pks))
                walls.move_note(note, dice.choice(clusters), seen=note.moves, by=person)
        except Conflict:
            return "told"
        return "held"

    assert together(work).count("held") >= ROUNDS
    assert WorkshopCluster.objects.filter(is_removed=True).count() == ROUNDS // 2
    assert not WorkshopNote.objects.filter(cluster__is_removed=True).exists()
