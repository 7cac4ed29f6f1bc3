"""Paper forms: printed, rasterised, ticked, spoilt as scanners and copiers spoil, read again. Ticks right, wrong, flagged."""

import itertools
import math
import os
import random
import time
from dataclasses import dataclass, field

import django

from benchmarks.figures import Report

TREATMENTS = ("clean", "degraded")
COPIES = 12  # of the demo's form in a round; a quarter as many in large print
ROUNDS = 5  # some 6,600 boxes: with none of them wrong, fewer than 0.05 % are at 95 %


@dataclass
class Tally:
    """Boxes and what became of them."""

    boxes: int = 0
    right: int = 0
    flagged: int = 0
    wrong: int = 0
    pages: int = 0
    lost: int = 0
    seconds: float = 0.0
    kinds: dict = field(default_factory=dict)


def measure(report: Report) -> None:
    """Add the figures of both treatments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for treatment in TREATMENTS:
        tally = Tally()
        for seed in range(ROUNDS):
            round_trip(treatment, copies=COPIES, seed=seed, tally=tally)
        print(f"  {treatment}: {tally}")
        report.add(f"ticks_{treatment}_accuracy", 100 * tally.right / tally.boxes, "%")
        report.add(f"ticks_{treatment}_flagged", 100 * tally.flagged / tally.boxes, "%")
        report.add(f"ticks_{treatment}_wrong_unflagged", 100 * tally.wrong / tally.boxes, "%")
        report.add(f"ticks_{treatment}_wrong_at_most", 100 * upper_bound(tally.wrong, tally.boxes), "%")
        report.add(f"ticks_{treatment}_boxes", tally.boxes, "boxes")
        report.add(f"scanning_{treatment}_pages_lost", tally.lost, "pages")
        report.add(f"scanning_{treatment}_pages_per_second", tally.pages / tally.seconds, "1/s")


def upper_bound(wrong: int, n: int) -> float:
    """Return below which share of wrong ones the truth lies at 95 %, by the exact one-sided interval."""
    low, high = wrong / n, 1.0
    for _halving in range(60):
        share = (low + high) / 2
        below = sum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(wrong + 1))
        low, high = (share, high) if below > 0.05 else (low, share)
    return high


def round_trip(treatment: str, *, copies: int, seed: int, tally: Tally | None = None) -> Tally:
    """Print, tick, spoil and read copies of the demo's form; every box is compared with what was drawn."""
    from surveys.gateways import scanning
    from surveys.logic.paper.codes import read_mark

    dice = random.Random(f"{treatment}{seed}")
    tally = tally or Tally()
    for large, amount in ((False, copies), (True, max(1, copies // 4))):
        layout, pictures = printed_pages(amount, large=large)
        for place, picture in enumerate(pictures):
            number = place % layout["stride"] + 1
            boxes = [named(box) for box in layout["boxes"] if box[0] == number and box[2]]
            if number > layout["last"]:
                continue
            drawn = draw_ticks(picture, boxes, dice)
            spoilt = spoil(picture, treatment, dice)

            def lower(words: str, layout: dict = layout) -> float | None:
                mark = read_mark(words)
                return None if mark is None else layout["lower"] if mark[1] == layout["last"] else 283.0

            began = time.perf_counter()
            page = scanning.straightened(spoilt, lower)
            dark = scanning.darkness(page[0], boxes) if page else []
            tally.seconds += time.perf_counter() - began
            tally.pages += 1
            tally.lost += page is None
            judge(tally, boxes, drawn, dark)
    return tally


def judge(tally: Tally, boxes: list, drawn: dict, dark: list) -> None:
    """Compare what was read with what was drawn; a page that was not found is flagged as a whole."""
    from surveys.logic.paper.ticks import judged

    for n, box in enumerate(boxes):
        tally.boxes += 1
        kind = drawn.get(n, "empty")
        verdict = judged(dark[n]) if dark else "unsure"
        truth = "empty" if kind == "empty" else "ticked"
        if verdict == truth:
            tally.right += 1
        elif verdict == "unsure":
            tally.flagged += 1
        else:
            tally.wrong += 1
        if verdict != truth:
            seen = round(dark[n], 3) if dark else None
            tally.kinds.setdefault(f"{kind}->{verdict}", []).append((box["field"], seen))


def named(box: list) -> dict:
    """Return a box with names for its numbers."""
    return dict(zip(("page", "field", "letter", "x", "y", "w", "h"), box, strict=True))


def printed_pages(copies: int, *, large: bool) -> tuple[dict, list]:
    """Return the layout of the demo's form and its printed pages as grey pictures."""
    import uuid

    from config.demo.reading import document
    from participation.gateways.documents import query_pdf, render_pdf
    from surveys.gateways.scanning import pages_of
    from surveys.logic.paper.codes import sheet_code
    from surveys.logic.questionnaire.document import from_json
    from surveys.models import Survey
    from surveys.queries import paper_forms as forms

    data = document("survey")
    survey = Survey(slug=data["slug"], title=data["title"], lead=data["lead"], readers=data["readers"])
    form = forms.form_data(survey, from_json(data["document"]), "fi", large=large)
    blank = {**forms.to_print({}), "copies": [forms.copy_data(forms.blank_copy(), 1)]}
    layout = forms.layout_of(query_pdf("surveys/paper/form.typ", form | blank, "<mark>"))
    own = [forms.Copy(n, sheet_code("bench", uuid.UUID(int=n)), "0000-0000-0000-0000") for n in range(1, copies + 1)]
    form |= forms.to_print(layout)
    form["copies"] = [forms.copy_data(copy, layout["stride"]) for copy in own]
    return layout, list(pages_of(render_pdf("surveys/paper/form.typ", form), "application/pdf"))


def draw_ticks(picture: object, boxes: list, dice: random.Random) -> dict:
    """Tick a third of the boxes by hand; returns by box what was drawn."""
    import cv2

    from surveys.gateways.scanning import PER_MM

    drawn = {}
    for n, box in enumerate(boxes):
        if dice.random() > 0.33:
            continue
        kind = dice.choice(("cross", "cross", "check", "slash", "scribble", "small cross", "pencil"))
        drawn[n] = kind
        shade = dice.randint(75, 120) if kind == "pencil" else dice.randint(0, 60)
        x, y, side = box["x"] * PER_MM, box["y"] * PER_MM, box["w"] * PER_MM
        for stroke in strokes(kind, dice):
            points = [(round(x + a * side), round(y + b * side)) for a, b in stroke]
            for start, end in itertools.pairwise(points):
                cv2.line(picture, start, end, shade, dice.choice((2, 3, 3, 4)), cv2.LINE_AA)
    return drawn


def strokes(kind: str, dice: random.Random) -> list:
    """Return the strokes of a tick in shares of the box; hands overshoot and wobble."""

    def near(value: float, wobble: float = 0.12) -> float:
        return value + dice.uniform(-wobble, wobble)

    if kind == "check":
        return [[(near(0.15), near(0.5)), (near(0.42), near(0.85)), (near(1.05), near(-0.1))]]
    if kind == "slash":
        return [[(near(0.05), near(1.0)), (near(0.95), near(0.0))]]
    if kind == "scribble":
        return [[(near(0.1 + 0.1 * n), near(0.2 if n % 2 else 0.8)) for n in range(9)]]
    inner = 0.24 if kind == "small cross" else 0.05
    first = [(near(inner), near(inner)), (near(1 - inner), near(1 - inner))]
    return [first, [(near(1 - inner), near(inner)), (near(inner), near(1 - inner))]]


def spoil(picture: object, treatment: str, dice: random.Random) -> object:
    """Return the page as a scanner gives it; degraded ones were copied, turned, blurred, dirtied, unevenly lit."""
    import cv2
    import numpy as np

    rng = np.random.default_rng(dice.randint(0, 2**31))
    height, width = picture.shape
    angle = dice.uniform(-0.4, 0.4) if treatment == "clean" else dice.uniform(-4, 4) + dice.choice((0, 0, 0, 180))
    scale = dice.uniform(0.99, 1.0) if treatment == "clean" else dice.uniform(0.94, 0.99)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
    page = cv2.warpAffine(picture, turn, (width, height), borderValue=255, flags=cv2.INTER_LINEAR)
    if treatment == "clean":
        return np.clip(page + rng.normal(0, 3, page.shape), 0, 255).astype(np.uint8)
    shift = np.float32([(dice.uniform(-8, 8), dice.uniform(-8, 8)) for _corner in range(4)])
    corners = np.float32([(0, 0), (width, 0), (0, height), (width, height)])
    page = cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(corners, corners + shift), (width, height), borderValue=255
    )
    page = cv2.GaussianBlur(page, (0, 0), dice.uniform(0.6, 1.6))
    light = np.linspace(dice.uniform(0.78, 1.0), dice.uniform(0.78, 1.0), width)[None, :]
    page = page * light * np.linspace(dice.uniform(0.85, 1.0), 1.0, height)[:, None]
    page = 255 * (page / 255) ** dice.uniform(0.8, 1.5)  # a copier makes things darker or paler
    page = np.clip(page + rng.normal(0, dice.uniform(4, 14), page.shape), 0, 255).astype(np.uint8)
    for _speck in range(dice.randint(30, 150)):
        spot = (dice.randrange(width), dice.randrange(height))
        cv2.circle(page, spot, dice.choice((1, 1, 1, 2)), dice.randint(0, 120), -1)
    if dice.random() < 0.5:
        x = dice.randrange(width)
        cv2.line(page, (x, 0), (x + round(20 * math.sin(angle)), height), 190, 1)
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, dice.randint(35, 80)])[1], 0)
