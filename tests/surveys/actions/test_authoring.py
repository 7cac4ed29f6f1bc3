"""Building together: nothing that somebody wrote is lost, every step can be taken back, publishing says what it lacks."""

import itertools
import random

import pytest

from participation.errors import Conflict, ParticipationError
from participation.models import AuditEntry
from surveys.actions import authoring
from surveys.logic.authoring import operations as ops
from surveys.logic.authoring.working import normal, strict_part
from surveys.models import DraftStep, QuestionnaireDraft, Survey
from surveys.queries.authoring import undoable_of
from tests.factories.participation import make_person
from tests.factories.surveys import document, make_survey, question, texts

INTERLEAVINGS = 200


@pytest.fixture
def other(process):
    return make_person(name="Toinen", roles=[("coordinator", process)])


@pytest.fixture
def draft(process, coordinator):
    return authoring.open_draft(make_survey(process), by=coordinator)


def write(name, words, language="fi"):
    return ops.Change(("question", name, "label", language), words)


def label(draft, name, language="fi"):
    draft = QuestionnaireDraft.objects.get(pk=draft.pk)
    return next(q["label"][language] for p in draft.document["pages"] for q in p["questions"] if q["name"] == name)


def test_a_new_survey_begins_with_an_empty_working_copy(process, coordinator):
    survey = Survey(process=process, slug="uusi", title={"fi": "Uusi"}, languages=["fi", "sv"])
    draft = authoring.start_survey(survey, by=coordinator)
    assert (draft.version, draft.document["languages"], draft.document["about"]) == (
        0,
        ["fi", "sv"],
        {"title": {"fi": "Uusi"}},
    )
    with pytest.raises(Conflict):
        authoring.start_survey(
            Survey(process=process, slug="uusi", title={"fi": "B"}, languages=["fi"]), by=coordinator
        )


def test_the_working_copy_is_made_of_the_version_in_use_and_is_one(draft, coordinator):
    assert authoring.open_draft(draft.survey, by=coordinator).pk == draft.pk
    assert not draft.is_changed
    assert normal(draft.document) == draft.document


def test_edits_of_different_spots_are_merged_and_of_the_same_spot_are_kept_both(draft, coordinator, other):
    authoring.edit_draft(draft, write("service", "Ensin"), seen=0, by=coordinator)
    merged = authoring.edit_draft(draft, write("idea", "Samalla"), seen=0, by=other)
    assert merged.merged
    assert not merged.clashes
    both = ops.Together((write("service", "Toinen sana"), write("age", "Ikä")))
    clashed = authoring.edit_draft(draft, both, seen=0, by=other)
    (clash,) = clashed.clashes
    assert (clash.operation.to, clash.theirs) == ("Toinen sana", "Ensin")
    assert [label(draft, name) for name in ("service", "idea", "age")] == ["Ensin", "Samalla", "Ikä"]
    same = authoring.edit_draft(draft, write("service", "Ensin"), seen=0, by=other)
    assert (same.clashes, same.made) == ((), False)


def test_what_somebody_deleted_or_an_unknown_step_is_a_conflict(draft, coordinator, other):
    authoring.edit_draft(draft, ops.DeleteQuestion("idea"), seen=0, by=coordinator)
    assert authoring.edit_draft(draft, write("idea", "Silti"), seen=0, by=other).clashes
    gone = ops.AddQuestion("page9", question("b", "number"), "")
    with pytest.raises(Conflict):
        authoring.edit_draft(draft, gone, seen=0, by=other)
    with pytest.raises(ParticipationError):
        authoring.edit_draft(draft, gone, seen=1, by=other)
    for seen in (-1, 99):
        with pytest.raises(Conflict):
            authoring.edit_draft(draft, write("age", "x"), seen=seen, by=other)
    with pytest.raises(ParticipationError):
        authoring.edit_draft(draft, {"do": "explode"}, seen=1, by=other)


