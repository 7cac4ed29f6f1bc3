"""Routing: a group that was written down decides, then the first rule that fits; else words of a group's task suggest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from participation.logic.language import LITTLE_WORDS, find_keyword, lemmas_of

SHORTEST_TELLING = 5  # letters of a base form that can tell what a text is about
FEWEST_SHARED = 2
LONG_WORD = 9  # letters of a shared word that is enough alone
KINDS = (  # the most telling first
    *("keyword", "option", "question", "table", "theme", "survey", "workshop", "area", "channel", "language"),
)


@dataclass(frozen=True)
class SubmissionFacts:
    """What rules may ask of a contribution; areas holds its own area and all above."""

    text: str
    title: str = ""
    language: str = "fi"
    theme: int | None = None
    areas: frozenset[int] = frozenset()
    channel: str = ""
    survey: str = ""
    question: str = ""
    options: frozenset[str] = frozenset()
    workshop: str = ""
    table: int | None = None
    mark: str = ""  # the number of the group that was written down at the table

    @property
    def words(self) -> str:
        """Title and text together."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True)
class RuleFacts:
    """One rule; a condition that is empty always holds."""

    key: int
    order: int
    group: int
    survey: str = ""
    question: str = ""
    option: str = ""
    workshop: str = ""
    table: int | None = None
    theme: int | None = None
    area: int | None = None
    channel: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    also: tuple[int, ...] = ()

    @property
    def conditions(self) -> list[str]:
        """The kinds of condition that are set, the most telling first."""
        return [kind for kind in KINDS if getattr(self, "keywords" if kind == "keyword" else kind)]


@dataclass(frozen=True)
class Choice:
    """The group that a rule or a learned suggestion chose, and why."""

    group: int
    rule: int | None
    order: int
    explanation: Mapping[str, object] = field(default_factory=dict)
    origin: str = "rule"
    also: tuple[int, ...] = ()  # groups that give their opinion


def options_of(chosen: object) -> frozenset[str]:
    """Return the answers that came with a contribution, each as value and as question=value; lists hold values alone."""
    if isinstance(chosen, Mapping):
        pairs = [(str(question), str(value)) for question, value in chosen.items()]
        return frozenset(value for _question, value in pairs) | {f"{question}={value}" for question, value in pairs}
    return frozenset(map(str, chosen)) if isinstance(chosen, list | tuple) else frozenset()


def marked(facts: SubmissionFacts, codes: Mapping[str, int]) -> Choice | None:
    """Return the group whose number was written down at the table; None without a mark or when no such group works."""
    group = codes.get(facts.mark.casefold()) if facts.mark else None
    return Choice(group, None, 0, {"kind": "mark", "mark": facts.mark}, origin="mark") if group else None


def choose(facts: SubmissionFacts, rules: Iterable[RuleFacts], codes: Mapping[str, int]) -> Choice | None:
    """Return what was written down at the table, else what the rules decide."""
    return marked(facts, codes) or decide(facts, rules)


def decide(facts: SubmissionFacts, rules: Iterable[RuleFacts]) -> Choice | None:
    """Return the choice of the first rule, in their order, all of whose conditions hold; None when no rule fits.

    A rule without any condition holds for everything.
    """
    for rule in sorted(rules, key=lambda one: one.order):
        if not fits(facts, rule):
            continue
        explanation: dict[str, object] = {"rule": rule.order, "kind": (rule.conditions or ["all"])[0]}
        if rule.keywords:
            hit = find_keyword(rule.keywords, facts.words, facts.language)
            if hit is None:
                continue
            explanation |= {"keyword": hit[0], "word": hit[1]}
        return Choice(rule.group, rule.key, rule.order, explanation, also=rule.also)
    return None


def fits(facts: SubmissionFacts, rule: RuleFacts) -> bool:
    """Tell whether every condition that is set, except the keywords, holds."""
    return (
        rule.survey in ("", facts.survey)
        and rule.question in ("", facts.question)
        and (not rule.option or rule.option in facts.options)
        and rule.workshop in ("", facts.workshop)
        and rule.table in (None, facts.table)
        and rule.theme in (None, facts.theme)
        and (rule.area is None or rule.area in facts.areas)
        and rule.channel in ("", facts.channel)
        and rule.language in ("", facts.language)
    )


@dataclass(frozen=True)
class Suggestion:
    """A group whose name and task share words with a contribution."""

    group: int
    words: tuple[str, ...]


def telling_words(texts: Mapping[str, str], language: str) -> frozenset[str]:
    """Return the base forms of a text by language that can tell what it is about."""
    return frozenset(
        lemma
        for lemma in lemmas_of(texts.get(language, ""), language)
        if len(lemma) >= SHORTEST_TELLING and lemma not in LITTLE_WORDS.get(language, frozenset())
    )


def suggest(facts: SubmissionFacts, tasks: Mapping[int, frozenset[str]]) -> Suggestion | None:
    """Return the group whose task shares most words with the text: two, or one that is long; None when two are as near.

    Words in the tasks of more than half of several groups tell nothing.
    """
    counts: dict[str, int] = {}
    for words in tasks.values():
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    telling = {word for word, count in counts.items() if count == 1 or count <= len(tasks) / 2}
    own = telling_words({facts.language: facts.words}, facts.language) & telling
    ranked: Sequence[tuple[int, int]] = sorted(
        ((len(own & words), group) for group, words in tasks.items()), key=lambda pair: (-pair[0], pair[1])
    )
    if not ranked or ranked[0][0] == 0 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    best = ranked[0][1]
    shared = tuple(sorted(own & tasks[best]))
    return Suggestion(best, shared) if len(shared) >= FEWEST_SHARED or len(shared[0]) >= LONG_WORD else None


def areas_with_parents(area: int | None, parents: Mapping[int, int | None]) -> frozenset[int]:
    """Return an area and all those above it; a circle in the tree ends the climb."""
    climbed: set[int] = set()
    while area is not None and area not in climbed:
        climbed.add(area)
        area = parents.get(area)
    return frozenset(climbed)
