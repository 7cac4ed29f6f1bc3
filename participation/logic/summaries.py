"""Summaries: what goes in (passages, decisions) and what comes out (numbers, typical words, decisions). Pure reasoning."""

import datetime
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from participation.logic.language import lemmas_of
from participation.logic.masking import mask
from participation.logic.quoting import FEWEST, QUESTION, Corpus, Counted, dissents, plain
from participation.logic.submissions import STATES

METHOD = 3  # raised when the way of compiling changes, so that the same sources give a new version
ENOUGH_WITH_AREA = 30  # contributions that tell their area, before anything is said of missing areas
ENOUGH_EXPECTED = 5.0  # contributions that an area's inhabitants would lead to expect
MOST_MARKS = 1  # masked places that a quote may have
Names = Mapping[str, str]
SCOPE_FIELDS = ("theme", "area", "survey", "workshop")
Progress = Callable[[int], None]  # told how many per cent are done


@dataclass(frozen=True)
class Passage:
    """A text that may be counted and quoted."""

    source: str  # key of the summary source
    reference: str  # within the source, e.g. the id of a submission
    text: str
    language: str
    on: datetime.date
    theme: str = ""
    area: str = ""
    channel: str = ""
    state: str = ""
    survey: str = ""  # slug of the survey, code of the workshop, that it was said in
    workshop: str = ""


@dataclass(frozen=True)
class DecisionLine:
    """One published decision as a summary lists it."""

    reference: str  # id of the submission
    scope: str  # code of the working group
    scope_name: Mapping[str, str]
    title: str
    outcome: str
    reason: Mapping[str, str]
    next_step: Mapping[str, str]
    due: datetime.date | None
    decided_on: datetime.date


@dataclass(frozen=True)
class AreaFacts:
    """Name and inhabitants of an area."""

    name: Names
    inhabitants: int | None = None


@dataclass(frozen=True)
class Material:
    """Everything that a summary is made of; the same material gives the same summary."""

    passages: Sequence[Passage]
    decisions: Sequence[DecisionLine] = ()
    labels: Mapping[str, tuple[str, Names]] = field(default_factory=dict)  # by reference: code and name of the group
    themes: Mapping[str, Names] = field(default_factory=dict)
    areas: Mapping[str, AreaFacts] = field(default_factory=dict)
    scope: str = ""
    silent: frozenset[str] = frozenset()  # references that may be counted but not quoted


@dataclass(frozen=True)
class Row:
    """One line of a table: how many contributions."""

    key: str
    name: Names
    n: int
    inhabitants: int | None = None


@dataclass(frozen=True)
class Section:
    """Contributions by one thing; rest counts those that do not tell it, so rows and rest sum up to all."""

    key: str
    rows: tuple[Row, ...]
    rest: int


@dataclass(frozen=True)
class Missing:
    """An area from which fewer than half came that its inhabitants would lead to expect."""

    key: str
    name: Names
    n: int
    expected: int


@dataclass(frozen=True)
class Topic:
    """What a part of the contributions says: words that it uses more than the rest; quotes are kept by section."""

    section: str
    name: Names
    n: int
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """A summary without its quotes, as it is stored."""

    n: int
    first_day: str
    last_day: str
    sections: tuple[Section, ...]
    missing: tuple[Missing, ...]
    topics: tuple[Topic, ...]
    outcomes: tuple[Row, ...]
    decisions: tuple[dict[str, object], ...]
    method: int = METHOD

    def as_json(self) -> dict[str, object]:
        """Return what can be stored as JSON."""
        return json.loads(json.dumps(asdict(self)))


@dataclass(frozen=True)
class QuoteLine:
    """Words to quote, masked, with the way back to their source."""

    section: str
    source: str
    reference: str
    excerpt: str
    language: str
    role: str = "typical"  # typical, dissenting, question


@dataclass(frozen=True)
class Compiled:
    """A summary and its quotes."""

    content: Content
    quotes: tuple[QuoteLine, ...]


def in_scope(code: str, scope: str) -> bool:
    """Tell whether a group belongs to a part: everything, the group itself, and its subgroups (2.1 to 2)."""
    return not scope or code == scope or code.startswith(f"{scope}.")


def belongs(passage: Passage, group: str, scope: str) -> bool:
    """Tell whether a contribution belongs to a part: a group's code, or "theme:…", "area:…", "survey:…", "workshop:…"."""
    kind, colon, code = scope.partition(":")
    if not colon:
        return in_scope(group, scope)
    return kind in SCOPE_FIELDS and getattr(passage, kind) == code


