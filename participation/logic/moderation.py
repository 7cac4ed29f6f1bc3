"""What becomes of residents' words in public: states with their steps, the published rules, who counts as one supporter."""

import hashlib
import hmac
import secrets

from participation.logic.codes import characters_of, in_fours

WAITING, SHOWN, REMOVED, TAKEN_BACK = STATES = (
    "waiting",  # somebody looks at it first
    "shown",
    "removed",  # against a published rule; that it was removed and why stays readable
    "taken_back",  # by its author
)
STEPS: dict[str, frozenset[str]] = {
    WAITING: frozenset({SHOWN, REMOVED, TAKEN_BACK}),
    SHOWN: frozenset({REMOVED, TAKEN_BACK}),
    REMOVED: frozenset({SHOWN}),
    TAKEN_BACK: frozenset({WAITING, SHOWN}),
}
PERSONAL, INSULT, ILLEGAL, OFF_TOPIC, ADVERT, OTHER = RULES = (
    "personal",
    "insult",
    "illegal",
    "off_topic",
    "advert",
    "other",  # says why in its own words
)
NEWEST, MIXED, SUPPORTED = ORDERS = ("newest", "mixed", "supported")
STAGES = ("open", "answered", "removed")  # by which visitors narrow the list
COMMENT_LIMIT = 2000  # characters
NOTE_LIMIT = 300
PRIME = 2_147_483_647  # places in the mixed order run below it
SEALED = "~"  # begins the key of a supporter that no code leads to any more


def states_before(to_state: str) -> tuple[str, ...]:
    """Return the states from which something in public may come to this one."""
    return tuple(state for state in STATES if to_state in STEPS[state])


def first_state(*, checks_first: bool, is_doubtful: bool = False) -> str:
    """Return where new words begin: in public, unless somebody looks at everything first, or at what looks doubtful."""
    return WAITING if checks_first or is_doubtful else SHOWN


def new_code() -> str:
    """Return a random support code of 80 bits, written like a receipt code."""
    return in_fours(characters_of(secrets.randbits(80), 16))


def voter_of(secret: str, process_id: int, letters: str) -> str:
    """Return the key under which one supporter counts in one process.

    Keyed and different in every process: it leads neither back to the code nor to what was supported elsewhere.
    """
    return hmac.new(secret.encode(), f"support:{process_id}:{letters}".encode(), hashlib.sha256).hexdigest()[:40]


def resealed(secret: bytes, voter: str) -> str:
    """Return a key that no code leads to, the same for the same supporter while the secret lives."""
    return SEALED + hmac.new(secret, voter.encode(), hashlib.sha256).hexdigest()[:40]


def spread_of(seed: int) -> int:
    """Return by what places are multiplied, modulo the prime, so that each seed gives an order of its own."""
    return int.from_bytes(hashlib.sha256(str(seed).encode()).digest()[:8], "big") % (PRIME - 2) + 2
