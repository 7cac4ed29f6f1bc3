"""How mails look in each theme of the town: mail programs know no stylesheets, so colours are given by name."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """The colours of the town, in the light and in the dark, each with enough contrast to white or black."""

    main: str
    main_dark: str
    on_main_dark: str
    radius: str


LOOKS: Mapping[str, Look] = {
    "kuulolla": Look("#0b6158", "#7cc0b5", "#10211e", "8px"),
    "rantala": Look("#1b4b8f", "#9dbdf0", "#101a2b", "2px"),
    "koivula": Look("#7a2e52", "#e3a6c2", "#2a1019", "14px"),
}
