"""Tell from a pattern which characters a text must hold before the pattern is worth trying."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial, reduce
from itertools import chain
from operator import add, or_

Requirement = frozenset[str]

# How many requirements of each pattern are looked at: the most telling ones.
ROWS = 5

_QUANTIFIER = re.compile(r"[?*+]|\{(\d*),?\d*\}")
_GROUP = re.compile(r"\(\?(:|=|!|<=|<!)|\(")
_OPTIONAL = ("?", "*")
_ONE = re.compile("1")


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
        return _needs_of_any(branches) if all(branches) else []

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


def _needs_of_any(branches: list[list[Requirement]]) -> list[Requirement]:
    """Say what alternatives need together: how they all begin, how they end, and least of all."""
    chosen = [
        [branch[0] for branch in branches],
        [branch[-1] for branch in branches],
        [min(branch, key=_size) for branch in branches],
    ]
    return list(dict.fromkeys(frozenset().union(*needs) for needs in chosen))


def _size(need: Requirement) -> tuple[int, int]:
    return len(need), -sum(map(len, need))


def _grams_of(run: str) -> list[Requirement]:
    if len(run) < 2:
        return [frozenset((run,))] if run else []
    return [frozenset((run[i : i + 2],)) for i in range(len(run) - 1)]


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
        self._needs: list[list[Requirement]] = []

    def add(self, needs: Iterable[Requirement]) -> int:
        """Enter a pattern by what it requires, before any text is read; returns its number."""
        self._needs.append(list(needs))
        return len(self._needs) - 1

    def candidates(self, text: str) -> list[int]:
        """Give the numbers of all patterns whose requirements a text meets, in order."""
        return self._table.candidates(text)

    @cached_property
    def _table(self) -> "_Table":
        return _tabulate(self._needs)


@dataclass(frozen=True, slots=True)
class _Table:
    """
    Which patterns each string speaks for.

    A row has one bit for each pattern, the first pattern highest. A number of ROWS rows says of
    every pattern which of its requirements are met; `met` is that number for the empty text.
    """

    width: int
    met: int
    by_gram: Mapping[str, int]

    def candidates(self, text: str) -> list[int]:
        chars = [*text]
        grams = chain(chars, map(add, chars, chars[1:]))
        met = reduce(or_, filter(None, map(self.by_gram.get, grams)), self.met)
        row = (1 << self.width) - 1
        for _ in range(ROWS):
            row &= met
            met >>= self.width
        bits = f"{row:0{self.width}b}"
        return [match.start() for match in _ONE.finditer(bits)]


def _tabulate(all_needs: list[list[Requirement]]) -> _Table:
    width, met = len(all_needs), 0
    by_gram: dict[str, int] = {}
    wanted = Counter(gram for needs in all_needs for need in needs for gram in need)
    for number, needs in enumerate(all_needs):
        bit = 1 << (width - 1 - number)
        telling = sorted(needs, key=partial(_commonness, wanted))[:ROWS]
        for need in telling:
            for gram in need:
                by_gram[gram] = by_gram.get(gram, 0) | bit
            bit <<= width
        for _ in range(ROWS - len(telling)):
            met |= bit
            bit <<= width
    return _Table(width, met, by_gram)


def _commonness(wanted: Mapping[str, int], need: Requirement) -> float:
    """Guess how often texts meet a requirement: what many patterns speak of is common."""
    return sum(wanted[gram] * (1.0 if len(gram) == 1 else 0.03) for gram in need)
