"""Questions as cards on a page: numbers, names of inputs, what is chosen, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from surveys.forms.answering import Progress
from surveys.forms.extras import FileCard, MapCard
from surveys.logic.questionnaire.choosing import NO_OPINION, scale_ends
from surveys.logic.questionnaire.conditions import holds, questions_of
from surveys.logic.questionnaire.document import Choice, Page, Question, Questionnaire
from surveys.logic.questionnaire.kinds import field_name
from surveys.logic.questionnaire.ordering import shuffled
from surveys.logic.questionnaire.piping import Words, filled, piped
from surveys.logic.questionnaire.written import SHORT_LIMIT, TEXT_LIMIT, typed_date
from surveys.queries.questionnaires import answer_in_words, words_of

Texts = Mapping[str, str]
MANY = {"multi_choice", "matrix_multi"}
DIGITS = 7  # columns of a matrix that fit as buttons


@dataclass(frozen=True)
class Option:
    """One thing to choose: its input, its words, whether it is chosen."""

    id: str
    value: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    chosen: bool = False
    image: str = ""
    asks_words: bool = False
    image_alt: Texts = field(default_factory=dict)
    exclusive: bool = False
    words_name: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One row: of a matrix with its options, of a ranking or allocation with its typed value."""

    id: str
    name: str
    label: Texts
    options: tuple[Option, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Card:
    """Everything a template needs to draw one question."""

    question: Question
    number: int | None
    value: Any
    error: str
    hidden: bool = False

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def id(self) -> str:
        return f"q-{self.question.name}"

    @property
    def template(self) -> str:
        return f"surveys/questions/{self.question.type}.html"

    @property
    def field_name(self) -> str:
        return field_name(self.question)

    @property
    def first_id(self) -> str:
        """The id of the first control, where a link of the error summary leads."""
        if self.question.type in ("matrix_single", "matrix_multi"):
            return next((line.options[0].id for line in self.lines if not chosen_in(line)), f"{self.id}-r1-1")
        if self.question.type in ("ranking", "allocation", "map"):
            return f"{self.id}-r1"
        return f"{self.id}-1"

    @property
    def needs(self) -> str:
        """The subtle line: required or optional, how many can be chosen."""
        words = [_("required") if self.question.required else _("optional")]
        if self.is_many:
            words.append(how_many(self.question))
        return ", ".join(word for word in words if word)

    @property
    def is_many(self) -> bool:
        return self.question.type in MANY or (self.question.type == "image_choice" and self.question.multiple)

    @property
    def input_type(self) -> str:
        return "checkbox" if self.is_many else "radio"

    @property
    def described_by(self) -> str:
        parts = [f"{self.id}-hint"] if self.question.hint else []
        parts += [f"{self.id}-error"] if self.error else []
        return " ".join(parts)

    @property
    def text(self) -> str:
        """The typed value as its field shows it."""
        if self.value is None or isinstance(self.value, dict | list):
            return ""
        return typed_date(self.value) if self.question.type == "date" else typed(self.value)

    @property
    def limit(self) -> int:
        usual = SHORT_LIMIT if self.question.type == "short_text" else TEXT_LIMIT
        return self.question.max_length or usual

    @property
    def warns(self) -> bool:
        """Whether the words will be read by others: then the page says what not to write."""
        return self.question.open_answer or self.question.type == "long_text"

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(
            option_of(self, choice, f"{self.id}-{n}", self.value) for n, choice in enumerate(self.question.choices, 1)
        )

    @property
    def yes_no(self) -> tuple[Option, ...]:
        words = (("yes", _("Yes")), ("no", _("No")))
        return tuple(
            Option(f"{self.id}-{n}", value, here(label), chosen=self.value == value)
            for n, (value, label) in enumerate(words, 1)
        )

    @property
    def steps(self) -> tuple[Option, ...]:
        """The steps of a scale; the words of the ends belong to the first and the last."""
        question = self.question
        low, high = scale_ends(question)
        ends = {low: question.min_label, high: question.max_label}
        return tuple(
            Option(
                f"{self.id}-{n}",
                str(step),
                question.step_labels.get(str(step)) or ends.get(step) or {},
                chosen=self.value == step,
            )
            for n, step in enumerate(range(low, high + 1), 1)
        )

    @property
    def every_step_has_words(self) -> bool:
        return all(option.label for option in self.steps) and len(self.steps) > 2

    @property
    def no_opinion(self) -> Option | None:
        if not self.question.no_opinion:
            return None
        return Option(f"{self.id}-none", NO_OPINION, here(_("I cannot say")), chosen=self.value == NO_OPINION)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows of a matrix, or one line for each choice of a ranking or an allocation."""
        typed_values = places_of(self.value)
        rows = self.question.rows or self.question.choices
        return tuple(self.line(n, row, typed_values.get(row.value)) for n, row in enumerate(rows, 1))

    def line(self, n: int, row: Choice, value: Any) -> Line:
        options = tuple(
            option_of(self, choice, f"{self.id}-r{n}-{m}", value)
            for m, choice in enumerate(self.question.choices if self.question.rows else (), 1)
        )
        return Line(f"{self.id}-r{n}", field_name(self.question, row.value), row.label, options, typed(value))

    @property
    def as_buttons(self) -> bool:
        """Whether the columns of a matrix are steps with digits, drawn as a row of buttons."""
        choices = self.question.choices
        return len(choices) <= DIGITS and all(choice.value.isdigit() for choice in choices)

    @property
    def places(self) -> list[str]:
        return [str(n) for n in range(1, len(self.question.choices) + 1)]

    @property
    def low(self) -> str:
        """The lower end of a slider, as scripts write numbers."""
        return str(self.question.min)

    @property
    def high(self) -> str:
        return str(self.question.max)

    @property
    def step(self) -> str:
        return str(self.question.step or 1)

    @property
    def map(self) -> MapCard:
        """What only a map needs."""
        return MapCard(self.question, self.id, self.value)

    @property
    def file(self) -> FileCard:
        """What only a file needs."""
        return FileCard(self.question, self.value)

    @property
    def given(self) -> float:
        numbers = self.value.values() if isinstance(self.value, dict) else []
        return sum(n for n in numbers if isinstance(n, int | float))


def here(words: str) -> Texts:
    """Return words of the page as texts by language."""
    return {get_language() or "fi": words}


def typed(value: Any) -> str:
    """Return a number with the decimal sign people type, a text as it is."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def places_of(value: Any) -> dict[str, Any]:
    """Return {"choice": place} for a ranking's list; dictionaries stay."""
    if isinstance(value, list):
        return {item: place for place, item in enumerate(value, 1) if isinstance(item, str)}
    return value if isinstance(value, dict) else {}


def chosen_in(line: Line) -> bool:
    """Tell whether a row of a matrix has an answer."""
    return any(option.chosen for option in line.options)


def option_of(card: Card, choice: Choice, id_: str, value: Any) -> Option:
    """Return one choice with its state."""
    items = value if isinstance(value, list) else [value]
    found = [item for item in items if (item.get("value") if isinstance(item, dict) else item) == choice.value]
    words = found[0].get("text", "") if found and isinstance(found[0], dict) else ""
    return Option(
        id_,
        choice.value,
        choice.label,
        choice.hint,
        chosen=bool(found),
        image=choice.image,
        asks_words=choice.other,
        image_alt=choice.image_alt,
        exclusive=choice.exclusive,
        words_name=field_name(card.question, choice.value),
        words=words if isinstance(words, str) else "",
    )


def in_own_words(question: Question, answers: Mapping[str, Any], document: Questionnaire | None = None) -> Question:
    """Return a question with earlier answers in its texts, each in the language of the text."""
    return piped(question, words_from(answers, document))


def page_title(page: Page, answers: Mapping[str, Any], document: Questionnaire) -> Texts:
    """Return the title of a page with earlier answers in it."""
    return filled(page.title, words_from(answers, document))


def words_from(answers: Mapping[str, Any], document: Questionnaire | None) -> Words:
    """Return what says in a language what was answered to a question."""

    def words(name: str, code: str) -> str:
        asked = document.by_name.get(name) if document else None
        if asked is None or name not in answers:
            return ""
        with override(code if code in dict(settings.LANGUAGES) else get_language()):
            return ", ".join(answer_in_words(asked, answers[name], code))

    return words


def how_many(question: Question) -> str:
    """Return in words how many options can be chosen."""
    if question.max is not None and question.type != "matrix_multi":
        n = int(question.max)
        if question.min:
            return _("choose %(least)s to %(most)s") % {"least": int(question.min), "most": n}
        return ngettext("you can choose %(n)s", "you can choose up to %(n)s", n) % {"n": n}
    if question.min and question.type != "matrix_multi":
        n = int(question.min)
        return ngettext("choose at least %(n)s", "choose at least %(n)s", n) % {"n": n}
    return _("you can choose several")


def cards_of(progress: Progress, *, with_errors: bool) -> list[Card]:
    """Return the cards of the page that is on; those that may still appear are there, hidden."""
    cards: list[Card] = []
    number = asked_before(progress)
    for asked in progress.page.questions if progress.page else ():
        if asked.type == "calculated":
            continue
        own = in_own_words(left_of(asked, progress), progress.outcome.answers, progress.validator.document)
        question = shuffled(own, str(progress.sitting.key))
        is_shown = progress.is_shown(question)
        counts = is_shown and question.kind.takes_answer
        number += int(counts)
        faults = progress.faults.get(question.name, []) if with_errors and is_shown else []
        error = words_of(faults[0], question.type) if faults else ""
        value = progress.sitting.answers.get(question.name)
        shown_number = number if question.kind.takes_answer else None
        cards.append(Card(question, shown_number, value, error, hidden=not is_shown))
    return cards


def left_of(asked: Question, progress: Progress) -> Question:
    """Return a question with what is offered by the answers of other pages; what this page decides, the browser hides."""
    if asked.name not in progress.validator.partly:
        return asked
    here = {question.name for question in progress.page.questions} if progress.page else set()

    def stays(part: Choice) -> bool:
        return bool(here & set(questions_of(part.visible_if))) or holds(part.visible_if, progress.outcome.answers)

    return replace(asked, choices=tuple(filter(stays, asked.choices)), rows=tuple(filter(stays, asked.rows)))


def all_cards_of(page: Page) -> list[Card]:
    """Return the cards of one page with nothing filled in and nothing hidden: a browser decides, and pipes answers."""
    return [
        Card(question, 1 if question.kind.takes_answer else None, None, "")
        for question in page.questions
        if question.type != "calculated"
    ]


def asked_before(progress: Progress) -> int:
    """Return how many questions are asked on the pages before this one."""
    count = 0
    for page in progress.outcome.pages:
        if page.name == progress.step:
            break
        count += sum(q.kind.takes_answer and progress.is_shown(q) for q in page.questions)
    return count
