"""Looking at how contributions come in: marks beside them, and when a proof is wanted.

Nothing is refused. What is stored is a few words beside the contribution; networks and contents are counted in the
cache under keyed hashes for some hours (networks.py), apart from what was sent.

How fast somebody was is told by a moment that the server signs on a page that only this visitor gets, together with the
key of the form and how many answers it had. From then on people need time for every further answer and for the last
look, with a script or without. Who sends without ever having got such a page has no signature.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils import timezone

from participation.actions import networks
from participation.logic import guarding as rules

SALT = "participation.moment"
PROVABLE = {rules.BURST, rules.UNPROVEN}


@dataclass(frozen=True)
class Traces:
    """What came along with a contribution. Never stored."""

    address: str = ""
    hidden: bool = False  # the field that nobody sees was filled in
    moment: str | None = None  # the signed moment; None where no page of ours is expected, as in the API
    proof: str = ""


@dataclass(frozen=True)
class Content:
    """What the look needs to know of a contribution: how many answers, its own words, or all choices as one text."""

    answers: int
    words: str = ""
    choices: str = ""


@dataclass(frozen=True)
class Look:
    """What a look found: marks as they are stored, and what to count once the contribution is recorded."""

    marks: str = ""
    wants_proof: bool = False
    windows: tuple[networks.Window, ...] = ()


NOTHING = Look()


def moment_for(subject: str, key: UUID | str, answers: int = 0) -> str:
    """Return the signed moment of now for a form, with the number of answers that it has already."""
    return signing.Signer(salt=SALT).sign(f"{subject}.{key}.{timezone.now().timestamp():.1f}.{answers}")


def moment_in(subject: str, key: UUID | str, text: str) -> tuple[float, int] | None:
    """Return when a moment was signed for this form and with how many answers; nothing for any other text.

    A page that is the same for everybody, with all questions of a survey, gets its key from the browser.
    """
    try:
        about, own, whole, tenth, answers = signing.Signer(salt=SALT).unsign(text).split(".")
    except (signing.BadSignature, ValueError):
        return None
    if about != subject or own not in ("", str(key)):
        return None
    return float(f"{whole}.{tenth}"), int(answers)


def kept_moment(subject: str, key: UUID, text: str, answers: int) -> str:
    """Return the moment that a form carries along, or that of now if it has none yet."""
    return text if text and moment_in(subject, key, text) else moment_for(subject, key, answers)


def look_at(subject: str, key: UUID | str, content: Content, traces: Traces, *, guarded: bool = False) -> Look:
    """Look at a contribution before it is recorded; note_recorded counts it afterwards."""
    if not settings.GUARD_ANSWERS:
        return NOTHING
    proven = rules.holds_proof(str(key), traces.proof)
    network = networks.network_hash(traces.address)
    sending = tuple((f"sent:{subject}:{network}", seconds) for seconds in rules.WINDOWS) if network else ()
    alike, most = alike_windows(subject, network, content)
    windows = (*sending, *alike)
    counts = [n + 1 for n in networks.counts_of(windows)]
    of_network: Mapping[int, int] = dict(zip(rules.WINDOWS, counts, strict=False)) if sending else {}
    found = {
        rules.HIDDEN: traces.hidden,
        rules.BURST: rules.over_limit(of_network, proven=proven, times=networks.times_of(traces.address)),
        rules.IDENTICAL: any(count > most for count in counts[len(sending) :]),
        rules.UNPROVEN: guarded and not proven,
    }
    marks = {mark for mark, is_so in found.items() if is_so} | marks_of_time(subject, key, content, traces.moment)
    wants_proof = bool(marks & PROVABLE) and not traces.proof
    return Look(rules.written(sorted(marks)), wants_proof, windows)


def marks_of_time(subject: str, key: UUID | str, content: Content, moment: str | None) -> set[str]:
    """Return what the signed moment says: sent without any page of ours, or faster than anybody answers."""
    if moment is None:
        return set()
    found = moment_in(subject, key, moment)
    if found is None:
        return {rules.UNOPENED}
    seconds, before = timezone.now().timestamp() - found[0], found[1]
    return {rules.FAST} if rules.too_fast(seconds, content.answers - before) else set()


def alike_windows(subject: str, network: str, content: Content) -> tuple[tuple[networks.Window, ...], int]:
    """Return under what the same content is counted, and how often it may come; nothing where many think alike."""
    if content.words:
        digest = hashlib.sha256(content.words.encode()).hexdigest()
        return ((f"words:{subject}:{digest}", rules.PERIOD),), rules.SAME_WORDS
    if network and content.choices:
        digest = hashlib.sha256(content.choices.encode()).hexdigest()
        return ((f"choices:{subject}:{network}:{digest}", rules.PERIOD),), rules.SAME_CHOICES
    return (), 0


def note_recorded(subject: str, look: Look) -> bool:
    """Count what was recorded just now; tells whether so much of late is marked that it is an attack."""
    networks.count(look.windows)
    return bool(look.marks) and networks.count([(f"marked:{subject}", rules.TEN_MINUTES)])[0] >= rules.ATTACK
