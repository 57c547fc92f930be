"""Tell from a pattern which characters a text must hold before the pattern is worth trying."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

Requirement = frozenset[str]

_QUANTIFIER = re.compile(r"[?*+]|\{(\d*),?\d*\}")
_GROUP = re.compile(r"\(\?(:|=|!|<=|<!)|\(")
_OPTIONAL = ("?", "*")


class PatternError(ValueError):
    """A pattern uses syntax that this module cannot read."""


@dataclass(slots=True)
class _Reader:
    """Reads the small part of the regex syntax that the lexicon uses."""

    pattern: str
    at: int = 0

    def peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def alternatives(self) -> list[Requirement]:
        """Read `a|b|c` up to a closing bracket: what any of them needs."""
        branches = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence())
        if len(branches) == 1:
            return branches[0]
        if not all(branches):
            return []
        return [frozenset().union(*(min(branch, key=len) for branch in branches))]

    def sequence(self) -> list[Requirement]:
        """Read items one after the other: all that every one of them needs."""
        needs: list[Requirement] = []
        run = ""
        while self.peek() not in ("", "|", ")"):
            literal, inner = self.item()
            optional = self.quantified()
            if literal and not optional:
                run += literal
                continue
            needs += _grams_of(run)
            run = ""
            if not optional:
                needs += inner
        return needs + _grams_of(run)

    def item(self) -> tuple[str, list[Requirement]]:
        """Read one item: a literal character, or what a group or a set needs."""
        char = self.peek()
        if char == "(":
            return "", self.group()
        if char == "[":
            return "", self.charset()
        self.at += 1
        if char == "\\":
            self.at += 1
            escaped = self.pattern[self.at - 1]
            return ("", []) if escaped.isalnum() else (escaped, [])
        return ("", []) if char in ".^$" else (char, [])

    def group(self) -> list[Requirement]:
        match = _GROUP.match(self.pattern, self.at)
        if match is None:
            raise PatternError(f"unreadable group at {self.at} in {self.pattern}")
        self.at = match.end()
        needs = self.alternatives()
        if self.peek() != ")":
            raise PatternError(f"unclosed group in {self.pattern}")
        self.at += 1
        return [] if match.group(1) in ("!", "<!") else needs

    def charset(self) -> list[Requirement]:
        end = self.pattern.index("]", self.at + 2)
        body = self.pattern[self.at + 1 : end]
        self.at = end + 1
        if body.startswith("^") or "-" in body or "\\" in body:
            return []
        return [frozenset(body)]

    def quantified(self) -> bool:
        """Skip a quantifier; true when it allows the item to be absent."""
        match = _QUANTIFIER.match(self.pattern, self.at)
        if match is None:
            return False
        self.at = match.end()
        if self.peek() == "?":
            self.at += 1
        return match.group() in _OPTIONAL or match.group(1) in ("", "0")


def _grams_of(run: str) -> list[Requirement]:
    if len(run) < 2:
        return [frozenset((run,))] if run else []
    return [frozenset((run[i : i + 2],)) for i in range(0, len(run) - 1, 2)]


def requirements(pattern: str) -> list[Requirement]:
    """List sets of one- and two-character strings; a match holds at least one of each set."""
    reader = _Reader(pattern)
    needs = reader.alternatives()
    if reader.at != len(pattern):
        raise PatternError(f"unbalanced bracket at {reader.at} in {pattern}")
    return needs


class GramIndex:
    """Numbers patterns by their requirements, and finds those that a text may match."""

    def __init__(self) -> None:
        self._bits: dict[Requirement, int] = {}
        self._by_gram: dict[str, int] = {}
        self._grams: set[str] = set()
        self._masks: list[int] = []
        self._by_key: dict[str, list[int]] = {}
        self._always: list[int] = []

    def add(self, needs: Iterable[Requirement]) -> int:
        """Enter a pattern by what it requires; the answer is its number."""
        number = len(self._masks)
        mask = 0
        needs = list(needs)
        for need in needs:
            bit = self._bits.setdefault(need, 1 << len(self._bits))
            mask |= bit
            for gram in need:
                self._by_gram[gram] = self._by_gram.get(gram, 0) | bit
            self._grams |= need
        self._masks.append(mask)
        if not needs:
            self._always.append(number)
        else:
            # The pattern is looked up under its most telling requirement: few and long strings.
            for gram in min(needs, key=_commonness):
                self._by_key.setdefault(gram, []).append(number)
        return number

    def candidates(self, text: str) -> list[int]:
        """Give the numbers of all patterns whose requirements a text meets, in order."""
        by_gram, by_key = self._by_gram, self._by_key
        bits = 0
        numbers = set(self._always)
        for gram in self._grams & {*text, *map(str.__add__, text, text[1:])}:
            bits |= by_gram[gram]
            if gram in by_key:
                numbers.update(by_key[gram])
        # Kept positive: a negative number would be copied whole at every comparison.
        unmet = bits ^ ((1 << len(self._bits)) - 1)
        masks = self._masks
        return sorted([number for number in numbers if not masks[number] & unmet])


def _commonness(need: Requirement) -> float:
    return sum(1.0 if len(gram) == 1 else 0.05 for gram in need)