def interleaved(draft, people, dice, *, checked):
    """Two editors read and write in a random order; returns how many acknowledged edits are nowhere afterwards."""
    fresh = QuestionnaireDraft.objects.get(pk=draft.pk)
    seen = dict.fromkeys(people, (fresh.version, fresh.document))
    written, told = {}, set()
    for number in range(8):
        person = dice.choice(people)
        if dice.random() < 0.4:
            fresh = QuestionnaireDraft.objects.get(pk=draft.pk)
            seen[person] = (fresh.version, fresh.document)
        name = dice.choice(["service", "idea", "rating", "age"])
        words = f"{person.pk}:{number}:{dice.random()}"
        version, copy = seen[person]
        if checked:
            edited = authoring.edit_draft(draft, write(name, words), seen=version, by=person)
            told |= {clash.operation.to for clash in edited.clashes}
            if not edited.clashes:
                written.setdefault(name, []).append((words, version, edited.draft.version))
                seen[person] = (edited.draft.version, edited.draft.document)
        else:
            after, _inverse = ops.applied(copy, write(name, words))
            QuestionnaireDraft.objects.filter(pk=draft.pk).update(document=after)  # the whole page, whoever was before
            written.setdefault(name, []).append((words, None, None))
            seen[person] = (version, after)
    lost = 0
    for name, edits in written.items():
        lost += label(draft, name) != edits[-1][0]
        for (_words, _seen, made), (_later, later_seen, _made) in itertools.pairwise(edits):
            lost += made is not None and later_seen < made  # overwritten by somebody who had not seen it
    return lost


def test_two_editors_lose_no_edit_and_without_the_check_they_do(draft, coordinator, other):
    dice = random.Random(4)
    lost = {True: 0, False: 0}
    for _round in range(INTERLEAVINGS):
        for checked in (True, False):
            lost[checked] += interleaved(draft, [coordinator, other], dice, checked=checked)
    print(f"two editors, {INTERLEAVINGS} interleavings: lost {lost[True]}, without the check {lost[False]}")
    assert lost[True] == 0
    assert lost[False] > 0


def test_a_write_in_between_is_tried_again_not_overwritten(draft, coordinator, other, monkeypatch):
    real, first = authoring.store_step, []

    def disturbed(*args, **kwargs):
        if not first:
            first.append(True)
            authoring.edit_draft(draft, write("idea", "Välissä"), seen=0, by=other)
        return real(*args, **kwargs)

    monkeypatch.setattr(authoring, "store_step", disturbed)
    authoring.edit_draft(draft, write("age", "Minä"), seen=0, by=coordinator)
    assert (label(draft, "idea"), label(draft, "age")) == ("Välissä", "Minä")
    assert QuestionnaireDraft.objects.get(pk=draft.pk).version == 2


def test_fifty_steps_are_taken_back_and_made_again_after_a_reload(draft, coordinator):
    start = draft.document
    edits = [
        write("age", f"Ikä {n}") if n % 5 else ops.AddQuestion("page2", question(f"q{n}", "number"), "age")
        for n in range(55)
    ]
    for n, edit in enumerate(edits):
        authoring.edit_draft(draft, edit, seen=n, by=coordinator)
    end = QuestionnaireDraft.objects.get(pk=draft.pk).document
    for _n in range(55):
        assert authoring.undo(QuestionnaireDraft.objects.get(pk=draft.pk), by=coordinator).made
    assert QuestionnaireDraft.objects.get(pk=draft.pk).document == start
    assert not authoring.undo(draft, by=coordinator).made
    for _n in range(55):
        assert authoring.redo(QuestionnaireDraft.objects.get(pk=draft.pk), by=coordinator).made
    assert QuestionnaireDraft.objects.get(pk=draft.pk).document == end
    assert DraftStep.objects.filter(draft=draft).count() == 165


