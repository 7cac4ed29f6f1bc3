"""A group ends while something is on its way to it: it comes to the group that continues, and nothing is left behind."""

import threading

import pytest
from django.db import connection, connections, transaction

from participation.errors import Conflict
from tests.factories.participation import make_person, make_process, make_submission
from tests.factories.workgroups import assign, make_group, make_rule
from tests.workgroups.actions.test_reviews_at_once import patiently
from workgroups.actions import opinions, routing
from workgroups.actions.reorganisation import merge_groups
from workgroups.logic.routing import Choice
from workgroups.models import Assignment, Group

WAIT = 0.4  # seconds in which the other one would be through if nothing held it back


class Town:
    """A group that is being ended in favour of another, and a contribution that a rule gives to it."""

    def __init__(self):
        self.by, self.process = make_person(), make_process()
        self.old, self.heir = make_group(self.process, code="1"), make_group(self.process, code="2")
        make_rule(self.old, keywords=["bussi"])
        self.submission = make_submission(self.process, text="Lisää busseja.")

    def meanwhile(self, deed):
        """Do something in another connection after the group was ended and before that is final."""
        results, done = [], threading.Event()

        def run():
            try:
                results.append(patiently(deed))
            except Exception as error:  # noqa: BLE001 -- given back and asserted
                results.append(error)
            finally:
                done.set()
                connections.close_all()

        thread = threading.Thread(target=run)
        with transaction.atomic():
            merge_groups([self.old], self.heir, by=self.by)
            thread.start()
            done.wait(WAIT)
        thread.join()
        return results[0]

    def left_behind(self):
        return Assignment.objects.current().filter(group__ended_on__isnull=False).count()


@pytest.mark.django_db(transaction=True)
def test_what_was_on_its_way_comes_to_the_group_that_continues():
    town = Town()
    assignment = town.meanwhile(lambda: routing.route(town.submission))
    assert (assignment.group, town.left_behind()) == (town.heir, 0)


@pytest.mark.django_db(transaction=True)
def test_whoever_hands_on_or_asks_by_hand_is_told():
    town = Town()
    lies = assign(town.submission, make_group(town.process, code="3"))
    seen = Group.objects.get(pk=town.old.pk)
    told = town.meanwhile(lambda: routing.forward(lies, seen, by=town.by, reason="sinne", version=2))
    assert isinstance(told, Conflict), told
    with pytest.raises(Conflict):
        opinions.ask_opinions(lies, [Group(seen.pk, process=town.process, code="1")], by=town.by, version=2)
    assert town.left_behind() == 0


@pytest.mark.django_db(transaction=True)
def test_without_holding_the_group_it_would_be_left_behind(monkeypatch):
    """Control arm: SQLite lets nobody write in the middle of it, but it would be placed right afterwards."""
    town = Town()
    monkeypatch.setattr(routing, "hold", lambda keys: None)
    choice = Choice(town.old.pk, None, 0)
    town.meanwhile(lambda: routing.place([(town.submission, choice)]))
    assert town.left_behind() == 1, connection.vendor
