"""Questionnaires and answers made by chance from a seed: pages, chains of conditions, options, dates, sums, piping."""

import random

TYPES = (
    "short_text", "number", "single_choice", "multi_choice", "dropdown", "yes_no", "scale", "matrix_single", "matrix_multi",
    "ranking", "allocation", "date", "slider", "consent", "calculated", "calculated", "information",
)  # fmt: skip
DAYS = ("2024-02-29", "2025-12-31", "2026-01-01", "2026-03-29", "1999-10-31")
CHOSEN = ("single_choice", "multi_choice", "dropdown", "ranking", "allocation", "matrix_single", "matrix_multi")


class Maker:
    """Makes one questionnaire; conditions look back only, at any earlier question."""

    def __init__(self, seed):
        self.by = random.Random(seed)
        self.before = []

    def document(self):
        pages = [self.page(n) for n in range(self.by.randint(1, 4))]
        return {"format": 1, "languages": ["fi"], "pages": pages}

    def page(self, n):
        condition = self.maybe(0.3)
        before = len(self.before)
        questions = [self.question(before) for _ in range(self.by.randint(1, 6))]
        return {"name": f"p{n}", "title": {"fi": f"Osa {n}"}, "questions": questions} | condition

    def maybe(self, share):
        return {"visible_if": self.condition()} if self.before and self.by.random() < share else {}

    def question(self, piped_from):
        kind = self.by.choice(TYPES)
        name = f"q{len(self.before)}"
        asked = {"name": name, "type": kind, "label": {"fi": self.text(self.before[:piped_from])}} | self.maybe(0.6)
        if kind in CHOSEN:
            asked["choices"] = [self.choice(v) for v in "abcd"[: self.by.randint(2, 4)]]
        if kind.startswith("matrix"):
            asked["rows"] = [self.choice(v) for v in "rst"[: self.by.randint(1, 3)]]
            asked["required"] = self.by.random() < 0.3
        if kind == "multi_choice":
            asked["choices"][-1]["exclusive"] = self.by.random() < 0.5
            asked |= self.by.choice(({}, {"min": 2}, {"max": 2}))
        if kind == "single_choice":
            asked["choices"][-1]["other"] = True
        if kind in ("number", "slider"):
            asked |= {"min": 0, "max": 10} | self.by.choice(({}, {"step": 0.5}))
        if kind == "scale":
            asked["no_opinion"] = True
        if kind == "calculated":
            asked["expression"] = self.expression(3)
        if kind in ("single_choice", "multi_choice", "matrix_single", "ranking"):
            asked["shuffle"] = self.by.random() < 0.5
        self.before.append(asked)
        return asked

    def choice(self, value):
        return {"value": value, "label": {"fi": value.upper()}} | self.maybe(0.2)

    def text(self, known):
        name = self.by.choice(known)["name"] if known and self.by.random() < 0.5 else ""
        return f"Kuinka {{{{ {name} | muu }}}} ja {{{{{name}}}}}?" if name else "Mitä?"

    def condition(self, depth=2):
        if depth and self.by.random() < 0.4:
            parts = [self.condition(depth - 1) for _ in range(self.by.randint(0, 3))]
            return self.by.choice(({"all": parts}, {"any": parts}, {"not": self.condition(depth - 1)}))
        asked = self.by.choice(self.before)
        test = {"question": asked["name"]}
        if asked["type"].startswith("matrix") and self.by.random() < 0.8:
            test["row"] = self.by.choice("rst")
        operator = self.by.choice(
            ("is", "is_not", "in", "selected", "not_selected", "gt", "gte", "lt", "lte", "answered")
        )
        if operator == "answered":
            return test | {operator: self.by.random() < 0.7}
        if operator == "in":
            return test | {operator: [self.value() for _ in range(2)]}
        if operator[0] in "gl":
            return test | {operator: self.by.choice((self.by.choice(DAYS), self.by.randint(0, 10), 2.5))}
        return test | {operator: self.value()}

    def value(self):
        return self.by.choice(("a", "b", "yes", "no", "sana", True, self.by.randint(0, 6), self.by.choice(DAYS)))

    def expression(self, depth):
        if not self.before or not depth or self.by.random() < 0.2:
            return self.by.choice((self.by.randint(-3, 9), 0.1, 2.5))
        name = self.by.choice(self.before)["name"]
        some = [self.expression(depth - 1) for _ in range(self.by.randint(1, 3))]
        pair = [self.expression(depth - 1), self.expression(depth - 1)]
        day = [
            self.by.choice((self.by.choice(DAYS), {"question": name})),
            {"question": self.by.choice(self.before)["name"]},
        ]
        return self.by.choice((
            {"question": name}, {"count": name}, {"add": some}, {"multiply": some}, {"min": some}, {"max": some},
            {"subtract": pair}, {"divide": pair}, {"days_between": day}, {"years_between": day},
        ))  # fmt: skip

    def answers(self):
        """Mostly fitting answers, some that the server refuses, some of questions that are not shown."""
        return {
            asked["name"]: self.answer(asked)
            for asked in self.before
            if asked["type"] not in ("calculated", "information") and self.by.random() < 0.8
        }

    def answer(self, asked):  # noqa: PLR0911 -- one return a type
        kind, by = asked["type"], self.by
        values = [choice["value"] for choice in asked.get("choices", ())]
        if kind == "short_text":
            return by.choice(("sana", "", "  ", "a", "Ä<b>{{q0}}", "x" * 300))
        if kind in ("number", "slider"):
            return by.choice((0, 1, 2.5, 7, 10, 11, -1, 0.3))
        if kind == "scale":
            return by.choice((1, 3, 5, 6, "no_opinion"))
        if kind == "date":
            return by.choice((*DAYS, "2026-02-31"))
        if kind == "yes_no":
            return by.choice(("yes", "no"))
        if kind == "consent":
            return by.choice((True, False))
        if kind == "multi_choice":
            return by.sample(values, by.randint(0, len(values)))
        if kind == "ranking":
            return by.sample(values, by.randint(0, len(values)))
        if kind == "allocation":
            first = by.choice((0, 40, 100, 120))
            return {values[0]: first, values[1]: by.choice((100 - first, 5)) if first < 101 else 1}
        rows = [row["value"] for row in asked.get("rows", ())]
        if kind == "matrix_single":
            return {row: by.choice(values) for row in rows if by.random() < 0.8}
        if kind == "matrix_multi":
            return {row: by.sample(values, by.randint(0, len(values))) for row in rows if by.random() < 0.8}
        if kind == "single_choice" and by.random() < 0.3:
            return {"value": values[-1], "text": "omin sanoin"}
        return by.choice(values)
