"""One line of what to look at before issuing."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """In the order of the list; BRING is what she takes along when she hands it in."""

    MISSING = "miss"
    WEAK = "weak"
    BRING = "bring"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list; `url` leads to where it can be mended."""

    level: Level
    text: str
    note: str = ""
    url: str = ""
