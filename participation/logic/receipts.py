"""Receipt codes: 80 bits from a secret and the contribution's key, written in Crockford base32, forgiving to read."""

import hashlib
import hmac
import re

from participation.logic.codes import CROCKFORD, characters_of, in_fours, meant_by

SPELLING = {  # words by which letters are told on the phone; the look-alikes I, L, O and U are in no code
    "fi": "Aarne Bertta Celsius Daavid Eemeli Faarao Gideon Heikki Jussi Kalle Matti Niilo Paavo Kuu Risto Sakari "
    "Tyyne Vihtori Wiski Äksä Yrjö Tseta",
    "sv": "Adam Bertil Caesar David Erik Filip Gustav Helge Johan Kalle Martin Niklas Petter Quintus Rudolf Sigurd "
    "Tore Viktor Wilhelm Xerxes Yngve Zäta",
    "en": "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel Juliett Kilo Mike November Papa Quebec Romeo Sierra "
    "Tango Victor Whiskey X-ray Yankee Zulu",
}
CODE = re.compile(r"^[0-9A-HJKMNP-TV-Z]{16}$")


def receipt_code(secret: str, key: str) -> str:
    """Return the code for a contribution's random key, e.g. "7K4M-Q2XD-9TVE-B3HC"; the same key gives the same code."""
    digest = hmac.new(secret.encode(), b"receipt:" + key.encode(), hashlib.sha256).digest()
    return in_fours(characters_of(int.from_bytes(digest[:10], "big"), 16))


def receipt_link(base: str, code: str = "") -> str:
    """Return the short address of the page where codes are typed; a code rides behind "#", which browsers never send."""
    return f"{base}/r/#{code}" if code else f"{base}/r/"


def spelled(code: str, language: str) -> list[str]:
    """Return the groups of a code as they are read out on the phone: figures as they are, letters by words."""
    words = dict(zip(CROCKFORD[10:], SPELLING.get(language, SPELLING["fi"]).split(), strict=True))
    return [" ".join(words.get(letter, letter) for letter in group) for group in code.split("-")]


def normalised(typed: str) -> str | None:
    """Return the sixteen characters meant by what was typed, or nothing if it cannot be a code."""
    letters = meant_by(typed)
    return letters if CODE.match(letters) else None


def code_hash(secret: str, typed: str) -> str | None:
    """Return the keyed hash under which a code is stored, or nothing if it cannot be a code."""
    letters = normalised(typed)
    if letters is None:
        return None
    return hmac.new(secret.encode(), b"lookup:" + letters.encode(), hashlib.sha256).hexdigest()
