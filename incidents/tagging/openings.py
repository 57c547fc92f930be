"""Tell from a pattern with which characters a match can begin, so that most places are skipped."""

import re
from dataclasses import dataclass

from .grams import PatternError

_QUANTIFIER = re.compile(r"[?*+]\??|\{(\d*),?\d*\}\??")
_GROUP = re.compile(r"\(\?(:|=|!|<=|<!)|\(")
_SPECIAL = frozenset(("", *"()[|\\.^$"))

Opening = frozenset[str] | None
"""The characters a match can begin with; None when it can be any."""


@dataclass(slots=True)
class _Reader:
    """Reads the small part of the regex syntax that the lexicon uses."""

    pattern: str
    at: int = 0

    def peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def alternatives(self) -> tuple[Opening, bool]:
        """Read `a|b|c`: how any of them begins, and whether one of them may be empty."""
        opening, empty = self.sequence()
        while self.peek() == "|":
            self.at += 1
            other, other_empty = self.sequence()
            opening, empty = _either(opening, other), empty or other_empty
        return opening, empty

    def sequence(self) -> tuple[Opening, bool]:
        opening: Opening = frozenset()
        empty = True
        while self.peek() not in ("", "|", ")"):
            item, item_empty = self.item()
            item_empty = self.optional() or item_empty
            if empty:
                opening = _either(opening, item)
                empty = item_empty
        return opening, empty

    def item(self) -> tuple[Opening, bool]:
        char = self.peek()
        if char == "(":
            return self.group()
        if char == "[":
            return self.charset(), False
        self.at += 1
        if char == "\\":
            self.at += 1
            escaped = self.pattern[self.at - 1]
            return (None if escaped.isalnum() else frozenset(escaped)), False
        if char in "^$":
            return frozenset(), True
        return (None if char == "." else frozenset(char)), False

    def group(self) -> tuple[Opening, bool]:
        match = _GROUP.match(self.pattern, self.at)
        if match is None:
            raise PatternError(f"unreadable group at {self.at} in {self.pattern}")
        self.at = match.end()
        opening, empty = self.alternatives()
        self.at += 1
        return (opening, empty) if match.group(1) in (":", None) else (frozenset(), True)

    def charset(self) -> Opening:
        end = self.pattern.index("]", self.at + 2)
        body = self.pattern[self.at + 1 : end]
        self.at = end + 1
        return None if body[0] == "^" or "-" in body or "\\" in body else frozenset(body)

    def optional(self) -> bool:
        match = _QUANTIFIER.match(self.pattern, self.at)
        if match is None:
            return False
        self.at = match.end()
        return match.group()[0] in "?*" or match.group(1) in ("", "0")


def _either(one: Opening, other: Opening) -> Opening:
    return None if one is None or other is None else one | other


def guard(pattern: str) -> str:
    """Put a lookahead before a pattern that turns places away where it cannot begin."""
    opening, empty = _Reader(pattern).alternatives()
    if opening is None or empty or begins_plainly(pattern):
        return pattern
    chars = "".join(re.escape(char) for char in sorted(opening))
    return f"(?=[{chars}])(?:{pattern})"


def begins_plainly(pattern: str) -> bool:
    """Tell whether the regex engine itself sees how a match begins, and skips the rest faster."""
    reader = _Reader(pattern)
    is_group = pattern.startswith("(?:")
    if is_group:
        reader.at = len("(?:")
    if not _each_begins_plainly(reader):
        return False
    if is_group:
        reader.at += 1
        if reader.optional():
            return False
        reader.sequence()
    return reader.peek() == ""


def _each_begins_plainly(reader: _Reader) -> bool:
    """Read alternatives: whether a character that must be there stands first in each of them."""
    while True:
        if reader.peek() in _SPECIAL:
            return False
        reader.at += 1
        if reader.optional():
            return False
        reader.sequence()
        if reader.peek() != "|":
            return True
        reader.at += 1
