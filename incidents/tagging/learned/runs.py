"""Cuts a folded text into the runs of one and two characters that the weights are given to."""

import re
from operator import add

from incidents.tagging.facts import Narrator

# How the weights file names who speaks; "" stands for anyone.
SPEAKERS = {Narrator.COLLECTOR: "c", Narrator.BORROWER: "b", Narrator.RELATIVE: "r"}

_FOLDED = re.compile(r"\d+|\s+")


def runs(folded: str) -> set[str]:
    """Return every character and every pair of neighbours; "" is in every text."""
    plain = _FOLDED.sub(_fold, folded)
    return {"", *plain, *map(add, plain, plain[1:])}


def _fold(match: re.Match[str]) -> str:
    return "，" if match.group().isspace() else "0"
