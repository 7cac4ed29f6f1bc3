"""What a button of the builder means: one edit of the working document, together with what was typed beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from participation.logic.text import clean
from surveys.forms.authoring import about_settings, changes_of, inspector_of, page_settings
from surveys.forms.conditions import condition_from, earlier_questions
from surveys.logic.authoring import operations as ops
from surveys.logic.authoring.merging import parts_of
from surveys.logic.authoring.operations import FIRST, Operation, before_of
from surveys.logic.authoring.reading import operation_from_json
from surveys.logic.authoring.renaming import names_used
from surveys.logic.authoring.starting import as_type, copy_of, new_choice, new_page, new_question
from surveys.logic.authoring.working import (
    LISTS,
    AuthoringError,
    Document,
    free_name,
    home_of,
    names_of,
    page_of,
    pages_of,
    question_of,
    stripped,
)
from surveys.logic.questionnaire.types import TYPES

if TYPE_CHECKING:
    from surveys.views.building import Place

Post = Mapping[str, Sequence[str]]
Kept = Callable[[str], dict[str, Any] | None]  # a question of the library by its number
MOST_LINES = 200


def no_kept(_number: str) -> dict[str, Any] | None:
    """Know no question of a library."""
    return None


@dataclass
class Wish:
    """What a sent page asks for: an edit, what to select afterwards, and fields that cannot be read."""

    operation: Operation | None
    focus: str = ""
    errors: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A pressed button: its verb and arguments, the page that was sent, the document it was made of."""

    document: Document
    place: Place
    post: Post
    arguments: list[str]
    taken: set[str]
    kept: Kept = no_kept

    def one(self, name: str) -> str:
        """Return the last value sent under a name."""
        values = self.post.get(name, ())
        return values[-1] if values else ""

    @property
    def question(self) -> dict[str, Any]:
        """The question that is meant: the one named in the button, else the selected one."""
        return question_of(self.document, self.one("question") or self.place.question)


Made = tuple[Operation | None, str]


def operation_of(document: Document, place: Place, post: Post, taken: set[str], kept: Kept = no_kept) -> Wish:
    """Return the edit that a sent page means; raises AuthoringError for a button that means nothing."""
    verb, *arguments = (post.get("do") or ["save"])[-1].split(":", 3)
    asked = Asked(document, place, post, arguments, taken | names_of(document) | names_used(document), kept)
    changes, errors = typed_changes(asked)
    made, focus = VERBS[verb](asked) if verb in VERBS else (None, "")
    parts: list[Operation] = [*changes, *(parts_of(made) if made else ())]
    gone = isinstance(made, ops.DeleteQuestion | ops.DeletePage | ops.ReplaceQuestion | ops.DeleteChoice)
    if gone and changes:
        parts = [change for change in changes if not is_inside(change, made)] + [made]  # type: ignore[list-item]
    operation = None if not parts else parts[0] if len(parts) == 1 else ops.Together(tuple(parts))
    return Wish(operation, focus, errors)


def is_inside(change: ops.Change, made: Operation | None) -> bool:
    """Tell whether an edit concerns something that goes away with another one."""
    if isinstance(made, ops.DeleteChoice):
        return change.at[:4] == ("question", made.question, made.which, made.value)
    return True


def typed_changes(asked: Asked) -> tuple[list[ops.Change], dict[str, tuple[str, str]]]:
    """Return what was typed into the fields of the page."""
    document, place = asked.document, asked.place
    if "on" not in asked.post:
        return [], {}
    if place.question:
        fields = list(inspector_of(document, place.question, place.language).all())
    elif place.part:
        fields = page_settings(place.part, place.language)
    else:
        fields = about_settings(document, place.language)
    return changes_of(document, fields, asked.post)


def add(asked: Asked) -> Made:
    """Add a question of a type after what is selected."""
    kind = asked.arguments[0] if asked.arguments else asked.one("kind")
    if kind not in TYPES:
        raise AuthoringError("no_question")
    page, after = end_of(asked)
    words = " ".join(clean(asked.one("words")).split())[:500]
    question = new_question(asked.document, kind, words, asked.taken)
    return ops.AddQuestion(page, question, after), f"q:{question['name']}"


def add_kept(asked: Asked) -> Made:
    """Add a question of the library after what is selected."""
    found = asked.kept(asked.arguments[0] if asked.arguments else "")
    if found is None:
        raise AuthoringError("not_kept")
    page, after = end_of(asked)
    question = stripped({**found, "name": free_name(str(found["name"])[:60], asked.taken)})
    return ops.AddQuestion(page, question, after), f"q:{question['name']}"


def end_of(asked: Asked) -> tuple[str, str]:
    """Return where something new goes: the page, and the question that it follows."""
    page = asked.place.page or pages_of(asked.document)[-1]["name"]
    questions = page_of(asked.document, page)["questions"]
    return page, asked.place.question or (questions[-1]["name"] if questions else FIRST)


