"""Where the shapes of the chart by day lie, on the screen as in print: numbers in, numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from incidents.waves import Wave

# More bars than this are too thin to see: days are then gathered into weeks, or into 30 days.
MOST_BARS = 200
STEPS = (1, 7, 30, 90)
LEVELS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True, slots=True)
class DayCount:
    """Contacts of one day: with the borrower, and with other people."""

    day: date
    own: int
    kin: int

    @property
    def total(self) -> int:
        return self.own + self.kin


@dataclass(frozen=True, slots=True)
class Size:
    """The drawing's width and height, and its letters' size, in its own units."""

    width: int
    height: int
    letter: float


NARROW = Size(334, 196, 13)
WIDE = Size(900, 220, 13)


@dataclass(frozen=True, slots=True)
class Band:
    """The ground under one wave; `label_x` is None where its name would run into another."""

    wave: Wave
    count: int
    x: float
    width: float
    label_x: float | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the figure, and the count that it stands for."""

    count: int
    y: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A day named under the figure; the first one is the day on which it begins."""

    day: date
    x: float
    anchor: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest bar, and where a line leads from it to its words."""

    day: date
    count: int
    start: float
    end: float
    y: float
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class DayChart:
    """Bars by day as two SVG paths, `own` below and `kin` above; `step` is the days of a bar."""

    size: Size
    step: int
    own: str
    kin: str
    bands: tuple[Band, ...]
    levels: tuple[Level, ...]
    ticks: tuple[Tick, ...]
    peak: Peak | None
    left: float
    right: float
    top: float
    base: float

    @property
    def name_y(self) -> float:
        return self.size.letter

    @property
    def count_y(self) -> float:
        return round(self.size.letter * 2.3, 1)

    @property
    def tick_y(self) -> float:
        return self.size.height - 3

    @property
    def band_height(self) -> float:
        return round(self.base - self.top, 1)


def fill_days(counts: Sequence[DayCount]) -> list[DayCount]:
    """Return every day from the first to the last, quiet ones with nothing."""
    known = {count.day: count for count in counts}
    first, last = min(known), max(known)
    days = (first + timedelta(days=at) for at in range((last - first).days + 1))
    return [known.get(day, DayCount(day, 0, 0)) for day in days]


def step_for(days: int) -> int:
    return next((step for step in STEPS if days / step <= MOST_BARS), STEPS[-1])


def gather(days: Sequence[DayCount], step: int) -> list[DayCount]:
    """Add up every `step` days; a bar bears the name of its first day."""
    return [
        DayCount(
            days[at].day,
            sum(day.own for day in days[at : at + step]),
            sum(day.kin for day in days[at : at + step]),
        )
        for at in range(0, len(days), step)
    ]


def day_chart(counts: Sequence[DayCount], waves: Sequence[Wave], size: Size) -> DayChart:
    """Lay out the contacts by day; `counts` must not be empty."""
    days = fill_days(counts)
    step = step_for(len(days))
    bars = gather(days, step)
    left, right = 30.0, size.width - 6.0
    top, base = round(size.letter * 2.75, 1), round(size.height - size.letter * 2.1, 1)
    highest = max(bar.total for bar in bars)
    scale = (base - top) / (highest * 1.08)
    pitch = (right - left) / len(bars)
    return DayChart(
        size=size,
        step=step,
        own=path_of([(bar.own, 0) for bar in bars], left, pitch, base, scale),
        kin=path_of([(bar.kin, bar.own) for bar in bars], left, pitch, base, scale),
        bands=bands_of(days, waves, left, right, size),
        levels=levels_of(highest, base, scale, size),
        ticks=ticks_of(days, left, right, size),
        peak=peak_of(bars, left, pitch, base, scale, size),
        left=left,
        right=right,
        top=top,
        base=base,
    )


def path_of(
    pairs: Sequence[tuple[int, int]], left: float, pitch: float, base: float, scale: float
) -> str:
    """Draw one series as rectangles; each pair is a bar's count and the count below it."""
    gap = min(pitch * 0.14, 1.5)
    return "".join(
        f"M{left + at * pitch + gap:.1f} {base - (below + count) * scale:.1f}"
        f"h{pitch - 2 * gap:.1f}v{count * scale:.1f}h-{pitch - 2 * gap:.1f}z"
        for at, (count, below) in enumerate(pairs)
        if count
    )


def bands_of(
    days: Sequence[DayCount], waves: Sequence[Wave], left: float, right: float, size: Size
) -> tuple[Band, ...]:
    pitch = (right - left) / len(days)
    bands: list[Band] = []
    free_from = 0.0
    needed = size.letter * 4.6
    for wave in waves:
        x = left + (wave.first - days[0].day).days * pitch
        width = ((wave.last - wave.first).days + 1) * pitch
        count = sum(day.total for day in days if wave.first <= day.day <= wave.last)
        starts = x + needed <= right + 6
        begin = x if starts else right - needed
        label = (x if starts else right) if begin >= free_from else None
        free_from = begin + needed if label is not None else free_from
        anchor = "start" if starts else "end"
        bands.append(Band(wave, count, round(x, 1), round(width, 1), rounded(label), anchor))
    return tuple(bands)


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def levels_of(highest: int, base: float, scale: float, size: Size) -> tuple[Level, ...]:
    """Name nothing, and up to three more round counts."""
    step = next((level for level in LEVELS if highest / level < 4), LEVELS[-1])
    return tuple(
        Level(
            count, round(base - count * scale, 1), round(base - count * scale + size.letter / 3, 1)
        )
        for count in range(0, highest + 1, step)
    )


def ticks_of(days: Sequence[DayCount], left: float, right: float, size: Size) -> tuple[Tick, ...]:
    """Name the first day and the months after it, as far as their names have room."""
    pitch = (right - left) / len(days)
    needed = size.letter * 4.2
    ticks = [Tick(days[0].day, left, "start", True)]
    for at, count in enumerate(days):
        x = round(left + at * pitch, 1)
        if count.day.day == 1 and x - ticks[-1].x >= needed:
            anchor = "start" if x + needed <= right + 6 else "end"
            ticks.append(Tick(count.day, x, anchor, False))
    return tuple(ticks)


def peak_of(
    bars: Sequence[DayCount], left: float, pitch: float, base: float, scale: float, size: Size
) -> Peak | None:
    """Point at the highest bar where there is room beside it; a narrow drawing has none."""
    if size.width < WIDE.width or len(bars) < 2:
        return None
    at = max(range(len(bars)), key=lambda place: bars[place].total)
    bar = bars[at]
    y = round(base - bar.total * scale, 1)
    room = size.letter * 11
    right_edge = left + (at + 1) * pitch
    to_right = right_edge + room + 24 <= size.width
    start = right_edge if to_right else left + at * pitch
    end = start + 24 if to_right else start - 24
    return Peak(
        day=bar.day,
        count=bar.total,
        start=round(start, 1),
        end=round(end, 1),
        y=y,
        text_x=round(end + (5 if to_right else -5), 1),
        text_y=round(y + size.letter / 3, 1),
        anchor="start" if to_right else "end",
    )
