"""Time in Shanghai: the day an incident belongs to and the hours that count as odd."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT_BEGINS = time(22, 0)
NIGHT_ENDS = time(8, 0)


def shanghai(moment: datetime) -> datetime:
    """
    Move a moment to Shanghai's clock.

    Raises ValueError for a moment without a zone: guessing one would tag the wrong day.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment has no time zone")
    return moment.astimezone(SHANGHAI)


def is_night(moment: datetime) -> bool:
    """Tell whether a moment lies in the half-open window from 22:00 to 08:00."""
    clock = shanghai(moment).time()
    return clock >= NIGHT_BEGINS or clock < NIGHT_ENDS


def is_boundary(moment: datetime) -> bool:
    """Tell whether a moment lies in the minute 22:00 or 08:00, which no source decides."""
    clock = shanghai(moment).time()
    return (clock.hour, clock.minute) in {(22, 0), (8, 0)}
