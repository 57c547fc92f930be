"""Contacts by day, and how days are gathered where a bar for each would be too thin to see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MOST_BARS = 200
STEPS = (1, 7, 30, 90)


@dataclass(frozen=True, slots=True)
class DayCount:
    """Contacts of one day: with the borrower, and with other people."""

    day: date
    own: int
    kin: int

    @property
    def total(self) -> int:
        return self.own + self.kin


def fill_days(counts: Sequence[DayCount]) -> list[DayCount]:
    """Return every day from the first to the last, quiet ones with nothing."""
    days = [count.day for count in counts]
    return within(counts, min(days), max(days))


def within(counts: Iterable[DayCount], first: date, last: date) -> list[DayCount]:
    """Return every day of a period, quiet ones with nothing."""
    known = {count.day: count for count in counts}
    days = (first + timedelta(days=at) for at in range((last - first).days + 1))
    return [known.get(day, DayCount(day, 0, 0)) for day in days]


def step_for(days: int, most: int = MOST_BARS) -> int:
    return next((step for step in STEPS if days / step <= most), STEPS[-1])


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
