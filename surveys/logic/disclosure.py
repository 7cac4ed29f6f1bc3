"""Disclosure control: what of a table may be seen without learning about single people. Asked by everything public.

Rules, for a threshold k of respondents:
- a question with fewer than k answers shows nothing, not even how many;
- a number of people below k is hidden, and so is its complement; zero is a number below k;
- where counts add up to a total, what is hidden is never one cell alone and never fewer than k people together;
- means and the like are hidden where fewer than k answered, or where they would give a hidden count away;
- smallest and largest values only when at least k people gave them; bins of numbers are joined until each holds k;
- how many were asked must not give away a hidden count of the question that decides who is asked;
- what two epochs differ by obeys them too: the table of a question moves on only when at least k new answers to it came
  and not all of them were the same; until then the earlier table stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveys.logic.result_tables import Shape, Table
from surveys.logic.results import MANY_OF

EPOCH_MINUTES = 60
STATISTICS = ("mean", "median", "stdev", "min", "max")


def too_few(counts: Mapping[int, int], k: int) -> set[int]:
    """Return the kinds that are told together because fewer than k people are of one; together they are k, or all."""
    chosen: set[int] = set()
    people = 0
    for kind, n in sorted(counts.items(), key=lambda row: (row[1], row[0])):
        if n >= k and (not chosen or people >= k):
            break
        chosen.add(kind)
        people += n
    return chosen


def protect(tables: Iterable[Table], shapes: Mapping[str, Shape], total: int, k: int) -> list[Table]:
    """Return tables that may be published; the ones given stay as they are."""
    safe: list[Table] = []
    complete: dict[str, bool] = {}
    for table in tables:
        shape = shapes[table["name"]]
        parents_complete = len(shape.depends_on) <= 1 and all(complete.get(name, False) for name in shape.depends_on)
        kept = safe_table(table, shape, total, k, parents_complete=parents_complete)
        complete[table["name"]] = not kept["hidden"] and all_shown(kept)
        safe.append(kept)
    return safe


def safe_table(table: Table, shape: Shape, total: int, k: int, *, parents_complete: bool) -> Table:
    """Return one table with what may not be seen taken out."""
    if table["n"] < k or (shape.depends_on and not may_show_asked(table, total, k, parents_complete=parents_complete)):
        return hidden_table(table)
    kept = dict(table, hidden=False)
    if shape.depends_on and not (parents_complete and table["not_asked"] >= k and table["missing"] not in range(1, k)):
        kept["missing"] = kept["not_asked"] = None
    if "choices" in table:
        kept["choices"] = safe_choices(table["choices"], table["n"], k, adds_up=shape.type not in MANY_OF)
    if "distribution" in table:
        kept["distribution"] = joined_bins(table["distribution"], k)
    if "rows" in table:
        kept["rows"] = [safe_row(row, k, adds_up=shape.type != "matrix_multi") for row in table["rows"]]
    if shape.type == "ranking" and not all_shown({"choices": kept["choices"]}):
        kept["rows"] = [dict(row, mean=None) for row in kept["rows"]]
    keep_statistics(kept, table, k)
    return kept


def may_show_asked(table: Table, total: int, k: int, *, parents_complete: bool) -> bool:
    """Tell whether the number of answers of a conditional question says nothing new about who was asked."""
    if total - table["n"] < k:
        return False
    return parents_complete or table["missing"] >= k


def hidden_table(table: Table) -> Table:
    """Return a table that shows only that the question exists."""
    kept = dict(table, hidden=True, n=None, missing=None, not_asked=None)
    for name in STATISTICS:
        if name in table:
            kept[name] = None
    if "choices" in table:
        kept["choices"] = [hidden_line(line) for line in table["choices"]]
    if "distribution" in table:
        kept["distribution"] = []
    if "rows" in table:
        kept["rows"] = [hidden_row(row) for row in table["rows"]]
    return kept


def hidden_line(line: Table) -> Table:
    """Return a choice without its numbers."""
    return dict(line, count=None, share=None)


def hidden_row(row: Table) -> Table:
    """Return a row without its numbers."""
    kept = dict(row, n=None, mean=None)
    if "choices" in row:
        kept["choices"] = [hidden_line(line) for line in row["choices"]]
    return kept


def safe_row(row: Table, k: int, *, adds_up: bool) -> Table:
    """Return one row of a matrix, ranking or allocation as it may be seen."""
    if row["n"] < k:
        return hidden_row(row)
    kept = dict(row)
    if "choices" in row:
        kept["choices"] = safe_choices(row["choices"], row["n"], k, adds_up=adds_up)
        if not all_shown(kept):
            kept["mean"] = None
    return kept


def safe_choices(lines: Sequence[Table], n: int, k: int, *, adds_up: bool) -> list[Table]:
    """Return choices with small counts, small complements and what would give them away hidden."""
    counts = [line["count"] for line in lines]
    alone = len(counts) == 1  # a consent: its complement are those who did not answer
    hidden = {place for place, count in enumerate(counts) if count < k or (n - count < k and not alone)}
    if adds_up and len(counts) > 1:
        while hidden and len(hidden) < len(counts) and (len(hidden) < 2 or sum(counts[i] for i in hidden) < k):
            hidden.add(min((i for i in range(len(counts)) if i not in hidden), key=lambda i: (counts[i], i)))
    return [hidden_line(line) if place in hidden else dict(line) for place, line in enumerate(lines)]


def joined_bins(bins: Sequence[Table], k: int) -> list[Table]:
    """Return neighbouring steps joined until each holds at least k people."""
    joined: list[Table] = []
    for step in bins:
        if joined and joined[-1]["count"] < k:
            joined[-1] = {"from": joined[-1]["from"], "to": step["to"], "count": joined[-1]["count"] + step["count"]}
        else:
            joined.append(dict(step))
    if len(joined) > 1 and joined[-1]["count"] < k:
        last = joined.pop()
        joined[-1] = {"from": joined[-1]["from"], "to": last["to"], "count": joined[-1]["count"] + last["count"]}
    return joined


def keep_statistics(kept: Table, table: Table, k: int) -> None:
    """Hide statistics that would give a hidden count away, and extremes that fewer than k people gave."""
    if "mean" not in table:
        return
    if not all_shown(kept):
        for name in STATISTICS:
            kept[name] = None
        return
    steps = table.get("choices") or table.get("distribution") or []
    ends = [line["count"] for line in steps if line["count"]]
    exact = is_exact(table.get("distribution", []))
    if exact and kept.get("distribution") != table.get("distribution"):
        for name in STATISTICS:
            kept[name] = None
        return
    for name, end in (("min", 0), ("max", -1)):
        if not exact or not ends or ends[end] < k:
            kept[name] = None


def is_exact(bins: Sequence[Table]) -> bool:
    """Tell whether each step of a distribution is one number."""
    return all(step["from"] == step["to"] for step in bins)


def all_shown(table: Mapping[str, Any]) -> bool:
    """Tell whether no cell of a table is hidden."""
    lines = [*table.get("choices", []), *(line for row in (table.get("rows") or []) for line in row.get("choices", []))]
    return all(line["count"] is not None for line in lines)


def protect_total(total: int, k: int) -> int | None:
    """Return how many answered, or nothing while they are fewer than k."""
    return total if total >= k else None


def safe_levels(levels: Mapping[str, int], k: int) -> list[dict[str, Any]]:
    """Return how many responses came by each way of being let in; no number when one of them is below k."""
    told = all(count >= k for count in levels.values())
    return [{"value": level, "count": levels[level] if told else None} for level in sorted(levels)]


def next_tables(before: Sequence[Table], now: Sequence[Table], k: int, *, as_of: str = "") -> list[Table]:
    """Return the tables of the next epoch: a new one where the difference to the one seen before tells of nobody.

    One that shows what it showed before tells since when: as_of, the moment of the epoch before, unless it was older
    already. It does so whether too few answers came or none at all, so that the two cannot be told apart.
    """
    seen = {table["name"]: table for table in before}
    found = []
    for table in now:
        old = seen.get(table["name"])
        if old is None or (may_follow(old, table, k) and not (as_of and shows_same(old, table))):
            found.append(table)
        else:
            found.append({**({"as_of": as_of} if as_of else {}), **old, "label": table["label"]})
    return found


def shows_same(seen: Table, table: Table) -> bool:
    """Tell whether two tables show the same numbers."""
    about = ("as_of", "label")
    return {k: v for k, v in seen.items() if k not in about} == {k: v for k, v in table.items() if k not in about}


def next_levels(before: Sequence[Table], now: Sequence[Table], k: int) -> list[Table]:
    """Return the numbers by way of being let in, or the earlier ones while fewer than k came by one of them."""
    seen = {line["value"]: line["count"] for line in before}
    moved = [line["count"] - (seen.get(line["value"]) or 0) for line in now if line["count"] is not None]
    return list(before) if before and any(step and abs(step) < k for step in moved) else list(now)


def may_follow(seen: Table, table: Table, k: int) -> bool:
    """Tell whether a table may be shown after another one of the same question."""
    if seen.get("hidden") or table.get("hidden"):
        return bool(seen.get("hidden")) or table["type"] != seen["type"]  # what was shown is not hidden afterwards
    if any(small(table.get(name), seen.get(name), k) for name in ("missing", "not_asked")):
        return False
    rows = {row["value"]: row for row in seen.get("rows") or ()}
    pairs = [(seen, table)] + [(rows[row["value"]], row) for row in table.get("rows") or () if row["value"] in rows]
    return all(step_is_safe(old, new, k) for old, new in pairs)


def small(now: int | None, before: int | None, k: int) -> bool:
    """Tell whether two numbers differ by fewer than k people."""
    return now is not None and before is not None and 0 < abs(now - before) < k


def step_is_safe(seen: Table, table: Table, k: int) -> bool:
    """Tell whether the answers between two tables are at least k, and not all the same; or that nothing changed."""
    before, now = numbers_of(seen), numbers_of(table)
    if seen.get("n") is None or table.get("n") is None:
        return True
    came = table["n"] - seen["n"]
    if came == 0:
        return before == now and all(seen.get(name) == table.get(name) for name in STATISTICS)
    steps = [now[value] - before[value] for value in now if value in before]
    return abs(came) >= k and not any(abs(step) > abs(came) - 1 for step in steps)


def numbers_of(table: Table) -> dict[Any, int]:
    """Return the numbers that a table shows, by what they count."""
    shown = {line["value"]: line["count"] for line in table.get("choices") or () if line["count"] is not None}
    return shown | {(step["from"], step["to"]): step["count"] for step in table.get("distribution") or ()}


def may_publish(n: int, published_n: int | None, minutes: float | None, k: int, *, closed: bool) -> bool:
    """Tell whether a new epoch may be published: k answers at first, then k more and an hour later.

    Closing the survey waives the hour, never the k: the difference of two epochs must not be a handful of people.
    """
    if n < k:
        return False
    if published_n is None:
        return True
    return abs(n - published_n) >= k and (closed or (minutes is not None and minutes >= EPOCH_MINUTES))