def scoped(material: Material) -> Material:
    """Return the material of the scope alone, in an order that does not depend on how it was read."""
    scope, labels = material.scope, material.labels
    passages = [p for p in material.passages if belongs(p, labels.get(p.reference, ("", {}))[0], scope)]
    if ":" in scope:
        own = {passage.reference for passage in passages}
        decisions = [line for line in material.decisions if line.reference in own]
    else:
        decisions = [line for line in material.decisions if in_scope(line.scope, scope)]
    return replace(
        material,
        passages=sorted(passages, key=lambda p: (p.source, p.reference)),
        decisions=sorted(decisions, key=lambda line: (natural(line.scope), str(line.decided_on), line.reference)),
    )


def fingerprint_of(material: Material) -> str:
    """Return the SHA-256 of everything that goes in, and of the way of compiling."""
    digest = hashlib.sha256(f"{METHOD} {material.scope}".encode())
    material = scoped(material)
    for passage in material.passages:
        digest.update(repr((passage, sorted_label(material.labels.get(passage.reference)))).encode())
    rest = [
        [asdict(line) for line in material.decisions],
        {slug: dict(name) for slug, name in material.themes.items()},
        {slug: [dict(area.name), area.inhabitants] for slug, area in material.areas.items()},
        sorted(material.silent),
    ]
    digest.update(json.dumps(rest, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def sorted_label(label: tuple[str, Names] | None) -> tuple[str, list[tuple[str, str]]] | None:
    """Return a label whose names have one order."""
    return (label[0], sorted(label[1].items())) if label else None


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key in which 2.10 comes after 2.9."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in code.split("."))


def week_of(day: datetime.date) -> str:
    """Return the Monday of a day's week."""
    return (day - datetime.timedelta(days=day.weekday())).isoformat()


def compile_summary(material: Material, progress: Progress = lambda _share: None) -> Compiled:
    """Count, find typical words and quotes, list the decisions; the same material gives the same result."""
    material = scoped(material)
    passages = material.passages
    group_names = dict(material.labels[p.reference] for p in passages if p.reference in material.labels)
    sections = (
        section("groups", passages, lambda p: material.labels.get(p.reference, ("", {}))[0], group_names, by=natural),
        section("themes", passages, lambda p: p.theme, material.themes),
        areas_section(Counter(p.area for p in passages), material.areas),
        section("channels", passages, lambda p: p.channel, {}),
        section("languages", passages, lambda p: p.language, {}),
        section("states", passages, lambda p: p.state, {}, by=STATES.index),
        section("weeks", passages, lambda p: week_of(p.on), {}, by=str),
    )
    for one in sections:
        if sum(row.n for row in one.rows) + one.rest != len(passages):
            raise ArithmeticError(f"the numbers by {one.key} do not sum up to all contributions")
    topics, quotes = topics_of(material, sections[:2], progress)
    days = [passage.on.isoformat() for passage in passages]
    outcomes = Counter(line.outcome for line in material.decisions)
    content = Content(
        n=len(passages),
        first_day=min(days, default=""),
        last_day=max(days, default=""),
        sections=sections,
        missing=missing_areas(sections[2]),
        topics=tuple(topics),
        outcomes=tuple(Row(key, {}, n) for key, n in sorted(outcomes.items(), key=lambda pair: (-pair[1], pair[0]))),
        decisions=tuple(decision_json(line) for line in material.decisions),
    )
    return Compiled(content, tuple(quotes))


def section(
    key: str,
    passages: Iterable[Passage],
    value_of: Callable[[Passage], str],
    names: Mapping[str, Names],
    by: Callable[[str], object] | None = None,
) -> Section:
    """Count passages by a value: in the given order, else the most frequent first."""
    counts = Counter(value_of(passage) for passage in passages)
    rest = counts.pop("", 0)
    ordered = sorted(counts, key=by or (lambda value: (-counts[value], value)))  # type: ignore[arg-type]
    return Section(key, tuple(Row(value, dict(names.get(value, {})), counts[value]) for value in ordered), rest)


def areas_section(counts: Mapping[str, int], areas: Mapping[str, AreaFacts]) -> Section:
    """Return the counts by area, with inhabitants; areas with inhabitants from which nothing came are listed with 0."""
    known = {slug for slug, facts in areas.items() if facts.inhabitants}
    slugs = sorted((set(counts) | known) - {""}, key=lambda slug: (-counts.get(slug, 0), slug))
    nothing = AreaFacts({})
    facts = {slug: areas.get(slug, nothing) for slug in slugs}
    rows = [Row(slug, dict(facts[slug].name), counts.get(slug, 0), facts[slug].inhabitants) for slug in slugs]
    return Section("areas", tuple(rows), counts.get("", 0))


def missing_areas(areas: Section) -> tuple[Missing, ...]:
    """Return under-represented areas: at least 5 expected by inhabitants, and fewer than half of that came."""
    known = [row for row in areas.rows if row.inhabitants]
    told = sum(row.n for row in known)
    people = sum(row.inhabitants or 0 for row in known)
    if told < ENOUGH_WITH_AREA or not people:
        return ()
    expected = {row.key: told * (row.inhabitants or 0) / people for row in known}
    found = [
        Missing(row.key, row.name, row.n, round(expected[row.key]))
        for row in known
        if expected[row.key] >= ENOUGH_EXPECTED and row.n * 2 < expected[row.key]
    ]
    return tuple(sorted(found, key=lambda one: (one.n - one.expected, one.key)))


def topics_of(
    material: Material, sections: Sequence[Section], progress: Progress
) -> tuple[list[Topic], list[QuoteLine]]:
    """Return what groups and themes say; without any of either, what all say; and what was asked in vain."""
    corpus = corpus_of(material, progress)
    parts: dict[str, list[str]] = defaultdict(list)
    for passage in material.passages:
        if passage.reference in material.labels:
            parts[f"groups:{material.labels[passage.reference][0]}"].append(passage.reference)
        if passage.theme:
            parts[f"themes:{passage.theme}"].append(passage.reference)
    heads = [(f"{one.key}:{row.key}", row.name, row.n) for one in sections for row in one.rows]
    if not heads:
        heads = [("all:", {}, len(material.passages))]
        parts["all:"] = [passage.reference for passage in material.passages]
    by_reference = {passage.reference: passage for passage in material.passages}
    topics, quotes = [], []
    for place, (key, name, n) in enumerate(heads):
        topics.append(Topic(key, name, n, tuple(corpus.keywords(parts[key])) if n >= FEWEST else ()))
        chosen = voices_of(parts[key], corpus, material.silent)
        quotes += [quote_line(key, by_reference[reference], role) for reference, role in chosen]
        progress(60 + 30 * (place + 1) // len(heads))
    answered = {line.reference for line in material.decisions}
    asked = [p.reference for p in material.passages if QUESTION in p.text and p.reference not in answered]
    for reference in corpus.typical(asked, first_of_each(asked, corpus, material.silent), count=5):
        quotes.append(quote_line("questions:", by_reference[reference], "question"))
    return topics, quotes


def corpus_of(material: Material, progress: Progress) -> Corpus:
    """Return all texts with the base forms of their words, telling how far it is."""
    passages = quotable(material.passages)
    counted = []
    for place, p in enumerate(passages):
        counted.append(Counted(p.reference, p.text, tuple(lemmas_of(p.text, p.language))))
        if place % 250 == 0:
            progress(10 + 50 * place // len(passages))
    return Corpus(counted)


def voices_of(references: Sequence[str], corpus: Corpus, silent: frozenset[str]) -> list[tuple[str, str]]:
    """Return what is typical of a part, and what of it disagrees: nothing of a part of fewer than five."""
    candidates = first_of_each(references, corpus, silent)
    typical = corpus.typical(references, candidates)
    against = [reference for reference in candidates if dissents(corpus.texts[reference].text)]
    against = [reference for reference in against if reference not in typical]
    dissenting = corpus.typical(references, against, count=1)
    return [(reference, "typical") for reference in typical] + [(reference, "dissenting") for reference in dissenting]


def quote_line(section: str, passage: Passage, role: str) -> QuoteLine:
    """Return the words of a contribution with personal data masked."""
    excerpt = mask(plain(passage.text), passage.language).text
    return QuoteLine(section, passage.source, passage.reference, excerpt, passage.language, role)


def quotable(passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages whose words may count: all of them, once for each reference."""
    return list({passage.reference: passage for passage in passages}.values())


def first_of_each(references: Iterable[str], corpus: Corpus, silent: frozenset[str] = frozenset()) -> list[str]:
    """Return one reference for each text said, the first by reference, without those full of personal data."""
    said: dict[str, str] = {}
    for reference in sorted(set(references) - silent):
        text = corpus.texts[reference].text
        if len(mask(text).marks) <= MOST_MARKS:
            said.setdefault(plain(text).casefold(), reference)
    return list(said.values())


def decision_json(line: DecisionLine) -> dict[str, object]:
    """Return a decision as it is stored."""
    return {
        **asdict(line),
        "due": line.due.isoformat() if line.due else None,
        "decided_on": line.decided_on.isoformat(),
    }


def shown_counts(counts: Mapping[str, int], threshold: int = FEWEST) -> dict[str, int | None]:
    """Return counts for everybody's eyes: 1–4 hidden, and never just one cell hidden beside a total."""
    hidden = {key for key, n in counts.items() if 0 < n < threshold}
    if len(hidden) == 1:
        others = sorted((n, key) for key, n in counts.items() if n >= threshold)
        hidden |= {key for _n, key in others[:1]}
    return {key: None if key in hidden else n for key, n in counts.items()}
