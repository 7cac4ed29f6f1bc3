"""Rules of submissions: channels, states with their allowed transitions, limits, and the spoken reference."""

from dataclasses import dataclass

from participation.logic.codes import CROCKFORD, LOOK_ALIKES, characters_of

CHANNELS = ("survey", "form", "workshop", "paper", "email", "phone", "import", "kiosk")

RECEIVED, ROUTED, IN_REVIEW, ON_AGENDA, DECIDED, PUBLISHED, WITHDRAWN = STATES = (
    "received",  # in the coordinator's tray
    "routed",  # waits for a working group to take it up
    "in_review",
    "on_agenda",
    "decided",  # internal decision
    "published",  # the resident can read the answer
    "withdrawn",
)
TRANSITIONS: dict[str, frozenset[str]] = {
    RECEIVED: frozenset({ROUTED, WITHDRAWN}),
    ROUTED: frozenset({RECEIVED, ROUTED, IN_REVIEW, DECIDED, WITHDRAWN}),
    IN_REVIEW: frozenset({RECEIVED, ROUTED, ON_AGENDA, DECIDED, WITHDRAWN}),
    ON_AGENDA: frozenset({IN_REVIEW, ROUTED, RECEIVED, DECIDED, WITHDRAWN}),
    DECIDED: frozenset({IN_REVIEW, DECIDED, PUBLISHED, WITHDRAWN}),
    PUBLISHED: frozenset({IN_REVIEW, DECIDED}),
    WITHDRAWN: frozenset(),
}
OPEN_STATES = (RECEIVED, ROUTED, IN_REVIEW, ON_AGENDA, DECIDED)
TEXT_LIMIT = 10_000  # characters
TITLE_LIMIT = 200


def may_move(from_state: str, to_state: str) -> bool:
    """Tell whether the transition table allows this step."""
    return to_state in TRANSITIONS[from_state]


def states_before(to_state: str) -> tuple[str, ...]:
    """Return the states from which a submission may come to this one."""
    return tuple(state for state in STATES if to_state in TRANSITIONS[state])


def reference_of(number: int) -> str:
    """Return the spoken reference, e.g. "K-7Q2XD9": 30 bits of the random id, Crockford base32."""
    return f"K-{characters_of(number >> 98, 6)}"


def number_of_reference(typed: str) -> int | None:
    """Return the bits that a spoken reference stands for, look-alikes forgiven; nothing if it is none."""
    said = typed.strip().upper()
    digits = said[2:].translate(LOOK_ALIKES)
    if not said.startswith("K-") or len(digits) != 6 or any(digit not in CROCKFORD for digit in digits):
        return None
    number = 0
    for digit in digits:
        number = number * 32 + CROCKFORD.index(digit)
    return number


@dataclass(frozen=True)
class Fault:
    """Something wrong with one field: a code for programs; the words are made where the language is known."""

    field: str
    code: str
    limit: int = 0


def faults_of(*, text: str, title: str = "") -> list[Fault]:
    """Return what is wrong with the words of a contribution; an empty list means they can be kept."""
    faults = []
    if not text.strip():
        faults.append(Fault("text", "required"))
    if len(text) > TEXT_LIMIT:
        faults.append(Fault("text", "too_long", TEXT_LIMIT))
    if len(title) > TITLE_LIMIT:
        faults.append(Fault("title", "too_long", TITLE_LIMIT))
    return faults


def point_fault(location: object) -> Fault | None:
    """Check a GeoJSON point in WGS 84: longitude, latitude in degrees."""
    if location is None:
        return None
    match location:
        case {"type": "Point", "coordinates": [int() | float() as longitude, int() | float() as latitude]} if (
            -180 <= longitude <= 180 and -90 <= latitude <= 90
        ):
            return None
    return Fault("location", "not_a_point")
