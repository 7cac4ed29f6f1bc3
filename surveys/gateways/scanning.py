"""Door to the reading of scanned pages (extra "scan"): pages as pictures, corner squares, straightening, darkness of boxes.

Everything happens on this machine. Without the extra `is_installed` is false and the pages say so.
"""
# ruff: noqa: PLC0415 -- the extra may be absent

from __future__ import annotations

import importlib.util
import io
import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from surveys.logic.paper import square_codes

DPI = 200
PER_MM = DPI / 25.4
SIDE, EDGE, WIDTH, HEIGHT = 6.0, 8.0, 210.0, 297.0  # of the corner squares and the page, in millimetres: form.typ
CODE_AT = (18.0, 8.0, 15.0)  # where the square code is, and how large
MAX_PAGES = 2000
LOWER = HEIGHT - EDGE - SIDE  # where the lower squares of a page without a slip are
SPREAD = WIDTH - 2 * EDGE - SIDE  # between the middles of two corner squares
INSET = 0.17  # of a box: its frame does not count
RIM, FINE = 3, 8  # around the square code that much is looked at, in modules; points a module has there
LOOSE = 12  # points by which the grid of modules may lie beside its place
PLAIN = 0.4  # share of the contrast by which the known modules must differ: less is a line of print or empty paper
SHIFT = 5  # points by which a box may lie beside its place


def is_installed() -> bool:
    """Tell whether scans can be read on this machine."""
    return all(importlib.util.find_spec(name) for name in ("cv2", "pypdfium2"))


def pages_of(data: bytes, kind: str) -> Iterator[Any]:
    """Yield the pages of a scanned file as grey pictures; raises ValueError for one that cannot be read."""
    import cv2
    import numpy as np

    if kind == "application/pdf":
        yield from pdf_pages(data)
        return
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise ValueError("file_broken")
    yield picture


