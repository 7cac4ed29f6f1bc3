"""Reads the words of a form's square code from its 21 × 21 modules, with as many wrong ones as its correction allows.

It is the smallest code there is (ISO/IEC 18004, version 1, correction H): 9 characters of data, 17 to correct them.
Which mask was used is tried out: a wrong one cannot pass the correction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

SIDE = 21
DATA, SPARE = 9, 17
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MODE = 0b0010  # letters and figures
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, _x: y % 2 == 0,
    lambda _y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)

POWERS, LOGS = [1] * 255, [0] * 256
for _place in range(1, 255):
    POWERS[_place] = POWERS[_place - 1] << 1 ^ (0x11D if POWERS[_place - 1] & 128 else 0)
for _place, _value in enumerate(POWERS):
    LOGS[_value] = _place


def known_modules() -> Iterator[tuple[int, int, bool]]:
    """Yield (row, column, is dark) of what is the same in every such code: three finders with their rims, two rows of dots."""
    for top, left in ((0, 0), (0, SIDE - 7), (SIDE - 7, 0)):
        for y in range(max(0, top - 1), min(SIDE, top + 8)):
            for x in range(max(0, left - 1), min(SIDE, left + 8)):
                ring = max(abs(y - top - 3), abs(x - left - 3))
                yield y, x, ring not in (2, 4)
    for n in range(8, SIDE - 8):
        yield 6, n, n % 2 == 0
        yield n, 6, n % 2 == 0


def data_modules() -> Iterator[tuple[int, int]]:
    """Yield (row, column) of the modules that carry words, in their order: up and down, two columns at a time."""
    upward = True
    for right in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        for step in range(SIDE):
            y = SIDE - 1 - step if upward else step
            for x in (right, right - 1):
                beside_finder = (y < 9 and (x < 9 or x > SIDE - 9)) or (y > SIDE - 9 and x < 9)
                if not beside_finder and 6 not in (x, y):
                    yield y, x
        upward = not upward


ORDER = tuple(data_modules())


def words_of(dark: Sequence[Sequence[bool]]) -> str:
    """Return what the modules say, or nothing if more of them are wrong than can be told."""
    for mask in MASKS:
        bits = [bool(dark[y][x]) != mask(y, x) for y, x in ORDER]
        words = [sum(bit << (7 - n) for n, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits), 8)]
        right = corrected(words)
        if right:
            return letters_in(right[:DATA])
    return ""


def letters_in(data: Sequence[int]) -> str:
    """Return the letters and figures that the data spell, or nothing for data of another kind."""
    bits = "".join(f"{word:08b}" for word in data)
    count = int(bits[4:13], 2)
    length = count // 2 * 11 + count % 2 * 6
    if int(bits[:4], 2) != MODE or 13 + length > len(bits):
        return ""
    said, at = "", 13
    for _pair in range(count // 2):
        first, second = divmod(int(bits[at : at + 11], 2), len(LETTERS))
        if first >= len(LETTERS):
            return ""
        said, at = said + LETTERS[first] + LETTERS[second], at + 11
    last = int(bits[at : at + 6], 2) if count % 2 else 0
    return "" if last >= len(LETTERS) else said + LETTERS[last] * (count % 2)


def times(one: int, other: int) -> int:
    """Multiply in the field of 256 elements."""
    return POWERS[(LOGS[one] + LOGS[other]) % 255] if one and other else 0


def value_at(terms: Sequence[int], power: int) -> int:
    """Return the value of a polynomial (lowest term first) at a power of the field's generator."""
    total = 0
    for term in reversed(terms):
        total = times(total, POWERS[power % 255]) ^ term
    return total


def corrected(words: Sequence[int]) -> list[int] | None:
    """Return code words with up to eight of them mended (Reed–Solomon, after Berlekamp, Massey and Forney), or nothing."""
    lowest_first = list(reversed(words))
    signs = [value_at(lowest_first, n) for n in range(SPARE)]
    if not any(signs):
        return list(words)
    locator = error_locator(signs)
    wrong = [place for place in range(len(words)) if not value_at(locator, -place)]
    if len(locator) - 1 > SPARE // 2 or len(wrong) != len(locator) - 1:
        return None
    evaluator = [0] * SPARE
    for n, sign in enumerate(signs):
        for m, term in enumerate(locator[: SPARE - n]):
            evaluator[n + m] ^= times(sign, term)
    slope = [term if n % 2 else 0 for n, term in enumerate(locator)][1:]
    for place in wrong:
        below = value_at(slope, -place)
        above = times(value_at(evaluator, -place), POWERS[place % 255])
        lowest_first[place] ^= times(above, POWERS[-LOGS[below] % 255])
    return None if any(value_at(lowest_first, n) for n in range(SPARE)) else lowest_first[::-1]


def error_locator(signs: Sequence[int]) -> list[int]:
    """Return the shortest polynomial whose roots tell which words are wrong."""
    locator, former, length, gap, before = [1], [1], 0, 1, 1
    for n, sign in enumerate(signs):
        off = sign
        for m in range(1, min(length, len(locator) - 1) + 1):
            off ^= times(locator[m], signs[n - m])
        if not off:
            gap += 1
            continue
        share = times(off, POWERS[-LOGS[before] % 255])
        longer = locator + [0] * max(0, gap + len(former) - len(locator))
        for m, term in enumerate(former):
            longer[m + gap] ^= times(share, term)
        if 2 * length <= n:
            former, length, before, gap = locator, n + 1 - length, off, 1
        else:
            gap += 1
        locator = longer
    while not locator[-1]:
        locator.pop()
    return locator
