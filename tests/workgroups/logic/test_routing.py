"""Rules: all conditions, in order, the first hit; suggestions by the words of a task."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.logic.routing import (
    RuleFacts,
    SubmissionFacts,
    areas_with_parents,
    choose,
    decide,
    fits,
    options_of,
    suggest,
    telling_words,
)

NETWORK = RuleFacts(key=7, order=3, group=21, keywords=("koulu", "palveluverkko"))


def test_keyword_rule_names_keyword_and_word_as_written():
    choice = decide(SubmissionFacts("Koko palveluverkkoa supistetaan liikaa"), [NETWORK])

    assert (choice.group, choice.rule, choice.order) == (21, 7, 3)
    assert choice.explanation == {"rule": 3, "kind": "keyword", "keyword": "palveluverkko", "word": "palveluverkkoa"}


def test_keyword_is_found_in_title_too():
    assert decide(SubmissionFacts("Ei lisättävää", title="Palveluverkkosuunnitelma"), [NETWORK])


def test_no_rule_fits():
    assert decide(SubmissionFacts("Lisää penkkejä"), [NETWORK]) is None
    assert decide(SubmissionFacts("Lisää penkkejä"), []) is None


def test_rule_without_conditions_takes_everything():
    choice = decide(SubmissionFacts("x"), [RuleFacts(key=1, order=9, group=5)])
    assert choice.explanation == {"rule": 9, "kind": "all"}


@pytest.mark.parametrize(
    ("rule", "facts", "kind"),
    [
        ({"theme": 1}, {"theme": 1}, "theme"),
        ({"area": 4}, {"areas": frozenset({9, 4})}, "area"),
        ({"channel": "paper"}, {"channel": "paper"}, "channel"),
        ({"language": "sv"}, {"language": "sv"}, "language"),
        ({"survey": "a"}, {"survey": "a", "question": "b"}, "survey"),
        ({"survey": "a", "question": "b"}, {"survey": "a", "question": "b"}, "question"),
        ({"option": "c"}, {"options": frozenset({"c"})}, "option"),
        ({"workshop": "ILTA"}, {"workshop": "ILTA", "table": 2}, "workshop"),
        ({"workshop": "ILTA", "table": 2}, {"workshop": "ILTA", "table": 2}, "table"),
    ],
)
def test_each_condition_holds_for_its_own_value_only(rule, facts, kind):
    rule = RuleFacts(key=1, order=1, group=5, **rule)

    assert decide(SubmissionFacts("teksti", **facts), [rule]).explanation["kind"] == kind
    assert decide(SubmissionFacts("teksti"), [rule]) is None


def test_the_group_written_down_at_the_table_comes_before_rules():
    facts = SubmissionFacts("Palveluverkko", mark="2.A")
    choice = choose(facts, [NETWORK], {"2.a": 9})
    assert (choice.group, choice.rule, choice.origin, choice.explanation) == (
        9,
        None,
        "mark",
        {"kind": "mark", "mark": "2.A"},
    )
    assert choose(facts, [NETWORK], {"3": 9}).rule == 7
    assert choose(SubmissionFacts("x"), [], {"": 9}) is None


def test_answers_are_known_as_value_and_with_their_question():
    assert options_of({"area": "keskusta"}) == {"keskusta", "area=keskusta"}
    assert options_of(["a", 2]) == {"a", "2"}
    assert options_of(None) == frozenset()


facts_strategy = st.builds(
    SubmissionFacts,
    text=st.just("teksti"),
    theme=st.sampled_from([None, 1, 2]),
    areas=st.frozensets(st.integers(1, 3)),
    channel=st.sampled_from(["form", "paper"]),
    language=st.sampled_from(["fi", "sv"]),
    survey=st.sampled_from(["", "s"]),
    question=st.sampled_from(["", "q"]),
    options=st.frozensets(st.sampled_from(["a", "b"])),
)
rules_strategy = st.lists(
    st.builds(
        RuleFacts,
        key=st.integers(1, 99),
        order=st.integers(1, 1000),
        group=st.integers(1, 5),
        theme=st.sampled_from([None, 1, 2]),
        area=st.sampled_from([None, 1, 2]),
        channel=st.sampled_from(["", "form", "paper"]),
        language=st.sampled_from(["", "fi", "sv"]),
        survey=st.sampled_from(["", "s"]),
        question=st.sampled_from(["", "q"]),
        option=st.sampled_from(["", "a"]),
    ),
    unique_by=lambda rule: rule.order,
)


@given(facts_strategy, rules_strategy)
def test_the_first_rule_in_order_whose_conditions_all_hold_decides(facts, rules):
    choice = decide(facts, rules)

    fitting = [rule for rule in rules if fits(facts, rule)]
    if choice is None:
        assert not fitting
    else:
        assert choice.order == min(rule.order for rule in fitting)


@given(facts_strategy, rules_strategy, st.randoms())
def test_the_order_of_the_list_does_not_matter(facts, rules, random):
    shuffled = list(rules)
    random.shuffle(shuffled)
    assert decide(facts, rules) == decide(facts, shuffled)


@given(facts_strategy, rules_strategy)
def test_a_condition_more_never_fits_more(facts, rules):
    for rule in rules:
        if fits(facts, rule):
            assert fits(facts, RuleFacts(key=rule.key, order=rule.order, group=rule.group))


def test_suggest_group_whose_task_shares_words():
    tasks = {
        1: telling_words({"fi": "Hyvinvoinnin edistäminen, lasten ja nuorten harrastukset ja liikuntapaikat"}, "fi"),
        2: telling_words({"fi": "Koulujen ja kirjastojen palveluverkko"}, "fi"),
    }

    found = suggest(SubmissionFacts("Kirjastojen ja koulujen pitää säilyä, palveluverkkoa ei saa karsia"), tasks)

    assert found.group == 2
    assert set(found.words) == {"kirjasto", "koulu", "palveluverkko"}


def test_suggest_nothing_when_nothing_or_too_little_is_shared():
    tasks = {1: frozenset({"kirjasto", "koulu"}), 2: frozenset({"kirjasto", "koulu"})}
    assert suggest(SubmissionFacts("kirjasto ja koulu"), tasks) is None
    assert suggest(SubmissionFacts("kirjasto"), {1: frozenset({"kirjasto", "koulu"})}) is None
    assert suggest(SubmissionFacts("kirjasto"), {}) is None
    assert suggest(SubmissionFacts("Ilmainen joukkoliikenne"), {1: frozenset({"joukkoliikenne"})}).group == 1


def test_suggest_nothing_when_two_groups_are_equally_near():
    tasks = {
        1: frozenset({"kirjasto", "koulu"}),
        2: frozenset({"penkki", "puisto"}),
        3: frozenset({"silta"}),
        4: frozenset({"sauna"}),
    }
    assert suggest(SubmissionFacts("kirjasto, koulu, penkki ja puisto"), tasks) is None


def test_areas_with_parents_climbs_and_survives_a_circle():
    assert areas_with_parents(3, {3: 2, 2: 1, 1: None}) == {1, 2, 3}
    assert areas_with_parents(1, {1: 2, 2: 1}) == {1, 2}
    assert areas_with_parents(None, {}) == frozenset()
