"""Hiding third persons' names and numbers, consistently and only in words, never in originals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evidence.bundles.wording import letters

# One character is as often a word as a name ("妈" in a curse); five digits may be anything.
SHORTEST_NAME = 2
SHORTEST_NUMBER = 7
BETWEEN_DIGITS = r"[\s\-－—.·()（）]*"
WIDE_DIGITS = str.maketrans({str(digit): f"[{digit}{chr(0xFF10 + digit)}]" for digit in range(10)})


@dataclass(frozen=True, slots=True)
class Person:
    """A third person as recorded; `phone` as it was typed, `others` are further names used."""

    id: int
    name: str
    phone: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Masked:
    """One line of the key, which stays with the borrower."""

    id: int
    alias: str
    name: str
    phone: str
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.others)


def key_of(people: Iterable[Person]) -> tuple[Masked, ...]:
    """Give each person a letter by order of entry, so that it means the same in every issue."""
    ordered = sorted(people, key=lambda person: person.id)
    return tuple(
        Masked(person.id, f"亲友{letters(index)}", person.name, person.phone, person.others)
        for index, person in enumerate(ordered)
    )


class Masker:
    """Replaces known names and numbers in any text; 〔 〕 shows where something was replaced."""

    def __init__(self, key: Iterable[Masked]) -> None:
        self.key = tuple(key)
        self.aliases = {line.id: line.alias for line in self.key}
        names = {
            name: f"〔{line.alias}〕"
            for line in self.key
            for name in line.names
            if len(name) >= SHORTEST_NAME
        }
        self._names = names
        self._name_pattern = re.compile(
            "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"
        )
        self._numbers = [
            (number_pattern(digits), f"〔{line.alias}的号码〕")
            for line in self.key
            if len(digits := digits_of(line.phone)) >= SHORTEST_NUMBER
        ]

    def __call__(self, text: str) -> str:
        for pattern, alias in self._numbers:
            text = pattern.sub(alias, text)
        return self._name_pattern.sub(lambda match: self._names[match[0]], text)

    @property
    def left_readable(self) -> tuple[str, ...]:
        """Names too short to be replaced inside a text."""
        return tuple(
            name for line in self.key for name in line.names if 0 < len(name) < SHORTEST_NAME
        )


def digits_of(phone: str) -> str:
    """Return the digits of a number without the country's code."""
    digits = "".join(str(int(char)) for char in phone if char.isdecimal())
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)


def number_pattern(digits: str) -> re.Pattern[str]:
    """Find a number however its digits are spaced or widened, with or without +86."""
    body = BETWEEN_DIGITS.join(digit.translate(WIDE_DIGITS) for digit in digits)
    return re.compile(rf"(?<!\d)(?:[+＋]?(?:00)?86{BETWEEN_DIGITS})?{body}(?!\d)")