def add_page(asked: Asked) -> Made:
    """Add a page after the selected one."""
    page = new_page(asked.document)
    after = asked.place.page or pages_of(asked.document)[-1]["name"]
    return ops.AddPage(page, after), f"p:{page['name']}"


def duplicate(asked: Asked) -> Made:
    """Put a copy of a question after it, or of a page."""
    if asked.place.question or asked.one("question"):
        question = asked.question
        new = copy_of(question, asked.taken)
        home = home_of(asked.document, question["name"])["name"]
        return ops.AddQuestion(home, new, question["name"]), f"q:{new['name']}"
    page = page_of(asked.document, asked.place.page)
    taken, questions = set(asked.taken), []
    for question in page["questions"]:
        questions.append(copy_of(question, taken))
        taken.add(questions[-1]["name"])
    new = {**page, "name": new_page(asked.document)["name"], "questions": questions}
    return ops.AddPage(new, page["name"]), f"p:{new['name']}"


def delete(asked: Asked) -> Made:
    """Delete the selected question, or page, and select what stood before it."""
    if asked.place.question or asked.one("question"):
        name = asked.question["name"]
        home = home_of(asked.document, name)
        before = before_of(home["questions"], "name", name)
        return ops.DeleteQuestion(name), f"q:{before}" if before else f"p:{home['name']}"
    if len(pages_of(asked.document)) == 1:
        raise AuthoringError("last_page")
    return ops.DeletePage(page_of(asked.document, asked.place.page)["name"]), "start"


def move(asked: Asked, by: int) -> Made:
    """Move a question or page one place; a question at the end of its page goes to the next one."""
    if not (asked.place.question or asked.one("question")):
        return move_page(asked, by)
    name = asked.question["name"]
    home = home_of(asked.document, name)
    names = [question["name"] for question in home["questions"]]
    place = names.index(name) + by
    if 0 <= place < len(names):
        rest = [other for other in names if other != name]
        return ops.MoveQuestion(name, home["name"], rest[place - 1] if place else FIRST), f"q:{name}"
    pages = pages_of(asked.document)
    other = pages.index(home) + by
    if not 0 <= other < len(pages):
        return None, f"q:{name}"
    questions = pages[other]["questions"]
    after = questions[-1]["name"] if by < 0 and questions else FIRST
    return ops.MoveQuestion(name, pages[other]["name"], after), f"q:{name}"


def move_page(asked: Asked, by: int) -> Made:
    """Move the selected page one place."""
    names = [page["name"] for page in pages_of(asked.document)]
    name = page_of(asked.document, asked.place.page)["name"]
    place = names.index(name) + by
    if not 0 <= place < len(names):
        return None, f"p:{name}"
    rest = [other for other in names if other != name]
    return ops.MovePage(name, rest[place - 1] if place else FIRST), f"p:{name}"


def put_question(asked: Asked) -> Made:
    """Put a question where it was dragged, or at the end of a chosen page."""
    name = asked.question["name"]
    page = page_of(asked.document, asked.one("to"))
    rest = [question["name"] for question in page["questions"] if question["name"] != name]
    after = asked.one("after") if "after" in asked.post else (rest[-1] if rest else FIRST)
    return ops.MoveQuestion(name, page["name"], after), f"q:{name}"


def change_type(asked: Asked) -> Made:
    """Make the selected question another type, with what was typed just now."""
    kind = asked.one("kind")
    if kind not in TYPES:
        raise AuthoringError("no_question")
    changes, _errors = typed_changes(asked)
    document = asked.document
    if changes:
        document, _inverse = ops.applied(document, ops.Together(tuple(changes)))
    name = asked.place.question
    return ops.ReplaceQuestion(name, as_type(question_of(document, name), kind)), f"q:{name}"


def rename(asked: Asked) -> Made:
    """Give the selected question another technical name."""
    name, new = asked.place.question, asked.one("name").strip()
    return (None, "") if new == name else (ops.RenameQuestion(name, new), f"q:{new}")


def which_of(asked: Asked) -> str:
    """Return the list that a button names."""
    if not asked.arguments or asked.arguments[0] not in LISTS:
        raise AuthoringError("no_such_setting")
    return asked.arguments[0]


def add_choices(asked: Asked) -> Made:
    """Add an option or row, or one for each line that was pasted."""
    which, question = which_of(asked), asked.question
    lines = [" ".join(clean(line).split())[:500] for line in asked.one(f"paste-{which}").splitlines()]
    lines = [line for line in lines if line][:MOST_LINES]
    values = [choice["value"] for choice in question.get(which, ())]
    empty = [choice for choice in question.get(which, ()) if not choice.get("label")]
    parts: list[Operation] = []
    language = asked.document["languages"][0]
    for line in lines:
        if empty and not parts_for(asked, which, empty[0]["value"]):
            spot = ("question", question["name"], which, empty.pop(0)["value"], "label", language)
            parts.append(ops.Change(spot, line))
            continue
        choice = new_choice(set(values), line, language)
        parts.append(ops.AddChoice(question["name"], which, choice, values[-1] if values else FIRST))
        values.append(choice["value"])
    if not lines:
        parts = [
            ops.AddChoice(
                question["name"], which, new_choice(set(values), "", language), values[-1] if values else FIRST
            )
        ]
    return ops.Together(tuple(parts)), f"q:{question['name']}"


