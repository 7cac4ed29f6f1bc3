"""Published decisions, queues, highlights and sources of summaries; what is known beside the words."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.extension_points import desk_links, process_parts, summary_sources
from tests.factories.participation import make_area, make_person, make_submission, make_theme
from tests.factories.workgroups import assign, make_group, make_membership
from workgroups.actions import reviews
from workgroups.logic.reviews import Ruling
from workgroups.models import AgendaItem, Meeting
from workgroups.queries import decisions
from workgroups.queries.agenda import agenda_words, called
from workgroups.queries.history import steps_of
from workgroups.queries.insights import common_of, similar_to
from workgroups.queries.reviews import cards_of, next_meeting_of

RULING = Ruling("adopted", {"fi": "Hyvä."}, {"fi": "Tehdään."}, datetime.date(2027, 1, 31))


def publish(submission, group, by, ruling=RULING):
    lying = assign(submission, group)
    decision = reviews.decide(submission, ruling, by=by, version=lying.submission.version)
    return reviews.publish(decision, by=by)


def test_only_published_decisions_go_into_summaries(process):
    group, by = make_group(process, code="2.1"), make_person()
    publish(make_submission(process, title="Penkit"), group, by)
    waiting = assign(make_submission(process), group)
    reviews.decide(waiting.submission, RULING, by=by, version=2)
    source = summary_sources.get("decisions")

    lines = list(source.decisions(process))

    assert [(line.title, line.scope, line.due) for line in lines] == [("Penkit", "2.1", RULING.due)]
    assert list(source.passages(process)) == []
    assert source.address_of(lines[0].reference).endswith(f"/desk/contributions/{lines[0].reference}/")


def test_an_unpublished_correction_hides_no_answer_and_a_published_one_replaces_it(process):
    group, by = make_group(process), make_person()
    submission = make_submission(process)
    publish(submission, group, by)
    submission.refresh_from_db()
    second = reviews.decide(submission, Ruling("not_adopted", {"fi": "Ei."}, {}), by=by, version=submission.version)
    before = [line.outcome for line in decisions.decision_lines(process)]

    reviews.publish(second, by=by)

    assert before == ["adopted"]
    assert [line.outcome for line in decisions.decision_lines(process)] == ["not_adopted"]


def test_a_long_text_without_a_title_is_cut_between_words(process):
    decision = publish(make_submission(process, text="penkki " * 30), make_group(process), make_person())

    assert decisions.title_of(decision) == ("penkki " * 12).strip() + " …"


def test_highlights_tell_the_latest_decisions(process):
    group, by = make_group(process), make_person()
    for n in range(4):
        publish(make_submission(process, title=f"Idea {n}"), group, by)

    found = process_parts.get("reviews").highlights([process])

    assert [one.title["fi"] for one in found[process.pk]] == ["Idea 3", "Idea 2", "Idea 1"]
    assert found[process.pk][0].kind == "decision"


def test_queues_count_what_waits_and_since_when(process):
    group, idle, by = make_group(process, code="1"), make_group(process, code="2"), make_person()
    make_group(process, code="0", is_heading=True)
    assign(make_submission(process, received_on=datetime.date(2026, 2, 1)), group)
    publish(make_submission(process, received_on=datetime.date(2026, 1, 1)), group, by)

    first, second = decisions.queues_of(process)

    assert (first.waiting, first.in_review, first.decided, first.published) == (1, 0, 0, 1)
    assert first.oldest == datetime.date(2026, 2, 1)
    assert (second.group, second.waiting, second.oldest) == (idle, 0, None)
    part = process_parts.get("reviews")
    assert part.overview(process).context["queues"][0].group == group
    assert part.panel(process) is None


def test_the_panel_counts_theme_and_areas(process):
    theme, near = make_theme(process), make_area()
    rows = [make_submission(process, theme=theme, area=near) for _n in range(2)]
    make_submission(process, theme=theme)

    common = common_of(rows[0])

    assert (common.on_theme, common.from_area) == (3, 0)  # the area counts where no theme was given
    assert [(place.name, place.count) for place in common.places] == [(near.name, 2), (None, 1)]
    assert common_of(make_submission(process)).on_theme == 0
    assert common_of(make_submission(process, area=rows[0].area)).from_area == 3


def test_similar_ones_share_words_in_any_inflection_and_lie_with_the_same_group(process):
    group, other = make_group(process), make_group(process)
    own = assign(make_submission(process, text="Lisää penkkejä rantareitille."), group).submission
    twin = assign(make_submission(process, text="Rantareitin varrelle penkki ja valaistus."), group).submission
    assign(make_submission(process, text="Penkki rantareitille."), other)
    assign(make_submission(process, text="Kirjasto auki."), group)

    found = similar_to(cards_of([own])[0])

    assert [one.card.submission for one in found] == [twin]
    assert set(found[0].words) == {"rantareitti", "penkki"}
    assert similar_to(cards_of([make_submission(process, text="Kyllä")])[0]) == []
    in_tray = make_submission(process, text="Penkit rantareitille.")
    assert len(similar_to(cards_of([in_tray])[0])) == 3


@pytest.mark.parametrize(("role", "first"), [("chair", True), ("secretary", True), ("member", False)])
def test_the_inbox_is_the_first_page_of_those_who_decide(process, role, first):
    person = make_membership(make_group(process), role=role).person
    link = desk_links.get("reviews")

    assert link.visible_to(person)
    assert link.first_page_for(person) is first
    assert link.count(person) == 0


def test_a_coordinator_counts_what_waits_in_all_groups(process, coordinator):
    assign(make_submission(process), make_group(process))

    assert desk_links.get("reviews").count(coordinator) == 1


def test_the_history_is_told_in_words(process):
    submission = make_submission(process)
    publish(submission, make_group(process, code="2.1"), make_person(name="Puheenjohtaja"))

    steps = steps_of(submission)

    assert [step.kind for step in steps] == ["published", "decided"]
    assert "2.1" in steps[1].words
    assert steps[1].by == "Puheenjohtaja"
    assert next_meeting_of([]) is None


def everywhere(client, process, decision):
    """Return the public pages and feeds with a decision together, and what summaries and news call it."""
    pages = [decision.group.get_absolute_url(), process.get_absolute_url()]
    pages.append(reverse("participation:process_atom", args=[process.slug]))
    shown = "".join(client.get(page).content.decode() for page in pages)
    return [shown, decisions.title_of(decision), *(line.title for line in decisions.decision_lines(process))]


@pytest.mark.parametrize("title", ["Soita Matti Meikäläiselle 040 123 4567", ""])
def test_nothing_public_about_a_decision_shows_personal_data(client, process, title):
    text = "Soita Matti Meikäläiselle 040 123 4567, hän tietää tarkemmin mistä penkistä tässä on kyse."
    decision = publish(make_submission(process, title=title, text=text), make_group(process), make_person())

    for words in everywhere(client, process, decision):
        assert "[puhelinnumero]" in words
        assert "Meikäläi" not in words
        assert "123 4567" not in words


@pytest.mark.parametrize("title", ["Penkkejä torille", ""])
def test_words_that_their_author_does_not_want_quoted_are_not_shown_with_the_answer(client, process, title):
    silent = make_submission(process, title=title, text="Penkkejä rantaan.", provenance={"quotable": False})
    decision = publish(silent, make_group(process), make_person())

    for words in everywhere(client, process, decision):
        assert silent.reference in words
        assert "Penkkejä" not in words
    assert called(silent) == silent.reference  # in minutes too


def test_printed_agendas_quote_nobody_who_does_not_want_it(process):
    meeting = Meeting.objects.create(group=make_group(process), number=1, starts=timezone.now())
    for order, provenance in enumerate(({}, {"quotable": False})):
        submission = make_submission(process, text="Penkkejä rantaan.", provenance=provenance)
        AgendaItem.objects.create(meeting=meeting, submission=submission, order=order)
    said, silent = (
        " ".join(one["text"] for one in part["paragraphs"]) for part in agenda_words(meeting, "fi")["sections"]
    )
    assert "Penkkejä" in said
    assert "Penkkejä" not in silent
