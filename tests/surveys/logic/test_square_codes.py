"""Square codes are read from their modules: every mask, every kind of damage that the correction can mend, and no more."""

import random

import pytest
import segno

from surveys.logic.paper import square_codes

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
dice = random.Random(21)
WORDS = ["".join(dice.choices(LETTERS, k=8)) + f"{page:02}" for page in range(1, 9)]


def modules_of(words, mask=None, **more):
    made = segno.make(words, version=1, error="h", mask=mask, **{"mode": "alphanumeric"} | more)
    return [[bool(dark) for dark in row] for row in made.matrix]


def damage(modules, places, dice):
    for place in places:
        for bit in dice.sample(range(8), dice.randint(1, 8)):
            y, x = square_codes.ORDER[8 * place + bit]
            modules[y][x] = not modules[y][x]


@pytest.mark.parametrize("mask", range(8))
def test_every_mask_is_read_and_eight_of_26_words_may_be_wrong(mask):
    dice = random.Random(mask)
    words = WORDS[mask]
    modules = modules_of(words, mask)
    assert all(modules[y][x] == dark for y, x, dark in square_codes.known_modules())
    assert square_codes.words_of(modules) == words
    for wrong in range(1, 9):
        damaged = [row[:] for row in modules]
        damage(damaged, dice.sample(range(26), wrong), dice)
        assert square_codes.words_of(damaged) == words
    for wrong in (9, 13, 26):
        damaged = [row[:] for row in modules]
        damage(damaged, dice.sample(range(26), wrong), dice)
        assert not square_codes.words_of(damaged)


def test_words_of_every_length_and_of_another_kind():
    for length in range(1, 11):
        assert square_codes.words_of(modules_of(WORDS[0][:length])) == WORDS[0][:length]
    assert not square_codes.words_of(modules_of("words", mode="byte"))
    assert not square_codes.words_of([[False] * 21] * 21)


@pytest.mark.parametrize(
    "bits",
    [
        "0010" + f"{20:09b}" + "0" * 59,  # more letters than there is room for
        "0010" + f"{2:09b}" + "1" * 11 + "0" * 48,  # a pair beyond the alphabet
        "0010" + f"{1:09b}" + "1" * 6 + "0" * 53,  # a letter beyond it
    ],
)
def test_data_that_spell_nothing(bits):
    assert not square_codes.letters_in([int(bits[at : at + 8], 2) for at in range(0, 72, 8)])
