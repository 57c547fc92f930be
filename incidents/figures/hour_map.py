"""The map of weekdays and hours: shades that repeat the written counts, rest marked."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from incidents.figures.inks import COUNTS, HATCH, SHADES, STRONG
from incidents.figures.pen import HATCHED, SPACE, Plate
from incidents.figures.sheets import Hours, Size

QUIET_ENDS, QUIET_BEGINS = 8, 22
# A cell, without the gap to its neighbours.
SQUARE = Path.unit_rectangle().transformed(Affine2D().scale(0.94).translate(0.03, 0.03))


def draw_hours(sheet: Hours, plate: Plate) -> None:
    if plate.size is Size.NARROW:
        hours_down(sheet, plate)
    else:
        hours_across(sheet, plate)


def hours_across(sheet: Hours, plate: Plate) -> None:
    """A row for each weekday, a column for each hour; the hours of rest are bracketed above."""
    is_small = plate.size is Size.SMALL
    left = max(map(plate.wide, sheet.weekdays)) + SPACE
    top = plate.letter * (1.7 if is_small else 3)
    width, height = plate.width - left - 1, plate.height - top - 1
    cell = width / 24
    area = plate.axes(left, top, width, height)
    area.set(xlim=(0, 24), ylim=(7, 0))
    paint(
        area,
        plate,
        [(hour, day, sheet.counts[day][hour]) for day in range(7) for hour in range(24)],
    )
    for day, name in enumerate(sheet.weekdays):
        plate.write(0, top + (day + 0.5) * height / 7, name)
    for hour in range(0, 24, 6 if is_small else 2):
        x, anchor = (0, "left") if is_small else (0.5, "center")
        plate.write(left + (hour + x) * cell, top - plate.letter, sheet.hours[hour], ha=anchor)
    for first, last in ((0, QUIET_ENDS), (QUIET_BEGINS, 24)):
        edges = (left + first * cell + 0.5, left + last * cell - 0.5)
        plate.line(edges, (top - 1.6, top - 1.6), STRONG, 1.6)
    for hour in (QUIET_ENDS, QUIET_BEGINS):
        x = left + hour * cell
        plate.line((x, x), (top - 2.4, plate.height), STRONG, 0.8)
    if not is_small:
        plate.write(left, plate.letter * 0.7, sheet.quiet, color=STRONG)


def hours_down(sheet: Hours, plate: Plate) -> None:
    """A row for each hour, a column for each weekday; the hours of rest are barred at the left."""
    left, top = plate.wide(sheet.hours[23]) + SPACE + 5, plate.letter * 1.7
    width, height = plate.width - left - 1, plate.height - top - 1
    row = height / 24
    area = plate.axes(left, top, width, height)
    area.set(xlim=(0, 7), ylim=(24, 0))
    paint(
        area,
        plate,
        [(day, hour, sheet.counts[day][hour]) for day in range(7) for hour in range(24)],
    )
    for day, name in enumerate(sheet.weekdays):
        plate.write(left + (day + 0.5) * width / 7, plate.letter * 0.75, name, ha="center")
    for hour, name in enumerate(sheet.hours):
        plate.write(left - SPACE - 3, top + (hour + 0.5) * row, name, ha="right")
    for first, last in ((0, QUIET_ENDS), (QUIET_BEGINS, 24)):
        edges = (top + first * row + 0.5, top + last * row - 0.5)
        plate.line((left - 3, left - 3), edges, STRONG, 2)
    for hour in (QUIET_ENDS, QUIET_BEGINS):
        y = top + hour * row
        plate.line((left - 4, plate.width), (y, y), STRONG, 0.8)


def paint(area: Axes, plate: Plate, cells: Sequence[tuple[int, int, int]]) -> None:
    """Fill cells by their counts and write those; empty ones at night are hatched."""
    highest = max(count for _x, _y, count in cells)
    is_across = plate.size is not Size.NARROW
    for level, shade in enumerate(SHADES):
        held = [cell for cell in cells if level_of(cell[2], highest) == level]
        squares(area, held, facecolor=shade)
    night = [
        (x, y, count) for x, y, count in cells if not count and is_night(x if is_across else y)
    ]
    squares(area, night, facecolor=SHADES[0], hatch=HATCHED, edgecolor=HATCH)
    for x, y, count in cells:
        if count and plate.size is not Size.SMALL:
            # Four digits are wider than a cell.
            size = plate.letter * (0.8 if is_across and count > 999 else 1)
            area.text(
                x + 0.5,
                y + 0.5,
                str(count),
                ha="center",
                va="center",
                fontsize=size,
                color=COUNTS[level_of(count, highest)],
            )


def squares(area: Axes, cells: Sequence[tuple[int, int, int]], **look: Any) -> None:
    """Fill cells as one shape, which is drawn several times as quickly as each by itself."""
    if cells:
        shapes = [SQUARE.transformed(Affine2D().translate(x, y)) for x, y, _count in cells]
        area.add_artist(PathPatch(Path.make_compound_path(*shapes), linewidth=0, **look))


def is_night(hour: int) -> bool:
    return hour >= QUIET_BEGINS or hour < QUIET_ENDS


def level_of(count: int, highest: int) -> int:
    """Return from 0 for none to 5 for the most; few contacts never look like many."""
    return min(5, 1 + (count - 1) * 5 // max(highest, 5)) if count else 0
