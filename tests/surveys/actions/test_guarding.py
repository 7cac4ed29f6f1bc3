"""What is noticed beside answers: signs, limits by network, proofs, attacks; and that nothing of it leads to anybody."""

import datetime
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from participation.actions import networks
from participation.actions.guarding import moment_in
from participation.gateways.kept import OptionalRedisCache
from participation.logic import guarding as rules
from participation.models import AuditEntry, Notification
from surveys.actions import guarding
from surveys.actions.guarding import Traces, look_at, moment_for, note_recorded
from surveys.models import Survey
from tests.factories.surveys import choice, document, make_response, make_survey, question
from tests.support.servers import free_port

LONG = "Kirjasto saisi olla auki myös sunnuntaisin, sillä silloin on aikaa käydä."
HOME = "192.0.2.7"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The cache is empty, and time stands still unless a test moves it; windows of a minute begin now."""
    cache.clear()
    now = timezone.now().replace(hour=1, minute=0, second=0, microsecond=0, tzinfo=datetime.UTC)
    moment = {"now": now}
    monkeypatch.setattr(timezone, "now", lambda: moment["now"])
    return moment


@pytest.fixture
def survey(process):
    pages = [question(f"q{n}", "single_choice", choices=[choice("a"), choice("b")]) for n in range(9)]
    return make_survey(process, doc=document([*pages, question("idea", "long_text")]))


def sent(survey, n=1, *, address=HOME, answers=None, proof="", **more):
    """Send n times in this moment; returns the marks of each."""
    found = []
    for _ in range(n):
        key = uuid.uuid4()
        traces = Traces(address, proof=rules.proof_for(str(key)) if proof == "real" else proof, **more)
        look = look_at(survey, survey.current, key, answers or {"q1": "a"}, traces)
        note_recorded(survey, look)
        found.append(look.marks)
    return found


def test_an_ordinary_answer_bears_no_mark(survey):
    assert sent(survey) == [""]


def test_a_hidden_field_and_a_missing_page_are_marks(survey):
    assert sent(survey, hidden=True, moment="") == ["hidden unopened"]
    assert sent(survey, moment="forged:signature") == ["unopened"]


@pytest.mark.parametrize(
    ("seconds", "answers", "before", "marks"),
    [(0.9, 1, 1, "fast"), (1.1, 1, 1, ""), (3, 9, 0, "fast"), (5, 9, 0, ""), (-5, 1, 1, "fast"), (86_400, 9, 0, "")],
)
def test_nobody_answers_faster_than_people_read(survey, clock, seconds, answers, before, marks):
    key = uuid.uuid4()
    moment = moment_for(survey, key, before)
    clock["now"] += datetime.timedelta(seconds=seconds)
    given = {f"q{n}": "ab"[n % 2] for n in range(answers)}
    assert look_at(survey, survey.current, key, given, Traces(HOME, moment=moment)).marks == marks


def test_a_moment_is_signed_for_one_form_of_one_survey(survey, process):
    key = uuid.uuid4()
    subject, moment = guarding.subject_of(survey), moment_for(survey, key, 0)
    assert moment_in(subject, key, moment)
    assert moment_in(subject, key, moment_for(survey, "", 0))  # all pages in one document
    assert not moment_in(subject, uuid.uuid4(), moment)
    assert not moment_in(guarding.subject_of(make_survey(process)), key, moment)


def test_one_network_may_send_what_a_library_sends_and_a_proof_goes_further(survey, settings):
    assert sent(survey, 60) == [""] * 60
    assert sent(survey) == ["burst"]
    assert sent(survey, proof="real") == [""]
    assert sent(survey, proof="1.2.3.4.5.6.7.8") == ["burst"]
    assert sent(survey, address="198.51.100.1") == [""]
    settings.SHARED_NETWORKS = ["192.0.2.0/24"]
    assert sent(survey) == [""]


def test_the_same_long_words_are_noticed_wherever_they_come_from_but_short_answers_are_everybodys(survey):
    marks = [sent(survey, address=f"10.0.{n}.1", answers={"idea": LONG})[0] for n in range(11)]
    assert marks == [""] * 10 + ["identical"]
    assert set(sent(survey, 30, answers={"idea": "Ei ole"}, address="10.1.0.1")) == {""}
    choices = {f"q{n}": "a" for n in range(8)}
    assert sent(survey, 6, answers=choices, address="10.2.0.1") == [""] * 5 + ["identical"]
    assert sent(survey, answers=choices, address="10.3.0.1") == [""]


def test_a_survey_under_attack_asks_for_a_proof_by_itself_for_an_hour(survey, clock, coordinator):
    sent(survey, rules.ATTACK, moment="")
    survey.refresh_from_db()
    assert survey.is_guarded(timezone.now())
    assert AuditEntry.objects.filter(verb="guard_survey", by=None).count() == 1
    told = Notification.objects.get()
    assert (told.person, told.kind, told.context) == (coordinator, guarding.GUARDED, {"survey": survey.pk})
    assert survey.title["fi"] in told.title
    assert sent(survey, address="198.51.100.1") == ["unproven"]
    assert sent(survey, address="198.51.100.1", proof="real") == [""]
    clock["now"] += datetime.timedelta(minutes=61)
    assert sent(survey, address="198.51.100.1") == [""]


def test_a_script_is_asked_for_a_proof_once_and_then_served(survey):
    survey.guarded_until = timezone.now() + datetime.timedelta(hours=1)
    key = uuid.uuid4()
    wants = [look_at(survey, survey.current, key, {}, Traces(HOME, proof=proof)).wants_proof for proof in ("", "none")]
    assert wants == [True, False]
    assert not look_at(survey, survey.current, key, {}, Traces(HOME, hidden=True, proof="none")).wants_proof


def test_a_coordinator_switches_it_on_for_a_day_and_off(survey, coordinator):
    assert guarding.guard_survey(survey, by=coordinator)
    assert survey.guarded_until - timezone.now() == datetime.timedelta(hours=24)
    assert guarding.unguard_survey(survey, by=coordinator)
    assert not guarding.unguard_survey(survey, by=coordinator)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))[-2:] == [
        "guard_survey",
        "unguard_survey",
    ]


def test_answers_by_code_and_with_protection_off_are_not_looked_at(survey, settings):
    settings.GUARD_ANSWERS = False
    assert set(sent(survey, 100, hidden=True, moment="")) == {""}
    settings.GUARD_ANSWERS = True
    Survey.objects.filter(pk=survey.pk).update(identity="code")
    survey.refresh_from_db()
    assert sent(survey, hidden=True, moment="") == [""]


def test_a_cache_that_is_away_stops_nobody(survey, monkeypatch):
    monkeypatch.setattr(OptionalRedisCache, "away_until", 0.0)
    monkeypatch.setattr(networks, "cache", OptionalRedisCache(f"redis://127.0.0.1:{free_port()}/0", {}))
    assert sent(survey, 3) == [""] * 3
    assert networks.network_hash(HOME) == ""
    assert networks.count([("anything", 60)]) == networks.counts_of([("anything", 60)]) == [0]


def test_a_network_is_known_by_another_name_after_half_a_day_and_by_none_in_the_database(survey, clock):
    first = networks.network_hash(HOME)
    assert first == networks.network_hash("192.0.2.200")  # never a single device
    sent(survey, 61)
    make_response(survey, {"q1": "a"}, marks="burst")
    clock["now"] += datetime.timedelta(hours=12)
    assert networks.network_hash(HOME) != first
    stored = cache._cache
    assert not [name for name in stored if HOME in name or "192.0.2" in name]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            words = str(cursor.fetchall())
            assert first not in words
            assert "192.0.2" not in words
