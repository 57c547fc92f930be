"""Reads typed values out of one TOML table and remembers everything that is wrong with it."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from incidents.tagging.catalogue.model import Text

Choice = TypeVar("Choice", bound=StrEnum)

QUOTATION_MARKS = re.compile('[“”‘’「」『』"]')


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the catalogue, and where to mend it."""

    file: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.message}"


class CatalogueError(Exception):
    """The catalogue cannot be used; `problems` names every file and entry concerned."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Table:
    """One TOML table under reading; every key asked for is known, the rest are mistakes."""

    values: Mapping[str, object]
    file: str
    entry: str
    problems: list[Problem]
    seen: set[str] = field(default_factory=set)

    def wrong(self, message: str) -> None:
        self.problems.append(Problem(self.file, self.entry, message))

    def has(self, key: str) -> bool:
        return key in self.values

    def string(self, key: str, *, required: bool = False) -> str:
        value = self._value(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.wrong(f"“{key}” must be a text that is not empty")
            return ""
        return value

    def flag(self, key: str) -> bool:
        value = self._value(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(f"“{key}” must be true or false")
        return value is True

    def number(self, key: str) -> int | None:
        value = self._value(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(f"“{key}” must be a whole number")
            return None
        return value

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self._value(key, required=required)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.wrong(f"“{key}” must be a day like 2018-03-28, without quotation marks")
            return None
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.wrong(f"“{key}” must be a list of texts")
            return ()
        return tuple(value)

    def choice(self, key: str, kind: type[Choice], default: Choice) -> Choice:
        value = self.string(key)
        if not value:
            return default
        try:
            return kind(value)
        except ValueError:
            names = ", ".join(member.value for member in kind)
            self.wrong(f"“{key}” is “{value}”; it must be one of {names}")
            return default

    def text(self, stem: str, *, required: bool = False) -> Text | None:
        """Read `stem` and `stem_en` as one sentence in two languages."""
        chinese = self.string(stem, required=required)
        english = self.string(f"{stem}_en", required=bool(chinese))
        return Text(chinese, english) if chinese and english else None

    def tables(self, key: str, kind: str, name: str = "id") -> "Iterator[Table]":
        value = self._value(key)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(f"“{key}” must be a list of tables")
            return
        for number, item in enumerate(value, start=1):
            label = item.get(name)
            entry = label if isinstance(label, str) and label else f"{kind} {number}"
            where = f"{self.entry} › {entry}" if self.entry else entry
            yield Table(item, self.file, where, self.problems)

    def finish(self) -> None:
        """Report keys that nobody asked for: a misspelt key must not pass unnoticed."""
        for key in sorted(set(self.values) - self.seen):
            self.wrong(f"“{key}” is not a known key")

    def _value(self, key: str, *, required: bool = False) -> object:
        self.seen.add(key)
        value = self.values.get(key)
        if value is None and required:
            self.wrong(f"“{key}” is missing")
        return value


def quotes(text: str) -> bool:
    """Tell whether a text holds quotation marks of any kind."""
    return QUOTATION_MARKS.search(text) is not None
