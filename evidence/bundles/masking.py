"""Hiding third persons' names and numbers, consistently and only in words, never in originals."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.bundles.spellings import (
    COUNTRY,
    MOBILE,
    SHORTEST_LINE,
    character_class,
    digit_runs,
    name_spelling,
    number_spelling,
)
from evidence.bundles.wording import letters

# One character is as often a word as a name ("妈" in a curse); five digits may be anything.
SHORTEST_NAME = 2
SHORTEST_ACCOUNT = 4
# What is left to read of a number: of a mobile number its first three digits and last four, of a
# fixed line the first three and last two, of anything shorter the last two.
MOBILE_ENDS, LONG_ENDS, SHORT_ENDS = (3, 4), (3, 2), (0, 2)
LONG = 10
# No number is longer (ITU-T E.164); more are several without anything between.
MOST_DIGITS = 15
# A mainland number without its area's nought: ten or eleven digits behind +86.
ABROAD = re.compile(rf"(?:00)?{COUNTRY}(\d{{10,11}})")
SEVERAL_NUMBERS = re.compile(r"[/／、，,;；|｜\n]|或|和|及|转")
ACCOUNT = re.compile(rf"[A-Za-z][A-Za-z0-9_.@\-]{{{SHORTEST_ACCOUNT - 1},}}")
ADDED_TO_NAME = re.compile(r"[(（\[【/／、，,].*")


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

    @property
    def masked_phone(self) -> str:
        """The number as it is printed, "" when there is none."""
        return "".join(f"〔{masked_number(digits)}〕" for digits in numbers_of(self.phone))


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
        self.phones = {line.id: line.masked_phone for line in self.key}
        numbers = {
            number_spelling(digits): f"〔{masked_number(digits)}〕"
            for line in self.key
            for digits in numbers_of(line.phone)
            if len(digits) >= SHORTEST_LINE
        }
        names = names_in(self.key)
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        self._numbers = Replacements(numbers)
        self._names = Replacements({name_spelling(name): names[name] for name in longest_first})
        firsts = sorted({character_class(name[0])[1:-1] for name in names})
        self._any_first = re.compile(f"[{''.join(firsts)}]" if firsts else r"(?!)")

    def __call__(self, text: str) -> str:
        text = digit_runs().sub(lambda run: self._numbers(run[0]), text)
        return self._names(text) if self._any_first.search(text) else text


def too_short(key: Iterable[Masked]) -> tuple[str, ...]:
    """Return the names and numbers that stay readable inside a text."""
    lines = tuple(key)
    names = [name for line in lines for name in line.names if 0 < len(name) < SHORTEST_NAME]
    numbers = [digits for line in lines for digits in numbers_of(line.phone)]
    return (*names, *(digits for digits in numbers if len(digits) < SHORTEST_LINE))


class Replacements:
    """Puts a text in the place of each of several patterns, the first that fits."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._shown = tuple(patterns.values())
        joined = "|".join(f"({pattern})" for pattern in patterns)
        self._pattern = re.compile(joined or r"(?!)")

    def __call__(self, text: str) -> str:
        return self._pattern.sub(lambda match: self._shown[(match.lastindex or 1) - 1], text)


def names_in(key: Iterable[Masked]) -> dict[str, str]:
    """Return every name and account that is to be hidden, with what stands there instead."""
    found: dict[str, str] = {}
    for line in key:
        for account in ACCOUNT.findall(line.phone):
            found.setdefault(account, f"〔{line.alias}的账号〕")
        for name in line.names:
            # “大林（表哥）” is called 大林 in what was said.
            for form in (name, ADDED_TO_NAME.sub("", name).strip()):
                if len(form) >= SHORTEST_NAME:
                    found.setdefault(form, f"〔{line.alias}〕")
    return found


def masked_number(digits: str) -> str:
    """Return a number with stars for the digits that are hidden: 138****5678."""
    if MOBILE.fullmatch(digits):
        head, tail = MOBILE_ENDS
    else:
        head, tail = LONG_ENDS if len(digits) >= LONG else SHORT_ENDS
    if len(digits) < SHORTEST_LINE:
        return "*" * len(digits)
    return f"{digits[:head]}{'*' * (len(digits) - head - tail)}{digits[-tail:]}"


def numbers_of(phone: str) -> tuple[str, ...]:
    """Return the numbers in a field that may hold several, with words beside them."""
    found: list[str] = []
    for piece in SEVERAL_NUMBERS.split(ACCOUNT.sub("|", phone)):
        digits = digits_of(piece)
        if len(digits) > MOST_DIGITS and set(MOBILE.sub("", digits)) == set():
            found += MOBILE.findall(digits)
        elif digits:
            found.append(digits)
    return tuple(dict.fromkeys(found))


def digits_of(phone: str) -> str:
    """Return the digits of a number without the country's code; a fixed line opens with 0."""
    digits = "".join(str(int(char)) for char in phone if char.isdecimal())
    abroad = ABROAD.fullmatch(digits)
    if abroad is None:
        return digits
    rest = abroad[1]
    return rest if MOBILE.fullmatch(rest) or rest.startswith("0") else f"0{rest}"


def number_pattern(digits: str) -> re.Pattern[str]:
    """Find a number however its digits are spaced or widened, with or without +86."""
    return re.compile(number_spelling(digits))
