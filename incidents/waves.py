"""Phases of contact: days of contact, parted by long quiet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

QUIET_DAYS = 14


@dataclass(frozen=True, slots=True)
class Wave:
    """One phase, counted from 1: its first and last day with contact, and the quiet before it."""

    number: int
    first: date
    last: date
    quiet_before: int = 0

    def day_of(self, day: date) -> int:
        """Return which day of the phase a day is, counted from 1."""
        return (day - self.first).days + 1


def waves(days: Iterable[date]) -> tuple[Wave, ...]:
    """Part days of contact, in any order, wherever at least QUIET_DAYS whole days were quiet."""
    found: list[Wave] = []
    for day in sorted(set(days)):
        quiet = (day - found[-1].last).days - 1 if found else 0
        if found and quiet < QUIET_DAYS:
            last = found.pop()
            found.append(Wave(last.number, last.first, day, last.quiet_before))
        else:
            found.append(Wave(len(found) + 1, day, day, quiet))
    return tuple(found)
