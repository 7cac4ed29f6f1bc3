"""From a compiled summary to its tables and lines: every sentence is made of cells of these tables, by stated rules."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from participation.logic import summary_sentences as say
from participation.logic.quoting import FEWEST
from participation.logic.summaries import (
    Compiled,
    Content,
    Material,
    Missing,
    QuoteLine,
    Section,
    Topic,
    scoped,
    shown_counts,
)
from participation.logic.summary_lines import Cell, Condition, Line, Part, Table, TableRow, asks
from participation.logic.summary_words import ALL, DECIDED_OF, LEADS, REST, TABLES, code_name, names

PRIVATE = frozenset({"areas", "languages"})  # ways of counting that could tell who wrote: small numbers are hidden
EVERY: tuple[Condition, ...] = ({"of": "contribution"},)
DECISIONS: tuple[Condition, ...] = ({"of": "decision"},)
FIELD = {
    "groups": "group", "themes": "theme", "areas": "area", "channels": "channel", "languages": "language",
    "states": "state", "weeks": "week",
}  # fmt: skip


def tables_of(material: Material, compiled: Compiled, parts: Sequence[Part] = ()) -> dict[str, Table]:
    """Return every table of a summary by key; small numbers by area and language are hidden in them."""
    content, material = compiled.content, scoped(material)
    tables = [section_table(one) for one in content.sections]
    decided = Counter(line.scope for line in material.decisions)
    scopes = {line.scope: line.scope_name for line in material.decisions}
    questions = [one for one in material.passages if asks(one.text)]
    answered = {line.reference for line in material.decisions}
    steps = [line for line in material.decisions if line.next_step or line.due]
    tables += [
        simple("total", {"all": content.n}),
        simple("outcomes", {row.key: row.n for row in content.outcomes}),
        simple("questions", {"asked": len(questions), "open": sum(one.reference not in answered for one in questions)}),
        simple("steps", {"all": len(steps), "day": sum(line.due is not None for line in steps)}),
        Table(
            "decided",
            TABLES["decided"],
            tuple(TableRow(code, coded(code, scopes[code]), n) for code, n in decided.items()),
            len(material.decisions),
        ),
        Table("missing", TABLES["missing"], tuple(missing_row(one) for one in content.missing), None),
    ]
    tables += [table for part in parts for table in part.tables]
    return {table.key: table for table in tables}


def section_table(one: Section) -> Table:
    """Return a way of counting as a table: its rest is a line of its own."""
    counts: dict[str, int | None] = {row.key: row.n for row in one.rows}
    if one.rest:
        counts[""] = one.rest
    if one.key in PRIVATE:
        counts = shown_counts({key: n or 0 for key, n in counts.items()})
    found = {row.key: row.name for row in one.rows}
    rows = [TableRow(key, row_name(one.key, key, found.get(key, {})), n) for key, n in counts.items()]
    return Table(one.key, TABLES[one.key], tuple(rows), sum(row.n for row in one.rows) + one.rest)


def row_name(kind: str, key: str, name: Mapping[str, str]) -> Mapping[str, str]:
    """Return what a line of a table is called."""
    if not key:
        return REST.get(kind, names("ei tiedossa", "okänt", "not told"))
    if kind == "weeks":
        first = datetime.date.fromisoformat(key)
        return {code: say.day(first, code) for code in say.LANGUAGES}
    if kind == "groups":
        return coded(key, name)
    return name or code_name(kind, key)


def coded(code: str, name: Mapping[str, str]) -> Mapping[str, str]:
    """Return the name of a group with its code."""
    return {language: f"{code} {say.named(name, language)}".strip() for language in say.LANGUAGES}


def simple(key: str, counts: Mapping[str, int]) -> Table:
    """Return a table of coded lines."""
    rows = tuple(TableRow(code, code_name(key, code), n) for code, n in counts.items())
    return Table(key, TABLES[key], rows, sum(counts.values()) if key == "outcomes" else None)


def missing_row(one: Missing) -> TableRow:
    """Return how many were expected of an area; what came stands in the table of areas."""
    return TableRow(one.key, one.name, one.expected)


def lines_of(material: Material, compiled: Compiled, tables: Mapping[str, Table], parts: Sequence[Part]) -> list[Line]:
    """Return all lines of a summary in their order."""
    content, scope = compiled.content, material.scope
    return [
        *in_short(content, tables),
        *who(content, tables),
        *numbers(content, tables),
        *themes(content, tables, compiled.quotes),
        *groups(content, tables, compiled.quotes, scope),
        *questions(tables, compiled.quotes),
        *(line for part in sorted(parts, key=lambda part: part.order) for line in part.lines),
        *channels(content, tables),
        *steps(tables),
    ]


def sentence(
    key: str, section: str, texts: Mapping[str, str], *cells: Cell,
    where: tuple[Condition, ...] = EVERY, by: tuple[str, ...] = (),
) -> Line:  # fmt: skip
    """Return a sentence with the cells its numbers stand in."""
    return Line(f"{section}.{key}", section, "sentence", texts, cells, where, by)


def chart(table: Table, section: str, where: tuple[Condition, ...] = EVERY, by: tuple[str, ...] = ()) -> Line:
    """Return the drawing of a table."""
    cells = tuple(Cell(table.key, row.key, row.n) for row in table.rows if row.n is not None)
    field = FIELD.get(table.key)
    return Line(
        f"{section}.{table.key}.chart",
        section,
        "chart",
        table.title,
        cells,
        where,
        by or ((field,) if field else ()),
        table.key,
    )


def in_short(content: Content, tables: Mapping[str, Table]) -> Iterator[Line]:
    """Numbers first: how many, when, decided how."""
    total = Cell("total", "all", content.n)
    yield sentence("received", "short", say.said("received", content.n), total)
    if content.n:
        first, last = (datetime.date.fromisoformat(one) for one in (content.first_day, content.last_day))
        yield sentence("period", "short", say.period(content.n, first, last), by=("week",))
    decided = len(content.decisions)
    texts = say.with_share(say.said("decided", decided), decided, content.n)
    cells = (Cell("decided", "", decided), Cell("decided", "", say.percent(decided, content.n), share=True))
    yield sentence("decided", "short", texts, *cells, where=(*DECISIONS, *EVERY))
    if decided:
        table = tables["outcomes"]
        pairs = [(row.name, row.n) for row in table.rows]
        told = tuple(Cell("outcomes", row.key, row.n or 0) for row in table.rows)
        yield sentence(
            "outcomes", "short", say.listed(LEADS["outcomes"], pairs), *told, where=DECISIONS, by=("outcome",)
        )
    yield sentence("method", "short", say.METHOD, where=EVERY)


def who(content: Content, tables: Mapping[str, Table]) -> Iterator[Line]:
    """Who wrote and who is missing, by area."""
    areas = next(one for one in content.sections if one.key == "areas")
    if not areas.rows:
        return
    told, table = sum(row.n for row in areas.rows), tables["areas"]
    hidden = {row.key for row in table.rows if row.n is None}
    if not hidden & {""}:
        yield sentence("told", "who", say.said("told_area", told), Cell("areas", "+", told), by=("area",))
    ranked = sorted(areas.rows, key=lambda row: -row.n)
    if ranked[0].n >= FEWEST and ranked[0].key not in hidden and (len(ranked) == 1 or ranked[1].n < ranked[0].n):
        texts = say.most(ranked[0].name, ranked[0].n)
        yield sentence("most", "who", texts, Cell("areas", ranked[0].key, ranked[0].n), by=("area",))
    for one in content.missing:
        came = say.counted(one.name, one.n)
        cell = Cell("areas", one.key, one.n)
        if one.key in hidden:
            if one.n >= FEWEST:
                continue
            came, cell = say.few(one.name, FEWEST), Cell("threshold", "", FEWEST)
        texts = say.joined(came, say.expected(one.expected))
        cells = (cell, Cell("missing", one.key, one.expected))
        yield sentence(f"missing.{one.key}", "who", texts, *cells, by=("area",))
    if not content.missing and told >= 30 and any(row.inhabitants for row in areas.rows):
        yield sentence("none_missing", "who", say.NONE_MISSING, by=("area",))
    yield chart(table, "who")


def numbers(content: Content, tables: Mapping[str, Table]) -> Iterator[Line]:
    """The main numbers with their charts."""
    by_group = next(one for one in content.sections if one.key == "groups")
    if content.n:
        n = len(by_group.rows)
        yield sentence("groups", "numbers", say.said("groups", n), Cell("groups", "#", n), by=("group",))
        texts = say.said("waiting", by_group.rest)
        yield sentence("waiting", "numbers", texts, Cell("groups", "", by_group.rest), by=("group",))
        for key in ("groups", "states", "weeks"):
            yield chart(tables[key], "numbers")


def has_quotes(quotes: Sequence[QuoteLine], section: str) -> bool:
    """Tell whether anything is quoted in a section."""
    return any(quote.section == section for quote in quotes)


def voices(key: str, section: str, quotes: Sequence[QuoteLine], topic: str, name: Mapping[str, str]) -> Iterator[Line]:
    """The quotes of one part, each resting on its own contribution."""
    if has_quotes(quotes, topic):
        where = tuple({"of": "contribution", "ref": quote.reference} for quote in quotes if quote.section == topic)
        yield Line(f"{section}.{key}.quotes", section, "quotes", name, (), where, ("text",), topic)


def topic_lines(topic: Topic, section: str, where: tuple[Condition, ...]) -> Iterator[Line]:
    """The words that a part uses more than the rest."""
    words = [word for word in topic.keywords if not any(letter.isdigit() for letter in word)]
    if words:
        key = topic.section.split(":", 1)[1] or "all"
        yield sentence(f"{key}.words", section, say.spoken_of(words), where=where, by=("text",))


def themes(content: Content, tables: Mapping[str, Table], quotes: Sequence[QuoteLine]) -> Iterator[Line]:
    """What was said on each theme, typical and dissenting; without themes and groups, what all said."""
    table = tables["themes"]
    if table.rows and any(row.key for row in table.rows):
        n = table.value("") or 0
        yield sentence("none", "themes", say.said("no_theme", n), Cell("themes", "", n), by=("theme",))
        yield chart(table, "themes")
    for topic in content.topics:
        kind, key = topic.section.split(":", 1)
        if kind == "groups":
            continue
        where: tuple[Condition, ...] = ({"of": "contribution", "theme": key},) if key else EVERY
        name = topic.name or (ALL if kind == "all" else code_name("themes", key))
        if key:
            texts = say.counted(name, topic.n)
            yield sentence(f"{key}.n", "themes", texts, Cell("themes", key, topic.n), where=where)
        yield from topic_lines(topic, "themes", where)
        yield from voices(key or "all", "themes", quotes, topic.section, name)


def groups(content: Content, tables: Mapping[str, Table], quotes: Sequence[QuoteLine], scope: str) -> Iterator[Line]:
    """What each group received and decided."""
    received, decided = tables["groups"], tables["decided"]
    topics = {topic.section: topic for topic in content.topics}
    known = {row.key: row.name for row in (*received.rows, *decided.rows) if row.key}
    for code, name in known.items():
        n, done = received.value(code) or 0, decided.value(code) or 0
        where: tuple[Condition, ...] = ({"of": "contribution", "group": code}, {"of": "decision", "group": code})
        told = {language: DECIDED_OF[language].format(n=say.number(done, language)) for language in say.LANGUAGES}
        texts = say.joined(say.counted(name, n), told)
        cells = (Cell("groups", code, n), Cell("decided", code, done))
        yield sentence(f"{code}.n", "groups", texts, *cells, where=where)
        topic = topics.get(f"groups:{code}")
        if topic and code != scope:
            yield from topic_lines(topic, "groups", where[:1])
        yield from voices(code, "groups", quotes, f"groups:{code}", name)
        if done:
            yield Line(
                f"groups.{code}.decisions", "groups", "decisions", name, (), where[1:], ("text", "outcome"), code
            )


def questions(tables: Mapping[str, Table], quotes: Sequence[QuoteLine]) -> Iterator[Line]:
    """What was asked and nobody answered."""
    asked, waiting = tables["questions"].value("asked") or 0, tables["questions"].value("open") or 0
    where: tuple[Condition, ...] = ({"of": "contribution", "asks": True},) if asked else EVERY
    texts = say.said("asked", asked)
    if asked:
        texts = say.joined(texts, say.said("unanswered", waiting))
    cells = (Cell("questions", "asked", asked), Cell("questions", "open", waiting))
    yield sentence("n", "questions", texts, *cells, where=where, by=("answered", "asks"))
    yield from voices("open", "questions", quotes, "questions:", names("Kysyttiin", "Frågor", "Asked"))


def channels(content: Content, tables: Mapping[str, Table]) -> Iterator[Line]:
    """How contributions came and in which languages."""
    if not content.n:
        return
    for key in ("channels", "languages"):
        rows = tables[key].rows
        texts = say.listed(LEADS[key], [(row.name, row.n) for row in rows])
        cells = tuple(Cell(key, row.key, row.n) for row in rows if row.n is not None)
        yield sentence(key, "channels", texts, *cells, by=(FIELD[key],))
        yield chart(tables[key], "channels")


def steps(tables: Mapping[str, Table]) -> Iterator[Line]:
    """What happens next, by when."""
    n, with_day = tables["steps"].value("all") or 0, tables["steps"].value("day") or 0
    where: tuple[Condition, ...] = ({"of": "decision", "step": True},) if n else (*DECISIONS, *EVERY)
    texts = say.said("steps", n)
    if n:
        texts = say.joined(texts, say.said("with_day", with_day))
    cells = (Cell("steps", "all", n), Cell("steps", "day", with_day))
    yield sentence("n", "steps", texts, *cells, where=where, by=("due", "step"))
    if n:
        yield Line("steps.list", "steps", "steps", TABLES["steps"], (), where, ("text",), "steps")
