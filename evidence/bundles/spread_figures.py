"""The figures of hours by weekday and of who was reached."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from evidence.bundles.figures import Box, Figure, Label, Line
from evidence.bundles.wording import WEEKDAYS, local

CELL, ROW, LEFT, TOP = 25.0, 21.0, 18.0, 24.0
SHADES = ("#ffffff", "#e4e4e4", "#c4c4c4", "#9a9a9a", "#666666", "#2a2a2a")
FIRST_DARK = 4
DAY_START, DAY_END = 8, 22
BAR_LEFT, BAR_ROOM, BAR_ROW = 120.0, 440.0, 19.0
OWN, OTHERS = "#1a1a1a", "#b4b4b4"


def heat_figure(moments: Iterable[datetime]) -> Figure:
    """Draw hours by weekday; the shade repeats the printed count."""
    counts = Counter((local(moment).weekday(), local(moment).hour) for moment in moments)
    highest = max(counts.values())
    boxes, labels = (
        [],
        [Label(LEFT + hour * CELL, 9.5, f"{hour}时", size=9.5) for hour in (0, 6, 12, 18)],
    )
    for day, name in enumerate(WEEKDAYS):
        y = TOP + day * ROW
        labels.append(Label(0, y + 14, name, size=9.5))
        for hour in range(24):
            count = counts[day, hour]
            shade = shade_of(count, highest)
            x = LEFT + hour * CELL
            boxes.append(Box(x, y, CELL - 1, ROW - 1, SHADES[shade], "#dddddd"))
            if count:
                ink = "#fff" if shade >= FIRST_DARK else "#000"
                labels.append(Label(x + 12, y + 13.2, str(count), "middle", 8, ink))
    night = sum(count for (_, hour), count in counts.items() if is_night(hour))
    return Figure(
        height=TOP + 7 * ROW,
        boxes=tuple(boxes),
        lines=(
            Line(LEFT, 19, LEFT + DAY_START * CELL - 1, 19, "#555"),
            Line(LEFT + DAY_END * CELL, 19, LEFT + 24 * CELL - 1, 19, "#555"),
        ),
        labels=tuple(labels),
        text=f"共{sum(counts.values())}次，其中22时至次日8时{night}次",
    )


def is_night(hour: int) -> bool:
    return hour >= DAY_END or hour < DAY_START


def shade_of(count: int, highest: int) -> int:
    if not count:
        return 0
    return min(5, 1 + (count - 1) * 5 // max(highest, 5))


def reach_figure(rows: Sequence[tuple[str, int, bool]]) -> Figure:
    """Draw how often each person was reached: (name, count, is the borrower?)."""
    highest = max(count for _, count, _ in rows)
    boxes, labels = [], []
    for index, (name, count, is_own) in enumerate(rows):
        y = index * BAR_ROW
        width = round(BAR_ROOM * count / highest, 1)
        boxes.append(Box(BAR_LEFT, y + 3, width, BAR_ROW - 6, OWN if is_own else OTHERS))
        labels.append(Label(BAR_LEFT - 6, y + 13.4, name, "end", 9.5))
        labels.append(Label(BAR_LEFT + width + 5, y + 13.4, f"{count}次", "start", 9.5))
    return Figure(
        height=len(rows) * BAR_ROW + 2,
        boxes=tuple(boxes),
        lines=(),
        labels=tuple(labels),
        text="；".join(f"{name}{count}次" for name, count, _ in rows),
    )
