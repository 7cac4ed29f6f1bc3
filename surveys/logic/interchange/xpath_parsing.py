"""Reading the expressions of XLSForm: words, then a tree by descent; what is no expression is refused with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from surveys.logic.interchange.xpath import (
    And,
    Binary,
    Call,
    Expression,
    Here,
    Negative,
    Number,
    Or,
    Path,
    Reference,
    Step,
    String,
    Union,
)

MAX_LENGTH = 20_000
MAX_DEPTH = 40
NAME = r"[^\W\d][\w.\-·]*"
WORD = re.compile(
    rf"""\s*(?:
      (?P<number>(?:\d+(?:\.\d*)?|\.\d+))
    | (?P<string>"[^"]*"|'[^']*'|‘[^‘’]*’|“[^“”]*”|’[^’]*’|”[^”]*”)
    | (?P<reference>\$\{{\s*(?P<saved>last-saved\#)?(?P<asked>[^{{}}\s][^{{}}]*?)\s*\}})
    | (?P<name>{NAME}(?:::?(?:{NAME}|\*))*)
    | (?P<mark>!=|<=|>=|//|\.\.|[=<>+\-*/|()\[\],.@])
    )""",
    re.VERBOSE,
)
OPERATOR_NAMES = ("and", "or", "div", "mod")


class ExpressionError(ValueError):
    """A text that is no expression; at says which letter, counted from 1."""

    def __init__(self, problem: str, at: int) -> None:
        super().__init__(f"{problem} at letter {at}")
        self.problem = problem
        self.at = at


@dataclass(frozen=True)
class Word:
    """One word of an expression: its kind, its text, and where it begins."""

    kind: str  # number, string, reference, saved, name, operator, mark, end
    text: str
    at: int


def parse(text: str) -> Expression:
    """Read an expression; raises ExpressionError."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("too long", MAX_LENGTH)
    return Parser(words_of(text)).whole()


def words_of(text: str) -> list[Word]:
    """Cut a text into words; after an operand, and, or, div, mod and * are operators (XPath 1.0, section 3.7)."""
    words: list[Word] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        found = WORD.match(text, place)
        if found is None:
            raise ExpressionError("not understood", place + 1)
        kind = str(found.lastgroup if found.lastgroup not in ("saved", "asked") else "reference")
        word = found[kind]
        at = found.start(kind) + 1
        after_operand = bool(words) and is_operand_end(words[-1])
        if kind == "string":
            word = word[1:-1]
        elif kind == "reference":
            kind, word = ("saved" if found["saved"] else "reference"), found["asked"]
        elif after_operand and (word in OPERATOR_NAMES or word == "*"):
            kind = "operator"
        words.append(Word(kind, word, at))
        place = found.end()
    return [*words, Word("end", "", end + 1)]


def is_operand_end(word: Word) -> bool:
    """Tell whether something that has a value ends with this word."""
    return word.kind in ("number", "string", "reference", "saved", "name") or (
        word.kind == "mark" and word.text in (")", "]", ".", "..", "*")
    )


class Parser:
    """Reads words from left to right; one method a level of binding."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.place = 0
        self.depth = 0

    @property
    def word(self) -> Word:
        """The word that comes next."""
        return self.words[self.place]

    def take(self, *texts: str) -> str:
        """Go past an operator or mark if it is one of these; returns it, or nothing."""
        word = self.word
        if word.kind in ("mark", "operator") and word.text in texts:
            self.place += 1
            return word.text
        return ""

    def need(self, text: str) -> None:
        """Go past a mark that must stand here."""
        if not self.take(text):
            raise ExpressionError(f"{text} is missing", self.word.at)

    def whole(self) -> Expression:
        """Read everything."""
        expression = self.either()
        if self.word.kind != "end":
            raise ExpressionError("not understood", self.word.at)
        return expression

    def either(self) -> Expression:
        """Read parts joined by or."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply", self.word.at)
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Expression:
        """Read parts joined by and."""
        parts = [self.pair(0)]
        while self.take("and"):
            parts.append(self.pair(0))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    LEVELS = (("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))

    def pair(self, level: int) -> Expression:
        """Read operands of one level of binding, from the left."""
        if level == len(self.LEVELS):
            return self.negative()
        left = self.pair(level + 1)
        while operator := self.take(*self.LEVELS[level]):
            left = Binary(operator, left, self.pair(level + 1))
        return left

    def negative(self) -> Expression:
        """Read something with or without a minus."""
        signs = 0
        while self.take("-"):
            signs += 1
        if signs > MAX_DEPTH:
            raise ExpressionError("nested too deeply", self.word.at)
        expression = self.union()
        for _ in range(signs):
            expression = Negative(expression)
        return expression

    def union(self) -> Expression:
        """Read places joined by |."""
        left = self.operand()
        while self.take("|"):
            left = Union(left, self.operand())
        return left

    def operand(self) -> Expression:
        """Read a value, a call, a path, or something in brackets."""
        word = self.word
        if word.kind == "number":
            self.place += 1
            return Number(float(word.text) if "." in word.text else int(word.text[:400]))
        if word.kind == "string":
            self.place += 1
            return String(word.text)
        if word.kind in ("reference", "saved"):
            self.place += 1
            return Reference(word.text, last_saved=word.kind == "saved")
        if self.take("("):
            expression = self.either()
            self.need(")")
            return expression
        if word.kind == "name" and self.words[self.place + 1].text == "(" and self.words[self.place + 1].kind == "mark":
            return self.call()
        return self.path()

    def call(self) -> Expression:
        """Read a function, and the path that goes on from it."""
        name = self.word.text
        self.place += 2
        arguments = []
        if not self.take(")"):
            arguments.append(self.either())
            while self.take(","):
                arguments.append(self.either())
            self.need(")")
        call = Call(name, tuple(arguments))
        if self.take("/"):
            return Path(self.steps(), root=call)
        return call

    def path(self) -> Expression:
        """Read a path; a point alone is the answer itself."""
        start = self.take("//", "/")
        steps = self.steps()
        if not start and steps == (Step("."),):
            return Here()
        return Path(steps, start)

    def steps(self) -> tuple[Step, ...]:
        """Read the steps of a path."""
        steps = [self.step()]
        while self.take("/"):
            steps.append(self.step())
        return tuple(steps)

    def step(self) -> Step:
        """Read one step with its predicates."""
        sign = self.take("@")
        word = self.word
        if word.kind != "name" and not (word.kind in ("mark", "operator") and word.text in (".", "..", "*")):
            raise ExpressionError("something is missing" if word.kind == "end" else "not understood", word.at)
        self.place += 1
        predicates = []
        while self.take("["):
            predicates.append(self.either())
            self.need("]")
        return Step(sign + word.text, tuple(predicates))