def parts_for(asked: Asked, which: str, value: str) -> bool:
    """Tell whether words were typed just now for an option that had none."""
    start = f"question/{asked.place.question}/{which}/{value}/label/"
    return any(name.startswith(start) and any(values) for name, values in asked.post.items())


def choice_argument(asked: Asked) -> tuple[str, str]:
    """Return the list and the value that a button names."""
    if len(asked.arguments) < 2:
        raise AuthoringError("no_value")
    return which_of(asked), ":".join(asked.arguments[1:])


def delete_choice(asked: Asked) -> Made:
    """Delete an option or row."""
    which, value = choice_argument(asked)
    return ops.DeleteChoice(asked.question["name"], which, value), f"q:{asked.question['name']}"


def move_choice(asked: Asked, by: int) -> Made:
    """Move an option or row one place."""
    which, value = choice_argument(asked)
    question = asked.question
    values = [choice["value"] for choice in question.get(which, ())]
    if value not in values:
        raise AuthoringError("choice_gone", value)
    place = values.index(value) + by
    if not 0 <= place < len(values):
        return None, f"q:{question['name']}"
    rest = [other for other in values if other != value]
    return (
        ops.MoveChoice(question["name"], which, value, rest[place - 1] if place else FIRST),
        f"q:{question['name']}",
    )


def put_choice(asked: Asked) -> Made:
    """Put an option or row where it was dragged."""
    which, value = choice_argument(asked)
    return ops.MoveChoice(asked.question["name"], which, value, asked.one("after")), f"q:{asked.question['name']}"


def rename_choice(asked: Asked) -> Made:
    """Give an option or row another technical value."""
    which, value = choice_argument(asked)
    new = clean(asked.one(f"value-{which}-{value}"))
    if new == value:
        return None, ""
    return ops.RenameChoice(asked.question["name"], which, value, new), f"q:{asked.question['name']}"


def change_condition(asked: Asked) -> Made:
    """Write the condition that was put together."""
    name = asked.place.question or asked.place.page
    part = asked.place.part or {}
    before = earlier_questions(asked.document, name)
    condition = None if asked.one("condition-clear") else condition_from(asked.post, before, part)
    if condition == part.get("visible_if"):
        return None, ""
    kind = "question" if asked.place.question else "page"
    return ops.Change((kind, name, "visible_if"), condition), ""


def change_calculation(asked: Asked) -> Made:
    """Write what is calculated of the chosen questions."""
    names = [name for name in asked.post.get("calculate", ()) if name in names_of(asked.document)]
    parts: list[Any] = [{"question": name} for name in names]
    verb = asked.one("calculation")
    expression: Any = {{"smallest": "min", "largest": "max"}.get(verb, "add"): parts} if parts else 0
    if verb == "mean" and parts:
        expression = {"divide": [expression, len(parts)]}
    return ops.Change(("question", asked.place.question, "expression"), expression), ""


def change_languages(asked: Asked) -> Made:
    """Promise other languages; the one in which texts are written first stays first."""
    first = asked.document["languages"][0]
    chosen = [code for code in asked.post.get("languages", ()) if code != first]
    return ops.Change(("languages",), [first, *dict.fromkeys(chosen)]), ""


VERBS: dict[str, Callable[[Asked], Made]] = {
    "save": lambda _asked: (None, ""),
    "add": add,
    "kept": add_kept,
    "page": add_page,
    "duplicate": duplicate,
    "delete": delete,
    "up": lambda asked: move(asked, -1),
    "down": lambda asked: move(asked, 1),
    "put": put_question,
    "type": change_type,
    "rename": rename,
    "choice": add_choices,
    "choice-delete": delete_choice,
    "choice-up": lambda asked: move_choice(asked, -1),
    "choice-down": lambda asked: move_choice(asked, 1),
    "choice-put": put_choice,
    "choice-rename": rename_choice,
    "condition": change_condition,
    "calculation": change_calculation,
    "languages": change_languages,
}


def resolved(post: Post) -> Operation | None:
    """Return what is to be made of clashes: nothing where the other's words stay, else what was chosen."""
    parts: list[Operation] = []
    for number, text in enumerate(post.get("operation", ())):
        if (post.get(f"keep-{number}") or ["theirs"])[-1] != "mine":
            continue
        try:
            operation = operation_from_json(json.loads(text))
        except (ValueError, RecursionError) as error:
            raise AuthoringError("no_operation") from error
        written = post.get(f"mine-{number}")
        if written and isinstance(operation, ops.Change):
            operation = ops.Change(operation.at, clean(written[-1]) or None)
        parts.append(operation)
    return None if not parts else parts[0] if len(parts) == 1 else ops.Together(tuple(parts))