def pdf_pages(data: bytes) -> Iterator[Any]:
    """Yield the pages of a PDF."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError("file_broken") from error
    try:
        for page in itertools.islice(document, MAX_PAGES):
            width, height = page.get_size()
            scale = min(DPI / 72, 6000 / max(width, height, 1))
            yield page.render(scale=scale, grayscale=True).to_numpy().squeeze().copy()
            page.close()
    finally:
        document.close()


def straightened(picture: Any, lower_of: Callable[[str], float | None], known: str = "") -> tuple[Any, str] | None:
    """Return a page laid straight at 200 dots an inch, and what its square code says; nothing for no page of ours.

    lower_of tells by the words of the code how far down the lower squares stand, in millimetres. What somebody typed
    from the paper can stand in place of a square code that cannot be read.
    """
    import cv2
    import numpy as np

    for upper_left, upper_right, lowers in corner_groups(squares_in(picture)):
        words = known or code_at(picture, upper_left, upper_right)
        if not words:
            continue
        lower = lower_of(words)
        if lower is None:
            return None
        group = with_lower(upper_left, upper_right, lowers, lower)
        mid = EDGE + SIDE / 2
        goal = [(mid, mid), (WIDTH - mid, mid), (mid, lower + SIDE / 2), (WIDTH - mid, lower + SIDE / 2)]
        target = np.array([(x * PER_MM, y * PER_MM) for x, y in goal], np.float32)
        change = cv2.getPerspectiveTransform(np.array(group, np.float32), target)
        size = (round(WIDTH * PER_MM), round(HEIGHT * PER_MM))
        return cv2.warpPerspective(picture, change, size, flags=cv2.INTER_AREA, borderValue=255), words
    return None


def squares_in(picture: Any) -> list[tuple[float, float, float, bool]]:
    """Return (x, y, side, is hollow) of what looks like a corner square."""
    import cv2

    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    block = max(51, (min(picture.shape) // 12) | 1)
    dark = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)
    shapes, tree = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    usual = min(picture.shape) * SIDE / WIDTH
    for n, shape in enumerate(shapes):
        if tree[0][n][3] != -1:
            continue
        area = cv2.contourArea(shape)
        if not (usual * 0.5) ** 2 < area < (usual * 1.7) ** 2:
            continue
        (x, y), (w, h), _angle = cv2.minAreaRect(shape)
        if not w or not h or not 0.75 < w / h < 1.33 or area / (w * h) < 0.8:
            continue
        hole, child = 0.0, tree[0][n][2]
        while child != -1:
            hole = max(hole, cv2.contourArea(shapes[child]))
            child = tree[0][child][0]
        share = hole / area
        if share < 0.35:
            found.append((x, y, area**0.5, 0.05 < share < 0.3))
    return found


def corner_groups(found: Sequence[tuple[float, float, float, bool]]) -> Iterator[tuple[Any, Any, list[Any]]]:
    """Yield upper left (the hollow one), upper right and the squares that can be lower ones; the likeliest first."""
    pairs = []
    for one in found:
        if not one[3]:
            continue
        for other in found:
            span = ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5
            if other is one or not span:
                continue
            to_page, to_other = one[2] / (SIDE * span / SPREAD), other[2] / one[2]
            if 0.75 < to_page < 1.25 and 0.7 < to_other < 1.4:
                pairs.append((abs(math.log(to_page)) + abs(math.log(to_other)), one, other))
    for _unlike, one, other in sorted(pairs, key=lambda pair: pair[0]):
        yield one[:2], other[:2], [item[:2] for item in found if item is not one and item is not other]


def code_at(picture: Any, left: Any, right: Any) -> str:
    """Return what the square code says that stands between two upper squares, or nothing."""
    import cv2
    import numpy as np

    x, y, side = CODE_AT
    mid, margin = EDGE + SIDE / 2, RIM * side / square_codes.SIDE
    dx, dy = (right[0] - left[0]) / SPREAD, (right[1] - left[1]) / SPREAD

    def spot(mm_x: float, mm_y: float) -> tuple[float, float]:
        across, down = mm_x - mid, mm_y - mid
        return left[0] + across * dx - down * dy, left[1] + across * dy + down * dx

    size = (square_codes.SIDE + 2 * RIM) * FINE
    change = cv2.getAffineTransform(
        np.array(
            [spot(x - margin, y - margin), spot(x + side + margin, y - margin), spot(x - margin, y + side + margin)],
            np.float32,
        ),
        np.array([(0, 0), (size, 0), (0, size)], np.float32),
    )
    cut = cv2.warpAffine(picture, change, (size, size), flags=cv2.INTER_CUBIC, borderValue=255)
    for modules in grids_in(cut):
        words = square_codes.words_of(modules)
        if words:
            return words
    return ""


def grids_in(cut: Any) -> Iterator[Any]:
    """Yield the modules of a square code, dark or not, the likeliest reading first; nothing for what is no such code.

    The grid is laid where the finders and the rows of dots fit best, and each module is the mean of its middle.
    """
    import cv2
    import numpy as np

    rows, columns, dark = (np.array(part) for part in zip(*square_codes.known_modules(), strict=True))
    sign = np.where(dark, -1.0 / dark.sum(), 1.0 / (~dark).sum())
    smooth = cv2.blur(cut, (FINE * 5 // 8, FINE * 5 // 8)).astype(np.float32)
    found = []
    for stretch in (0.97, 0.985, 1.0, 1.015, 1.03):
        middles = (np.arange(square_codes.SIDE) - square_codes.SIDE // 2) * FINE * stretch + cut.shape[0] / 2
        for down in range(-LOOSE, LOOSE + 1, 2):
            ys = np.rint(middles + down).astype(int)
            for across in range(-LOOSE, LOOSE + 1, 2):
                xs = np.rint(middles + across).astype(int)
                found.append((float(smooth[ys[rows], xs[columns]] @ sign), ys, xs))
    found.sort(key=lambda one: -one[0])
    if found[0][0] < PLAIN * (np.percentile(smooth, 95) - np.percentile(smooth, 5)):
        return
    for _fit, ys, xs in found[:3]:
        grid = smooth[np.ix_(ys, xs)]
        blacks, whites = grid[rows[dark], columns[dark]], grid[rows[~dark], columns[~dark]]
        for share in (0.5, 0.4, 0.6):
            yield (grid < blacks.mean() + share * (whites.mean() - blacks.mean())).tolist()


def with_lower(left: Any, right: Any, lowers: Sequence[Any], lower: float) -> list[Any]:
    """Return the four middles; a lower square that cannot be found is put where it belongs."""
    dx, dy = (right[0] - left[0]) / SPREAD, (right[1] - left[1]) / SPREAD
    down = lower - EDGE
    group = [left, right]
    for base in (left, right):
        wanted = base[0] - down * dy, base[1] + down * dx
        near = min(lowers, key=lambda item: (item[0] - wanted[0]) ** 2 + (item[1] - wanted[1]) ** 2, default=wanted)
        away = ((near[0] - wanted[0]) ** 2 + (near[1] - wanted[1]) ** 2) ** 0.5
        group.append(near if away < 12 * (dx * dx + dy * dy) ** 0.5 else wanted)
    return group


def darkness(page: Any, boxes: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return for each box (x, y, w, h in millimetres) the share of dark points inside its frame."""
    import cv2

    paper = cv2.medianBlur(cv2.resize(page, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA), 21)
    ground = cv2.resize(paper, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(page, ground, scale=225)
    return [dark_share(even, box) for box in boxes]


def dark_share(even: Any, box: Mapping[str, Any]) -> float:
    """Return the share of dark points in one box, looked for around its place by its frame."""
    import cv2
    import numpy as np

    x, y = box["x"] * PER_MM, box["y"] * PER_MM
    w, h = round(box["w"] * PER_MM), round(box["h"] * PER_MM)
    left, top = round(x) - SHIFT, round(y) - SHIFT
    patch = even[max(0, top) : top + h + 2 * SHIFT, max(0, left) : left + w + 2 * SHIFT]
    if patch.shape[0] < h or patch.shape[1] < w:
        return 0.5  # beyond the edge of the picture: a person looks
    frame = np.full((h, w), 0, np.float32)
    frame[:3, :] = frame[-3:, :] = frame[:, :3] = frame[:, -3:] = 1
    score = cv2.filter2D(
        255 - patch.astype(np.float32), cv2.CV_32F, frame, anchor=(0, 0), borderType=cv2.BORDER_CONSTANT
    )
    score = score[: patch.shape[0] - h + 1, : patch.shape[1] - w + 1]
    _low, _high, _at, (dx, dy) = cv2.minMaxLoc(score)
    inset = max(4, round(w * INSET))
    inside = patch[dy + inset : dy + h - inset, dx + inset : dx + w - inset]
    return float(np.mean(inside < 150))


def to_jpeg(page: Any) -> bytes:
    """Return a page as JPEG."""
    import cv2

    return bytes(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 80])[1])


def crop(data: bytes, x: float, y: float, w: float, h: float) -> bytes:
    """Return a part of a kept page, in millimetres, as JPEG."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as page:
        part = page.crop((round(x * PER_MM), round(y * PER_MM), round((x + w) * PER_MM), round((y + h) * PER_MM)))
        written = io.BytesIO()
        part.convert("L").save(written, "JPEG", quality=80)
    return written.getvalue()
