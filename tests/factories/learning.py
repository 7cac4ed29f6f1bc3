"""Texts to learn from: two subjects whose words hardly overlap, in as many sentences as wanted."""

import itertools

from tests.factories.participation import make_submission
from tests.factories.workgroups import assign

LIBRARY = ("kirjasto", "lukusali", "aukiolo", "lainaus", "kirjailija", "satutunti", "lehdet", "kirjastoauto")
ROADS = ("katuvalo", "asfaltti", "kuoppa", "auraus", "jalkakäytävä", "pyörätie", "liikennemerkki", "suojatie")


def sentences(words, count):
    """Different sentences that hold three of these words each."""
    triples = itertools.cycle(itertools.permutations(words, 3))
    return [f"Asia {n}: {', '.join(next(triples))} kuntoon" for n in range(count)]


def confirm(process, group, words, count):
    """Contributions that a person gave to the group."""
    return [assign(make_submission(process, text=text, language="fi"), group) for text in sentences(words, count)]
