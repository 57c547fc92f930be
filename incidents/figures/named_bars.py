"""Bars with names: who was reached, and which numbers called."""

from collections.abc import Sequence

from incidents.figures.inks import KIN, OWN, STRONG
from incidents.figures.pen import SPACE, Plate
from incidents.figures.sheets import Bar, Bars, Size

# How much of a row a name may take.
MOST_FOR_NAMES = 0.42


def draw_bars(sheet: Bars, plate: Plate) -> None:
    top, left = 0.0, 0.0
    is_beside = plate.size is Size.WIDE and len(sheet.groups) > 1
    width = (plate.width - 16) / 2 if is_beside else plate.width
    for title, group in zip(sheet.titles, sheet.groups, strict=True):
        if title:
            plate.write(left, top + plate.letter * 0.75, title, weight="bold", color=STRONG)
        begin = top + plate.letter * (1.6 if title else 0)
        rows(plate, group, left, begin, width)
        if is_beside:
            left += width + 16
        else:
            top = begin + plate.letter * (1.85 * len(group) + 1.2)


def rows(plate: Plate, group: Sequence[Bar], left: float, top: float, width: float) -> None:
    """Draw named bars below one another, each with its words at its end."""
    longest = width * MOST_FOR_NAMES
    names = min(longest, max(plate.wide(bar.name) for bar in group))
    words = max(plate.wide(bar.words) for bar in group)
    start = left + names + SPACE
    room = max(left + width - words - SPACE - start, plate.letter)
    pitch = plate.letter * 1.85
    highest = max(bar.count for bar in group)
    area = plate.axes(start, top, room, pitch * len(group))
    area.set(xlim=(0, highest), ylim=(len(group), 0))
    area.barh(
        [at + 0.2 for at in range(len(group))],
        [bar.count for bar in group],
        0.6,
        align="edge",
        linewidth=0,
        color=[OWN if bar.is_own else KIN for bar in group],
    )
    for at, bar in enumerate(group):
        y = top + (at + 0.5) * pitch
        plate.write(start - SPACE, y, fitted(plate, bar.name, longest), ha="right")
        plate.write(start + room * bar.count / highest + 4, y, bar.words)


def fitted(plate: Plate, name: str, longest: float) -> str:
    """Cut a name to its room; the table beside the figure has it whole."""
    if plate.wide(name) <= longest:
        return name
    short = next(at for at in range(len(name), 0, -1) if plate.wide(f"{name[:at]}…") <= longest)
    return f"{name[:short]}…"
