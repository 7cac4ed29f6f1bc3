"""Ideas left by residents: phases, receipts, replays, addresses kept apart."""

import threading
import time
import uuid

import pytest
from django.core import mail
from django.db import connection

from participation.actions.ideas import receive_idea
from participation.actions.receipts import Stage, publish_outcome
from participation.actions.workshops import receive_table_idea
from participation.errors import Conflict, NotOpen, ParticipationError
from participation.models import Follow, Phase, Process, Receipt, Submission, Workshop
from tests.factories.participation import make_area, make_person, make_process, make_submission, make_theme

TEXT = "Lisää penkkejä rantareitille, jotta vanhukset jaksavat kävellä."


def test_receive_idea_stores_the_idea_with_its_receipt(process):
    theme, area = make_theme(process), make_area()
    received = receive_idea(process, key="k1", text=TEXT, title=" Penkit ", theme=theme, area=area, language="fi")
    stored = Submission.objects.get()
    assert received.is_new
    assert received.submission == stored
    assert (stored.title, stored.theme, stored.area, stored.channel) == ("Penkit", theme, area, "form")
    assert stored.receipt == Receipt.objects.get()
    assert "k1" not in stored.source_key


def test_same_key_and_words_give_the_same_receipt(process):
    first = receive_idea(process, key="k1", text=TEXT)
    again = receive_idea(process, key="k1", text=TEXT + " \r\n")
    assert (again.code, again.is_new) == (first.code, False)
    assert Submission.objects.count() == Receipt.objects.count() == 1


@pytest.mark.parametrize("change", [{"text": "Toinen teksti."}, {"title": "Toinen"}])
def test_same_key_with_other_content_is_refused(process, change):
    receive_idea(process, key="k1", text=TEXT)
    with pytest.raises(Conflict) as refused:
        receive_idea(process, **({"key": "k1", "text": TEXT} | change))
    assert refused.value.code == "already_received"
    assert Submission.objects.get().text == TEXT


def test_same_key_in_another_process_is_refused(process):
    receive_idea(process, key="k1", text=TEXT)
    with pytest.raises(Conflict):
        receive_idea(make_process(), key="k1", text=TEXT)


def test_replay_after_closing_still_gives_the_receipt_but_new_ones_are_refused(process):
    first = receive_idea(process, key="k1", text=TEXT)
    Phase.objects.update(takes_ideas=False)
    assert receive_idea(process, key="k1", text=TEXT).code == first.code
    with pytest.raises(NotOpen):
        receive_idea(process, key="k2", text=TEXT)
    assert Submission.objects.count() == 1


def test_draft_process_takes_no_ideas(process):
    Process.objects.update(state="draft")
    process.refresh_from_db()
    with pytest.raises(NotOpen):
        receive_idea(process, key="k1", text=TEXT)


@pytest.mark.parametrize(
    ("text", "page", "found"),
    [
        ("Vi behöver fler bänkar och bättre belysning vid stranden.", "fi", "sv"),
        ("Lisää penkkejä.", "sv", "sv"),
        (TEXT, "fi-easy", "fi"),
    ],
)
def test_language_is_the_pages_unless_the_text_clearly_says_otherwise(process, text, page, found):
    assert receive_idea(process, key="k1", text=text, language=page).submission.language == found


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "a" * 10_001}, "text"),
        ({"text": TEXT, "title": "a" * 201}, "title"),
        ({"text": TEXT, "email": "not an address"}, "email"),
        ({"text": TEXT, "location": {"type": "Point", "coordinates": [200, 0]}}, "location"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(process, fields, field):
    with pytest.raises(ParticipationError) as refused:
        receive_idea(process, key="k1", **fields)
    assert list(refused.value.fields) == [field]
    assert not Submission.objects.exists()


def test_control_characters_are_dropped(process):
    assert receive_idea(process, key="k1", text="Valoja\x00 lisää\u202e").submission.text == "Valoja lisää"


def test_address_is_kept_apart_once_and_hears_of_the_answer(process, work_off):
    for _ in range(2):
        received = receive_idea(process, key="k1", text=TEXT, email="Asukas@Example.org", language="fi")
    follow = Follow.objects.get()
    assert follow.email == "asukas@example.org"
    assert "asukas" not in str(vars(Submission.objects.get())).lower()
    work_off()
    chair = make_person()
    Submission.objects.update(state="decided")
    received.submission.refresh_from_db()
    publish_outcome(received.submission, Stage("decided", {"fi": "Tehdään."}), by=chair)
    work_off()
    assert [message.to for message in mail.outbox if "asukas@example.org" in message.to] == [["asukas@example.org"]]


def test_table_idea_carries_where_and_what_was_asked(process):
    workshop = make_workshop(process)
    received = receive_table_idea(workshop, key="k1", text=TEXT, language="fi", table=2, prompt=1)
    assert received.submission.channel == "workshop"
    assert received.submission.provenance == {
        "workshop": workshop.code,
        "table": 2,
        "prompt": 1,
        "asked": {"fi": "Mikä on tärkeintä?"},
    }


def test_open_workshop_takes_ideas_though_the_phase_does_not(process):
    Phase.objects.update(takes_ideas=False)
    assert receive_table_idea(make_workshop(process), key="k1", text=TEXT, language="fi").is_new


@pytest.mark.parametrize("state", ["coming", "closed"])
def test_workshop_that_is_not_open_takes_no_ideas(process, state):
    with pytest.raises(NotOpen):
        receive_table_idea(make_workshop(process, state=state), key="k1", text=TEXT, language="fi")


def test_an_idea_that_comes_while_the_workshop_is_closed_is_refused_and_not_left_with_nobody(process):
    seen_open = make_workshop(process)
    Workshop.objects.update(state="closed")
    with pytest.raises(NotOpen):
        receive_table_idea(seen_open, key="k1", text=TEXT, language="fi")
    assert not Submission.objects.exists()


def make_workshop(process, **fields):
    from django.utils import timezone

    defaults = {"code": "ILTA", "name": {"fi": "Ilta"}, "starts": timezone.now(), "state": "open", "tables": 4}
    return Workshop.objects.create(process=process, **defaults | {"prompts": [{"fi": "Mikä on tärkeintä?"}]} | fields)


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_ideas_at_once_make_one_row_and_one_receipt():
    process = make_process()
    key = str(uuid.uuid4())
    gate = threading.Barrier(50)
    codes, failures = [], []

    def send():
        try:
            gate.wait(20)
            for _attempt in range(5):
                try:
                    codes.append(receive_idea(process, key=key, text=TEXT).code)
                    break
                except Exception as error:
                    if "locked" not in str(error):
                        raise
                    time.sleep(0.2)
        except Exception as error:  # noqa: BLE001 -- gathered and asserted
            failures.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (len(codes), len(set(codes))) == (50, 1)
    assert Submission.objects.count() == Receipt.objects.count() == 1


def test_factory_submission_is_no_receipt(process):
    make_submission(process)
    assert not Receipt.objects.exists()
