"""What each figure shows, as plain values with their words: all that a drawing is made of."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints


class Size(Enum):
    """How wide a drawing is, and how large its letters are, in its own units."""

    # As wide as the type area of A4 in points; the desktop shows the same.
    WIDE = "wide"
    # For a phone, where letters must stay as large as the text around them.
    NARROW = "narrow"
    # A glance: the map of hours without its numbers.
    SMALL = "small"

    @property
    def width(self) -> int:
        return {"wide": 456, "narrow": 300, "small": 320}[self.value]

    @property
    def letter(self) -> float:
        return {"wide": 8.0, "narrow": 12.5, "small": 13.5}[self.value]


@dataclass(frozen=True, slots=True)
class Band:
    """A wave behind the bars, in bars from the left."""

    start: float
    end: float
    name: str
    count: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day named below the bar that stands `at` bars from the left; a year before a month."""

    at: float
    name: str
    is_year: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Contacts by day (or by week …): own and others' of each bar; `peak` names the highest."""

    text: str
    own: tuple[int, ...]
    kin: tuple[int, ...]
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    peak: str

    def height(self, size: Size) -> int:
        return 140 if size is Size.WIDE else 190


@dataclass(frozen=True, slots=True)
class Hours:
    """Contacts by weekday (seven rows of twenty-four hours); `quiet` names the hours of rest."""

    text: str
    counts: tuple[tuple[int, ...], ...]
    weekdays: tuple[str, ...]
    hours: tuple[str, ...]
    quiet: str

    def height(self, size: Size) -> int:
        return {Size.WIDE: 150, Size.NARROW: 432, Size.SMALL: 188}[size]


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    count: int
    words: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars by name; groups stand side by side where there is room, else one below the other."""

    text: str
    titles: tuple[str, ...]
    groups: tuple[tuple[Bar, ...], ...]

    def height(self, size: Size) -> int:
        titles = [1.6 if title else 0.0 for title in self.titles]
        rows = [1.85 * len(group) for group in self.groups]
        heights = [title + bars for title, bars in zip(titles, rows, strict=True)]
        is_beside = size is Size.WIDE
        lines = max(heights) if is_beside else sum(heights) + 1.2 * (len(heights) - 1)
        return round(lines * size.letter) + 2


@dataclass(frozen=True, slots=True)
class Payments:
    """Contacts above, what was paid below, by week or month; `amounts` are written at the bars."""

    text: str
    own: tuple[int, ...]
    kin: tuple[int, ...]
    paid: tuple[float, ...]
    amounts: tuple[str, ...]
    ticks: tuple[Tick, ...]
    titles: tuple[str, str]

    def height(self, size: Size) -> int:
        return 176 if size is Size.WIDE else 270


Sheet = Days | Hours | Bars | Payments
KINDS: Mapping[str, type[Sheet]] = {kind.__name__: kind for kind in (Days, Hours, Bars, Payments)}


def dumped(sheet: Sheet, size: Size) -> str:
    """Write down everything that a drawing is made of, in one line."""
    return json.dumps([type(sheet).__name__, size.value, astuple(sheet)], ensure_ascii=False)


def read(line: str) -> tuple[Sheet, Size]:
    """Return what `dumped` wrote down."""
    name, size, values = json.loads(line)
    return rebuilt(KINDS[name], values), Size(size)


def rebuilt(kind: Any, value: Any) -> Any:
    """Make a value of its type again, which JSON has turned into lists."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        held = zip(fields(kind), value, strict=True)
        return kind(*(rebuilt(hints[field.name], each) for field, each in held))  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(rebuilt(get_args(kind)[0], each) for each in value)
    return value
