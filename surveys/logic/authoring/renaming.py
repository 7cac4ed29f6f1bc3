"""Technical names inside conditions, calculations and texts: which are used, and giving them others."""

from __future__ import annotations

import re
from typing import Any

from surveys.logic.authoring.working import LISTS, Document, pages_of, questions_in
from surveys.logic.questionnaire.piping import REFERENCE

COMPARING = ("is", "is_not", "selected", "not_selected")


def conditional_parts(document: Document) -> list[dict[str, Any]]:
    """Return everything that can have a condition: pages, questions, choices and rows."""
    questions = list(questions_in(document))
    offered = [one for question in questions for which in LISTS for one in question.get(which, ())]
    return [*pages_of(document), *questions, *offered]


def names_used(document: Document) -> set[str]:
    """Return the names that conditions, calculations and texts refer to, whether there is such a question or not."""
    found: set[str] = set()
    for part in conditional_parts(document):
        for node in nodes(part.get("visible_if")):
            found.add(str(node.get("question")))
        for node in nodes(part.get("expression")):
            found |= {str(node[word]) for word in ("question", "count") if isinstance(node.get(word), str)}
        for words in words_in({key: value for key, value in part.items() if key not in ("questions", *LISTS)}):
            found |= {match[1] for match in REFERENCE.finditer(words)}
    return found


def rename_everywhere(document: Document, old: str, new: str) -> None:
    """Let everything that refers to a name refer to another one."""
    for part in conditional_parts(document):
        for key in ("visible_if", "expression"):
            for node in nodes(part.get(key)):
                for word in ("question", "count"):
                    if node.get(word) == old:
                        node[word] = new
        for key, value in part.items():
            if key not in ("questions", *LISTS, "name", "type", "value", "visible_if", "expression"):
                part[key] = with_name(value, old, new)


def with_name(value: Any, old: str, new: str) -> Any:
    """Return texts in which references have another name."""
    if isinstance(value, dict):
        return {key: with_name(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_name(inner, old, new) for inner in value]
    if not isinstance(value, str) or "{{" not in value:
        return value

    def renamed(match: re.Match[str]) -> str:
        if match[1] != old:
            return match[0]
        start, end = match.start(1) - match.start(), match.end(1) - match.start()
        return match[0][:start] + new + match[0][end:]

    return REFERENCE.sub(renamed, value)


def rename_value(document: Document, question: str, old: str, new: str) -> None:
    """Let conditions that ask for a choice or row ask for it by its new value."""
    for part in conditional_parts(document):
        for node in nodes(part.get("visible_if")):
            if node.get("question") != question:
                continue
            for word in COMPARING:
                if node.get(word) == old:
                    node[word] = new
            if isinstance(node.get("in"), list):
                node["in"] = [new if value == old else value for value in node["in"]]
            if node.get("row") == old:
                node["row"] = new


def value_used(document: Document, question: str, value: str) -> bool:
    """Tell whether a condition asks for a value of a question."""
    for part in conditional_parts(document):
        for node in nodes(part.get("visible_if")):
            asked = [node.get(word) for word in (*COMPARING, "row")] + list(node.get("in") or ())
            if node.get("question") == question and value in asked:
                return True
    return False


def nodes(tree: Any) -> list[dict[str, Any]]:
    """Return all objects of a condition or calculation."""
    if isinstance(tree, list):
        return [node for part in tree for node in nodes(part)]
    if not isinstance(tree, dict):
        return []
    return [tree, *(node for part in tree.values() for node in nodes(part))]


def words_in(value: Any) -> list[str]:
    """Return all texts inside a part."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [words for inner in value.values() for words in words_in(inner)]
    return [words for inner in value for words in words_in(inner)] if isinstance(value, list) else []