def test_undo_takes_back_own_steps_only_and_never_what_came_on_top(draft, coordinator, other):
    authoring.edit_draft(draft, write("age", "Minun"), seen=0, by=coordinator)
    authoring.edit_draft(draft, write("idea", "Toisen"), seen=1, by=other)
    authoring.undo(draft, by=coordinator)
    assert (label(draft, "age"), label(draft, "idea")) == ("Kysymys age", "Toisen")
    assert undoable_of(draft, coordinator).redo
    authoring.redo(draft, by=coordinator)
    authoring.edit_draft(draft, write("age", "Toisen ikä"), seen=4, by=other)
    with pytest.raises(Conflict):
        authoring.undo(draft, by=coordinator)
    assert label(draft, "age") == "Toisen ikä"
    authoring.undo(draft, by=other)
    authoring.edit_draft(draft, write("age", "Uusi"), seen=6, by=other)
    assert not authoring.redo(draft, by=other).made  # something new was done instead


def test_publishing_refuses_missing_texts_unless_told_why(draft, coordinator):
    authoring.edit_draft(draft, ops.Change(("question", "age", "hint", "fi"), "Vuosina"), seen=0, by=coordinator)
    with pytest.raises(ParticipationError) as refusal:
        authoring.publish_draft(draft, seen=1, by=coordinator, reason=" ")
    assert refusal.value.code == "missing_texts"
    assert Survey.objects.get().current.number == 1
    version = authoring.publish_draft(draft, seen=1, by=coordinator, reason="Käännös tulee maanantaina")
    entry = AuditEntry.objects.get(verb="publish_without_texts")
    assert (version.number, entry.data["reason"], entry.data["texts"]) == (2, "Käännös tulee maanantaina", 2)
    draft.refresh_from_db()
    assert not draft.is_changed


def test_publishing_writes_the_surveys_own_texts_and_nothing_before_it(draft, coordinator):
    authoring.edit_draft(draft, ops.Change(("about", "title"), texts("Toinen nimi")), seen=0, by=coordinator)
    assert Survey.objects.get().title != texts("Toinen nimi")
    version = authoring.publish_draft(draft, seen=1, by=coordinator)
    assert Survey.objects.get().title == texts("Toinen nimi")
    assert version.document["pages"][1]["questions"][1]["name"] == "age"
    assert strict_part(draft.document)["languages"] == version.document["languages"]


@pytest.mark.parametrize(
    ("edit", "state", "code"), [(ops.DeleteQuestion("service"), "open", "not_finished"), (None, "closed", "closed")]
)
def test_what_is_unfinished_or_closed_is_not_published(draft, coordinator, edit, state, code):
    if edit:
        authoring.edit_draft(draft, edit, seen=0, by=coordinator)
    Survey.objects.update(state=state)
    with pytest.raises(ParticipationError) as refusal:
        authoring.publish_draft(draft, seen=1 if edit else 0, by=coordinator)
    assert refusal.value.code == code
    Survey.objects.update(state="open")
    with pytest.raises(Conflict):
        authoring.publish_draft(draft, seen=7, by=coordinator)


def test_a_version_from_elsewhere_replaces_an_untouched_copy(draft, coordinator):
    from surveys.actions.questionnaires import publish_version

    publish_version(draft.survey, document([question("only", "number")]), by=coordinator)
    fresh = authoring.open_draft(draft.survey, by=coordinator)
    assert [q["name"] for p in fresh.document["pages"] for q in p["questions"]] == ["only"]


def test_a_version_from_elsewhere_never_takes_an_edit_that_came_between(draft, coordinator, monkeypatch):
    from surveys.actions.questionnaires import publish_version

    publish_version(draft.survey, document([question("only", "number")]), by=coordinator)
    edited, made = {**draft.document, "edited": True}, authoring.working_copy

    def while_somebody_edits(*given):
        QuestionnaireDraft.objects.filter(pk=draft.pk).update(document=edited, version=draft.version + 1)
        return made(*given)

    monkeypatch.setattr(authoring, "working_copy", while_somebody_edits)
    assert authoring.open_draft(draft.survey, by=coordinator).document == edited
