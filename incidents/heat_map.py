"""Where the cells of the map of weekdays and hours lie: numbers in, numbers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one weekday (Monday is 0); `level` runs from 0 (none) to 5 (the most)."""

    weekday: int
    hour: int
    count: int
    level: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Contacts by weekday and hour, 360 by 186 units."""

    cells: tuple[Cell, ...]
    most: int
    quiet: int

    left = 21.8
    pitch_x = 14.05
    pitch_y = 22.03
    cell_width = 13
    cell_height = 21
    top = 27.4

    @property
    def rows(self) -> list[tuple[int, float]]:
        """Each weekday and where its name stands."""
        return [(day, round(self.top + day * self.pitch_y + 15.2, 1)) for day in range(7)]

    @property
    def columns(self) -> list[tuple[int, float]]:
        """The hours that are named, and where."""
        return [(hour, round(self.left + hour * self.pitch_x, 1)) for hour in (0, 6, 12, 18)]


# 22:00 to 08:00, when people rest.
QUIET_HOURS = frozenset({22, 23, *range(8)})


def heat_map(counts: Mapping[tuple[int, int], int]) -> HeatMap:
    """Lay out counts by (weekday, hour)."""
    most = max(counts.values(), default=0)
    cells = tuple(
        Cell(
            day,
            hour,
            count := counts.get((day, hour), 0),
            ceil(count / most * 5) if most else 0,
            round(HeatMap.left + hour * HeatMap.pitch_x, 1),
            round(HeatMap.top + day * HeatMap.pitch_y, 1),
        )
        for day in range(7)
        for hour in range(24)
    )
    quiet = sum(cell.count for cell in cells if cell.hour in QUIET_HOURS)
    return HeatMap(cells, most, quiet)
